"""By when something announced is to happen: the letter's words, and the days that we count from them."""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from briefings.enriching.clauses import Clause, ParsedSentence
from briefings.enriching.finites import is_past_form
from briefings.enriching.lexicon import AUXILIARIES, PARTICIPLES
from briefings.language.dates import MONTHS, find_dates, month_end
from briefings.language.fold import fold
from briefings.language.periods import FoundPeriod, find_coming
from briefings.model.statement import Period

_NUMBERS = {
    name: number
    for number, name in enumerate(
        "een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien zeventien"
        " achttien".split(),
        1,
    )
} | {"vierentwintig": 24, "zesendertig": 36}
#: Without one of these a text names no period; looked for first, because most sentences name none.
_NAMES_TIME = re.compile(
    r"\d|zomer|lente|herfst|winter|jaar|helft|kwartaal|maand|week|weken|dagen|[Jj]anuari|[Ff]ebruari|[Mm]aart|[Aa]pril|"
    r"[Mm]ei\b|[Jj]uni|[Jj]uli|[Aa]ugustus|[Ss]eptember|[Oo]ktober|[Nn]ovember|[Dd]ecember"
)
#: "binnen zes maanden", "binnen drie weken na 1 juli 2025"; behind "na" something else than a day names no day.
_WITHIN = re.compile(
    rf"\bbinnen (?P<count>\d{{1,3}}|{'|'.join(_NUMBERS)}) (?P<unit>dagen|dag|weken|week|maanden|maand|jaar|jaren)\b"
    rf"(?: (?:na|vanaf) (?P<day>\d{{1,2}} [a-z]+(?: 20\d\d)?|[^,.;]+))?"
)
#: "de triloog is in februari begonnen; een akkoord wordt vóór de zomer verwacht".
_HAS_BEGUN = re.compile(r"\b(?:is|zijn)\b.*\b(?:begonnen|gestart|afgerond|voltooid|ingegaan|gesloten|gehouden)$")
#: "dat in juni is afgerond": behind its verb the clause is over.
_DONE = re.compile(r"\b(?:(?:af|aan|op|uit|in|vast|over)?ge\w+(?:d|t|en)|be\w+d|be\w+t|ver\w+(?:d|t))\b")
#: "achttien maanden na 1 juli 2025"
_AFTER = re.compile(
    rf"\b(?P<count>\d{{1,3}}|{'|'.join(_NUMBERS)}) (?P<unit>dagen|dag|weken|week|maanden|maand|jaar|jaren) "
    rf"(?:na|vanaf) (?P<day>(?:\d{{1,2}} [a-z]+ 20\d\d))"
)  #: "tussen 1 september en 15 oktober 2026"
_BETWEEN = re.compile(
    r"\btussen (?P<first>\d{1,2} [a-z]+)(?P<year> 20\d\d)? en (?P<last>\d{1,2} [a-z]+)(?P<of> 20\d\d)\b"
)
#: What belongs to the period before it: "met ingang | van 1 januari 2027", "in de loop | van 2029".
_LEAD = re.compile(r"\b(?:met ingang|in de loop|in het verloop) $")

_OF_MONTH = re.compile(rf"van (?:{'|'.join(MONTHS)})")
_FAR = timedelta(days=200)


#: The year that something is for.
_FOR_A_YEAR = re.compile(r"voor 20\d\d")


def due_of(text: str, counted_from: date) -> Period | None:
    """The first period to come that `text` names; days are counted from `counted_from`, or from the day it names."""
    if not _NAMES_TIME.search(text):
        return None
    plain = " ".join(text.split())
    if between := _between(plain, counted_from):
        return between
    found, term = _first_coming(plain, counted_from), _term(plain, counted_from)
    if term and (found is None or term[0] <= found.start):
        return term[1]
    if found is None:
        return None
    lead = _LEAD.search(fold(plain)[: found.start])
    period = replace(found.period, words=_as_written(plain, lead.start() if lead else found.start, found.end))
    if lead and lead[0].startswith("met"):
        period = replace(period, last=None)
    if period.first is None and fold(plain)[: found.start].endswith("niet "):  # "niet vóór de zomer": from then on
        period = Period(period.last, None, f"niet {period.words}")
    return None if _is_last(period, counted_from) else period


def _between(text: str, counted_from: date) -> Period | None:
    """Both days of "tussen 1 september en 15 oktober 2026", where the last is to come."""
    match = _BETWEEN.search(fold(text))
    if match is None:
        return None
    days = find_dates(f"{match['first']}{match['year'] or match['of']}"), find_dates(f"{match['last']}{match['of']}")
    if not all(days) or days[1][0] < counted_from:
        return None
    return Period(days[0][0], days[1][0], _as_written(text, *match.span()))


