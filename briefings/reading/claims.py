"""What the lines and sentences of a letter say it is: kind, formation and days, each with its place."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from briefings.language.dates import MONTHS, find_dates_near
from briefings.language.fold import fold
from briefings.model.document import Kind
from briefings.model.formation import Formation
from briefings.reading.formations import FormationMention, mentions
from briefings.reading.kinds import OF_PARLIAMENT, KindWord, heading_kind, kind_words

_INFORMAL = re.compile(r"\binformele?\b|\bgymnich\b")
_DAY = re.compile(
    r"\d{1,2}(?:[^a-z0-9]{1,3}\d{1,2})*(?: (?:en|t/m|tot en met) (?:[a-z]+dag )?\d{1,2})* (?:" + "|".join(MONTHS) + ")"
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
#: Before a Council that is only spoken of: a debate about it, what was said in it.
_PASSING = re.compile(
    rf"(?:{OF_PARLIAMENT}[^.,;]{{0,40}}|\b(?:vooravond|voorafgaand(?:e)? aan|aanloop naar|voorbereiding (?:op|"
    rf"van)|marge van|"
    r"na afloop van|vooruitlopend op|agenda van een volgende)\b[^.,;]{0,30})$"
)
_ADJECTIVES = r"(?:(?:(?:in)?formele|vorige|laatste|afgelopen|komende|aanstaande|eerstvolgende|eerdere) )*"
_DURING = re.compile(
    rf"\b(?:tijdens|gedurende|na|in|bij|op)\b (?:de |een |het )?{_ADJECTIVES}(?:bijeenkomst van de )?$"
)
_ABOUT_IT = re.compile(rf"\bover (?:de |het )?{_ADJECTIVES}(?:bijeenkomst van (?:de )?)?$")
_OFFERS = re.compile(
    r"\b(?:hierbij|hiermee|bijgevoegd|bijgaand|bijgaande|ingesloten|in de bijlage|als bijlage|in bijlage|"
    r"bijlage bij deze|"
    r"(?:met|middels|door middel van|bij|in|via) deze brief|langs deze weg|hieronder|onderstaand|aangehecht)\b"
)
_HANDS = re.compile(
    r"\b(?:bied(?:en)?|zend(?:en)?|stuur|sturen|ontvangt|treft|doe(?:n)?|leg(?:gen)?|gaat|deel|informeer|informeren)\b "
    r"(?:ik|wij|u|uw|de|namens|mede)\b"
)
_LATER = re.compile(
    r"\b(?:volgt|volgen|volgende week|binnenkort|later|nog niet|niet tijdig|te zijner tijd|aparte brief|"
    r"afzonderlijke brief|"
    r"separate brief|separaat|tijdig voor|uiterlijk|zal(?: ik| u| uw kamer)? (?:sturen|toezenden|toekomen|"
    r"ontvangen)|zult u|"
    r"zal ik|zullen wij|toegestuurd zodra|toegezonden zodra)\b"
)
_TELLS = re.compile(r"\b(?:informe\w+|bericht|rapporteer|rapporteren|op de hoogte|doe ik verslag|verslag gedaan)\b")
_WAS = re.compile(
    r"\b(?:vond|vonden)\b.*\bplaats\b|\b(?:heeft|hebben)\b.*\bplaatsgevonden\b|\bplaatsvond(?:en)?\b|\bplaatshad(?:den)?\b|"
    r"\bplaats heeft gevonden\b|\b(?:werd|is|zijn|werden)\b.*\bgehouden\b|\bgehouden (?:op|te|in)\b|"
    r"\bnam(?:en)?\b.*\bdeel\b|"
    r"\b(?:heeft|hebben|heb)\b.*\bdeelgenomen\b|\bkwam(?:en)?\b.*\b(?:bijeen|samen)\b|\bbijeenkwam(?:en)?\b|\bjl\b"
)
_WILL = re.compile(
    r"\bplaatsvindt\b|\bzal\b.*\bplaatsvinden\b|\bvindt\b.*\bplaats\b|\ba\.s\b|\baanstaande\b|\bplaats zal vinden\b"
)
_SETS_AGENDA = re.compile(r"\bagenda\b.*\bvast(?:gesteld|te stellen|stelt|stellen|\b)|\bvastgesteld\b")


class ClaimSource(IntEnum):
    """Where a claim stands; of claims of one weight the first is followed (SOURCES 3.6: the subject above the body)."""

    REGISTER = 0
    SUBJECT = 1
    TITLE = 2
    SENTENCE = 3
    LETTER = 4  #: the title of the letter that the paper is an annex of
    DOSSIER = 5


@dataclass(frozen=True, slots=True)
class Claim:
    """What one line or sentence says; what it does not say is None or empty."""

    source: ClaimSource
    text: str
    kind: Kind | None
    formation: Formation | None
    dates: tuple[date, ...]
    weight: int = 3
    line: int | None = None  #: index of its block
    informal: bool = False


_LONGEST = 2_000  #: characters of a line or sentence that says what a letter is
_LINE_WEIGHTS = {
    ClaimSource.REGISTER: 3,
    ClaimSource.SUBJECT: 4,
    ClaimSource.TITLE: 3,
    ClaimSource.LETTER: 1,
    ClaimSource.DOSSIER: 1,
}


def line_claim(source: ClaimSource, text: str, near: date | None, line: int | None = None) -> Claim:
    """What a line such as a subject or a title says; a year it leaves out is taken from the day of the letter."""
    folded = fold(text[:_LONGEST])
    named = list(_about(folded, near))
    spans = (*((one.start, one.end) for one in named), *(match.span() for match in _DAY.finditer(folded)))
    word = heading_kind(folded, spans)
    mention = _of(word, named) if word else next(iter(named), None)
    formation, dates = _council(folded, mention, named, near)
    informal = bool(_INFORMAL.search(folded)) or (mention is not None and mention.by_ministers)
    kind = word.kind if word else None
    return Claim(source, text, kind, formation, dates, _LINE_WEIGHTS[source], line, informal)


def sentence_claim(text: str, near: date | None, line: int | None = None) -> Claim | None:
    """What a sentence says of the paper it stands in: that it offers a report, that a Council took place.

    None for one that only speaks of a Council, a debate about it, or a report that is to come.
    """
    if len(text) > _LONGEST:
        return None
    folded = fold(text)
    named = list(_about(folded, near))
    for word in kind_words(folded):
        mention = _of(word, named)
        if _offers(folded, word) and (mention is not None or not named):
            formation, dates = _council(folded, mention, named, near)
            weight, informal = 3 if mention else 2, _is_informal(folded, mention)
            return Claim(ClaimSource.SENTENCE, text, word.kind, formation, dates, weight, line, informal)
    mention = next((one for one in named if not _DURING.search(folded[: one.start])), None)
    if mention is None:
        return None
    formation, dates = _council(folded, mention, named, near)
    tells = bool(_TELLS.search(folded[: mention.start])) and not _LATER.search(folded)
    if not dates or _SETS_AGENDA.search(folded):
        return None
    about = tells and bool(_ABOUT_IT.search(folded[: mention.start]))
    kind = _by_tense(folded, dates, near if about else None, tells=tells)
    if kind is None and not about:
        return None
    weight, informal = 3 if tells else 2, _is_informal(folded, mention)
    return Claim(ClaimSource.SENTENCE, text, kind, formation, dates, weight, line, informal)


def _by_tense(folded: str, dates: tuple[date, ...], day: date | None, *, tells: bool) -> Kind | None:
    """By whether the Council was or will be; where a letter about it does not say, by the day of the letter."""
    if _WAS.search(folded):
        return Kind.REPORT
    if tells and _WILL.search(folded):
        return Kind.ANNOTATED_AGENDA
    if day is None:
        return None
    return Kind.REPORT if day >= dates[-1] else Kind.ANNOTATED_AGENDA


def _is_informal(folded: str, mention: FormationMention | None) -> bool:
    return mention is not None and (mention.by_ministers or bool(_INFORMAL.search(folded[: mention.end])))


def _about(folded: str, near: date | None) -> Iterator[FormationMention]:
    """The Councils a text names, but for those that it only mentions in passing."""
    year = near.year if near else None
    for mention in mentions(folded, year):
        if not _PASSING.search(folded[: mention.start]):
            yield mention


def _of(word: KindWord, named: Sequence[FormationMention]) -> FormationMention | None:
    """The Council whose report or agenda it is: the first behind the word, or the only one before it."""
    behind = [
        one for one in named if word.end <= one.start <= word.end + word.reach or one.start <= word.start < one.end
    ]
    held = [one for one in behind if one.held] or behind
    if held:
        return held[0]
    before = [one for one in named if one.end <= word.start]
    return before[-1] if before else None


def _offers(folded: str, word: KindWord) -> bool:
    """The sentence hands over what the word names, now and with this letter."""
    if _LATER.search(folded):
        return False
    return bool(_OFFERS.search(folded) or _HANDS.search(folded[: word.start]) or _HANDS.search(folded[word.end :]))


def _council(
    folded: str, mention: FormationMention | None, named: Sequence[FormationMention], near: date | None
) -> tuple[Formation | None, tuple[date, ...]]:
    """The formation and its days: the first named behind it, else the last before it."""
    if mention is None:
        return None, ()
    near = near or _some_day(folded)
    other = next((one for one in named if one.start >= mention.end), None)
    formation, end = mention.formation, len(folded)
    joined = other is not None and {formation.code, other.formation.code} == {"EUROGROEP", "ECOFIN"}
    if other is not None and joined and re.search(r"\b(?:en|alsmede)\b(?: \w+){0,3} $|/ ?$", folded[: other.start]):
        between = find_dates_near(folded[mention.end : other.start], near)
        behind = find_dates_near(folded[other.end :], near)
        ecofin = formation if formation.code == "ECOFIN" else other.formation
        return ecofin, tuple(sorted({*between, *behind}))
    dates = find_dates_near(folded[mention.end : end], near)
    if not dates:
        before = [match.start() for match in _DAY.finditer(folded[: mention.start])]
        dates = find_dates_near(folded[before[-1] :], near) if before else ()
    return formation, dates


def _some_day(folded: str) -> date | None:
    """A day of the year that a text names, for days in it that leave theirs out."""
    year = _YEAR.search(folded)
    return date(int(year[0]), 7, 1) if year else None
