"""What is asked of storage to answer a question."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from briefings.answering.vocabulary import Vocabulary
from briefings.model.briefing import StoredItem
from briefings.model.meeting import Meeting
from briefings.model.statement import Actor


@dataclass(frozen=True, slots=True)
class Group:
    """One thing asked for: items that carry the theme, or hold any of the phrases."""

    phrases: tuple[tuple[str, ...], ...] = ()  #: each a run of folded words
    theme: str | None = None  #: slug


@dataclass(frozen=True, slots=True)
class Search:
    """Items that meet every group and filter, best first.

    The order: title before text, about the theme before mentioning it, newer before older, with a Dutch
    position first, and then as in the letter.
    """

    groups: tuple[Group, ...] = ()
    actor: Actor | None = None  #: someone who must speak in the item
    since: date | None = None  #: meetings from this day
    until: date | None = None  #: meetings to this day
    limit: int = 5
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Hit:
    """An item found, and how well it fits: 0 to 1."""

    item: StoredItem
    score: float


@dataclass(frozen=True, slots=True)
class MeetingSummary:
    """A meeting of which letters are kept."""

    id: int
    meeting: Meeting
    items: int  #: how many agenda items are kept of it


class ItemIndex(Protocol):
    """The kept items, to be searched."""

    def search(self, search: Search) -> tuple[Sequence[Hit], int]:
        """One page of hits, and how many there are in all."""

    def vocabulary(self) -> Vocabulary:
        """The words of all kept items."""

    def theme_sizes(self) -> dict[str, int]:
        """How many items are about each theme, by slug."""

    def meetings(self) -> Sequence[MeetingSummary]:
        """All meetings, newest first."""

    def numbered(self, number: str, meeting_id: int | None = None) -> Sequence[StoredItem]:
        """The items with this number ("I.6", in any case), of one meeting or of all, newest first."""

    def items_of_meeting(self, meeting_id: int) -> Sequence[StoredItem]:
        """The items of a meeting in reading order; those of the report where there is one."""
