"""How long a source is usually without a letter: in recess for weeks, before a Council hardly a day."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise
from statistics import median

_SEASON = 30  #: days before and after the same day of an earlier year
_FEWEST = 5  #: pauses, to call anything usual


def usual_pause(days: Sequence[date], today: date) -> timedelta | None:
    """The longest a source with letters of these `days`, the first first, is usually without one around `today`.

    Of each year the longest pause that touches the season counts, and of these the middle one: one year of elections
    does not make silence usual. None where too little is known.
    """
    pauses = list(pairwise(days))
    if len(pauses) < _FEWEST:
        return None
    longest: dict[int, int] = defaultdict(int)
    for before, after in pauses:
        year = _season(before, after, today)
        if year is not None:
            longest[year] = max(longest[year], (after - before).days)
    return timedelta(days=median(longest.values() or [(after - before).days for before, after in pauses]))


def too_long(usual: timedelta) -> timedelta:
    """From when on a source's silence is no longer usual; the alert JbzNoLetters (deploy/monitoring) has the same."""
    return timedelta(days=int(1.5 * usual.days) + 7)


def _season(before: date, after: date, today: date) -> int | None:
    """The year in which a pause touches the days around today's; None when it does in none."""
    for year in range(before.year, after.year + 2):
        middle = today.replace(year=year, day=min(today.day, 28))
        if middle < today - timedelta(days=_SEASON) and (
            before <= middle + timedelta(days=_SEASON) and after >= middle - timedelta(days=_SEASON)
        ):
            return year
    return None
