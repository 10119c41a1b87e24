"""Every setting, read once. `docs/settings.md` is checked against this module."""

import os
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Literal, Self
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator, model_validator

from briefings.errors import JbzError
from briefings.model.chat import Address, Changers
from briefings.reading.formations import formations

_COLOUR = re.compile(r"#[\da-fA-F]{6}")
_PAPERS = ("#ffffff", "#14171c")  #: the background of the pages, light and dark
_READABLE = 4.5  #: the contrast of text by WCAG 2.2 (1.4.3)
#: "jbz.example.nl", "jbz.example.nl:8443", "[::1]:8000".
_HOST = re.compile(r"([\w.-]+|\[[\da-fA-F:.]+\])(:\d{1,5})?")
#: A channel, a workspace (for Telegram the number in the bot's token), a chat.
_CHAT = re.compile(r"slack:[A-Z0-9]+:[A-Z0-9]+|telegram:\d+:-?\d+|mattermost:server:@?[a-z0-9]+")


class Settings(BaseModel):
    """The settings, by their names in the environment (in lower case here)."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    jbz_database_url: str = Field("sqlite:///data/jbz.db", description="sqlite:///… or postgresql://…")
    jbz_base_url: str = Field(
        "http://localhost:8000", description="Where people reach the pages; https turns on Telegram's webhook"
    )
    jbz_name: str = Field("JBZ-briefings", min_length=1, max_length=60, description="What the pages call themselves")
    jbz_logo: Path | None = Field(None, description="A picture (.svg, .png) above the pages; ours has none")
    jbz_colours: str = Field(
        "#154273,#9cc3f5", description="The colour of links and bars: on white, and on black for who chose dark"
    )
    jbz_contact: str | None = Field(
        None, description="Where readers turn to, `mailto:…` or `https://…`; turns on `/.well-known/security.txt`"
    )
    jbz_timezone: str = Field("Europe/Amsterdam", description="Zone of a chat that has not chosen one")
    jbz_default_schedule: str = Field("mon 08:00", description="Schedule of a subscription without one")
    jbz_recess_file: Path | None = Field(
        None, description="The recess dates of the House of Representatives, for chats that want no briefing then"
    )
    jbz_templates: Path | None = Field(None, description="Folder with templates in place of ours; docs/templates.md")
    jbz_keep_days: int = Field(400, ge=1, description="How long deliveries that ended are kept")
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
    slack_bot_token: SecretStr | None = Field(None, description="xoxb-…; turns Slack on")
    slack_signing_secret: SecretStr | None = Field(None, description="Checks requests over HTTP")
    slack_app_token: SecretStr | None = Field(None, description="xapp-…; Socket Mode instead of HTTP")
    slack_client_id: str | None = Field(
        None, description="With the secret: several workspaces install the bot themselves"
    )
    slack_client_secret: SecretStr | None = Field(None, description="Belongs to SLACK_CLIENT_ID")
    slack_may_change: Changers = Field(
        Changers.EVERYONE,
        description="Who may change what a channel follows, unless it chose: `everyone`, `makers`, `administrators`",
    )
    jbz_encryption_key: SecretStr | None = Field(
        None,
        description="Encrypts tokens of workspaces: `openssl rand -base64 32`; a new key goes first, then a comma",
    )
    slack_authorize_url: str = Field("https://slack.com/oauth/v2/authorize", description="Where a workspace installs")
    slack_api_url: str = Field("https://slack.com/api/", description="Another Slack (GovSlack)")
    telegram_bot_token: SecretStr | None = Field(None, description="Turns Telegram on")
    telegram_webhook_secret: SecretStr | None = Field(
        None, description="Checks webhook requests; 1-256 of A-Z a-z 0-9 _ -"
    )
    telegram_mode: Literal["webhook", "polling"] | None = Field(None, description="Forces one of the two")
    telegram_may_change: Changers = Field(
        Changers.ADMINISTRATORS,
        description="Who may change what a group follows, unless it chose: `everyone`, `makers`, `administrators`",
    )
    telegram_at_once: int = Field(
        1, ge=1, le=8, description="Briefings under way; each may come twice when the process dies (docs/delivery.md)"
    )
    telegram_api_url: str = Field("https://api.telegram.org", description="A local Bot API server")
    mattermost_url: str = Field("", description="Your Mattermost: `https://chat.example.nl`")
    mattermost_token: SecretStr | None = Field(None, description="The token of the bot's account; turns Mattermost on")
    mattermost_command_token: SecretStr | None = Field(
        None, description="Checks the slash command; one for each team, with commas"
    )
    mattermost_may_change: Changers = Field(
        Changers.EVERYONE,
        description="Who may change what a channel follows, unless it chose: `everyone`, `makers`, `administrators`",
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
        if parts.scheme not in {"http", "https"} or not _HOST.fullmatch(parts.netloc):
            raise ValueError("no address of a website")
        if parts.query or parts.fragment or any(char.isspace() for char in value):
            raise ValueError("more than an address of a website")
        return value.rstrip("/")

    @field_validator("mattermost_url")
    @classmethod
    def _a_server(cls, value: str) -> str:
        parts = urlsplit(value)
        if value and (parts.scheme not in {"http", "https"} or not _HOST.fullmatch(parts.netloc)):
            raise ValueError("no address of a server")
        return value.rstrip("/")

    @field_validator("jbz_logo")
    @classmethod
    def _a_picture(cls, value: Path | None) -> Path | None:
        if value is not None and value.suffix.lower() not in {".svg", ".png"}:
            raise ValueError("no .svg or .png")
        if value is not None and not value.is_file():
            raise ValueError("no such file")
        return value

    @field_validator("jbz_colours")
    @classmethod
    def _two_colours(cls, value: str) -> str:
        colours = _listed(value)
        if len(colours) != len(_PAPERS) or not all(_COLOUR.fullmatch(colour) for colour in colours):
            raise ValueError("not two colours such as #154273,#9cc3f5")
        for colour, paper in zip(colours, _PAPERS, strict=True):
            if contrast(colour, paper) < _READABLE:
                raise ValueError(f"{colour} cannot be read on {paper}")
        return value

    @field_validator("jbz_contact")
    @classmethod
    def _somewhere(cls, value: str | None) -> str | None:
        if value is not None and not re.fullmatch(r"(?:mailto:[^\s@]+@[^\s@]+|https://\S+)", value):
            raise ValueError("neither mailto:… nor https://…")
        return value

    @field_validator("telegram_bot_token")
    @classmethod
    def _a_token(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not re.fullmatch(r"\d{1,19}:\S+", value.get_secret_value()):
            raise ValueError("no token of @BotFather")
        return value

    @field_validator("jbz_administrators")
    @classmethod
    def _chats(cls, value: str) -> str:
        if unknown := [one for one in _listed(value) if not _CHAT.fullmatch(one)]:
            raise ValueError(f"no chats: {unknown}")
        return value

    @field_validator("jbz_channels")
    @classmethod
    def _known_channels(cls, value: str) -> str:
        if unknown := set(_listed(value)) - set(CHANNELS):
            raise ValueError(f"unknown: {unknown}")
        return value

    @field_validator("jbz_sources")
    @classmethod
    def _known_sources(cls, value: str) -> str:
        if unknown := set(_listed(value)) - set(SOURCES):
            raise ValueError(f"unknown: {unknown}")
        return value

    @field_validator("jbz_councils")
    @classmethod
    def _known_councils(cls, value: str) -> str:
        if unknown := set(_listed(value.upper())) - {formation.code for formation in formations()}:
            raise ValueError(f"unknown: {unknown}")
        return value.upper()

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
        if without := [name for name in _listed(self.jbz_channels) if not self._has_secrets(name)]:
            raise ValueError(f"JBZ_CHANNELS: no secrets for {without}")
        return self

    def _has_secrets(self, channel: str) -> bool:
        return any(getattr(self, setting) is not None for setting in CHANNELS[channel])

    @property
    def channels(self) -> tuple[str, ...]:
        """The channels that are on, beside the pages."""
        named = _listed(self.jbz_channels)
        return tuple(name for name in CHANNELS if (name in named if named else self._has_secrets(name)))

    @model_validator(mode="after")
    def _mattermost_is_whole(self) -> Self:
        if "mattermost" in self.channels and not self.mattermost_url:
            raise ValueError("MATTERMOST_URL: where Mattermost is")
        if "mattermost" in self.channels and not self.mattermost_command_tokens:
            raise ValueError("MATTERMOST_COMMAND_TOKEN: nobody could use the slash command")
        return self

    @model_validator(mode="after")
    def _chats_of_our_bot(self) -> Self:
        token = self.telegram_bot_token
        ours = token.get_secret_value().partition(":")[0] if token else ""
        if ours and any(one.channel == "telegram" and one.workspace != ours for one in self.administrators):
            raise ValueError("JBZ_ADMINISTRATORS: a chat of another bot")
        return self

    @property
    def administrators(self) -> tuple[Address, ...]:
        """The chats of the administrators."""
        return tuple(Address(*one.split(":")) for one in dict.fromkeys(_listed(self.jbz_administrators)))

    @property
    def colours(self) -> tuple[str, str]:
        """The colour of links and bars: light, dark."""
        light, dark = _listed(self.jbz_colours)
        return light, dark

    @property
    def sources(self) -> tuple[str, ...]:
        """The live sources that are asked."""
        return tuple(name for name in _listed(self.jbz_sources) if name != NO_SOURCE)

    @property
    def encryption_keys(self) -> tuple[str, ...]:
        """The keys of the vault, the first of which encrypts."""
        return _listed(self.jbz_encryption_key.get_secret_value()) if self.jbz_encryption_key else ()

    @property
    def mattermost_command_tokens(self) -> tuple[str, ...]:
        """The tokens of the slash commands, one for each team."""
        token = self.mattermost_command_token
        return _listed(token.get_secret_value()) if token else ()

    @property
    def councils(self) -> tuple[str, ...]:
        """The codes of the formations whose letters are fetched."""
        return _listed(self.jbz_councils)

    @property
    def webhook(self) -> bool:
        """Telegram calls us, rather than being asked."""
        if self.telegram_mode is not None:
            return self.telegram_mode == "webhook"
        return self.jbz_base_url.startswith("https://")

    @property
    def secrets(self) -> tuple[str, ...]:
        """Every secret's value, to be kept out of logs."""
        values = (getattr(self, name) for name in SECRETS)
        kept = [value.get_secret_value() for value in values if value is not None]
        return tuple(dict.fromkeys((*kept, *self.mattermost_command_tokens, *self.encryption_keys)))


