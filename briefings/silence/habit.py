"""How long a formation's letters usually let themselves be waited for, by the letters that are kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

FEWEST = 5  #: letters, to call anything usual
_NEWEST = 20  #: letters that are looked at: habits change with governments
#: Spreads from the middle to where it becomes unusual. Of what is spread normally three median absolute deviations are
#: two standard deviations (Rousseeuw & Croux, 1993): of a hundred letters some two come later.
_WIDE = 3
_SEASON = 21  #: days around the same day of another year
_FEWEST_YEARS = 2  #: one year of elections makes nothing usual
_YEAR = 365


@dataclass(frozen=True, slots=True)
class Wait:
    """The days between a Council and one of its letters."""

    council_on: date  #: of a report the last day of the Council, of an agenda the first
    days: int


@dataclass(frozen=True, slots=True)
class Habit:
    """What is usual of the reports, or the annotated agendas, of one formation."""

    letters: int  #: by which it is known
    middle: int  #: days: half of them took no longer
    spread: int  #: days: the median absolute deviation from the middle; at least one

    @property
    def longest(self) -> int:
        """The most days that are still usual."""
        return self.middle + _WIDE * self.spread

    @property
    def shortest(self) -> int:
        """The fewest days that are still usual; below zero where nothing is unusual."""
        return self.middle - _WIDE * self.spread


def habit_of(waits: Sequence[Wait]) -> Habit | None:
    """What is usual by the newest of these; None of too few letters, of which nothing can be said."""
    days = [wait.days for wait in sorted(waits, key=lambda wait: wait.council_on)[-_NEWEST:]]
    if len(days) < FEWEST:
        return None
    middle = median(days)
    spread = median(abs(one - middle) for one in days)
    return Habit(len(days), round(middle), max(1, round(spread)))


def usual_in_season(waits: Sequence[Wait], around: date) -> int | None:
    """The middle of what took its time around the same day of earlier years: in recess all letters come later.

    In days; None when fewer than two earlier years had a Council then.
    """
    then = [wait for wait in waits if wait.council_on.year < around.year and _is_near(wait.council_on, around)]
    if len({wait.council_on.year for wait in then}) < _FEWEST_YEARS:
        return None
    return round(median(wait.days for wait in then))


def _is_near(one: date, other: date) -> bool:
    apart = abs(one.timetuple().tm_yday - other.timetuple().tm_yday)
    return min(apart, _YEAR - apart) <= _SEASON
