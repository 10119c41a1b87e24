"""When a briefing comes, and its written form."""

from dataclasses import dataclass
from datetime import time
from enum import StrEnum

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_NTHS = {1: "first", 2: "second", 3: "third", 4: "fourth", -1: "last"}


@dataclass(frozen=True, slots=True)
class Weekly:
    """On some weekdays; all seven is daily."""

    days: tuple[int, ...]  #: 0 is Monday, sorted

    @property
    def daily(self) -> bool:
        """On every day of the week."""
        return len(self.days) == len(_DAYS)


@dataclass(frozen=True, slots=True)
class Monthly:
    """Once a month: on a day of the month, or on a certain weekday of it.

    A day that a month does not have (31) is its last one.
    """

    nth: int  #: 1 to 31, or of a weekday 1 to 4; -1 is the last
    weekday: int | None = None  #: 0 is Monday


@dataclass(frozen=True, slots=True)
class BeforeCouncil:
    """Some days before each Council meeting of which a letter is kept."""

    days: int  #: 1 to 60
    council: str | None = None  #: the formation's code; None: any


@dataclass(frozen=True, slots=True)
class Preparing:
    """Some days before each Council meeting whose annotated agenda has something of what is followed.

    What comes then is not what is new, but what to know before that meeting.
    """

    days: int  #: 1 to 60
    council: str | None = None  #: the formation's code; None: any


@dataclass(frozen=True, slots=True)
class AtOnce:
    """As soon as a letter comes in."""


Rhythm = Weekly | Monthly | BeforeCouncil | Preparing | AtOnce


class FreeDays(StrEnum):
    """Days on which no briefing is wanted."""

    HOLIDAYS = "holidays"  #: Dutch public holidays
    RECESS = "recess"  #: of the House of Representatives


@dataclass(frozen=True, slots=True)
class Schedule:
    """When a briefing comes: a rhythm, at a wall-clock time, save on free days."""

    rhythm: Rhythm
    at: time = time(8, 0)
    skip: tuple[FreeDays, ...] = ()  #: sorted

    @property
    def immediate(self) -> bool:
        """As soon as a letter comes in."""
        return isinstance(self.rhythm, AtOnce)

    @property
    def prepares(self) -> bool:
        """What comes is a preparation of a Council, beside the briefings and with a mark of its own."""
        return isinstance(self.rhythm, Preparing)

    @property
    def by_letter(self) -> bool:
        """A letter that comes in may change when the next briefing is due."""
        return isinstance(self.rhythm, AtOnce | BeforeCouncil | Preparing)

    @property
    def code(self) -> str:
        """The schedule as it is kept, the same text for the same schedule: "mon,thu 08:00 not holidays"."""
        free = f" not {','.join(self.skip)}" if self.skip else ""
        at = "" if self.immediate else f" {self.at:%H:%M}"
        return f"{_code(self.rhythm)}{at}{free}"


def _code(rhythm: Rhythm) -> str:
    match rhythm:
        case AtOnce():
            return "immediate"
        case Weekly(days):
            return ",".join(_DAYS[day] for day in days)
        case Monthly(nth, weekday):
            return f"monthly {nth}" if weekday is None else f"monthly {_NTHS[nth]} {_DAYS[weekday]}"
        case BeforeCouncil(days, council):
            return f"{days} before {council or 'any'}"
        case Preparing(days, council):
            return f"{days} preparing {council or 'any'}"


def schedule_of(code: str) -> Schedule:
    """The schedule whose `code` this is. ValueError or KeyError when it is none."""
    rest, _, free = code.partition(" not ")
    skip = tuple(FreeDays(name) for name in free.split(",") if name)
    if rest == "immediate":
        return Schedule(AtOnce(), skip=skip)
    *rhythm, at = rest.split()
    return Schedule(_rhythm(rhythm), time.fromisoformat(at), skip)


def _rhythm(words: list[str]) -> Rhythm:
    match words:
        case ["monthly", nth]:
            return Monthly(int(nth))
        case ["monthly", nth, weekday]:
            return Monthly({name: number for number, name in _NTHS.items()}[nth], _DAYS.index(weekday))
        case [days, "before", council]:
            return BeforeCouncil(int(days), None if council == "any" else council)
        case [days, "preparing", council]:
            return Preparing(int(days), None if council == "any" else council)
        case [days]:
            return Weekly(tuple(_DAYS.index(day) for day in days.split(",")))
        case _:
            raise ValueError(" ".join(words))
