"""The settings of each channel beside the pages, and which of them turns it on."""

import re
from pathlib import Path
from typing import Literal, Self
from urllib.parse import urlsplit

from pydantic import BaseModel, Field, SecretStr, field_validator, model_validator

from briefings.model.chat import Changers

#: How mail is brought, and at which port unless it says another.
SMTP_PORTS = {"smtp": 587, "smtps": 465, "smtp+plain": 25}
#: The channels beside the pages, each with the settings one of which turns it on.
CHANNELS = {
    "slack": ("slack_bot_token", "slack_client_id"),
    "telegram": ("telegram_bot_token",),
    "mattermost": ("mattermost_token",),
    "matrix": ("matrix_access_token",),
    "teams": ("teams_client_id",),
    "email": ("smtp_url",),
}
#: "jbz.example.nl", "jbz.example.nl:8443", "[::1]:8000".
HOST = re.compile(r"([\w.-]+|\[[\da-fA-F:.]+\])(:\d{1,5})?")
#: The number of an app or tenant at Microsoft.
_GUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_MAIL = re.compile(r"(?:[^<>@\"\x00-\x1f]*<)?[\w.!#$%&'*/=?^`{|}~-]{1,30}@[\w.-]+>?", re.ASCII)
#: "example.nl", and with "*." in front every domain below it.
_DOMAIN = re.compile(r"(?:\*\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)+")

#: "@jbz:example.nl": a name, and the homeserver it is known at.
MATRIX_USER = re.compile(r"@[^\s:@,]{1,200}:[A-Za-z0-9.-]{1,230}(?::\d{1,5})?")
#: A homeserver: "example.nl", "localhost:8448", and with "*." in front every one below it.
_SERVER = re.compile(r"(?:\*\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)*(?::\d{1,5})?")

#: A channel, a workspace (for Telegram the number in the bot's token), a chat.
CHAT = re.compile(
    r"slack:[A-Z0-9]+:[A-Z0-9]+|telegram:\d+:-?\d+|mattermost:server:@?[a-z0-9]+"
    r"|matrix:server:@?![^\s,]{1,254}"
    r"|teams:[0-9a-f-]{36}:@?(?:19|a):[\w.@:=+/-]+"
    r"|email:(?P<domain>[a-z0-9.-]+):[^\s:@,]+@(?P=domain)"
)


class SlackSettings(BaseModel):
    """The settings of Slack."""

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
    slack_authorize_url: str = Field("https://slack.com/oauth/v2/authorize", description="Where a workspace installs")
    slack_api_url: str = Field("https://slack.com/api/", description="Another Slack (GovSlack)")


