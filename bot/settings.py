"""Every setting, read once. `docs/settings.md` is checked against this module."""

import os
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Literal, Self
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import ConfigDict, Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from bot.access import AccessSettings
from bot.appearance import AppearanceSettings
from bot.passwords import passwords_in
from bot.platforms import (
    CHANNELS,
    CHAT,
    HOST,
    EmailSettings,
    MatrixSettings,
    MattermostSettings,
    SlackSettings,
    TeamsSettings,
    TelegramSettings,
    listed,
)
from bot.watching import WatchingSettings
from briefings.errors import JbzError
from briefings.model.chat import Address
from briefings.reading.formations import formations

_KEY_LENGTH = 32  #: characters at least, of what signs links


class Settings(
    AppearanceSettings,
    WatchingSettings,
    AccessSettings,
    SlackSettings,
    TelegramSettings,
    MattermostSettings,
    MatrixSettings,
    TeamsSettings,
    EmailSettings,
):
    """The settings, by their names in the environment (in lower case here)."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    jbz_database_url: str = Field("sqlite:///data/jbz.db", repr=False, description="sqlite:///… or postgresql://…")
    jbz_base_url: str = Field(
        "http://localhost:8000", description="Where people reach the pages; https turns on Telegram's webhook"
    )
    jbz_timezone: str = Field("Europe/Amsterdam", description="Zone of a chat that has not chosen one")
    jbz_default_schedule: str = Field("mon 08:00", description="Schedule of a subscription without one")
    jbz_recess_file: Path | None = Field(
        None, description="The recess dates of the House of Representatives, for chats that want no briefing then"
    )
    jbz_templates: Path | None = Field(None, description="Folder with templates in place of ours; docs/templates.md")
    jbz_keep_days: int = Field(400, ge=1, description="How long deliveries that ended are kept")
    jbz_audit_keep: int = Field(2557, ge=30, description="How many days the audit is kept; docs/security.md")
    jbz_sources: str = Field(
        "tweedekamer,officielebekendmakingen",
        description="Where letters are fetched: `tweedekamer`, `syncfeed`, `officielebekendmakingen`; `geen` for none",
    )
    jbz_councils: str = Field("JBZ", description="The Council formations whose letters are fetched: `JBZ,RAZ`")
    jbz_sync_since: date | None = Field(None, description="Letters of before are not fetched; else ten years back")
    jbz_sync_minutes: int = Field(5, ge=1, description="Between two questions to a source")
    jbz_inbox: Path | None = Field(None, description="A folder that is watched for letters")
    jbz_mailbox: Path | None = Field(None, description="A folder of e-mails (.eml) with letters attached")
    jbz_quarantine: Path = Field(
        Path("data/quarantine"), description="Where what was fetched waits until it was read, and stays when refused"
    )
    jbz_keep_withdrawn: bool = Field(True, description="Keep letters that are no longer published, for the audit")
    tweedekamer_url: str = Field("https://gegevensmagazijn.tweedekamer.nl/OData/v4/2.0", description="OData service")
    syncfeed_url: str = Field("https://gegevensmagazijn.tweedekamer.nl/SyncFeed/2.0", description="SyncFeed service")
    sru_url: str = Field("https://repository.overheid.nl/sru", description="Finds official publications")
    publications_url: str = Field("https://zoek.officielebekendmakingen.nl", description="Official publications")
    jbz_administrators: str = Field(
        "",
        description="Chats that are told when briefings cannot be sent: `slack:T0123:C0456,telegram:123456:-100789`",
    )
    jbz_channels: str = Field(
        "", description="The channels that are on: `slack,telegram`; without it, those that have their secrets"
    )
    jbz_log_format: Literal["console", "json"] = Field("console", description="How log lines are written")
    jbz_encryption_key: SecretStr | None = Field(
        None,
        description="Encrypts tokens of workspaces: `openssl rand -base64 32`; a new key goes first, then a comma",
    )

    @field_validator("jbz_timezone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        ZoneInfo(value)
        return value

    @field_validator("jbz_base_url")
    @classmethod
    def _an_address(cls, value: str) -> str:
        parts = urlsplit(value)
        if parts.scheme not in {"http", "https"} or not HOST.fullmatch(parts.netloc):
            raise ValueError("no address of a website")
        if parts.query or parts.fragment or any(char.isspace() for char in value):
            raise ValueError("more than an address of a website")
        return value.rstrip("/")

    @field_validator("jbz_administrators")
    @classmethod
    def _chats(cls, value: str) -> str:
        if unknown := [one for one in listed(value) if not CHAT.fullmatch(one)]:
            raise ValueError(f"no chats: {unknown}")
        return value

    @field_validator("jbz_channels")
    @classmethod
    def _known_channels(cls, value: str) -> str:
        if unknown := set(listed(value)) - set(CHANNELS):
            raise ValueError(f"unknown: {unknown}")
        return value

    @field_validator("jbz_sources")
    @classmethod
    def _known_sources(cls, value: str) -> str:
        if unknown := set(listed(value)) - set(SOURCES):
            raise ValueError(f"unknown: {unknown}")
        return value

    @field_validator("jbz_councils")
    @classmethod
    def _known_councils(cls, value: str) -> str:
        if unknown := set(listed(value.upper())) - {formation.code for formation in formations()}:
            raise ValueError(f"unknown: {unknown}")
        return value.upper()

    @classmethod
    def in_order(cls) -> dict[str, FieldInfo]:
        """Every setting by its name, as people read them: those of the whole first, then those of each subject."""
        subjects = (set(cls.__annotations__), *(set(base.__annotations__) for base in cls.__bases__))
        return {name: cls.model_fields[name] for names in subjects for name in cls.model_fields if name in names}

    @property
    def named_address(self) -> str | None:
        """Where people reach the pages, when the administrator said so."""
        return self.jbz_base_url if "jbz_base_url" in self.model_fields_set else None

    def at_port(self, port: int) -> "Settings":
        """The same, with this port in an address that the administrator did not name."""
        if self.named_address is not None:
            return self
        values = dict(self) | {"jbz_base_url": f"http://localhost:{port}"}
        return Settings.model_construct(_fields_set=self.model_fields_set, **values)

    @model_validator(mode="after")
    def _channels_can_be_used(self) -> Self:
        if without := [name for name in listed(self.jbz_channels) if not self._has_secrets(name)]:
            raise ValueError(f"JBZ_CHANNELS: no secrets for {without}")
        return self

    def _has_secrets(self, channel: str) -> bool:
        return any(getattr(self, setting) is not None for setting in CHANNELS[channel])

    @property
    def channels(self) -> tuple[str, ...]:
        """The channels that are on, beside the pages."""
        named = listed(self.jbz_channels)
        return tuple(name for name in CHANNELS if (name in named if named else self._has_secrets(name)))

    @model_validator(mode="after")
    def _mattermost_is_whole(self) -> Self:
        if "mattermost" in self.channels and not self.mattermost_url:
            raise ValueError("MATTERMOST_URL: MATTERMOST_TOKEN")
        if "mattermost" in self.channels and not self.mattermost_command_tokens:
            raise ValueError("MATTERMOST_COMMAND_TOKEN: MATTERMOST_TOKEN")
        return self

    @model_validator(mode="after")
    def _matrix_is_whole(self) -> Self:
        if "matrix" in self.channels and not self.matrix_homeserver:
            raise ValueError("MATRIX_HOMESERVER: MATRIX_ACCESS_TOKEN")
        if "matrix" in self.channels and not self.matrix_user:
            raise ValueError("MATRIX_USER: MATRIX_ACCESS_TOKEN")
        if "matrix" in self.channels and self.jbz_matrix_encryption == "on" and not self.encryption_keys:
            raise ValueError("JBZ_ENCRYPTION_KEY: JBZ_MATRIX_ENCRYPTION=on")
        return self

    @model_validator(mode="after")
    def _chats_of_our_bot(self) -> Self:
        token = self.telegram_bot_token
        ours = token.get_secret_value().partition(":")[0] if token else ""
        if ours and any(one.channel == "telegram" and one.workspace != ours for one in self.administrators):
            raise ValueError("JBZ_ADMINISTRATORS: a chat of another bot")
        return self

    @model_validator(mode="after")
    def _all_of_email(self) -> Self:
        """Its links lead to our pages and are signed."""
        if "email" not in self.channels:
            return self
        if self.mail_from is None:
            raise ValueError("MAIL_FROM: SMTP_URL")
        if not self.encryption_keys or any(len(key) < _KEY_LENGTH for key in self.encryption_keys):
            raise ValueError("JBZ_ENCRYPTION_KEY: SMTP_URL")
        if self.named_address is None:
            raise ValueError("JBZ_BASE_URL: SMTP_URL")
        return self

    @property
    def administrators(self) -> tuple[Address, ...]:
        """The chats of the administrators."""
        return tuple(Address(*one.split(":", 2)) for one in dict.fromkeys(listed(self.jbz_administrators)))

    @property
    def sources(self) -> tuple[str, ...]:
        """The live sources that are asked."""
        return tuple(name for name in listed(self.jbz_sources) if name != NO_SOURCE)

    @property
    def encryption_keys(self) -> tuple[str, ...]:
        """The keys of the vault, the first of which encrypts."""
        return listed(self.jbz_encryption_key.get_secret_value()) if self.jbz_encryption_key else ()

    @property
    def councils(self) -> tuple[str, ...]:
        """The codes of the formations whose letters are fetched."""
        return listed(self.jbz_councils)

    @property
    def webhook(self) -> bool:
        """Telegram calls us, rather than being asked."""
        if self.telegram_mode is not None:
            return self.telegram_mode == "webhook"
        return self.jbz_base_url.startswith("https://")

    @property
    def secrets(self) -> tuple[str, ...]:
        """Every secret's value, to be kept out of logs; the passwords within addresses as each may be written."""
        values = (getattr(self, name) for name in SECRETS)
        kept = [value.get_secret_value() for value in values if value is not None]
        addresses = [*kept, *(one for name in HOLD_PASSWORDS if (one := getattr(self, name)))]
        passwords = [form for one in addresses for form in passwords_in(one)]
        return tuple(dict.fromkeys((*kept, *passwords, *self.mattermost_command_tokens, *self.encryption_keys)))


