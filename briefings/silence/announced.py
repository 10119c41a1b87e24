"""Where a letter names the day of a Council that is still to come: "de JBZ-Raad van 12 en 13 juni"."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from briefings.language.dates import MONTHS, find_dates_near
from briefings.language.fold import fold
from briefings.language.sentences import sentence_spans
from briefings.model.meeting import Meeting
from briefings.reading.formations import FormationMention, mentions

_AHEAD = timedelta(days=200)  #: what is announced for later is a plan for a year, and changes
_DAY = r"(?:(?:maan|dins|woens|donder|vrij|zater|zon)dag )?"
_DATE = (
    rf"{_DAY}(?P<date>[0-9]{{1,2}}(?: ?(?:,|-|/|en|tot en met|t/m) ?{_DAY}[0-9]{{1,2}}){{0,4}}"
    rf" (?:{'|'.join(sorted(MONTHS, key=len, reverse=True))})\b.{{0,40}})"
)
_NAMES_A_DAY = re.compile(r"[0-9] (?:jan|feb|maart|mrt|apr|mei|juni|juli|aug|sep|okt|nov|dec)", re.IGNORECASE)
_BEHIND = re.compile(
    r"^(?: ?\((?:in )?[a-z -]{2,30}\))?,? ?"
    r"(?:van|op|d\.d\.|is op|(?:vindt|zal|staat|is|wordt) (?:[a-z]+ ){0,3}?"
    rf"(?:plaats|plaatsvinden|gepland|voorzien|gehouden) (?:op|voor)) {_DATE}"
)
_BEFORE = re.compile(
    rf"\bop {_DATE} (?:vindt|komt|vergadert) (?:[a-z]+ ){{0,4}}?(?:de|een)(?: (?:volgende|eerstvolgende))?"
    r"(?P<informal> informele)? $"
)
_INFORMAL = re.compile(r"\binformele $")
#: What a sentence says of a Council that is not held then.
_NOT = re.compile(
    r"\b(?:niet|geen|afgelast|geannuleerd|geschrapt|vervalt|vervallen|uitgesteld|verplaatst|verschoven|verzet|zou|zouden)\b"
)


def announced_councils(text: str, letter_date: date) -> Iterator[Meeting]:
    """The Councils to come that a letter of this day names with their days, as they stand in the text.

    A sentence that says it is cancelled, moved or only thought of names none.
    """
    if not _NAMES_A_DAY.search(text):
        return
    for start, end in sentence_spans(text):
        sentence = fold(text[start:end])
        if not _NAMES_A_DAY.search(sentence) or _NOT.search(sentence):
            continue
        for mention in mentions(sentence, letter_date.year):
            days = _days(sentence, mention, letter_date)
            if days and letter_date < days[0] <= letter_date + _AHEAD:
                informal = mention.by_ministers or bool(_INFORMAL.search(sentence[: mention.start]))
                yield Meeting(mention.formation.code, days, None, informal)


def _days(sentence: str, mention: FormationMention, letter_date: date) -> tuple[date, ...]:
    behind = _BEHIND.match(sentence[mention.end :])
    if behind:
        return find_dates_near(behind["date"], letter_date)
    before = _BEFORE.search(sentence[: mention.start])
    return find_dates_near(before["date"], letter_date) if before else ()