class TelegramSettings(BaseModel):
    """The settings of Telegram."""

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

    @field_validator("telegram_bot_token")
    @classmethod
    def _a_token(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not re.fullmatch(r"\d{1,19}:\S+", value.get_secret_value()):
            raise ValueError("no token of @BotFather")
        return value


class MattermostSettings(BaseModel):
    """The settings of Mattermost."""

    mattermost_url: str = Field("", description="Your Mattermost: `https://chat.example.nl`")
    mattermost_token: SecretStr | None = Field(None, description="The token of the bot's account; turns Mattermost on")
    mattermost_command_token: SecretStr | None = Field(
        None, description="Checks the slash command; one for each team, with commas"
    )
    mattermost_may_change: Changers = Field(
        Changers.EVERYONE,
        description="Who may change what a channel follows, unless it chose: `everyone`, `makers`, `administrators`",
    )

    @field_validator("mattermost_url")
    @classmethod
    def _a_server(cls, value: str) -> str:
        parts = urlsplit(value)
        if value and (parts.scheme not in {"http", "https"} or not HOST.fullmatch(parts.netloc)):
            raise ValueError("no address of a server")
        return value.rstrip("/")

    @property
    def mattermost_command_tokens(self) -> tuple[str, ...]:
        """The tokens of the slash commands, one for each team."""
        token = self.mattermost_command_token
        return listed(token.get_secret_value()) if token else ()


class MatrixSettings(BaseModel):
    """The settings of Matrix."""

    matrix_homeserver: str = Field(
        "", description="Your homeserver, as its clients reach it: `https://matrix.example.nl`"
    )
    matrix_user: str = Field("", description="The bot's account: `@jbz:example.nl`")
    matrix_access_token: SecretStr | None = Field(None, description="The token of that account; turns Matrix on")
    matrix_allowed_servers: str = Field(
        "",
        description="Whose people may invite the bot: `example.nl,*.example.org`; empty: those of its own homeserver",
    )
    matrix_may_change: Changers = Field(
        Changers.ADMINISTRATORS,
        description="Who may change what a room follows, unless it chose: `everyone`, `makers`, `administrators`",
    )
    matrix_per_second: float = Field(
        0.2, ge=0.01, le=1000, description="Events a second that the homeserver takes from the bot; docs/matrix.md"
    )
    matrix_burst: int = Field(10, ge=1, le=1000, description="Events that it takes at once before that counts")
    jbz_matrix_encryption: Literal["on", "off"] = Field(
        "off", description="`on` reads and sends in encrypted rooms too; needs the extra `encryption`"
    )

    @field_validator("matrix_homeserver")
    @classmethod
    def _a_homeserver(cls, value: str) -> str:
        parts = urlsplit(value)
        if value and (parts.scheme not in {"http", "https"} or not HOST.fullmatch(parts.netloc)):
            raise ValueError("no address of a homeserver")
        return value.rstrip("/")

    @field_validator("matrix_user")
    @classmethod
    def _an_account(cls, value: str) -> str:
        if value and not MATRIX_USER.fullmatch(value):
            raise ValueError("no @name:example.nl")
        return value

    @field_validator("matrix_allowed_servers")
    @classmethod
    def _servers(cls, value: str) -> str:
        if unknown := [one for one in listed(value.lower()) if not _SERVER.fullmatch(one)]:
            raise ValueError(f"no servers: {unknown}")
        return value.lower()

    @property
    def matrix_servers(self) -> tuple[str, ...]:
        """The homeservers whose people may invite the bot."""
        return listed(self.matrix_allowed_servers) or (self.matrix_user.partition(":")[2].lower(),)


class TeamsSettings(BaseModel):
    """The settings of Microsoft Teams."""

    teams_client_id: str | None = Field(
        None, description="The number of the app registration (a GUID); turns Microsoft Teams on"
    )
    teams_client_secret: SecretStr | None = Field(None, description="A client secret of that registration")
    teams_tenant_id: str = Field(
        "", description="The tenants (GUIDs, with commas) that may use the bot; first the one of the registration"
    )
    teams_may_change: Changers = Field(
        Changers.EVERYONE,
        description="Who may change what a channel follows, unless it chose: `everyone`, `makers`, `administrators`",
    )
    teams_service_url: str = Field(
        "https://smba.trafficmanager.net/teams",
        description="Where chats are reached that have not said it; another Teams (GCC: docs/teams.md)",
    )
    teams_login_url: str = Field("https://login.microsoftonline.com", description="Where the bot gets its tokens")
    teams_openid_url: str = Field(
        "https://login.botframework.com/v1/.well-known/openidconfiguration",
        description="Names the keys with which Teams signs what it sends",
    )
    teams_graph_url: str = Field("https://graph.microsoft.com", description="Is asked who owns a team")

    @field_validator("teams_client_id", "teams_tenant_id")
    @classmethod
    def _guids(cls, value: str | None) -> str | None:
        if value and not all(_GUID.fullmatch(one) for one in listed(value.lower())):
            raise ValueError("no GUID")
        return value and value.lower()

    @field_validator("teams_service_url", "teams_login_url", "teams_openid_url", "teams_graph_url")
    @classmethod
    def _an_address_of_microsoft(cls, value: str) -> str:
        parts = urlsplit(value)
        if parts.scheme not in {"http", "https"} or not HOST.fullmatch(parts.netloc):
            raise ValueError("no address")
        return value.rstrip("/")

    @model_validator(mode="after")
    def _teams_is_whole(self) -> Self:
        if self.teams_client_id is None:
            return self
        if self.teams_client_secret is None:
            raise ValueError("TEAMS_CLIENT_SECRET: the bot cannot write without it")
        if not self.teams_tenants:
            raise ValueError("TEAMS_TENANT_ID: nobody could use the bot")
        return self

    @property
    def teams_tenants(self) -> tuple[str, ...]:
        """The tenants whose people may use the bot; the first is that of its registration."""
        return listed(self.teams_tenant_id)


class EmailSettings(BaseModel):
    """The settings of e-mail."""

    smtp_url: SecretStr | None = Field(
        None,
        description="The server that takes our mail, which turns e-mail on: `smtp://user:password@host:587` (STARTTLS),"
        " `smtps://…:465`, `smtp+plain://localhost` on the same machine",
    )
    mail_from: str | None = Field(None, description="From whom mail comes: `Raadsbrief <raad@example.nl>`")
    jbz_email_domains: str = Field(
        "", description="Whose addresses may follow: `example.nl,*.example.org`; empty: everybody's"
    )
    imap_url: SecretStr | None = Field(
        None, description="The mailbox where answers and bounces come in: `imaps://user:password@host/INBOX`"
    )
    jbz_email_inbox: Path | None = Field(None, description="The same as a folder (Maildir) that a mail server fills")
    jbz_email_minute: int = Field(60, ge=1, le=6000, description="Mails to one domain in a minute, at most")
    jbz_email_attach: Literal["none", "word", "pdf"] = Field(
        "none", description="The briefing as a file with each mail"
    )

    @field_validator("mail_from")
    @classmethod
    def _a_sender(cls, value: str | None) -> str | None:
        if value is not None and (not _MAIL.fullmatch(value) or ("<" in value) != value.endswith(">")):
            raise ValueError("neither name@example.nl nor Name <name@example.nl>")
        return value

    @field_validator("jbz_email_domains")
    @classmethod
    def _domains(cls, value: str) -> str:
        if unknown := [one for one in listed(value.lower()) if not _DOMAIN.fullmatch(one)]:
            raise ValueError(f"no domains: {unknown}")
        return value.lower()

    @field_validator("smtp_url")
    @classmethod
    def _a_relay(cls, value: SecretStr | None) -> SecretStr | None:
        parts = urlsplit(value.get_secret_value() if value else "smtps://none")
        if parts.scheme not in SMTP_PORTS or not parts.hostname or parts.path not in {"", "/"} or parts.query:
            raise ValueError("no smtp://user:password@host:587")
        if parts.port is not None and not parts.port:
            raise ValueError("no port")
        return value

    @field_validator("imap_url")
    @classmethod
    def _a_mailbox(cls, value: SecretStr | None) -> SecretStr | None:
        parts = urlsplit(value.get_secret_value() if value else "imaps://a:b@none")
        if parts.scheme not in {"imap", "imaps"} or not parts.hostname or not parts.username or not parts.password:
            raise ValueError("no imaps://user:password@host/INBOX")
        return value

    @property
    def email_domains(self) -> tuple[str, ...]:
        """The domains whose addresses may follow by e-mail; none: all of them."""
        return listed(self.jbz_email_domains)


def listed(text: str) -> tuple[str, ...]:
    """What stands between commas."""
    return tuple(part.strip() for part in text.split(",") if part.strip())