NO_SOURCE = "geen"
SOURCES = ("tweedekamer", "syncfeed", "officielebekendmakingen", NO_SOURCE)
SECRETS = (
    "slack_bot_token",
    "slack_signing_secret",
    "slack_app_token",
    "slack_client_secret",
    "jbz_encryption_key",
    "oidc_client_secret",
    "telegram_bot_token",
    "telegram_webhook_secret",
    "mattermost_token",
    "mattermost_command_token",
    "matrix_access_token",
    "teams_client_secret",
    "jbz_check_url",
    "smtp_url",
    "imap_url",
)
#: Addresses that are no secret, in which a password may stand.
HOLD_PASSWORDS = ("jbz_database_url", "jbz_traces")
_FROM_FILE = (*SECRETS, "jbz_database_url")


def load_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """The settings from the environment, and from the file that JBZ_ENV_FILE names; the environment wins.

    Raises JbzError, naming the setting and never its value.
    """
    given = given_settings(environment)
    values = {name: given[name.upper()] for name in Settings.model_fields if given.get(name.upper())}
    for name in _FROM_FILE:
        if path := given.get(f"{name.upper()}_FILE"):
            values[name] = _read_secret(f"{name.upper()}_FILE", Path(path))
    try:
        return Settings.model_validate(values)
    except (ValidationError, KeyError, ValueError) as error:
        names = _names(error)
        if not any(name.lower() in values for name in names.split(", ")):
            raise JbzError(
                "Deze instelling ontbreekt: {names}. Die is nodig voor {needed_by}. Zie docs/settings.md.",
                names=names,
                needed_by=_needed_by(error),
            ) from error
        raise JbzError(
            "Deze instelling klopt niet: {names}. Wat er mag staan, leest u in docs/settings.md.", names=names
        ) from error


