"""The time zones of the world, and which one is meant."""

from functools import cache
from zoneinfo import available_timezones

from rapidfuzz import fuzz, process

_CITY = 70  #: how alike a city must be, of 100: "Parijs" and "Paris", "Warschau" and "Warsaw"
_MOST_ALIKE = 3


@cache
def zones() -> tuple[str, ...]:
    """The names of all time zones, in order; they stand in many files, which are looked through once."""
    return tuple(sorted(available_timezones()))


def zones_like(typed: str) -> list[str]:
    """The zones whose name holds what was typed; where there are none, the few whose city is most like it."""
    wanted = _folded(typed)
    if held := [zone for zone in zones() if wanted in zone.lower()]:
        return held
    cities = {zone: _city(zone) for zone in zones()}
    found = process.extract(wanted, cities, scorer=fuzz.ratio, limit=_MOST_ALIKE, score_cutoff=_CITY)
    return [zone for _, _, zone in found]


def zone_named(typed: str) -> str | None:
    """The zone that is named whole, or by its city alone; None for a name of none, or of several."""
    wanted = _folded(typed)
    named = [zone for zone in zones() if wanted == zone.lower()]
    named = named or [zone for zone in zones() if wanted == _city(zone)]
    return named[0] if len(named) == 1 else None


def _folded(typed: str) -> str:
    return "_".join(typed.lower().split())


def _city(zone: str) -> str:
    return zone.rpartition("/")[2].lower()
