"""Dutch dates and periods: "5 en 7 maart 2025", "22-23 juli a.s.", "vóór de zomer"."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from itertools import zip_longest

from briefings.language.fold import fold
from briefings.model.statement import Period

_DUTCH = "januari februari maart april mei juni juli augustus september oktober november december".split()
_ENGLISH = "january february march april may june july august september october november december".split()
MONTHS = {name: number for names in (_DUTCH, _ENGLISH) for number, name in enumerate(names, 1)}
#: Short forms met in letters' headings and in questions.
MONTHS |= {name[:3]: number for name, number in MONTHS.items()} | {"mrt": 3, "sept": 9, "okt": 10}

_MONTH = "(?:" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\b\.?"
_DAY = r"\d{1,2}"
_JOIN = r"(?:\s*(?:,|-|/|en|&|tot en met|t/m|and|to)\s*)"
_DATES = re.compile(
    rf"(?<![\d-])(?P<days>{_DAY}(?:{_JOIN}{_DAY}){{0,9}})\s+(?P<month>{_MONTH})(?:\s+(?P<year>(?:19|20)\d\d)\b)?"
)
_ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
_SPAN_WORDS = ("-", "tot en met", "t/m", "to")


def find_dates(text: str, year: int | None = None) -> tuple[date, ...]:
    """The days of the first date in `text`; empty when there is none.

    "5 en 7 maart" is two days, "14-16 juli" three. A missing year is `year`; without one there is no date.
    Days of two months ("30 november en 1 december 2025") are joined when the second follows at once.
    """
    folded = fold(text)
    iso = _ISO.search(folded)
    first = _DATES.search(folded)
    if iso and (first is None or iso.start() < first.start()):
        day = _date(int(iso[1]), int(iso[2]), int(iso[3]))
        return (day,) if day else ()
    if first is None:
        return ()
    second = _DATES.match(folded, _after_join(folded, first.end()))
    found_year = first["year"] or (second and second["year"]) or year
    if found_year is None:
        return ()
    days = _days(first, int(found_year))
    return days + _days(second, int(found_year)) if second else days


def find_dates_near(text: str, near: date | None) -> tuple[date, ...]:
    """As find_dates; a missing year is the one that fits a text of the day `near`.

    "17 mei jl." lies before it, "22 januari a.s." after it, and a bare "5 maart" where it is nearest.
    """
    if near is None:
        return find_dates(text)
    readings = [days for year in (near.year, near.year - 1, near.year + 1) if (days := find_dates(text, year))]
    folded = fold(text)
    if re.search(r"\bjl\b", folded):
        readings = [days for days in readings if days[0] <= near] or readings
    elif re.search(r"\b(a\.s\b|aanstaande\b)", folded):
        readings = [days for days in readings if days[-1] >= near] or readings
    return min(readings, key=lambda days: abs((days[0] - near).days), default=())


def dutch_days(days: tuple[date, ...]) -> str:
    """ "5 en 7 maart 2025", "30 november en 1 december 2025"."""
    shown = []
    for day, following in zip_longest(days, days[1:]):
        month = (
            ""
            if following and (following.year, following.month) == (day.year, day.month)
            else f" {_DUTCH[day.month - 1]}"
        )
        year = "" if following and following.year == day.year else f" {day.year}"
        shown.append(f"{day.day}{month}{year}")
    return " en ".join([", ".join(shown[:-1]), *shown[-1:]] if shown[:-1] else shown)


def _after_join(text: str, at: int) -> int:
    join = re.compile(_JOIN).match(text, at)
    return join.end() if join else len(text)


def _days(match: re.Match[str], year: int) -> tuple[date, ...]:
    month = MONTHS[match["month"].rstrip(".")]
    numbers = [int(day) for day in re.findall(_DAY, match["days"])]
    if len(numbers) == 2 and any(word in match["days"] for word in _SPAN_WORDS):  # noqa: PLR2004 - two ends
        numbers = list(range(numbers[0], numbers[1] + 1))
    return tuple(day for number in numbers if (day := _date(year, month, number)))


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def find_month(text: str) -> tuple[int | None, int | None]:
    """The (year, month) a question names: "maart 2025", "2025-03", "2024"; None for what it leaves out."""
    folded = fold(text)
    dashed = re.search(r"\b(20\d\d)-(\d\d)\b", folded)
    if dashed and 1 <= int(dashed[2]) <= 12:  # noqa: PLR2004 - months
        return int(dashed[1]), int(dashed[2])
    year = re.search(r"\b(20\d\d)\b", folded)
    month = re.search(rf"\b{_MONTH}", folded)
    return (int(year[1]) if year else None, MONTHS[month[0].rstrip(".")] if month else None)


# --- periods of things to come -----------------------------------------------------------------------

_ORDINALS = {"eerste": 1, "tweede": 2, "derde": 3, "vierde": 4}
_SEASONS = {
    "voorjaar": (3, 20),
    "lente": (3, 20),
    "zomer": (6, 21),
    "najaar": (9, 22),
    "herfst": (9, 22),
    "winter": (12, 21),
}


def find_period(text: str, said_on: date) -> Period | None:
    """The first date or period to come that `text` names, resolved against the day it was said on.

    "vóór de zomer" ends the day the season begins; a season or month without a year is the next one.
    """
    folded = fold(text)
    found = [
        (match.start(), period)
        for pattern, resolve in _PERIODS
        if (match := pattern.search(folded)) and (period := resolve(match, said_on))
    ]
    return min(found, key=lambda pair: pair[0])[1] if found else None


def _quarter(match: re.Match[str], _said_on: date) -> Period:
    first_month = 3 * _ORDINALS[match[1]] - 2
    return Period(date(int(match[2]), first_month, 1), month_end(int(match[2]), first_month + 2))


def _season(match: re.Match[str], said_on: date) -> Period:
    month, day = _SEASONS[match["season"]]
    begin = date(said_on.year, month, day)
    if begin < said_on:
        begin = date(said_on.year + 1, month, day)
    if match["before"]:
        return Period(None, begin)
    return Period(begin, begin + timedelta(days=91))


def _month(match: re.Match[str], said_on: date) -> Period:
    month = MONTHS[match[1].rstrip(".")]
    year = int(match[2]) if match[2] else said_on.year + (month < said_on.month)
    return Period(date(year, month, 1), month_end(year, month))


def _coming_months(match: re.Match[str], said_on: date) -> Period:
    months = said_on.month - 1 + int(match[1])
    year, month = said_on.year + months // 12, months % 12 + 1
    return Period(said_on, month_end(year, month))


def _years(match: re.Match[str], _said_on: date) -> Period:
    return Period(date(int(match[1]), 1, 1), date(int(match[2] or match[1]), 12, 31))


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


_PERIODS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], date], Period | None]], ...] = (
    (re.compile(r"\b(eerste|tweede|derde|vierde) kwartaal van (20\d\d)"), _quarter),
    (
        re.compile(
            r"\b(?P<before>voor )?(?:de |het |deze |dit |komende |aankomende )+(?P<season>"
            + "|".join(_SEASONS)
            + r")\b"
        ),
        _season,
    ),
    (re.compile(rf"\bin ({_MONTH})(?: (20\d\d))?"), _month),
    (re.compile(r"\bkomende (\d{1,2}) maanden"), _coming_months),
    (re.compile(r"\b(?:in|voor|vanaf) (20\d\d)(?: en (20\d\d))?\b"), _years),
)
