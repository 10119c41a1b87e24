"""What a channel offers: a renderer, a sender, its limits; and how sending can fail."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.reply import Reply
from briefings.language.sentences import sentence_spans
from briefings.model.chat import Address
from briefings.model.delivery import Posted


class SendError(Exception):
    """The platform did not (certainly) take a message; each kind says what must happen next."""


class Gone(SendError):
    """The platform says that the chat cannot be reached: give up, and pause the subscription."""


class Refused(SendError):
    """The platform says that it does not take this message: give it up. The chat itself is well."""


class Stopped(SendError):
    """The platform takes nothing from us in this lane, whatever the chat: a token, say. It is tried again."""


class Later(SendError):
    """Not now. `seconds` is the platform's own wish, which is obeyed; None: ever longer pauses."""

    def __init__(self, reason: str, seconds: float | None = None, *, unknown: bool = False, look: bool = False) -> None:
        super().__init__(reason)
        self.seconds = seconds
        self.unknown = unknown  #: a word of the platform that we do not know: in the end it is a refusal
        self.look = look  #: something before the platform may have answered after it took the message: look it up


class Moved(SendError):
    """The chat has another address now."""

    def __init__(self, chat: str) -> None:
        super().__init__(f"moved to {chat}")
        self.chat = chat


class UnknownOutcome(SendError):
    """The connection broke after sending began: it may have arrived."""


class NotEditable(SendError):
    """What was sent cannot be edited: it was removed, is too old, or the platform edits nothing."""


class Sender(Protocol):
    """Sends one part."""

    async def send(self, address: Address, part: str, key: str) -> str | None:
        """Returns when the platform took the part; raises a SendError otherwise. `key` names the part.

        Gives what an Editor finds it by, where there is one.
        """

    async def has_arrived(self, address: Address, key: str, since: datetime) -> bool | None:
        """Whether the part named `key`, sent after `since`, is there; None when the platform cannot tell.

        Raises Later when it could, but not now; Stopped when nothing of ours is taken.
        """


class Editor(Protocol):
    """Changes a part that was sent; the same edit again changes nothing."""

    async def edit(self, address: Address, part: str, posted: Posted) -> None:
        """Returns when `part` stands in the place of what was posted; raises a SendError otherwise."""


@dataclass(frozen=True, slots=True)
class Pace:
    """A platform's limits on sending."""

    lane_seconds: float  #: between two messages of a lane
    chat_seconds: float  #: between two messages to one chat
    group_minute: int | None = None  #: messages to one group in a minute
    lane_most: int | None = None  #: messages of a lane within any second
    burst: int = 0  #: answers that a chat may get at once before its pace counts
    lane_burst: int = 1  #: messages of a lane that may go at once before its pace counts
    edit_seconds: float = 0.0  #: between two edits of a lane; no more than a second or so
    at_once: int = 1  #: messages under way; so many may come twice when the process dies (docs/delivery.md)


@dataclass(frozen=True, slots=True)
class Channel:
    """A way to reach people."""

    name: str
    sender: Sender
    pace: Pace
    editor: Editor | None = None  #: None: the platform edits nothing that was sent


@dataclass(frozen=True, slots=True)
class WrittenForm:
    """A form in which a reply can be taken along."""

    name: str  #: as people call it
    media_type: str
    file: str | None  #: the name under which it is kept; None: shown in the browser
    write: Callable[[Reply], bytes]

    @property
    def disposition(self) -> str:
        """The header that says so."""
        return f'attachment; filename="{self.file}"' if self.file else "inline"


#: A Reply as the parts of one or more messages; opaque strings to delivery.
Render = Callable[[Reply], list[str]]


def pieces_of(text: str, fits: Callable[[str], bool], longest: int) -> Iterator[str]:
    """`text` itself when it fits; otherwise its sentences, cut at `longest` characters where one is longer."""
    if fits(text):
        yield text
        return
    for start, end in sentence_spans(text):
        for at in range(start, end, longest):
            yield text[at : min(at + longest, end)]


def pack(pieces: Sequence[str], limit: int, joiner: str, size: Callable[[str], int] = len) -> list[str]:
    """`pieces` joined into as few texts of at most `limit` as their order allows."""
    packed: list[str] = []
    for piece in pieces:
        joined = packed[-1] + joiner + piece if packed else piece
        if packed and size(joined) <= limit:
            packed[-1] = joined
        else:
            packed.append(piece)
    return packed
