"""What one subscription gets for one moment."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import chain

from briefings.model.interest import Interest
from briefings.model.item import AgendaItem
from briefings.model.meeting import Meeting
from briefings.model.recall import Amended
from briefings.model.statement import Period, Statement


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the source, whole, as people are shown it, and where it stands."""

    text: str
    paragraph: int = 0  #: index into the item's paragraphs
    said: Statement | None = None  #: what is understood of it

    @classmethod
    def of(cls, item: AgendaItem, statement: Statement) -> "Sentence":
        """The sentence that a statement of the item points at."""
        return cls(item.text_of(statement), statement.paragraph, statement)

    @property
    def due(self) -> Period | None:
        """When what it announces is to happen."""
        return self.said.due if self.said else None


@dataclass(frozen=True, slots=True)
class ItemSummary:
    """What is shown of an item: sentences of it, never rewritten."""

    lead: tuple[Sentence, ...] = ()
    decisions: tuple[Sentence, ...] = ()
    positions: tuple[Sentence, ...] = ()
    commitments: tuple[Sentence, ...] = ()
    no_decisions: tuple[Sentence, ...] = ()  #: that say that nothing was decided

    @property
    def all_sentences(self) -> tuple[Sentence, ...]:
        """Everything that is shown."""
        return self.told + self.positions

    @property
    def told(self) -> tuple[Sentence, ...]:
        """What is told beside the Dutch position."""
        return self.lead + self.decisions + self.no_decisions + self.commitments

    def joined_with(self, other: "ItemSummary") -> "ItemSummary":
        """The sentences of both, each once."""
        mine, others = (
            (one.lead, one.decisions, one.positions, one.commitments, one.no_decisions) for one in (self, other)
        )
        shown = frozenset(self.all_sentences)
        return ItemSummary(
            *((*own, *(one for one in more if one not in shown)) for own, more in zip(mine, others, strict=True))
        )


@dataclass(frozen=True, slots=True)
class StoredItem:
    """An agenda item as kept: with its lasting id, its meeting and its letter."""

    id: int
    item: AgendaItem
    meeting: Meeting
    document_id: int
    kind: str  #: Kind of the letter
    kamerstuk: str | None
    url: str | None
    letter_date: date | None
    corrected_on: date | None = None  #: when a later edition of the letter came to say something else here
    news: int | None = None  #: the number by which it is news by itself; None: only its letter is


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of a briefing or an answer."""

    source: StoredItem
    summary: ItemSummary
    turns: tuple["Turn", ...] = ()  #: of a briefing: where a Dutch sentence of the item takes another side than before


@dataclass(frozen=True, slots=True)
class Group:
    """The entries of one interest."""

    interest: Interest
    entries: tuple[Entry, ...]
    left_out: int = 0  #: how many more there are


@dataclass(frozen=True, slots=True)
class Ahead:
    """A Council meeting still to come, and the items of its annotated agenda that are followed."""

    meeting: Meeting
    entries: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class Announced:
    """A sentence by itself, with the item it stands in: something to come, planned or said."""

    sentence: Sentence
    source: StoredItem


class TurnKind(StrEnum):
    """What changed between two sentences on the same matter."""

    STANCE = "stance"  #: for, under a condition, worried, against
    WORDING = "wording"  #: a number, or a word that makes it stricter or looser


@dataclass(frozen=True, slots=True)
class Turn:
    """A sentence that says something else than the one before it on the same matter."""

    kind: TurnKind
    before: Announced
    after: Announced
    sure: bool  #: both speak of the same and of nothing else


@dataclass(frozen=True, slots=True)
class SharedPaper:
    """A paper, law or dossier that items of several Councils cite."""

    key: str  #: what it is found by: "com-2025-101"
    label: str  #: as people know it: "COM(2025) 101"
    url: str | None = None
    sure: bool = True  #: False: only a name that several laws may have, or a dossier, says that it is the same


@dataclass(frozen=True, slots=True)
class PaperElsewhere:
    """An item of a Council that is not followed, which cites papers that something followed cites too."""

    source: StoredItem
    papers: tuple[SharedPaper, ...]
    theme: str | None = None  #: slug of what the item is mostly about, where that is not followed


@dataclass(frozen=True, slots=True)
class Briefing:
    """What is new on what is followed, each item once, and what is to come."""

    day: date  #: the day of the briefing, in the chat's zone
    groups: tuple[Group, ...]
    quiet: tuple[Interest, ...] = ()  #: those with nothing new
    ahead: tuple[Ahead, ...] = ()  #: the nearest meetings
    upcoming: tuple[Announced, ...] = ()
    overdue: tuple[Announced, ...] = ()  #: of which no later letter shows that they were done
    done: tuple[tuple[Announced, Announced], ...] = ()  #: what fell due, and the later sentence that shows it was done
    first: bool = False  #: covers the latest meeting rather than what is new
    new: int = 0  #: how many items are new, of letters about meetings past and to come
    newly_due: bool = False  #: since the briefing before, a commitment came near or its day passed
    amended: tuple[Amended, ...] = ()  #: messages that were edited since
    elsewhere: tuple[PaperElsewhere, ...] = ()  #: where what is followed turned up in another Council

    @property
    def has_news(self) -> bool:
        """There is something that the briefing before did not tell."""
        return self.new > 0 or self.newly_due or bool(self.amended or self.elsewhere)

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All entries in order."""
        told = (group.entries for group in self.groups), (ahead.entries for ahead in self.ahead)
        return tuple(entry for entries in chain(*told) for entry in entries)

    @property
    def decision_count(self) -> int:
        """How many decisions of the Council the entries tell of."""
        told = (sentence.said for entry in self.entries for sentence in entry.summary.decisions)
        return sum(said is None or not (said.is_conclusion or said.is_noted) for said in told)

    @property
    def letters(self) -> tuple[StoredItem, ...]:
        """One stored item of each letter quoted, in order."""
        return tuple({entry.source.document_id: entry.source for entry in self.entries}.values())
