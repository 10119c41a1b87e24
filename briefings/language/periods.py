"""Dutch periods: of things to come ("vóór de zomer", "medio 2026"), and asked for ("sinds 2024", "vorig jaar").

A period is a moment ("de zomer", "het vierde kwartaal van 2025") with a word before it that says which side of it is
meant ("vóór", "vanaf").
"""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

from briefings.language.dates import MONTHS, month_end
from briefings.language.fold import fold
from briefings.model.statement import Period

ANY_DAY = date(9000, 12, 31)  #: for what is only asked which of its words are a time, so long as none is to come
_MONTH = "(?:" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\b\.?"
_ORDINALS = {
    "eerste": 1, "tweede": 2, "derde": 3, "vierde": 4, "1e": 1, "2e": 2, "3e": 3, "4e": 4,
    "first": 1, "second": 2, "third": 3, "fourth": 4,
}  # fmt: skip
_ORDINAL = "(?P<nth>" + "|".join(_ORDINALS) + ")"
SEASONS = {  #: name -> the month and the day it begins
    "voorjaar": (3, 20),
    "lente": (3, 20),
    "zomer": (6, 21),
    "najaar": (9, 22),
    "herfst": (9, 22),
    "winter": (12, 21),
    "spring": (3, 20),
    "summer": (6, 21),
    "autumn": (9, 22),
}
_SEASON_DAYS = 91
_FAR_AHEAD = 300  #: days: "deze winter", said in January, began in December
_NUMBERS = {name: number for number, name in enumerate("een twee drie vier vijf zes zeven acht negen tien".split(), 1)}
_NUMBERS |= {"twaalf": 12, "achttien": 18, "vierentwintig": 24}
_YEAR = r"(?P<year>20\d\d|dit (?:kalender)?jaar|het (?:kalender)?jaar|volgend jaar|vorig jaar|komend jaar)"
_COUNT = r"(?:(?P<count>\d{1,2}|" + "|".join(_NUMBERS) + ") )?"
_UNIT = r"(?P<unit>dagen|weken|week|maanden|maand|kwartaal|jaren|jaar|months?|weeks?|years?|days)"
_COMING = r"(?:(?:de|het) )?(?:komende?|aankomende?|volgende?|eerstkomende|next|coming)"
_PAST = r"(?:(?:de|het|the) )?(?:afgelopen|vorige?|laatste|voorbije|past|last|previous)"

_BEFORE = frozenset({"uiterlijk", "tot", "t/m", "tot en met", "before", "until", "by"})
_INCLUDES = frozenset({"uiterlijk", "t/m", "tot en met", "by"})
_FROM = frozenset({"vanaf", "sinds", "per", "since", "from"})
_AFTER = frozenset({"na", "after"})
_SIDES = (
    r"(?P<side>uiterlijk(?: op| in)? |tot en met |t/m |tot (?:aan )?|vanaf |sinds |per |na |vaor |voor |in |op |over |"
    r"rond |omstreeks |uit |van |since |from |before |until |by |after |during |on )?(?:(?:de|het|the) )?"
)


_NEAR = timedelta(days=300)  #: "5 maart" in a letter of 21 March has been
#: "vorig jaar" is a year of the calendar, "het afgelopen jaar" the twelve months up to now.
_CALENDAR = re.compile(r"vorige?|last|previous")


class FoundPeriod(NamedTuple):
    """A period and where it stands in the folded text."""

    period: Period
    start: int
    end: int


class _Moment(NamedTuple):
    first: date
    last: date
    closing: bool = False  #: the end of something: "voor eind 2025" includes it


def find_coming(text: str, said_on: date) -> FoundPeriod | None:
    """The first date or period to come that `text` names, and its place in the folded text.

    It is resolved against the day it was said on: "vóór de zomer" ends the day the season begins; a season or month
    without a year is the next one; "23 mei jl." and "sinds de start in april" have been, whatever that day.
    """
    folded = _marked(text)
    coming = (found for found in _find(text, said_on, past=False) if not _has_been(folded, found))
    return next((found for found in coming if not _is_over(found.period, said_on)), None)


