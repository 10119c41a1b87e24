"""What gathering asks of storage: how far each source was read, what it named, what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from briefings.errors import JbzError
from briefings.intake.decide import Decision
from briefings.sources.source import Offer, OfferPage


class OfferState(StrEnum):
    """Where a publication stands."""

    WAITING = "waiting"  #: to be fetched, for the first time or again
    TAKEN = "taken"
    SKIPPED = "skipped"  #: another kind of paper
    REFUSED = "refused"  #: cannot be read or trusted; an administrator may release it
    LEAVING = "leaving"  #: no longer published; its letter is still to be hidden
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class SourceProgress:
    """How far a source was read, and how it goes."""

    name: str
    checkpoint: str | None = None
    loaded_at: datetime | None = None  #: when its first load was done
    asked_at: datetime | None = None
    answered_at: datetime | None = None
    next_ask_at: datetime | None = None
    failures: int = 0
    trouble: JbzError | None = None


@dataclass(frozen=True, slots=True)
class Noted:
    """What a page told: how many publications were not known, came in another form, or are gone."""

    found: int = 0
    new: int = 0
    changed: int = 0
    gone: int = 0

    def __add__(self, other: "Noted") -> "Noted":
        return Noted(
            self.found + other.found, self.new + other.new, self.changed + other.changed, self.gone + other.gone
        )


@dataclass(frozen=True, slots=True)
class Kept:
    """A publication in the ledger."""

    id: int
    offer: Offer
    feed: str
    state: OfferState
    first_seen_at: datetime
    is_history: bool  #: named in the first load of its source
    is_released: bool
    attempts: int
    outcome: str | None = None
    reason: JbzError | None = None
    document_id: int | None = None
    validators: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class OfferOutcome:
    """What became of a publication."""

    state: OfferState
    decision: Decision | None = None
    reason: JbzError | None = None
    document_id: int | None = None
    validators: tuple[str, str] | None = None


class Ledger(Protocol):
    """Each of these is one transaction."""

    def lease(self, owner: str, now: datetime, until: timedelta) -> bool:
        """Whether this process gathers now: one does at a time."""

    def release_lease(self, owner: str, now: datetime) -> None:
        """Another may gather."""

    def feed(self, name: str) -> SourceProgress:
        """How far the source was read; from the start when it never was."""

    def note(self, name: str, page: OfferPage, now: datetime, *, keep: bool = True) -> Noted:
        """Writes down what a page named, and its checkpoint; with `keep=False` only says what would be new."""

    def answered(self, name: str, now: datetime, again_at: datetime) -> None:
        """The source was read to its end."""

    def failed(self, name: str, now: datetime, again_at: datetime, trouble: JbzError) -> None:
        """The source did not answer."""

    def next(self, name: str, now: datetime) -> Kept | None:
        """What is to be fetched now, letters before annexes and the oldest first; counted as tried."""

    def settle(self, offer_id: int, version: str, outcome: OfferOutcome, now: datetime) -> None:
        """What became of a publication, unless it was named in another form meanwhile."""

    def postpone(self, offer_id: int, until: datetime, reason: JbzError, attempts: int | None = None) -> None:
        """Tried again at `until`, and counted as tried so often where that is given."""

    def with_key(self, key: str) -> Kept | None:
        """The publication with this name."""

    def leaving(self, name: str) -> Sequence[Kept]:
        """Publications that are gone and whose letters are still to be hidden."""
