"""Letters that say that a Council is not held, or on other days."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from briefings.language.dates import find_dates_near
from briefings.language.fold import fold
from briefings.language.sentences import sentence_spans
from briefings.model.formation import Formation
from briefings.model.meeting import Change
from briefings.reading.blocks import Block
from briefings.reading.formations import mentions
from briefings.reading.kinds import OF_PARLIAMENT

_SENTENCES = 8  #: at the beginning of a letter, among which it is said
_LONGEST = 2_000  #: characters of a sentence that are looked at
_CANCELLED = re.compile(
    r"\bgeen doorgang\b|\b(?:gaat|gaan|ging|zal|zullen)\b[^.]{0,80}\bniet door(?:gaan)?\b|\bniet door(?:gaan|gang)\b|"
    r"\b(?:is|wordt|werd|zijn|worden)\b[^.]{0,60}\b(?:geannuleerd|afgelast|afgezegd|geschrapt|vervallen)\b|"
    r"\b(?:te annuleren|te schrappen|af te gelasten|heeft (?:\w+ ){0,6}(?:geannuleerd|afgelast|afgezegd))\b|"
    r"\b(?:komt|komen|kwam)\b[^.]{0,40}\bte vervallen\b|\bvervalt\b|\bniet (?:plaatsvinden|plaatsvindt|"
    r"plaats zal vinden)\b|"
    r"\bvindt\b[^.]{0,60}\bniet plaats\b|\b(?:annulering|afgelasting|afzegging)\b"
)
_MOVED = re.compile(
    r"\b(?:verplaatst|verschoven|verzet|uitgesteld|opgeschort|vervroegd)\b|"
    r"\b(?:te verplaatsen|te verschuiven|te verzetten|uit te stellen|te vervroegen)\b|\b(?:verplaatsing|uitstel|"
    r"verschuiving)\b"
)
_NEW_DAYS = re.compile(r"\b(?:naar|tot)\b(?= (?:[a-z]+dag )?(?:en )?\d)|\b(?:nieuwe (?:datum|data)|zal nu|vindt nu)\b")
#: What does not go on is something else: a point of the agenda, a debate in parliament, a lunch.
_SOMETHING_ELSE = re.compile(
    rf"{OF_PARLIAMENT}|\b(?:agendapunt\w*|onderwerp|punt|bespreking|behandeling|gedachtewisseling|lunch|ontbijt|diner|"
    r"beleidsdebat|stemming|bijeenkomst met|onderdeel|persconferentie)\b"
)


@dataclass(frozen=True, slots=True)
class Notice:
    """A Council that is cancelled or moved, by one sentence."""

    change: Change
    formation: Formation
    dates: tuple[date, ...]
    moved_to: tuple[date, ...]
    line: int  #: index of the block
    text: str


def find_notice(lines: Sequence[Block], begin: int, subjects: Sequence[str], near: date | None) -> Notice | None:
    """What the first sentences from `begin` on say; a day or Council they leave out stands in the subject."""
    told = 0
    for at in range(begin, len(lines)):
        text = lines[at].text
        for start, end in sentence_spans(text):
            told += 1
            notice = _in_sentence(text[start : min(end, start + _LONGEST)], subjects, near, at)
            if notice is not None or told >= _SENTENCES:
                return notice
    return None


def _in_sentence(sentence: str, subjects: Sequence[str], near: date | None, line: int) -> Notice | None:
    folded = fold(sentence)
    cancelled, moved = _CANCELLED.search(folded), _MOVED.search(folded)
    said = cancelled or moved
    if said is None:
        return None
    year = near.year if near else None
    named = next(iter(mentions(folded, year)), None)
    about = re.search(r"\b(?:deze|de|het) (?:\w+ )?(?:raad|bijeenkomst|vergadering)\b", folded)
    begin = named.start if named else about.start() if about else None
    if begin is None or _SOMETHING_ELSE.search(folded[:begin]) or _SOMETHING_ELSE.search(folded[begin : said.start()]):
        return None
    formation = named.formation if named else next((one for text in subjects if (one := _named(text, year))), None)
    change = Change.MOVED if moved and not cancelled else Change.CANCELLED
    new = _NEW_DAYS.search(folded) if change is Change.MOVED else None
    before, after = (folded[: new.start()], folded[new.end() :]) if new else (folded, "")
    days = find_dates_near(before[begin:], near) or find_dates_near(before, near)
    days = days or next((found for text in subjects if (found := find_dates_near(text, near))), ())
    if formation is None or not days:
        return None
    return Notice(change, formation, days, find_dates_near(after, near or days[0]), line, sentence)


def _named(text: str, year: int | None) -> Formation | None:
    mention = next(iter(mentions(fold(text), year)), None)
    return mention.formation if mention else None