#: The channels beside the pages, each with the settings one of which turns it on.
CHANNELS = {
    "slack": ("slack_bot_token", "slack_client_id"),
    "telegram": ("telegram_bot_token",),
    "mattermost": ("mattermost_token",),
}
NO_SOURCE = "geen"
SOURCES = ("tweedekamer", "syncfeed", "officielebekendmakingen", NO_SOURCE)
SECRETS = (
    "slack_bot_token",
    "slack_signing_secret",
    "slack_app_token",
    "slack_client_secret",
    "jbz_encryption_key",
    "telegram_bot_token",
    "telegram_webhook_secret",
    "mattermost_token",
    "mattermost_command_token",
)
_FROM_FILE = (*SECRETS, "jbz_database_url")


def load_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """The settings from the environment, and from the file that JBZ_ENV_FILE names; the environment wins.

    Raises JbzError, naming the setting and never its value.
    """
    given = dict(os.environ if environment is None else environment)
    if env_file := given.get("JBZ_ENV_FILE"):
        given = _read_env_file(Path(env_file)) | given
    values = {name: given[name.upper()] for name in Settings.model_fields if given.get(name.upper())}
    for name in _FROM_FILE:
        if path := given.get(f"{name.upper()}_FILE"):
            values[name] = _read_secret(f"{name.upper()}_FILE", Path(path))
    try:
        return Settings.model_validate(values)
    except (ValidationError, KeyError, ValueError) as error:
        names = _names(error)
        raise JbzError(
            "Deze instelling klopt niet: {names}. Wat er mag staan, leest u in docs/settings.md.", names=names
        ) from error


def contrast(one: str, other: str) -> float:
    """1 to 21: how far two colours ("#154273") differ in luminance, as WCAG 2.2 counts it."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)  # noqa: PLR2004 - WCAG's
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _names(error: Exception) -> str:
    """The settings an error is about; a zone that is not known has no name of its own in it."""
    if not isinstance(error, ValidationError):
        return "JBZ_TIMEZONE"
    return ", ".join(sorted({_name(part["loc"], part["msg"]) for part in error.errors()}))


def _name(place: tuple[int | str, ...], said: str) -> str:
    """A rule over several settings has no place: it says first which setting is to be looked at."""
    return str(place[0]).upper() if place else said.removeprefix("Value error, ").partition(":")[0]


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
