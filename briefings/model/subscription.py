"""What a chat follows, and when it hears of it."""

from dataclasses import dataclass
from datetime import date, datetime, time


@dataclass(frozen=True, slots=True)
class Schedule:
    """Weekdays and a wall-clock time. All seven days is daily; no day at all is at once."""

    weekdays: tuple[int, ...]  #: 0 is Monday, sorted
    at: time = time(8, 0)

    @property
    def daily(self) -> bool:
        """On every day of the week."""
        return len(self.weekdays) == 7  # noqa: PLR2004 - the days of a week

    @property
    def immediate(self) -> bool:
        """As soon as a letter arrives."""
        return not self.weekdays


@dataclass(frozen=True, slots=True)
class Followed:
    """One theme of a subscription, and up to where it has been told."""

    theme: str  #: slug
    told_until: int | None = None  #: the letters' sequence number already covered; None: nothing yet


@dataclass(frozen=True, slots=True)
class Subscription:
    """A chat follows themes on a schedule."""

    id: int
    chat_id: int
    themes: tuple[Followed, ...]
    schedule: Schedule
    timezone: str  #: the zone of the schedule's wall clock
    next_due_at: datetime | None  #: UTC; None while paused without end
    paused_because: str | None = None
    paused_until: date | None = None
