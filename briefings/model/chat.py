"""Places where people talk to the bot."""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Address:
    """Where a chat is, as its platform names it. Two chats are the same when all four are."""

    channel: str  #: "slack", "telegram", "web"
    workspace: str  #: whose limits count: Slack's team id, the Telegram bot's id
    chat: str  #: channel id, chat id
    thread: str = ""  #: a Telegram forum topic; empty elsewhere

    @property
    def lane(self) -> str:
        """All deliveries that share one platform limit."""
        return f"{self.channel}:{self.workspace}"


class Quiet(StrEnum):
    """What a chat gets when there is nothing new."""

    LINE = "line"  #: one line that says so
    SILENT = "silent"  #: nothing
    MONTHLY = "monthly"  #: one line, when nothing was sent for a month


class Changers(StrEnum):
    """Who may change what a chat follows. Someone alone with the bot always may."""

    EVERYONE = "everyone"  #: in the chat
    MAKERS = "makers"  #: add: everyone; change: who set it, and administrators
    ADMINISTRATORS = "administrators"  #: as the platform names them


@dataclass(frozen=True, slots=True)
class Chat:
    """A place with its settings."""

    id: int
    address: Address
    language: str  #: "nl" or "en"
    timezone: str  #: an IANA name
    quiet: Quiet = Quiet.LINE
    changers: Changers | None = None  #: None: as the platform's setting says


@dataclass(frozen=True, slots=True)
class Person:
    """Who typed or pressed, as far as their platform tells."""

    id: str
    is_administrator: bool = False
    private: bool = False  #: alone with the bot: there is nobody else to tell that the chat cannot be reached
    language: str | None = None  #: "nl" or "en"
    timezone: str | None = None  #: an IANA name
    is_channel: bool = False  #: a channel in which only its administrators write, rather than someone in it
