"""What people type for a moment -> Schedule, in Dutch and English, and back."""

import re
from datetime import time

from bot.words import Words, weekday_names
from briefings.errors import NotUnderstood
from briefings.language.fold import fold
from briefings.model.schedule import AtOnce, BeforeCouncil, FreeDays, Monthly, Preparing, Rhythm, Schedule, Weekly
from briefings.reading.formations import formation_named

_TIME = re.compile(r"^(?P<rest>.*?)(?:^|\s)(?:om |at )?(?P<hour>\d{1,2})(?:[:.u](?P<minute>\d{2}))?(?: uur)?$")
_AT_ONCE = frozenset({"direct", "meteen", "immediately"})
_NUMBERS = {
    "een": 1, "one": 1, "a": 1, "twee": 2, "two": 2, "drie": 3, "three": 3, "vier": 4, "four": 4, "vijf": 5, "five": 5,
    "zes": 6, "six": 6, "zeven": 7, "seven": 7, "tien": 10, "ten": 10, "veertien": 14, "fourteen": 14,
}  # fmt: skip
_NTHS = {
    "eerste": 1, "first": 1, "tweede": 2, "second": 2, "derde": 3, "third": 3, "vierde": 4, "fourth": 4,
    "laatste": -1, "last": -1,
}  # fmt: skip
_NUMBER = r"\d{1,2}|" + "|".join(_NUMBERS)
_DAYS_BEFORE = rf"(?P<days>{_NUMBER}) (?:dag|dagen|day|days) (?:voor|before) "
_PREPARATION = r"(?:(?:met|with) )?(?:(?:de|een|the|a) )?(?:voorbereiding|preparation)"
_PREPARES = re.compile(rf"^{_PREPARATION}\b,?\s*")
_DAYS_TO_PREPARE = "3 dagen voor de raad"  #: where it is not said when
_WEEKLY = r"(?:wekelijks|weekly|(?:(?:een|1) keer |eens |once )?(?:per|a|elke|iedere|every|each) week)"
_WEEK = re.compile(rf"^{_WEEKLY}(?: op| on)?\b\s*,?\s*")
_WEEKDAY = "(?:" + "|".join(sorted((name for name in weekday_names() if len(name) > len("vrij")), key=len)) + ")s?"
#: Where a schedule begins in what was typed.
_BEGINS = re.compile(
    rf"(?:^|\s)(?P<when>{_WEEKLY}\b.*|(?:elke|iedere|every|op|on)\s+.+|dagelijks\b.*|daily\b.*|maandelijks\b.*|monthly\b.*|{_DAYS_BEFORE}.+"
    rf"|{_PREPARATION}(?:,? {_DAYS_BEFORE.replace('?P<days>', '?:')}.+)?(?: (?:om |at )?\d{{1,2}}(?:[:.u]\d{{2}})?)?"
    rf"|{_WEEKDAY}(?:(?:,| en| and) {_WEEKDAY})*(?: (?:om |at )?\d{{1,2}}(?:[:.u]\d{{2}})?(?: uur)?)?"
    r"|direct|meteen|immediately)$"
)
_BEFORE = re.compile(rf"^{_DAYS_BEFORE}(?:de|elke|iedere|een|the|every|any|a|each)?\s*(?P<council>.+)$")
_DAY = ("dag", "day")
_MONTHLY_ON = re.compile(r"^(?:maandelijks|monthly|maand|month)\s+(?:op\s+|on\s+)?(?:de\s+|the\s+)?(?P<day>[\w ]+?),?$")
_OF_MONTH = re.compile(r"^(?P<day>[\w ]+?) (?:van|of|in) (?:de |the |elke |iedere |every |each )?(?:maand|month)$")
_FREE = {
    "feestdagen": FreeDays.HOLIDAYS,
    "holidays": FreeDays.HOLIDAYS,
    "reces": FreeDays.RECESS,
    "recess": FreeDays.RECESS,
}
_BESIDE_FREE = "op|in|tijdens|het|en|of|niet|on|during|the|and|or|not|" + "|".join(_FREE)
_EXCEPT = re.compile(rf"[\s,]+(?:maar )?(?:niet|behalve|not|except)(?P<what>(?:[\s,]+(?:{_BESIDE_FREE}))+)$")
_MOST_DAYS = 60


def split_schedule(typed: str) -> tuple[str, Schedule | None]:
    """What was typed before the schedule, and the schedule; None without one. Raises NotUnderstood."""
    folded = fold(typed)
    exception = _EXCEPT.search(folded)
    rest = folded[: exception.start()] if exception else folded
    when = _BEGINS.search(rest)
    if when is None:
        if exception:
            raise _no_schedule()
        return typed, None
    begins = len(folded[when.start("when") :].split())
    return " ".join(typed.split()[:-begins]), read_schedule(folded[when.start("when") :])


