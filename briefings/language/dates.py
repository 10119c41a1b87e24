"""Dutch dates: "5 en 7 maart 2025", "22-23 juli a.s."."""

import re
from datetime import date, timedelta
from itertools import zip_longest

from briefings.language.fold import fold

_DUTCH = "januari februari maart april mei juni juli augustus september oktober november december".split()
_ENGLISH = "january february march april may june july august september october november december".split()
MONTHS = {name: number for names in (_DUTCH, _ENGLISH) for number, name in enumerate(names, 1)}
#: Short forms met in letters' headings and in questions.
MONTHS |= {name[:3]: number for name, number in MONTHS.items()} | {"mrt": 3, "sept": 9, "okt": 10}

_MONTH = "(?:" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\b\.?"
_DAY = r"\d{1,2}"
#: "maandag 18 en dinsdag 19 oktober": the name of the second day is passed over.
_WEEKDAY = r"(?:(?:maan|dins|woens|donder|vrij|zater|zon)dag\s+)?"
_JOIN = rf"(?:\s*(?:,|-|/|en|&|tot en met|t/m|and|to)\s*{_WEEKDAY})"
_DATES = re.compile(
    rf"(?<![\d-])(?P<days>{_DAY}(?:{_JOIN}{_DAY}){{0,9}})\s+(?P<month>{_MONTH})(?:\s+(?P<year>(?:19|20)\d\d)\b)?"
)
_ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
_SPAN_WORDS = ("-", "tot en met", "t/m", "to")

#: A day, a month, a year or a part of it, or how long something lasts.
_A_TIME = re.compile(
    rf"\b(?:\d{{1,2}} {_MONTH}|(?:in|vanaf|tot|eind|begin|medio|sinds|per|van) {_MONTH}|(?:19|20)\d\d\b(?![/-])"
    r"|kwartaal|(?:eerste|tweede) helft|(?:\d+|een|twee|drie|vier|vijf|zes|acht|negen|tien|twaalf|achttien) "
    r"(?:dagen|weken|maanden|jaar|uur))"
)


def names_a_time(text: str) -> bool:
    """Whether a sentence names a day, a month, a year or a part of it, or how long something lasts."""
    return _A_TIME.search(fold(text)) is not None


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


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
