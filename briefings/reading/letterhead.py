"""What stands around the items: addressee, date, numbers, subject, signatories."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from briefings.language.dates import find_dates
from briefings.language.fold import fold
from briefings.model.document import Chamber, Kind, Signatory
from briefings.reading.blocks import Block
from briefings.reading.formations import Formation, find_formation

_TITLE = re.compile(r"^(?:i\. )?(aanvullende? )?(geannoteerde agenda|verslag)\b")
_TITLE_LINES = 3
_LONGEST_ROLE = 300
_LETTER_DATE = re.compile(r"^[A-Z][\w'’ -]{2,30}, (?=\d{1,2} \w+ \d{4}$)")
_DOSSIER = re.compile(r"^(\d{2}) ?(\d{3})(?:[- ](\d{2}|[IVX]{1,5}))?\b(?! *[-–/]? *\d)(?:\s+\D|$)")
_NUMBER = re.compile(r"^(?:Nr\. ?)?(\d{1,5}|[A-Z]{1,3})(?= +BRIEF VAN)|^Nr\. ?(\d{1,5}|[A-Z]{1,3})$")
_DOCUMENT_NUMBER = re.compile(r"^Nummer: (\d{4}D\d{5})")
_PLACE = re.compile(r"\b(?:in|te) ([A-Z][\w’'-]+(?: [A-Z][\w’'-]+)?)")
_ROLE = re.compile(
    r"^(?:De )?((?:demissionair )?(?:minister-president|vice-?minister-president|minister|staatssecretaris)\b.*)$",
    re.IGNORECASE,
)
_NAME = r"(?:[A-Z][A-Za-z]?\.){1,6} ?(?:\([A-Z]\w+\) )?[\w'’ -]+"


@dataclass(frozen=True, slots=True)
class Title:
    """The title line under which the report stands."""

    text: str
    kind: Kind
    formation: Formation
    dates: tuple[date, ...]
    begin: int  #: index of its first block
    end: int  #: index behind its last block


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What the letter says about itself; what it does not say is None."""

    chamber: Chamber | None
    letter_date: date | None
    kamerstuk: str | None
    document_number: str | None
    location: str | None
    informal: bool
    signatories: tuple[Signatory, ...]


def find_title(lines: Sequence[Block]) -> Title | None:
    """The last title line of a report or annotated agenda that names a formation and a date.

    It may be broken over three lines. The last one: a subject line or a web page's heading says the same
    above the letter.
    """
    year = _letter_year(lines)
    titles = [
        title
        for at, block in enumerate(lines)
        if _TITLE.match(fold(block.text)) and (title := _title_at(lines, at, year))
    ]
    return titles[-1] if titles else None


def read_letterhead(lines: Sequence[Block], title: Title) -> Letterhead:
    """The facts of the covering letter: what stands before the title line."""
    cover = lines[: title.begin]
    texts = [block.text for block in cover]
    return Letterhead(
        chamber=_chamber(texts),
        letter_date=_letter_date(texts),
        kamerstuk=_kamerstuk(texts),
        document_number=_first(_DOCUMENT_NUMBER, texts),
        location=_location([*texts, title.text], title.dates),
        informal="informele" in fold(" ".join([title.text, *texts[:1]])).split(),
        signatories=tuple(_signatories(texts)),
    )


def _title_at(lines: Sequence[Block], at: int, year: int | None) -> Title | None:
    for end in range(at + 1, min(at + _TITLE_LINES, len(lines)) + 1):
        if end > at + 1 and lines[end - 1].after_gap:
            return None
        text = " ".join(block.text for block in lines[at:end])
        formation, dates = find_formation(text), find_dates(text, year)
        if formation and dates:
            kind = Kind.REPORT if "verslag" in fold(text).split() else Kind.ANNOTATED_AGENDA
            return Title(text, kind, formation, dates, at, end)
    return None


def _letter_year(lines: Sequence[Block]) -> int | None:
    found = _letter_date([block.text for block in lines])
    return found.year if found else None


def _letter_date(texts: Sequence[str]) -> date | None:
    for text in texts:
        place = _LETTER_DATE.match(text)
        if place and (dates := find_dates(text[place.end() :])):
            return dates[0]
    return None


def _chamber(texts: Sequence[str]) -> Chamber | None:
    for text in texts:
        folded = fold(text)
        if folded.startswith("aan de voorzitter van de "):
            return Chamber.EERSTE_KAMER if "eerste kamer" in folded else Chamber.TWEEDE_KAMER
    return None


def _kamerstuk(texts: Sequence[str]) -> str | None:
    dossier = next((match for text in texts if (match := _DOSSIER.match(text))), None)
    number = next((match for text in texts if (match := _NUMBER.match(text))), None)
    if dossier is None or number is None:
        return None
    suffix = f"-{dossier[3]}" if dossier[3] else ""
    return f"{dossier[1]}{dossier[2]}{suffix}-{number[1] or number[2]}"


def _first(pattern: re.Pattern[str], texts: Sequence[str]) -> str | None:
    return next((match[1] for text in texts if (match := pattern.match(text))), None)


def _location(texts: Sequence[str], dates: tuple[date, ...]) -> str | None:
    """The place named in the sentence that names the meeting's dates."""
    for text in texts:
        if dates and find_dates(text, dates[0].year) == dates and (place := _PLACE.search(text)):
            return place[1]
    return None


def _signatories(texts: Sequence[str]) -> Iterator[Signatory]:
    """ "De minister van X," with the name on the next line or behind the comma."""
    for text, following in pairwise((*texts, "")):
        role = _ROLE.match(text)
        if role is None or len(text) > _LONGEST_ROLE:
            continue
        same_line = re.match(rf"^(?P<role>.+), (?P<name>{_NAME})$", role[1])
        if same_line:
            yield Signatory(same_line["name"], _lower_first(same_line["role"]))
        elif role[1].endswith(",") and re.fullmatch(_NAME, following):
            yield Signatory(following, _lower_first(role[1].rstrip(",")))


def _lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]
