"""What one subscription gets for one moment."""

from dataclasses import dataclass
from datetime import date

from briefings.model.item import AgendaItem
from briefings.model.meeting import Meeting
from briefings.model.statement import Period, Statement


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the source, whole, as people are shown it, and where it stands."""

    text: str
    paragraph: int = 0  #: index into the item's paragraphs
    due: Period | None = None

    @classmethod
    def of(cls, item: AgendaItem, statement: Statement) -> "Sentence":
        """The sentence that a statement of the item points at."""
        return cls(item.text_of(statement), statement.paragraph, statement.due)


@dataclass(frozen=True, slots=True)
class ItemSummary:
    """What is shown of an item: sentences of it, never rewritten."""

    lead: tuple[Sentence, ...] = ()
    decisions: tuple[Sentence, ...] = ()
    positions: tuple[Sentence, ...] = ()
    commitments: tuple[Sentence, ...] = ()

    @property
    def told(self) -> tuple[Sentence, ...]:
        """What is told beside the Dutch position."""
        return self.lead + self.decisions + self.commitments


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


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of a briefing or an answer."""

    source: StoredItem
    summary: ItemSummary


@dataclass(frozen=True, slots=True)
class Group:
    """The entries of one theme."""

    theme: str  #: slug
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Announced:
    """Something that is to come, with the item it was announced in."""

    sentence: Sentence
    source: StoredItem


@dataclass(frozen=True, slots=True)
class Briefing:
    """What is new on the themes, each item once, and what is to come."""

    day: date  #: the day of the briefing, in the chat's zone
    groups: tuple[Group, ...]
    quiet: tuple[str, ...] = ()  #: slugs of themes with nothing new
    upcoming: tuple[Announced, ...] = ()
    overdue: tuple[Announced, ...] = ()
    first: bool = False  #: covers the latest meeting rather than what is new

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All entries in order."""
        return tuple(entry for group in self.groups for entry in group.entries)

    @property
    def decision_count(self) -> int:
        """How many decisions the entries tell of."""
        return sum(len(entry.summary.decisions) for entry in self.entries)

    @property
    def letters(self) -> tuple[StoredItem, ...]:
        """One stored item of each letter quoted, in order."""
        return tuple({entry.source.document_id: entry.source for entry in self.entries}.values())
