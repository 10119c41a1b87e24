"""What is silent today, and what became of what was."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from briefings.gathering.rhythm import too_long, usual_pause
from briefings.model.document import Kind
from briefings.model.meeting import Change
from briefings.silence.arrivals import AnnouncedCouncil, Arrival, SourceLetters, around, arrived, waits
from briefings.silence.awaited import Awaited, AwaitedKind, Silence
from briefings.silence.habit import Habit, Wait, habit_of, usual_in_season

GIVEN_UP = timedelta(days=180)  #: after a Council: what is not there by then is awaited no more
_LAST_MOMENT = 2  #: days before a Council at which its annotated agenda is due at the latest


@dataclass(frozen=True, slots=True)
class KnownLetters:
    """The days of letters, and the Councils that they name."""

    arrivals: Sequence[Arrival] = ()
    announced: Sequence[AnnouncedCouncil] = ()
    sources: Sequence[SourceLetters] = ()


class Ending(Enum):
    """What became of something that was awaited."""

    CAME = "came"
    GIVEN_UP = "given up"  #: too long ago, or the Council is there or does not take place
    NOT_YET = "not yet"


def silences(known: KnownLetters, today: date) -> list[Silence]:
    """What is later than usual, the longest first. Of what too little is known nothing is unusual."""
    found = [*_late_reports(known, today), *_late_agendas(known, today), *_silent_sources(known, today)]
    return sorted(found, key=lambda one: (one.since, one.awaited.key))


def ending(awaited: Awaited, known: KnownLetters, today: date) -> Ending:
    """Whether it came, is awaited still, or no more."""
    meeting = awaited.meeting
    if meeting is None:
        newest = next((one.days[-1] for one in known.sources if one.name == awaited.of and one.days), None)
        if newest is None:  # it is asked no more
            return Ending.GIVEN_UP
        return Ending.CAME if newest > awaited.day else Ending.NOT_YET
    kind = Kind.REPORT if awaited.kind is AwaitedKind.REPORT else Kind.ANNOTATED_AGENDA
    if arrived(known.arrivals, meeting, kind):
        return Ending.CAME
    off = any(one.meeting.change is Change.CANCELLED for one in around(known.arrivals, meeting))
    too_late = awaited.day < today if kind is Kind.ANNOTATED_AGENDA else awaited.day < today - GIVEN_UP
    return Ending.GIVEN_UP if off or too_late else Ending.NOT_YET


def _late_reports(known: KnownLetters, today: date) -> Iterator[Silence]:
    """Of Councils that are over, and of which a letter before them is kept: only these are known to be held."""
    for council, arrivals in _by_council(known.arrivals).items():
        told = waits(arrivals, council, Kind.REPORT)
        habit = habit_of(told)
        if habit is None:
            continue
        for one in arrivals:
            held = one.meeting.days
            if not held or not today - GIVEN_UP <= held[-1] < today or not _is_first_name(one, arrivals):
                continue
            since = held[-1] + timedelta(days=_longest(habit, told, held[-1]) + 1)
            if since <= today and not arrived(arrivals, one.meeting, Kind.REPORT):
                awaited = Awaited(AwaitedKind.REPORT, council, one.first_day, one.meeting)
                yield Silence(awaited, since, (today - held[-1]).days, habit.middle, habit.letters)


def _by_council(arrivals: Sequence[Arrival]) -> dict[str, list[Arrival]]:
    found: dict[str, list[Arrival]] = {}
    for one in arrivals:
        found.setdefault(one.meeting.council, []).append(one)
    return found


def _longest(habit: Habit, told: Sequence[Wait], held: date) -> int:
    season = usual_in_season(told, held)
    return habit.longest if season is None else max(habit.longest, season)


def _is_first_name(one: Arrival, arrivals: Sequence[Arrival]) -> bool:
    """Of a Council that letters name by several days only the first is told of."""
    return min(around(arrivals, one.meeting), key=lambda other: (other.first_day, other.meeting.informal)) == one


def _late_agendas(known: KnownLetters, today: date) -> Iterator[Silence]:
    """Of Councils to come of which a letter named the day."""
    named = {(one.meeting.council, one.meeting.dates[0]): one for one in reversed(known.announced)}
    for one in named.values():
        first = one.meeting.dates[0]
        habit = habit_of(waits(known.arrivals, one.meeting.council, Kind.ANNOTATED_AGENDA))
        if first < today or habit is None or _is_known_otherwise(one, known.arrivals):
            continue
        since = first - timedelta(days=max(habit.shortest, _LAST_MOMENT) - 1)
        if since <= today:
            awaited = Awaited(AwaitedKind.AGENDA, one.meeting.council, first, one.meeting)
            yield Silence(awaited, since, (first - today).days, habit.middle, habit.letters, one.item)


def _is_known_otherwise(one: AnnouncedCouncil, arrivals: Sequence[Arrival]) -> bool:
    """Its agenda is there, or a letter says that it is cancelled or moved."""
    there = around(arrivals, one.meeting)
    return any(Kind.ANNOTATED_AGENDA in other.kinds or other.meeting.change is not None for other in there)


def _silent_sources(known: KnownLetters, today: date) -> Iterator[Silence]:
    for source in known.sources:
        usual = usual_pause(source.days, today)
        if usual is None or not source.days:
            continue
        newest = source.days[-1]
        since = newest + too_long(usual) + timedelta(days=1)
        if since <= today:
            awaited = Awaited(AwaitedKind.SOURCE, source.name, newest)
            yield Silence(awaited, since, (today - newest).days, usual.days, len(source.days))