def _has_been(folded: str, found: FoundPeriod) -> bool:
    if folded.startswith(" jl", found.end) or folded.startswith("sinds ", found.start):
        return True
    return _SINCE.search(folded[: found.start]) is not None


def find_asked(text: str, today: date) -> FoundPeriod | None:
    """The period a question names, and its place in the folded text: "sinds 2024", "tussen maart en juni 2025".

    One that was typed the wrong way round ends before it begins.
    """
    folded = _marked(text)
    if span := _BETWEEN.search(folded) or _UP_TO.search(folded):
        named = [_with_year(span["first"], span["last"]), span["last"]]
        ends = [next(_find(f"in {one}", today, past=True), None) for one in named]
        if ends[0] and ends[1]:
            first, last = ends[0].period.first, ends[1].period.last
            if first and last and first > last and not re.search(r"20\d\d", span[0]):
                first = a_year_before(first)  # "van november tot maart"
            return FoundPeriod(Period(first, last), *span.span())
    return next(_find(text, today, past=True), None)


def split_time(folded: str, today: date) -> tuple[str, str]:
    """The words of a folded question for the period it names, and the rest of it; ("", the question) for none."""
    found = find_asked(folded, today)
    if found is None:
        return "", folded
    return folded[found.start : found.end].strip(), " ".join(f"{folded[: found.start]} {folded[found.end :]}".split())


def a_year_before(day: date, years: int = 1) -> date:
    """The same day a year, or several, earlier; the last of a month where that is shorter."""
    year = day.year - years
    return day.replace(year=year, day=min(day.day, month_end(year, day.month).day))


_PART = r"(?:(?:begin|medio|eind) (?:van )?)?"
_FIRST = rf"(?P<first>{_PART}(?:20\d\d-\d\d-\d\d|(?:\d{{1,2}} )?{_MONTH}(?: 20\d\d)?|20\d\d))"
_LAST = rf"(?P<last>{_PART}(?:20\d\d-\d\d-\d\d|(?:\d{{1,2}} )?{_MONTH}(?: 20\d\d)?|20\d\d))(?![\w/-])"
_SINCE = re.compile(r"\bsinds (?:\w+ ){0,4}$")
_BETWEEN = re.compile(
    rf"\b(?:tussen|van|vanaf|sinds|between|from|since) {_FIRST} (?:en|tot en met|t/m|tot|and|to|until|till) {_LAST}"
)
_UP_TO = re.compile(rf"(?<![\w/(-]){_FIRST} (?:tot en met|t/m|tot|to|until|till) {_LAST}")


def _with_year(first: str, last: str) -> str:
    """ "tussen maart en juni 2025": both of one year."""
    year = re.search(r"20\d\d", last)
    return first if re.search(r"20\d\d", first) or year is None else f"{first} {year[0]}"


def _is_over(period: Period, today: date) -> bool:
    return period.last is not None and period.last < today


def _marked(text: str) -> str:
    """Folded; only the accents of "vóór" tell it from "voor", so they are kept as another spelling."""
    return fold(re.sub(r"[vV](?:óó|òò|oó|óo)r\b", "vaor", text))


def _find(text: str, today: date, *, past: bool) -> Iterator[FoundPeriod]:
    folded = _marked(text)
    found: dict[int, FoundPeriod] = {}
    for pattern, resolve in _MOMENTS:
        for match in pattern.finditer(folded):
            moment = resolve(match, today, past)
            ends = past and match.start() > 0 and match.end() == len(folded.rstrip(" ?!.")) and _is_month(match[0])
            if moment is None or not (ends or _may_stand_alone(match, past=past)):
                continue
            side = (match["side"] or "").strip()
            if past and side == "voor":
                side = "vaor"  # who asks for "voor 2025" means before it
            hit = FoundPeriod(_sided(side, moment, match[0]), *match.span())
            overlaps = any(hit.start < other.end and other.start < hit.end for other in found.values())
            if not overlaps:
                found[hit.start] = hit
    yield from (found[start] for start in sorted(found))