def _is_last(period: Period, counted_from: date) -> bool:
    """Whether "van november" is the November before: what is named by a month without a year is of the nearest."""
    far = period.first is not None and period.first - counted_from > _FAR
    return far and _OF_MONTH.fullmatch(fold(period.words or "")) is not None


def _first_coming(text: str, counted_from: date) -> FoundPeriod | None:
    """The first that comes; the year that something is for ("vangstmogelijkheden voor 2027") where no other does."""
    found = find_coming(text, counted_from)
    if found is None or not _FOR_A_YEAR.fullmatch(fold(text)[found.start : found.end].strip()):
        return found
    other = f"{text[: found.start]}{'x' * (found.end - found.start)}{text[found.end :]}"  # every place stays
    return find_coming(other, counted_from) or found


def _term(text: str, counted_from: date) -> tuple[int, Period] | None:
    """Where a term stands, and what it comes to."""
    folded = fold(text)
    match = _WITHIN.search(folded) or _AFTER.search(folded)
    if match is None:
        return None
    named = find_dates(match["day"]) if match["day"] else (counted_from,)
    if not named:
        return None
    count = int(match["count"]) if match["count"].isdigit() else _NUMBERS[match["count"]]
    last = _later(named[-1], count, match["unit"])
    return match.start(), Period(None, last, _as_written(text, *match.span()))


def _later(day: date, count: int, unit: str) -> date:
    if unit[0] in "dw":
        return day + timedelta(days=count * (7 if unit[0] == "w" else 1))
    index = day.year * 12 + day.month - 1 + count * (12 if unit[0] == "j" else 1)
    year, month = index // 12, index % 12 + 1
    return date(year, month, min(day.day, month_end(year, month).day))


def _as_written(text: str, start: int, end: int) -> str:
    """The words at a place of the folded text, as the letter writes them; without the stop of the sentence."""
    folded = fold(text)
    words = (text if len(text) == len(folded) else folded)[start:end].strip()
    return words if words.endswith("a.s.") else words.rstrip(".")


def coming_due(sentence: ParsedSentence, counted_from: date) -> Period | None:
    """The first period to come that a sentence names, but for those of what has been."""
    past: list[Clause] = []
    told: list[str] = []
    while due := due_of(_without(sentence.without(past), told), counted_from):
        if over := over_in(sentence, due):
            past.append(over)
        elif due.words and due.words not in told and _is_of_before(sentence, due, counted_from):
            told.append(due.words)
        else:
            break
    return due


def _without(text: str, told: Iterable[str]) -> str:
    for words in told:
        text = text.replace(words, "x" * len(words), 1)
    return text


def _is_of_before(sentence: ParsedSentence, due: Period, counted_from: date) -> bool:
    """ "het in april aangekondigde voorstel", "besloot in maart": when something was done, and not when it comes."""
    words = re.escape(fold(due.words or ""))
    done = re.search(rf"\b(?:de|het|een|die|dat|deze|dit|haar|zijn|hun) (?:\w+ )?{words} (\w+)e \w", sentence.folded)
    if done and done[1] in PARTICIPLES:
        return True
    verb = re.search(rf"(\w+) {words}\b", sentence.folded)
    is_month = re.fullmatch(r"in [a-z]+", fold(due.words or "")) is not None
    later = due.first is not None and due.first.year > counted_from.year
    return is_month and later and verb is not None and verb[1] in _mains(sentence) and is_past_form(verb[1])


def _mains(sentence: ParsedSentence) -> set[str]:
    return {clause.verb for clause in sentence.main}


def over_in(sentence: ParsedSentence, due: Period) -> Clause | None:
    """The clause in which the period stands of what is over: "dat in juni werd bereikt"."""
    words = fold(due.words or "")
    under = next((one for one in sentence.under if words in one.text and _is_over(one)), None)
    begun = (one for one in sentence.main if words in one.text and _HAS_BEGUN.search(one.text))
    return under or (next(begun, None) if len(sentence.main) > 1 else None)


def _is_over(under: Clause) -> bool:
    """ "dat in juni werd bereikt", "die in januari zijn afgerond"."""
    done = under.verb in AUXILIARIES["perfect"] | AUXILIARIES["be"] and _DONE.search(under.text) is not None
    return is_past_form(under.verb) or done
