"""When the letters about each Council came, and what that makes usual."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from briefings.model.document import Kind
from briefings.model.meeting import Meeting
from briefings.silence.awaited import Habits
from briefings.silence.habit import Wait, habit_of

#: Two letters may name the days of one Council differently: "6-7 maart" before it, "5 en 7 maart" after it.
NEAR = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Arrival:
    """A meeting, and the days of the letters about it that are kept."""

    meeting: Meeting
    kinds: frozenset[Kind] = frozenset()
    first_of: Mapping[Kind, date] = field(default_factory=dict)  #: the day of the first letter, where it bears one

    @property
    def first_day(self) -> date:
        """The first day of the meeting as it was planned."""
        return self.meeting.dates[0]


@dataclass(frozen=True, slots=True)
class AnnouncedCouncil:
    """A Council that a letter names by its day, before there is a letter about it."""

    meeting: Meeting
    item: int  #: the id of the item that names it


@dataclass(frozen=True, slots=True)
class SourceLetters:
    """The days of which a source gave letters, the first first."""

    name: str
    days: Sequence[date]


def arrived(arrivals: Iterable[Arrival], meeting: Meeting, kind: Kind) -> bool:
    """Whether a letter of this kind is there, about the meeting or another of its formation within a few days."""
    return any(kind in one.kinds for one in around(arrivals, meeting))


def around(arrivals: Iterable[Arrival], meeting: Meeting) -> list[Arrival]:
    """What is kept about the meeting, by whatever days and name letters give it."""
    days = {*meeting.dates, *meeting.days}
    return [
        one
        for one in arrivals
        if one.meeting.council == meeting.council
        and any(abs(mine - theirs) <= NEAR for mine in days for theirs in (*one.meeting.dates, *one.meeting.days))
    ]


def waits(arrivals: Iterable[Arrival], council: str, kind: Kind) -> list[Wait]:
    """What the letters of one kind took, or how long before the Council they came. What cannot be is left out."""
    found = []
    for one in arrivals:
        day = one.first_of.get(kind)
        if one.meeting.council != council or one.meeting.change is not None or day is None:
            continue
        held = one.meeting.dates[-1] if kind is Kind.REPORT else one.meeting.dates[0]
        apart = (day - held).days if kind is Kind.REPORT else (held - day).days
        if apart >= 0:
            found.append(Wait(held, apart))
    return found


def habits(arrivals: Sequence[Arrival]) -> list[Habits]:
    """What is usual of each formation of which a letter is kept, by code."""
    told = []
    for council in sorted({one.meeting.council for one in arrivals}):
        reports, agendas = (waits(arrivals, council, kind) for kind in (Kind.REPORT, Kind.ANNOTATED_AGENDA))
        told.append(Habits(council, habit_of(reports), len(reports), habit_of(agendas), len(agendas)))
    return told
