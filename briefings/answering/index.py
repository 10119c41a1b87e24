"""What is asked of storage to answer a question."""

from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

from briefings.answering.forms import Forms
from briefings.answering.thesaurus import Phrase
from briefings.answering.vocabulary import Vocabulary
from briefings.model.briefing import StoredItem
from briefings.model.meeting import Meeting
from briefings.model.statement import StatementKind

MOST_COUNTED = 100  #: items that are counted; of more it is only known that there are more


@dataclass(frozen=True, slots=True)
class Concept:
    """One thing asked for: items that carry the theme, hold any of the phrases, or cite any of the papers."""

    phrases: tuple[Phrase, ...] = ()
    wider: tuple[Phrase, ...] = ()  #: phrases that count too, behind the others: compounds with a word
    theme: str | None = None  #: slug
    papers: tuple[str, ...] = ()  #: keys: "32317-935", "32317", "com-2025-101", "motie:piri"

    @property
    def any_phrase(self) -> tuple[Phrase, ...]:
        """Every phrase that counts, the nearer ones first."""
        return self.phrases + self.wider


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What a reader chose beside the question: only items of this formation, with such a sentence, about this theme."""

    council: str | None = None  #: the formation's code
    kind: StatementKind | None = None  #: a sentence of this kind stands in the item
    speaker: str | None = None  #: as in Search
    theme: str | None = None  #: slug
    since: date | None = None
    until: date | None = None
    newest: bool = False  #: in the order of time rather than of fit

    def __bool__(self) -> bool:
        """Whether anything was chosen that leaves items out."""
        return replace(self, newest=False) != Narrowed()


@dataclass(frozen=True, slots=True)
class Search:
    """Items that meet every group and filter, best first.

    The order: with all that is preferred before without, title before text, about the theme before mentioning
    it, a word before a compound with it, newer before older, a report before its agenda, with a Dutch position first,
    and then as in the letter.
    """

    groups: tuple[Concept, ...] = ()
    speaker: str | None = None  #: an Actor, or a member state ("duitsland"), who must speak in the item
    council: str | None = None  #: the formation's code
    since: date | None = None  #: meetings from this day
    until: date | None = None  #: meetings to this day
    limit: int = 5
    offset: int = 0
    narrowed: Narrowed = Narrowed()
    preferred: tuple[Concept, ...] = ()  #: items that meet these too come first; at least one must


@dataclass(frozen=True, slots=True)
class Hit:
    """An item found, and how well it fits: 0 to 1."""

    item: StoredItem
    score: float


@dataclass(frozen=True, slots=True)
class HitPage:
    """One page of hits."""

    hits: Sequence[Hit]
    total: int  #: how many there are in all, up to MOST_COUNTED
    more: bool = False  #: there are more than that


@dataclass(frozen=True, slots=True)
class MeetingSummary:
    """A meeting of which letters are kept."""

    id: int
    meeting: Meeting


class ItemIndex(Protocol):
    """The kept items, to be searched."""

    def at_once(self) -> AbstractContextManager[None]:
        """What is asked within it costs less: it is asked in one go."""

    def search(self, search: Search) -> HitPage:
        """One page of hits."""

    def forms(self, word: str) -> Forms:
        """The forms of a folded word in the kept items."""

    def vocabulary(self) -> Vocabulary:
        """The words of the kept items that a typing error may stand for."""

    def cited(self, keys: Collection[str]) -> Sequence[str]:
        """Those of `keys` that kept letters bear or cite."""

    def theme_sizes(self) -> Mapping[str, int]:
        """How many items are about each theme, by slug."""

    def meetings(self) -> Sequence[MeetingSummary]:
        """All meetings, newest first."""

    def numbered(self, number: str, meeting_id: int | None = None) -> Sequence[StoredItem]:
        """The items with this number ("I.6", in any case), of one meeting or of all, newest first."""

    def items_of_meeting(self, meeting_id: int) -> Sequence[StoredItem]:
        """The items of a meeting in reading order; those of the report where there is one."""

    def parts_of(self, item: StoredItem) -> Sequence[StoredItem]:
        """The items that stand under it in its letter: II.3.a of II.3."""

    def letters_of_meeting(self, item: StoredItem) -> Sequence[StoredItem]:
        """The items of the other letters about the meeting of `item`."""
