"""What intake asks of storage."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from briefings.intake.decide import Decision, Known
from briefings.model.document import Document, Provenance


@dataclass(frozen=True, slots=True)
class Received:
    """A letter as it came in."""

    data: bytes
    provenance: Provenance
    sha256: str
    at: datetime


class Library(Protocol):
    """Where letters are kept. One `keep` is one transaction."""

    def find(self, document: Document, sha256: str) -> Known | None:
        """What is kept of this letter: by its bytes, its numbers, or its kind, chamber and meeting."""

    def keep(self, received: Received, document: Document, decision: Decision) -> int:
        """Keeps bytes, items and index; returns the letter's id."""