def given_settings(environment: Mapping[str, str] | None = None) -> dict[str, str]:
    """What the environment holds, and the file that JBZ_ENV_FILE names; also what is not ours."""
    given = dict(os.environ if environment is None else environment)
    if env_file := given.get("JBZ_ENV_FILE"):
        given = _read_env_file(Path(env_file)) | given
    return given


def known_names() -> frozenset[str]:
    """Every name that is read."""
    files = {f"{name}_file" for name in _FROM_FILE}
    return frozenset(name.upper() for name in {*Settings.model_fields, *files, "jbz_env_file"})


def _names(error: Exception) -> str:
    """The settings an error is about; a zone that is not known has no name of its own in it."""
    if not isinstance(error, ValidationError):
        return "JBZ_TIMEZONE"
    return ", ".join(sorted({_name(part) for part in error.errors()}))


def _name(part: ErrorDetails) -> str:
    """A rule over several settings has no place; its text is the setting, and which one needs it or what is wrong."""
    if part["loc"]:
        return str(part["loc"][0]).upper()
    return _told(part)[0]


def _needed_by(error: Exception) -> str:
    """The settings that cannot do without one that is not there."""
    parts = error.errors() if isinstance(error, ValidationError) else []
    return ", ".join(dict.fromkeys(_told(part)[1] for part in parts))


def _told(part: ErrorDetails) -> tuple[str, str]:
    name, _, rest = part["msg"].removeprefix("Value error, ").partition(": ")
    return name, rest


def _read_env_file(path: Path) -> dict[str, str]:
    lines = _read_secret("JBZ_ENV_FILE", path).splitlines()
    pairs = (line.split("=", 1) for line in lines if "=" in line and not line.lstrip().startswith("#"))
    return {name.strip().removeprefix("export "): value.strip().strip("\"'") for name, value in pairs}


def _read_secret(setting: str, path: Path) -> str:
    try:
        return path.read_text("utf-8").strip()
    except OSError as error:
        raise JbzError(
            "{setting} wijst naar {path}, en dat bestand kan niet worden gelezen.", setting=setting, path=path
        ) from error
