"""What a chat follows, and when it hears of it."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from briefings.model.interest import Interest
from briefings.model.meeting import Meeting
from briefings.model.schedule import Schedule


class Missed(StrEnum):
    """Why what was written for a chat did not come there."""

    FAILED = "failed"  #: it was not delivered
    UNKNOWN = "unknown"  #: nobody knows whether it was
    PAUSED = "paused"  #: the chat wanted nothing meanwhile, or an administrator took it away


@dataclass(frozen=True, slots=True)
class Gap:
    """Letters that were told, and did not arrive."""

    after: int  #: the letters numbered above this
    until: int  #: up to this
    because: Missed


@dataclass(frozen=True, slots=True)
class Watermark:
    """What was told of an interest."""

    until: int  #: the letters up to this sequence number were told, or are on their way
    nothing: bool = False  #: there was no briefing yet: the first adds the latest meeting
    gaps: tuple[Gap, ...] = ()  #: save these
    prepared: tuple[str, ...] = ()  #: the meetings (`meeting_mark`) of which a preparation was told, or is on its way


def meeting_mark(meeting: Meeting) -> str:
    """The name of a meeting in what was told of it: the same however often its letters are read anew."""
    informal = " informal" if meeting.informal else ""
    return f"{meeting.council} {meeting.dates[0].isoformat()}{informal}"


@dataclass(frozen=True, slots=True)
class Prepared:
    """A preparation of a meeting, on some of the subjects that are followed."""

    meeting: str  #: as in Watermark
    subjects: tuple[str, ...]  #: Subject.code


@dataclass(frozen=True, slots=True)
class Followed:
    """One interest of a subscription, and what was told of it."""

    interest: Interest
    watermark: Watermark


@dataclass(frozen=True, slots=True)
class Subscription:
    """A chat follows interests on a schedule."""

    id: int
    chat_id: int
    followed: tuple[Followed, ...]
    schedule: Schedule
    timezone: str  #: the zone of the schedule's wall clock
    next_due_at: datetime | None  #: UTC; None while paused without end
    paused_because: str | None = None  #: someone asked for a pause
    paused_until: date | None = None
    unreachable: str | None = None  #: what its platform says of the chat, as long as that stands
    last_moment: datetime | None = None  #: the latest moment that was planned; none before it is planned again
    told_at: datetime | None = None  #: when a briefing was last made for it
    made_by: str | None = None  #: who last changed it, as the platform names people; None in a private chat

    @property
    def stopped_because(self) -> str | None:
        """Why nothing comes now; None when it does."""
        return self.unreachable or self.paused_because

    @property
    def is_owed(self) -> bool:
        """Something was told that did not arrive."""
        return any(followed.watermark.gaps for followed in self.followed)

    @property
    def interests(self) -> tuple[Interest, ...]:
        """What is followed, in the order it was asked for."""
        return tuple(followed.interest for followed in self.followed)
