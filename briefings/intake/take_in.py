"""Reads, understands, decides and keeps one letter."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from briefings.enriching.enrich import enrich
from briefings.intake.decide import Decision, decide
from briefings.intake.library import Library, Received
from briefings.model.document import Document, Provenance
from briefings.themes.catalogue import Catalogue

Read = Callable[[bytes, Provenance], Document]


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a letter."""

    document_id: int
    document: Document
    decision: Decision


class Intake:
    """Takes letters in. A letter that cannot be read raises its JbzError and leaves nothing behind."""

    def __init__(self, library: Library, catalogue: Catalogue, clock: Callable[[], datetime], read: Read) -> None:
        self._read = read
        self._library = library
        self._catalogue = catalogue
        self._clock = clock

    def take_in(self, data: bytes, provenance: Provenance) -> Taken:
        """Keeps the letter in `data`; taking it in twice changes nothing."""
        document = enrich(self._read(data, provenance), self._catalogue.themes)
        received = Received(data, provenance, hashlib.sha256(data).hexdigest(), self._clock())
        known = self._library.find(document, received.sha256)
        decision = decide(known, document.letter_date, received.at)
        if known is not None and decision is Decision.SAME:
            return Taken(known.document_id, document, decision)
        return Taken(self._library.keep(received, document, decision), document, decision)
