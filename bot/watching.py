"""What is watched, proved and copied by itself: the settings of it."""

import re
from datetime import time
from pathlib import Path

from pydantic import BaseModel, Field, SecretStr, field_validator

from bot.platforms import CHAT
from briefings.model.chat import Address


class WatchingSettings(BaseModel):
    """The settings of traces, the sign of life and copies of the database."""

    jbz_traces: str | None = Field(
        None,
        repr=False,
        description="Where traces go, `http://collector:4318/v1/traces` (OTLP over HTTP); needs the extra `traces`",
    )
    jbz_check_chat: str | None = Field(
        None, description="A chat of yours that gets a sign of life each day: `slack:T0123:C0456`"
    )
    jbz_check_at: time = Field(time(7), description="When, in JBZ_TIMEZONE")
    jbz_check_url: SecretStr | None = Field(
        None,
        description="Hears that it arrived, and at `/fail` that it did not; its silence is the alarm (Healthchecks)",
    )
    jbz_backup_folder: Path | None = Field(None, description="Where copies of the database are made by themselves")
    jbz_backup_hours: int = Field(24, ge=1, description="Between two copies")
    jbz_backup_keep: int = Field(7, ge=1, description="How many copies are kept; the oldest goes first")

    @field_validator("jbz_check_chat")
    @classmethod
    def _a_chat(cls, value: str | None) -> str | None:
        if value is not None and not CHAT.fullmatch(value):
            raise ValueError("no chat")
        return value

    @field_validator("jbz_check_url")
    @classmethod
    def _a_url(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not re.fullmatch(r"https?://[^\s/]+\S*", value.get_secret_value()):
            raise ValueError("neither http://… nor https://…")
        return value

    @property
    def check_chat(self) -> Address | None:
        """The chat that gets a sign of life each day."""
        return Address(*self.jbz_check_chat.split(":", 2)) if self.jbz_check_chat else None
