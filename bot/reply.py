"""What a chat gets back, as data that every channel can render. All texts are plain: escaping is the renderer's."""

from dataclasses import dataclass, replace

from bot.commands.command import Command
from briefings.model.chat import Address


@dataclass(frozen=True, slots=True)
class Button:
    """Something to press; it does its command, however a channel writes that down meanwhile."""

    label: str
    command: Command
    at: Address | None = None  #: the chat it is about, when that is not where it is shown
    about: str | None = None  #: what it is about, for who cannot see what stands beside it


@dataclass(frozen=True, slots=True)
class Link:
    """An address with the words that say where it leads."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence, with who says it or what it is in front and a remark behind."""

    text: str
    label: str | None = None
    remark: str | None = None
    source: Link | None = None  #: the place of the letter it was taken from
    anchor: str | None = None  #: by which other pages lead to it: "p2" is the second paragraph
    place: Address | None = None  #: the chat it is about, when that is not where it is shown
    is_main: bool = False  #: of a card: the one to show where there is room for one


@dataclass(frozen=True, slots=True)
class Card:
    """An agenda item as shown."""

    title: str
    number: str | None
    link: Link | None
    lines: tuple[Line, ...] = ()
    references: tuple[Link, ...] = ()
    note: str | None = None  #: which meeting, where a reply has several


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a reply under a heading."""

    heading: str | None = None
    cards: tuple[Card, ...] = ()
    lines: tuple[Line, ...] = ()
    buttons: tuple[Button, ...] = ()  #: about this part


@dataclass(frozen=True, slots=True)
class Reply:
    """A whole reply. Parts are split between cards and lines, never inside one."""

    title: str
    language: str
    lead: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()
    sources: tuple[Link, ...] = ()
    footer: str | None = None
    buttons: tuple[Button, ...] = ()
    reading: Link | None = None  #: where the whole of it stands in the reading room
    shareable: Command | None = None  #: the command whose answer may be shown to everybody in the chat
    announced: bool = False  #: it says what was changed for everybody in the chat

    def within(self, address: Address) -> "Reply":
        """As it suits a chat: someone alone with the bot has nobody to share it with."""
        return replace(self, shareable=None) if address.is_private else self

    def without_buttons(self) -> "Reply":
        """A shared answer is read by people for whom the buttons were not meant."""
        parts = tuple(replace(part, buttons=()) for part in self.sections)
        return replace(self, sections=parts, buttons=(), shareable=None)
