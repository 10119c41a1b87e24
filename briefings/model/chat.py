"""Places where people talk to the bot."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

EVERY = "*"  #: in place of a formation: each of which letters are kept
_ASKED = {"mattermost", "matrix", "teams"}  #: the platforms that are asked where someone is alone with the bot
_OF_PERSON = "@="


@dataclass(frozen=True, slots=True)
class Address:
    """Where a chat is, as its platform names it. Two chats are the same when all four are."""

    channel: str  #: "slack", "telegram", "mattermost", "matrix", "teams", "email", "web"
    workspace: str  #: whose limits count: Slack's team id, the Telegram bot's id, the tenant of Teams
    chat: str  #: channel id, chat id
    thread: str = ""  #: a Telegram forum topic; empty elsewhere

    @property
    def lane(self) -> str:
        """All deliveries that share one platform limit."""
        return f"{self.channel}:{self.workspace}"

    def of_person(self, person: str) -> "Address":
        """Where someone of this workspace is alone with the bot, by the number their platform knows them by.

        A message to a person opens their private chat; Mattermost, Matrix and Teams want to be asked which chat that
        is, so there "@=" stands before their number.
        """
        return replace(self, chat=f"{_OF_PERSON}{person}" if self.channel in _ASKED else person, thread="")

    @property
    def person_asked(self) -> str | None:
        """Whose private chat the platform is to be asked for, by their number (`of_person`); None of a chat itself."""
        return self.chat.removeprefix(_OF_PERSON) if self.chat.startswith(_OF_PERSON) else None

    @property
    def is_private(self) -> bool:
        """Someone is alone there with the bot, as each platform's names of chats tell.

        Slack's direct messages begin with a D; Telegram's groups and channels are numbered below zero; with
        Mattermost, Matrix and Teams, whose names tell nothing, we put a @ before it. A browser and a terminal are
        somebody's own.
        """
        match self.channel:
            case "slack":
                return self.chat.startswith("D")
            case "telegram":
                return not self.chat.startswith("-")
            case channel if channel in _ASKED:
                return self.chat.startswith("@")
            case _:
                return True


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
    alarm: tuple[str, ...] = ()  #: codes of the formations whose silence it wants to hear of; (EVERY,): of all

    def hears_of(self, councils: Sequence[str]) -> bool:
        """Whether it wants to hear of a silence that concerns these formations."""
        return self.alarm == (EVERY,) or bool(set(self.alarm) & set(councils))


@dataclass(frozen=True, slots=True)
class Person:
    """Who typed or pressed, as far as their platform tells."""

    id: str
    is_administrator: bool = False
    language: str | None = None  #: "nl" or "en"
    timezone: str | None = None  #: an IANA name
    is_channel: bool = False  #: a channel in which only its administrators write, rather than someone in it
