"""Reads, understands, decides and keeps one letter."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from briefings.intake.decide import Decision, Known, decide
from briefings.intake.editions import KeptEdition, best, join
from briefings.intake.library import Library, Received, ShownEdition
from briefings.intake.replacing import LetterFacts, Replaced, doubt_of
from briefings.model.document import Document, Provenance
from briefings.model.theme import Theme
from briefings.reading.sniff import sniff
from briefings.themes.catalogue import Catalogue

Read = Callable[[bytes, Provenance], Document]
#: Of a letter that was read, with the themes and the name of its file.
UnderstandLetter = Callable[[Document, Sequence[Theme], str], Document]
_NEWEST = 1 << 62  #: in the place of an edition's id, of one that is not kept yet


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a letter."""

    document_id: int
    document: Document
    decision: Decision
    shown_again: bool = False  #: the letter was withdrawn, and is shown from now on
    replaced: Replaced | None = None  #: what stood there before may have been another letter
    not_shown: int | None = None  #: the number of this edition, where another one is shown


class Intake:
    """Takes letters in. A letter that cannot be read raises its JbzError and leaves nothing behind."""

    def __init__(
        self,
        library: Library,
        catalogue: Callable[[], Catalogue],
        clock: Callable[[], datetime],
        read: Read,
        understand: UnderstandLetter,
    ) -> None:
        self._read = read
        self._understand = understand
        self._library = library
        self._catalogue = catalogue
        self._clock = clock

    def take_in(
        self, data: bytes, provenance: Provenance, *, first_seen: datetime | None = None, history: bool = False
    ) -> Taken:
        """Keeps the letter in `data`; taking it in twice changes nothing.

        `first_seen`: when its source first named it, where that was before now. `history`: announces nothing.
        """
        document = self._read(data, provenance)
        form = sniff(data, provenance.name)
        received = Received(data, provenance, hashlib.sha256(data).hexdigest(), form, self._clock())
        known = self._library.find(document, received)
        kept = list(self._library.editions(known.document_id)) if known else []
        own = KeptEdition(_NEWEST, form, known is not None and known.as_annex, provenance.name)
        better = best([*kept, own], annex=own.is_annex) is own
        decision = decide(known, document.letter_date, first_seen or received.at, better=better, history=history)
        if known is not None and decision is Decision.SAME:
            self._library.learn(known.document_id, provenance, received.sha256)
            return Taken(known.document_id, document, decision, not_shown=self._not_shown(known, kept))
        shown = None
        if better:
            before = best(kept, annex=own.is_annex)
            document = self._whole(document, own, kept)
            shown = ShownEdition(document, other_format=before is None or before.form is not form)
        shown_again = known is not None and known.hidden and shown is not None
        replaced = self._replaced(known, shown)
        if replaced is not None and replaced.waits:
            shown, decision = None, Decision.HELD
        number = self._library.keep(received, shown, decision, known, replaced)
        again = self._library.find(document, received) if shown is None else None
        beside = again.edition_id if again else None
        return Taken(number, document, decision, shown_again, replaced, beside)

    @staticmethod
    def _not_shown(known: Known, kept: Sequence[KeptEdition]) -> int | None:
        """The number of a known edition, where another one of its letter is shown."""
        seen = best(kept, annex=known.as_annex)
        return known.edition_id if seen is not None and seen.id != known.edition_id else None

    def _replaced(self, known: Known | None, shown: ShownEdition | None) -> Replaced | None:
        before = self._library.facts(known.document_id) if known and shown else None
        if before is None or shown is None:
            return None
        after = LetterFacts.of(shown.document)
        doubt = doubt_of(before, after)
        return Replaced(before, after, doubt) if doubt else None

    def number(self, document_id: int, provenance: Provenance) -> None:
        """The official numbers of a kept letter may be known only now."""
        self._library.learn(document_id, provenance)

    def withdraw(self, origin: str) -> int:
        """A publication is no longer there: how many letters show nothing, or another edition, from now on."""
        letters = self._library.withdraw(origin, self._clock())
        for document_id in letters:
            self._show_best(document_id)
        return len(letters)

    def choose(self, edition_id: int) -> int | None:
        """A person has this edition shown; the letter it is of. None when it is shown already, or cannot be."""
        document_id = self._library.choose(edition_id, self._clock())
        if document_id is not None:
            self._show_best(document_id)
        return document_id

    def _show_best(self, document_id: int) -> None:
        kept = list(self._library.editions(document_id))
        editions = best(kept, annex=False), best(kept, annex=True)
        letter, annex = (self._again(edition) if edition else None for edition in editions)
        whole = join(letter, annex)
        shown = ShownEdition(self.understood(whole), other_format=True) if whole else None
        self._library.show(document_id, shown, self._clock())

    def withdraw_letter(self, document_id: int) -> bool:
        """A person withdraws a letter: nothing of it is shown any more. False when there is no such letter."""
        now = self._clock()
        if not self._library.withdraw_letter(document_id, now):
            return False
        self._library.show(document_id, None, now)
        return True

    def _whole(self, document: Document, own: KeptEdition, kept: list[KeptEdition]) -> Document:
        """The letter with its annex, of which `document` is the one; understood."""
        other = best(kept, annex=not own.is_annex)
        if other is not None:
            rest = self._again(other)
            document = join(rest, document) if own.is_annex else join(document, rest)  # type: ignore[assignment]  # of two
        return self.understood(document, own.name)

    def understood(self, document: Document, name: str = "") -> Document:
        """The document with all that is understood of it; `name` is its file's. Raises Unreadable."""
        return self._understand(document, self._catalogue().themes, name or document.title)

    def _again(self, edition: KeptEdition) -> Document:
        return self._read(self._library.content(edition.id), Provenance(edition.name, registered=edition.registered))
