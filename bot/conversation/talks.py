"""The last question of a talk, on which the next may lean."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from briefings.model.chat import Address
from storage import talks
from storage.database import Database


class Talk(Protocol):
    """Where a talk's last question is kept; a channel may have its own way."""

    def last(self) -> str | None:
        """The question before, if it was asked not long ago."""

    def remember(self, question: str) -> None:
        """The question is now the last one."""


@dataclass(frozen=True)
class Talks:
    """Talks that every process finds."""

    database: Database
    clock: Callable[[], datetime]

    def at(self, address: Address, name: str) -> "StoredTalk":
        """The talk of a name in a chat: of a thread, or what is said outside any."""
        return StoredTalk(self.database, address, name, self.clock)


@dataclass(frozen=True)
class StoredTalk:
    """In the database, where every process finds it; for a day, and not who asked."""

    database: Database
    address: Address
    name: str  #: the thread; empty: what is said outside any
    clock: Callable[[], datetime]

    def last(self) -> str | None:
        """The question before."""
        with self.database.reading() as session:
            return talks.last_question(session, self.address, self.name, self.clock())

    def remember(self, question: str) -> None:
        """The question is now the last one."""
        with self.database.writing() as session:
            talks.remember(session, self.address, self.name, question, self.clock())