def read_schedule(text: str) -> Schedule:
    """The schedule in `text`. Raises NotUnderstood.

    "elke maandag en woensdag 08:00", "dagelijks 07:30", "direct", "maandelijks op de 15e 09:00", "elke eerste maandag
    van de maand", "3 dagen voor de JBZ-Raad 08:00"; each also with "niet op feestdagen en in reces"; "mon 08:00".
    """
    folded = fold(text).strip()
    exception = _EXCEPT.search(folded)
    skip = {_FREE[word] for word in re.split(r"[\s,]+", exception["what"]) if word in _FREE} if exception else set()
    rest = folded[: exception.start()] if exception else folded
    if rest in _AT_ONCE:
        return Schedule(AtOnce(), skip=())
    rest, at = _time(rest)
    return Schedule(_rhythm(rest), at, tuple(sorted(skip)))


def write_schedule(schedule: Schedule) -> str:
    """The inverse, in Dutch."""
    return Words("nl").schedule(schedule)


def _time(rest: str) -> tuple[str, time]:
    """What stands before the time, and the time: eight o'clock without one."""
    match = _TIME.search(rest)
    if match is None or re.search(r"\bde$|\bthe$", match["rest"]):
        return rest, time(8, 0)
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    if hour > 23 or minute > 59:  # noqa: PLR2004 - a clock
        raise _no_schedule()
    return match["rest"].strip(" ,"), time(hour, minute)


def _rhythm(rest: str) -> Rhythm:
    if prepares := _PREPARES.match(rest):
        before = _BEFORE.match(rest[prepares.end() :] or _DAYS_TO_PREPARE)
        if before is None:
            raise _no_schedule()
        when = _before(before)
        return Preparing(when.days, when.council)
    if before := _BEFORE.match(rest):
        return _before(before)
    if weekly := _WEEK.match(rest):
        rest = rest[weekly.end() :] or "maandag"  # the usual day
    rest = re.sub(r"^(?:elke|iedere|every|op|on)\s+(?:de\s+|the\s+)?", "", rest).strip()
    if monthly := _monthly(rest):
        return monthly
    words = [word for word in re.split(r",\s*|\s+(?:en|and)\s+|\s+", rest) if word]
    if words in (["dagelijks"], ["daily"], ["dag"], ["day"]):
        return Weekly(tuple(range(7)))
    if words in (["werkdag"], ["weekday"]):
        return Weekly(tuple(range(5)))
    days = [weekday_names().get(word, weekday_names().get(word.removesuffix("s"))) for word in words]
    if not days or None in days:
        raise _no_schedule()
    return Weekly(tuple(sorted({day for day in days if day is not None})))


def _before(match: re.Match[str]) -> BeforeCouncil:
    named = match["council"].strip()
    formation = formation_named(named)
    days = int(match["days"]) if match["days"].isdigit() else _NUMBERS[match["days"]]
    if not 1 <= days <= _MOST_DAYS or (
        formation is None and named not in {"raad", "council", "vergadering", "meeting"}
    ):
        raise _no_schedule()
    return BeforeCouncil(days, formation.code if formation else None)


def _monthly(rest: str) -> Monthly | None:
    """ "maandelijks", "1e van de maand", "eerste maandag van de maand", "maand op de laatste dag"."""
    if re.fullmatch(r"maandelijks|monthly|maand|month", rest):
        return Monthly(1)
    match = _MONTHLY_ON.match(rest) or _OF_MONTH.match(rest)
    if match is None:
        return None
    first, _, last = match["day"].partition(" ")
    if first in _DAY:
        first, last = last, first
    nth, weekday = _nth(first), weekday_names().get(last)
    if nth is None or (weekday is not None and nth > 4) or (weekday is None and last not in {"", *_DAY}):  # noqa: PLR2004 - every month has four of each
        raise _no_schedule()
    return Monthly(nth, weekday)


def _nth(word: str) -> int | None:
    if word in _NTHS:
        return _NTHS[word]
    match = re.fullmatch(r"(\d{1,2})(?:e|de|ste|st|nd|rd|th)?", word)
    return int(match[1]) if match and 1 <= int(match[1]) <= 31 else None  # noqa: PLR2004 - days of a month


def _no_schedule() -> NotUnderstood:
    return NotUnderstood(
        "Ik begrijp niet wanneer. Zo kan het: elke maandag 08:00, dagelijks 07:30, elke eerste maandag van de maand,"
        " 3 dagen voor de raad, of direct. Erachter mag: niet op feestdagen, of niet in reces."
    )
