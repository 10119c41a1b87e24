"""What a letter says it is: its kind, formation and days, by its subject line, its title and its first sentences."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from briefings.language.dates import MONTHS, find_dates_near
from briefings.language.fold import fold
from briefings.language.sentences import sentence_spans
from briefings.model.document import Doubt, Kind
from briefings.reading.formations import Formation, find_formation

_AGENDA = re.compile(r"\bgeannoteerde agenda('s)?\b|\bbeschrijvende agenda\b")
_REPORT = re.compile(
    r"\bverslag\b|\bterugkoppeling\b|\buitkomsten?\b|\bresultaten\b|\bheeft plaatsgevonden\b|\bplaatsvond\b"
)
_INFORMAL = re.compile(r"\binformele?\b")
_PLACE = re.compile(r"\b(?:in|te) (?P<place>[A-Z][\w’'-]+(?:[ -](?:[A-Z][\w’'-]+|aan|den|der|de|la|le))*)")
_BEFORE_PLACE = re.compile(
    r"(?:\d{4}|\d|"
    + "|".join(MONTHS)
    + r"|jl\.?|a\.s\.?|\)|raad|groep|ecofin|bijeenkomst|plaatsvond|plaatshad|plaatsvindt|plaatsvinden|vond|samen)"
    r",?$"
)
_AFTER_PLACE = re.compile(r"^,? ?(?:op \w*d?a?g? ?\d|heeft|hebben|plaats|vond|is gehouden|werd gehouden)")


class Source(IntEnum):
    """Where a claim stands; what sorts first wins (SOURCES 3.6: the subject above the body)."""

    SUBJECT = 0
    TITLE = 1
    SENTENCE = 2


@dataclass(frozen=True, slots=True)
class Claim:
    """What one line or sentence says."""

    source: Source
    text: str
    kind: Kind | None
    formation: Formation | None
    dates: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class Identity:
    """What the letter is about, and what in it contradicts that."""

    kind: Kind
    formation: Formation
    dates: tuple[date, ...]
    informal: bool
    location: str | None
    doubts: tuple[Doubt, ...]


def claim(source: Source, text: str, near: date | None) -> Claim:
    """What `text` says; a year it leaves out is taken from the day of the letter."""
    return Claim(source, text, find_kind(text), find_formation(text), find_dates_near(text, near))


def find_kind(text: str) -> Kind | None:
    """The kind a line speaks of; the annotated agenda first, for a report never names itself so."""
    folded = fold(text)
    agenda, report = _AGENDA.search(folded), _REPORT.search(folded)
    if agenda and (report is None or agenda.start() <= report.start()):
        return Kind.ANNOTATED_AGENDA
    return Kind.REPORT if report else None


def identify(claims: Sequence[Claim], prose: Iterable[str]) -> Identity | None:
    """The letter's identity from its claims; None when they name no kind, formation or day of a meeting."""
    ordered = sorted((c for c in claims if c.formation), key=lambda c: c.source)
    named = next((c for c in ordered if c.kind), None)
    if named is None or named.formation is None:
        return None
    same = [c for c in ordered if c.formation is not None and c.formation.dossier == named.formation.dossier]
    dated = next((c for c in same if c.dates), None)
    if dated is None:
        return None
    folded = fold(" ".join(c.text for c in same if c.dates == dated.dates or not c.dates))
    return Identity(
        kind=named.kind or Kind.REPORT,
        formation=named.formation,
        dates=dated.dates,
        informal=bool(_INFORMAL.search(folded)),
        location=find_place([*(c.text for c in same), *prose], dated.dates),
        doubts=tuple(_contradictions(same, dated)),
    )


def find_place(texts: Iterable[str], dates: tuple[date, ...]) -> str | None:
    """The place of the meeting: named in a sentence beside its days or the Council."""
    for text in texts:
        for start, end in sentence_spans(text):
            sentence = text[start:end]
            days = find_dates_near(sentence, dates[0])
            if not (set(days) & set(dates)) and find_formation(sentence) is None:
                continue
            for match in _PLACE.finditer(sentence):
                before, after = fold(sentence[: match.start()]), fold(sentence[match.end() :])
                if _BEFORE_PLACE.search(before) or _AFTER_PLACE.search(after):
                    return match["place"]
    return None


def _contradictions(claims: Sequence[Claim], chosen: Claim) -> Iterable[Doubt]:
    where_nl = {Source.SUBJECT: "het onderwerp", Source.TITLE: "de titel", Source.SENTENCE: "de brief"}
    where_en = {Source.SUBJECT: "the subject line", Source.TITLE: "the title", Source.SENTENCE: "the letter"}
    told: set[tuple[date, ...]] = {chosen.dates}
    for other in claims:
        if other.dates and other.dates not in told and other.source != chosen.source:
            told.add(other.dates)
            days, others = _days(chosen.dates), _days(other.dates)
            yield Doubt(
                f"Volgens {where_nl[chosen.source]} was de Raad op {days}, "
                f"volgens {where_nl[other.source]} op {others}. Ik houd {days} aan.",
                f"By {where_en[chosen.source]} the Council met on {days}, by {where_en[other.source]} on {others}. "
                f"I keep to {days}.",
            )


def _days(dates: tuple[date, ...]) -> str:
    return ", ".join(day.isoformat() for day in dates)
