"""What was last asked and of which meeting, on which the next question of a talk may lean."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Protocol

from briefings.model.chat import Address
from storage import talks
from storage.database import Database

_ID = re.compile(r"[0-9]{1,9}")
_THEN = "\n"  #: between question and meeting as kept; no question has it


@dataclass(frozen=True, slots=True)
class Said:
    """What was said before in a talk."""

    question: str = ""
    meeting: int | None = None  #: the meeting that was last spoken of, by its id


class TalkMemory(Protocol):
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

    def of_person(self, address: Address, person: str) -> "StoredTalk":
        """The talk that someone has by commands in a place: theirs alone, under a name that does not tell who."""
        if address.is_private:
            return self.at(address, "")
        return self.at(address, sha256(f"{address.workspace}/{person}".encode()).hexdigest()[:16])


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


def _said(question: str, meeting: str) -> Said:
    return Said(question, int(meeting) if _ID.fullmatch(meeting) else None)
