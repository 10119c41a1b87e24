"""A Council meeting."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Change(StrEnum):
    """What became of a meeting that was planned."""

    CANCELLED = "cancelled"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class Meeting:
    """One meeting of one Council formation."""

    council: str  #: the formation's code: "JBZ"
    dates: tuple[date, ...] = ()  #: each day of the meeting, in order; 5 and 7 March is two days
    location: str | None = None
    informal: bool = False
    change: Change | None = None  #: None: as planned
    moved_to: tuple[date, ...] = ()  #: the new days of one that is moved; empty while they are not known

    @property
    def days(self) -> tuple[date, ...]:
        """The days on which it is held after all; none when it is cancelled or its new days are not known."""
        return self.moved_to if self.change else self.dates
