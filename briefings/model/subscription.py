"""What a chat follows, and when it hears of it."""

from dataclasses import dataclass
from datetime import date, datetime

from briefings.model.interest import Interest
from briefings.model.schedule import Schedule


@dataclass(frozen=True, slots=True)
class Told:
    """What was told of an interest."""

    until: int  #: the letters up to this sequence number count as told
    nothing: bool = False  #: there was no briefing yet: the first adds the latest meeting


@dataclass(frozen=True, slots=True)
class Followed:
    """One interest of a subscription, and what was told of it."""

    interest: Interest
    told: Told


@dataclass(frozen=True, slots=True)
class Subscription:
    """A chat follows interests on a schedule."""

    id: int
    chat_id: int
    followed: tuple[Followed, ...]
    schedule: Schedule
    timezone: str  #: the zone of the schedule's wall clock
    next_due_at: datetime | None  #: UTC; None while paused without end
    paused_because: str | None = None
    paused_until: date | None = None
    last_moment: datetime | None = None  #: the latest moment that was planned; none before it is planned again
    told_at: datetime | None = None  #: when a briefing was last made for it
    made_by: str | None = None  #: who last changed it, as the platform names people; None in a private chat

    @property
    def interests(self) -> tuple[Interest, ...]:
        """What is followed, in the order it was asked for."""
        return tuple(followed.interest for followed in self.followed)