def _is_month(text: str) -> bool:
    """A month that is no other word, as the last of a question: "besluiten oktober"."""
    return text in MONTHS and text not in _OTHER_WORDS and len(text) > _SHORT


_OTHER_WORDS = frozenset({"march", "may"})
_SHORT = 3  #: letters of a month that is cut short


def _may_stand_alone(match: re.Match[str], *, past: bool) -> bool:
    """A bare month or year may be part of a name or number: in a letter it needs its preposition."""
    groups = match.groupdict()
    bare_month = bool(groups.get("bare_month")) and not groups.get("month_year")
    bare_year = bool(groups.get("bare_year")) and not past
    return bool(match["side"] or groups.get("part")) or not (bare_month or bare_year)


def _sided(side: str, moment: _Moment, words: str) -> Period:
    """The side meant. "voor" without accents means "before" only of a season or an end; elsewhere it means "for"."""
    word = re.sub(r" (?:op|in|aan)$", "", side)
    before = word == "vaor" or word in _BEFORE or (word == "voor" and (moment.closing or _names_season(words)))
    if before:
        by = word in _INCLUDES or moment.closing
        return Period(None, moment.last) if by else Period(None, moment.first, before=True)
    if word in _FROM:
        return Period(moment.first, None)
    if word in _AFTER:
        return Period(moment.last, None)
    return Period(moment.first, moment.last)


def _names_season(words: str) -> bool:
    return any(season in words for season in SEASONS)


def _year(match: re.Match[str], today: date) -> int | None:
    named = match["year"]
    if named is None:
        return None
    if named.isdigit():
        return int(named)
    return today.year + {"volgend": 1, "komend": 1, "vorig": -1}.get(named.split()[0], 0)


def _day(match: re.Match[str], today: date, past: bool) -> _Moment | None:
    month = MONTHS[match["month"].rstrip(".")]
    for year in [int(match["year"])] if match["year"] else _years_near(today, past=past):
        try:
            day = date(year, month, int(match["day"]))
        except ValueError:
            return None
        if match["year"] or (day <= today if past else today <= day <= today + _NEAR):
            first = int(match["from_day"] or day.day)
            return _Moment(day.replace(day=first) if 0 < first < day.day else day, day)
    return None


def _iso(match: re.Match[str], _today: date, _past: bool) -> _Moment:
    year, month = map(int, match["iso"].split("-"))
    return _months(year, month, month)


def _years_near(today: date, *, past: bool) -> tuple[int, int]:
    return (today.year, today.year - 1) if past else (today.year, today.year + 1)


def _month(match: re.Match[str], today: date, past: bool) -> _Moment:
    month = MONTHS[match["bare_month"].rstrip(".")]
    if match["month_year"]:
        year = int(match["month_year"])
    elif past:
        year = today.year - (month > today.month)
    else:
        year = today.year + (month < today.month)
    first, last = date(year, month, 1), month_end(year, month)
    match match["part"]:
        case "begin":
            return _Moment(first, date(year, month, 10))
        case "medio" | "half" | "halverwege":
            return _Moment(date(year, month, 11), date(year, month, 20))
        case "eind" | "einde":
            return _Moment(date(year, month, 21), last, closing=True)
        case _:
            return _Moment(first, last)


def _months(year: int, first: int, last: int, *, closing: bool = False) -> _Moment:
    return _Moment(date(year, first, 1), month_end(year, last), closing)


def _quarter(match: re.Match[str], today: date, past: bool) -> _Moment:
    number = _ORDINALS[match["nth"]] if match["nth"] else int(match["q"])
    year = _year(match, today)
    if year is None:
        this = (today.month + 2) // 3
        year = today.year - (past and number > this) + (not past and number < this)
    return _months(year, 3 * number - 2, 3 * number)


