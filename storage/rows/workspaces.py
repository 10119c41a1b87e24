"""Slack workspaces."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from storage.rows.base import Base


class InstallationRow(Base):
    """A workspace or organisation that installed the bot; its tokens are encrypted (storage.vault)."""

    __tablename__ = "installations"
    key: Mapped[str] = mapped_column(primary_key=True)  #: the team's id, or of an organisation the enterprise's
    name: Mapped[str]
    bot_id: Mapped[str]
    bot_user: Mapped[str]
    scopes: Mapped[list[str]]
    token: Mapped[str]
    refresh_token: Mapped[str | None]
    expires_at: Mapped[datetime | None]
    renewing_until: Mapped[datetime | None]  #: a process renews the token; a refresh token serves once
    installed_at: Mapped[datetime]
    ended_because: Mapped[str | None]  #: the platform took the token back
    ended_at: Mapped[datetime | None] = mapped_column(index=True)


class TeamRow(Base):
    """A workspace that is reached by its organisation's installation."""

    __tablename__ = "teams"
    team: Mapped[str] = mapped_column(primary_key=True)
    installation: Mapped[str] = mapped_column(ForeignKey("installations.key", ondelete="CASCADE"), index=True)
