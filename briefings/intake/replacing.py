"""Whether what replaces a kept letter is the same letter. Pure.

A later edition has the numbers of the one before, or none yet, and speaks of the same items. A letter that is told
apart by nothing but its meeting may be another one about it; then somebody should look. One with far fewer items may be
half a file: it waits for who administers.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from rapidfuzz import fuzz

from briefings.errors import Message
from briefings.language.tokens import words
from briefings.model.document import Document
from briefings.model.item import AgendaItem, ItemKind

_ALIKE = 75  #: of 100: how like titles of one item are, at least
_FOUND_AGAIN = 1 / 3  #: of the items of either letter, at least
_SAME_WORDS = 0.3  #: of the words of an item: items of two meetings bear one title, and say other things
_MANY_LEFT = 1 / 2  #: of the items, at least, are left in a later edition
_MANY_WORDS = 0.5  #: the same of an item whose title is another


class ReplacingDoubt(StrEnum):
    """Why what replaces a letter may be another letter."""

    NUMBER = "number"  #: it bears another number
    SUBJECT = "subject"  #: hardly an item of either stands in the other
    FEWER = "fewer"  #: it has far fewer items: it does not take the place by itself


@dataclass(frozen=True, slots=True)
class LetterFacts:
    """What a letter is known by."""

    title: str
    kamerstuk: str | None
    document_number: str | None
    letter_date: date | None
    items: tuple[AgendaItem, ...]

    @classmethod
    def of(cls, document: Document) -> "LetterFacts":
        """Those of a letter that came in."""
        return cls(
            document.title, document.kamerstuk, document.document_number, document.letter_date, tuple(document.items)
        )


@dataclass(frozen=True, slots=True)
class Replaced:
    """A letter whose items stand in place of another's, and why that is not certain to be right."""

    before: LetterFacts
    after: LetterFacts
    doubt: ReplacingDoubt

    @property
    def message(self) -> Message:
        """For who takes it in: what it replaces, and why that may be wrong."""
        told = {"before": self.before.title, "after": self.after.title}
        if self.doubt is ReplacingDoubt.FEWER:
            told = {"before": str(len(_items(self.before))), "after": str(len(_items(self.after)))}
        return Message(f"replaced.{self.doubt.value}", told)

    @property
    def waits(self) -> bool:
        """What came in is kept beside what is shown, until an administrator decides."""
        return self.doubt is ReplacingDoubt.FEWER


def doubt_of(before: LetterFacts, after: LetterFacts) -> ReplacingDoubt | None:
    """Whether the letter that takes the place of `before` may be another one; None for a later edition of the same."""
    if len(_items(after)) < len(_items(before)) * _MANY_LEFT:
        return ReplacingDoubt.FEWER
    numbers = ((before.kamerstuk, after.kamerstuk), (before.document_number, after.document_number))
    if any(kept and given and kept != given for kept, given in numbers):
        return ReplacingDoubt.NUMBER
    ours, theirs = _agenda(before.items), _agenda(after.items)
    if not ours or not theirs:
        return None
    found = min(_share(ours, theirs), _share(theirs, ours))
    return ReplacingDoubt.SUBJECT if found < _FOUND_AGAIN else None


def _items(letter: LetterFacts) -> list[AgendaItem]:
    return [item for item in letter.items if item.kind is ItemKind.AGENDA]


def _agenda(items: Collection[AgendaItem]) -> list[AgendaItem]:
    return [item for item in items if item.kind is ItemKind.AGENDA and item.paragraphs]


def _share(ours: list[AgendaItem], theirs: list[AgendaItem]) -> float:
    return sum(any(_is_same(one, other) for other in theirs) for one in ours) / len(ours)


def _is_same(one: AgendaItem, other: AgendaItem) -> bool:
    ours, theirs = (set(words(" ".join(item.paragraphs))) for item in (one, other))
    alike = fuzz.token_set_ratio(" ".join(words(one.title)), " ".join(words(other.title))) >= _ALIKE
    return len(ours & theirs) >= (_SAME_WORDS if alike else _MANY_WORDS) * max(len(ours | theirs), 1)