def _half(match: re.Match[str], today: date, _past: bool) -> _Moment | None:
    year = _year(match, today)
    if year is None:
        return None
    return _months(year, 1, 6) if match["half"] in {"eerste", "first"} else _months(year, 7, 12)


def _part_of_year(match: re.Match[str], today: date, _past: bool) -> _Moment | None:
    year = _year(match, today)
    if year is None:
        return None
    part = match["part"]
    if part == "begin":
        return _months(year, 1, 3)
    return _months(year, 10, 12, closing=True) if part.startswith(("eind", "het eind")) else _months(year, 6, 7)


def _season(match: re.Match[str], today: date, past: bool) -> _Moment:
    month, day = SEASONS[match["season"]]
    day = 1 if past else day  # who asks for "voorjaar 2025" means March too; what a letter announces begins by the sun
    if match["year"]:
        begin = date(int(match["year"]), month, day)
    else:
        begin = date(today.year, month, day)
        if re.search(r"\b(?:dit|deze) ", match[0]):  # "nog dit najaar", said in October: the one that has begun
            return _this_season(begin, today)
        if not past and begin < today:
            begin = date(today.year + 1, month, day)
        if past and begin > today:
            begin = date(today.year - 1, month, day)
    return _Moment(begin, begin + timedelta(days=_SEASON_DAYS))


def _this_season(begin: date, today: date) -> _Moment:
    begin = a_year_before(begin) if begin > today + timedelta(days=_FAR_AHEAD) else begin
    return _Moment(begin, begin + timedelta(days=_SEASON_DAYS))


def _week_of_month(match: re.Match[str], today: date, past: bool) -> _Moment:
    month = _month(match, today, past)
    first = month.first + timedelta(weeks=_ORDINALS[match["nth"]] - 1)
    return _Moment(first, min(first + timedelta(days=6), month_end(first.year, first.month)))


def _iso_day(match: re.Match[str], _today: date, past: bool) -> _Moment | None:
    """ "2025-03-01": as people type it who ask; a letter has no such days."""
    try:
        day = date.fromisoformat(match["iso_day"])
    except ValueError:
        return None
    return _Moment(day, day) if past else None


def _week(match: re.Match[str], today: date, past: bool) -> _Moment | None:
    """ "week 10 van 2025", by ISO 8601; without a year the last that has begun. Only asked for so."""
    years = [int(match["year"])] if match["year"] else _years_near(today, past=True)
    for year in years if past else ():
        try:
            monday = date.fromisocalendar(year, int(match["week"]), 1)
        except ValueError:
            continue
        if match["year"] or monday <= today:
            return _Moment(monday, monday + timedelta(days=6))
    return None


def _relative(match: re.Match[str], today: date, past: bool) -> _Moment | None:
    count = _NUMBERS.get(match["count"] or "een") or int(match["count"])
    unit, single = match["unit"], not match["count"]
    if single and unit.endswith(("en", "s")):
        return None  # "de komende maanden" names no end
    ahead = match["coming"] is not None
    if past and ahead:
        return None
    if single and (ahead or _CALENDAR.match(match["past"])):
        return _whole_unit(unit, today, 1 if ahead else -1)
    days = {"d": 1, "w": 7}.get(unit[0])
    if days is not None:
        span = timedelta(days=days * count)
        return _Moment(today, today + span) if ahead else _Moment(today - span, today)
    months = count * (12 if unit[0] in "jy" else 3 if unit[0] == "k" else 1)
    index = today.year * 12 + today.month - 1 + (months if ahead else -months)
    year, month = index // 12, index % 12 + 1
    return _Moment(today, month_end(year, month)) if ahead else _Moment(date(year, month, 1), today)


