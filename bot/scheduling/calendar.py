"""Days on which a chat may want no briefing: Dutch public holidays, and recess."""

import tomllib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from briefings.errors import JbzError
from briefings.model.schedule import FreeDays


@dataclass(frozen=True, slots=True)
class Recess:
    """A period in which the House of Representatives does not meet; both days included."""

    name: str
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Calendar:
    """The free days. The recess dates are the administrator's: parliament sets them anew each year."""

    recesses: tuple[Recess, ...] = ()

    def is_free(self, day: date, skip: Collection[FreeDays]) -> bool:
        """Whether `day` is one of the kinds of free days named in `skip`."""
        holiday = FreeDays.HOLIDAYS in skip and day in _holidays(day.year)
        return holiday or (
            FreeDays.RECESS in skip and any(recess.first <= day <= recess.last for recess in self.recesses)
        )

    @property
    def recess_known_until(self) -> date | None:
        """The last day of the last recess that is known."""
        return max((recess.last for recess in self.recesses), default=None)


@cache
def _holidays(year: int) -> frozenset[date]:
    """The days on which the government is closed: of the two Easter days, say, both."""
    import holidays  # a big package, and few chats ask for it

    return frozenset(holidays.country_holidays("NL", years=year))


def load_calendar(path: Path | None) -> Calendar:
    """The calendar with the recess dates of a file: `[[recess]]` tables of `name`, `first` and `last` (days).

    Raises JbzError when the file is not so.
    """
    if path is None:
        return Calendar()
    try:
        tables: Sequence[dict[str, object]] = tomllib.loads(path.read_text("utf-8"))["recess"]
        recesses = tuple(_recess(table) for table in tables)
    except (OSError, ValueError, KeyError, TypeError) as error:
        told = f"{error} ontbreekt" if isinstance(error, KeyError) else str(error)
        raise JbzError(
            "JBZ_RECESS_FILE ({path}) klopt niet: {told}. Zo kan het: [[recess]] met name, first en last.",
            path=path,
            told=told,
        ) from error
    return Calendar(tuple(sorted(recesses, key=lambda recess: recess.first)))


def _recess(table: dict[str, object]) -> Recess:
    first, last = table["first"], table["last"]
    if type(first) is not date or type(last) is not date or first > last:
        raise ValueError(f"{table.get('name', 'reces')}: first en last zijn dagen, zoals 2027-07-02")
    return Recess(str(table["name"]), first, last)
