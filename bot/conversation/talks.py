"""What was last asked and of which meeting, on which the next question of a talk may lean."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol

from briefings.model.chat import Address
from storage import talks
from storage.database import Database

_APART = "~"  #: between the parts of what a page carries
_LONGEST = 300
_DIGITS = 11  #: of a moment in seconds
_ID = re.compile(r"[0-9]{1,9}")
_THEN = "\n"  #: between question and meeting as kept; no question has it


@dataclass(frozen=True, slots=True)
class Said:
    """What was said before in a talk."""

    question: str = ""
    meeting: int | None = None  #: the meeting that was last spoken of, by its id


class Talk(Protocol):
    """Where is kept what was last said."""

    def last(self) -> Said:
        """What was said before, if that is not long ago."""

    def remember(self, said: Said) -> None:
        """What was said last is this from now on."""


@dataclass(frozen=True)
class Talks:
    """Talks that every process finds."""

    database: Database
    clock: Callable[[], datetime]

    def at(self, address: Address, name: str) -> "StoredTalk":
        """The talk of a name in a chat: of a thread, or what is said outside any."""
        return StoredTalk(self.database, address, name, self.clock)

    def carried(self, carried: str) -> "CarriedTalk":
        """The talk that a page carries with it."""
        return CarriedTalk(carried, self.clock())


@dataclass(frozen=True)
class StoredTalk:
    """In the database, where every process finds it; for a day, and not who asked."""

    database: Database
    address: Address
    name: str  #: the thread; empty: what is said outside any
    clock: Callable[[], datetime]

    def last(self) -> Said:
        """What was said before."""
        with self.database.reading() as session:
            kept = talks.last_question(session, self.address, self.name, self.clock()) or ""
        question, _, meeting = kept.partition(_THEN)
        return _said(question, meeting)

    def remember(self, said: Said) -> None:
        """What was said last is this from now on."""
        kept = said.question if said.meeting is None else f"{said.question}{_THEN}{said.meeting}"
        with self.database.writing() as session:
            talks.remember(session, self.address, self.name, kept, self.clock())


class CarriedTalk:
    """In the page itself, which brings it back with the next question: nothing is kept of who reads."""

    def __init__(self, carried: str, now: datetime) -> None:
        self._now = now
        told, _, rest = carried.partition(_APART)
        meeting, _, question = rest.partition(_APART)
        recent = told.isdecimal() and timedelta() <= now - _moment(told) < talks.REMEMBERED
        self._said = _said(question[:_LONGEST], meeting) if recent else Said()

    def last(self) -> Said:
        """What was said before."""
        return self._said

    def remember(self, said: Said) -> None:
        """What was said last is this from now on."""
        self._said = said

    @property
    def carried(self) -> str:
        """What the page is to bring back."""
        if self._said == Said():
            return ""
        meeting = "" if self._said.meeting is None else str(self._said.meeting)
        return _APART.join((str(int(self._now.timestamp())), meeting, self._said.question))


def _said(question: str, meeting: str) -> Said:
    return Said(question, int(meeting) if _ID.fullmatch(meeting) else None)


def _moment(seconds: str) -> datetime:
    return datetime.fromtimestamp(int(seconds[:_DIGITS]), UTC)