def _whole_unit(unit: str, today: date, step: int) -> _Moment:
    """The week, month, quarter or year before or behind this one."""
    match unit[0]:
        case "w":
            monday = today - timedelta(days=today.weekday()) + timedelta(weeks=step)
            return _Moment(monday, monday + timedelta(days=6))
        case "m":
            index = today.year * 12 + today.month - 1 + step
            return _months(index // 12, index % 12 + 1, index % 12 + 1)
        case "k":
            index = today.year * 4 + (today.month - 1) // 3 + step
            return _months(index // 4, index % 4 * 3 + 1, index % 4 * 3 + 3)
        case _:
            return _months(today.year + step, 1, 12)


def _this_unit(match: re.Match[str], today: date, _past: bool) -> _Moment:
    return _whole_unit(match["this"], today, 0)


def _named_years(match: re.Match[str], _today: date, _past: bool) -> _Moment:
    return _Moment(date(int(match["bare_year"]), 1, 1), date(int(match["to_year"] or match["bare_year"]), 12, 31))


_Resolve = Callable[[re.Match[str], date, bool], _Moment | None]


def _pattern(moment: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w/(-]){_SIDES}{moment}(?![\w/-])")


#: The nearer a pattern says what is meant, the earlier it is tried; what one has read no later one reads again.
_MOMENTS: tuple[tuple[re.Pattern[str], _Resolve], ...] = (
    (_pattern(r"(?P<iso_day>20\d\d-\d\d-\d\d)"), _iso_day),
    (_pattern(r"week(?:nummer)? (?:nr\.? )?(?P<week>\d{1,2})(?:,? (?:(?:van|in|of) )?(?P<year>20\d\d))?"), _week),
    (_pattern(r"(?P<iso>20\d\d-(?:0[1-9]|1[0-2]))"), _iso),
    (
        _pattern(
            r"(?:(?P<from_day>\d{1,2}) ?(?:en|and|,|-|t/m|tot en met|tot|to) ?)?(?P<day>\d{1,2}) "
            rf"(?P<month>{_MONTH})(?: (?P<year>20\d\d))?(?: (?:a\.s\.?|aanstaande))?"
        ),
        _day,
    ),
    (_pattern(rf"(?:{_ORDINAL} (?:kwartaal|quarter)|q(?P<q>[1-4]))(?: van| of)?(?: {_YEAR})?"), _quarter),
    (_pattern(rf"(?P<half>eerste|tweede|first|second) (?:helft|half)(?: van| of)? {_YEAR}"), _half),
    (_pattern(rf"(?P<part>begin|medio|halverwege|eind|einde)(?: van)? {_YEAR}"), _part_of_year),
    (
        _pattern(
            r"(?:(?:dit|deze|komende?|aankomende?|aanstaande|volgende?|afgelopen|vorige?) )*"
            rf"(?P<season>{'|'.join(SEASONS)})(?: van)?(?: (?P<year>20\d\d))?"
        ),
        _season,
    ),
    (
        _pattern(rf"{_ORDINAL} week van (?P<part>)(?P<bare_month>{_MONTH})(?: (?P<month_year>20\d\d))?"),
        _week_of_month,
    ),
    (
        _pattern(
            rf"(?:(?P<part>begin|medio|halverwege|half|eind|einde) (?:van )?)?(?:(?:komende|aankomende) )?"
            rf"(?P<bare_month>{_MONTH})(?: (?:van )?(?P<month_year>20\d\d))?"
        ),
        _month,
    ),
    (_pattern(rf"(?:(?P<coming>{_COMING})|(?P<past>{_PAST})) {_COUNT}{_UNIT}"), _relative),
    (_pattern(r"(?:dit|deze|this) (?P<this>week|maand|month|kwartaal|quarter|(?:kalender)?jaar|year)"), _this_unit),
    (_pattern(r"(?P<bare_year>20\d\d)(?:(?: en | tot en met | t/m |-)(?P<to_year>20\d\d))?"), _named_years),
)
