"""What intake asks of storage."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from briefings.intake.decide import Decision, Known
from briefings.intake.editions import KeptEdition
from briefings.intake.replacing import LetterFacts, Replaced
from briefings.model.document import Document, Provenance
from briefings.model.format import Format


@dataclass(frozen=True, slots=True)
class Received:
    """A letter as it came in."""

    data: bytes
    provenance: Provenance
    sha256: str
    form: Format
    at: datetime


@dataclass(frozen=True, slots=True)
class ShownEdition:
    """What people are to see of a letter from now on."""

    document: Document
    other_format: bool = False  #: than what was shown before


class Library(Protocol):
    """Where letters are kept. Each of these is one transaction."""

    def find(self, document: Document, received: Received) -> Known | None:
        """What is kept of this letter: by its bytes, its numbers, or its kind, chamber and meeting."""

    def facts(self, document_id: int) -> LetterFacts | None:
        """What is shown of a letter; None when nothing is."""

    def editions(self, document_id: int) -> Sequence[KeptEdition]:
        """The editions of a letter that may be shown: not withdrawn, and not set aside."""

    def content(self, edition_id: int) -> bytes:
        """The bytes of an edition."""

    def keep(
        self,
        received: Received,
        shown: ShownEdition | None,
        decision: Decision,
        known: Known | None,
        replaced: Replaced | None = None,
    ) -> int:
        """Keeps the bytes and, where given, what is shown; returns the letter's id. What is `replaced` is noted."""

    def learn(self, document_id: int, provenance: Provenance, sha256: str | None = None) -> None:
        """A kept letter came again: its numbers, and the publication of these bytes, may be known only now."""

    def withdraw(self, origin: str, at: datetime) -> Sequence[int]:
        """Marks the editions of a publication as withdrawn; the letters they belong to."""

    def withdraw_letter(self, document_id: int, at: datetime) -> bool:
        """Marks every edition of a letter as withdrawn; False when there is no such letter that is shown."""

    def choose(self, edition_id: int, at: datetime) -> int | None:
        """Makes this edition the best of its letter: those above it are set aside. None when there is nothing to do."""

    def show(self, document_id: int, shown: ShownEdition | None, at: datetime) -> None:
        """Shows another edition of a letter; with None nothing of it any more."""
