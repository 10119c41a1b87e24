"""What stands above a letter: the page it was published on, dossier and number, addressee, date, subject."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from briefings.language.dates import find_dates
from briefings.language.fold import fold
from briefings.model.document import Chamber
from briefings.reading.blocks import CELL, Block
from briefings.reading.headings import is_prose

_BEGINNING = 120  #: lines among which a letterhead stands
_LETTER_DATE = re.compile(
    r"^(?:['’‘]?[A-Za-z][\w'’-]{2,20}(?: [A-Z][\w'’-]+)?, ?|Datum(?: brief)?:? (?:\| )?)"
    r"(?=\d{1,2} \w+ \d{4}\.?$|\d{1,2}-\d{1,2}-\d{4}$)"
)
_DOSSIER = re.compile(r"^(\d{2}) ?(\d{3})(?:[- ]{1,3}(\d{2}|[IVX]{1,5}))?\b(?! *[-–/]? *\d)(?:\s+\D|$)")
_NUMBER = re.compile(
    r"^(?:Nr\. ?)?(\d{1,5}|[A-Z]{1,3})(?=[ |]+BRIEF VAN)|^Nr\. ?(\d{1,5}|[A-Z]{1,3})\b(?! *[,;])", re.IGNORECASE
)
_DOCUMENT_NUMBER = re.compile(r"^Nummer: (\d{4}D\d{5})")
_OFFICIAL = re.compile(r"\(kst-(\d{5}(?:-[0-9A-Z]{1,5})?-(?:\d{1,5}|[A-Z]{1,3}))\)")
_PART_OF = re.compile(r"^Onderdeel van kamerstukdossier (\d{5})(?: (\d{2}|[IVX]{1,5}))? ?-(\d{1,5}|[A-Z]{1,3})\b")
_PUBLISHED = re.compile(r"(\d{5}(?:-(?:\d{2}|[IVX]{1,5}))?) nr\. ?(\d{1,5}|[A-Z]{1,3})$")
_SUBJECT = re.compile(r"^(?:Brief regering ?:|Betreft:?|Onderwerp:?)\s*(?:\| )?(?P<subject>\S.*)$", re.IGNORECASE)
_LABEL_ONLY = re.compile(r"^(?:Betreft|Onderwerp):?$", re.IGNORECASE)
_HEAD_WORDS = (
    "vergaderjaar",
    "tweede kamer der staten-generaal",
    "eerste kamer der staten-generaal",
    "postbus",
    "ons kenmerk",
    "uw kenmerk",
    "kenmerk",
    "bijlage",
    "pagina ",
)
_PAGE_ENDS = "Preview document"
_ADDRESSED = re.compile(r"^(geachte|aan de voorzitter|den haag, \d|brief van\b)|\bbrief van (de|het)\b")


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What the letter says about itself; what it does not say is None."""

    begin: int  #: index of the first line of the letter, behind the page it was published on
    body: int  #: index of the first line of its text
    subjects: tuple[str, ...]  #: lines that say what the letter is about
    chamber: Chamber | None
    letter_date: date | None
    page_date: date | None  #: the day the page gives, for years that the text leaves out; not the letter's own
    kamerstuk: str | None
    document_number: str | None


def read_letterhead(lines: Sequence[Block]) -> Letterhead:
    """The facts above the letter's text."""
    texts = [block.text for block in lines[:_BEGINNING]]
    begin = next((at + 1 for at, text in enumerate(texts) if text.startswith(_PAGE_ENDS)), 0)
    body = _body(lines, begin)
    head = texts[:body]
    return Letterhead(
        begin=begin,
        body=body,
        subjects=tuple(_subjects(texts, begin, body)),
        chamber=_chamber(texts[: body + 1]),
        letter_date=_letter_date(texts[begin:]),
        page_date=_page_date(texts[:begin]),
        kamerstuk=_kamerstuk(texts[begin:body]) or _published(head),
        document_number=_first(_DOCUMENT_NUMBER, head),
    )


def _body(lines: Sequence[Block], begin: int) -> int:
    """Behind the addressee, date and subject; the first line when the text begins at once."""
    last = begin
    for at in range(begin, min(len(lines), begin + _BEGINNING)):
        text = lines[at].text
        if is_prose(lines[at]) and not _of_letterhead(text) and not text.isupper():
            break
        if _of_letterhead(text):
            last = at + 1
    return last


def _of_letterhead(text: str) -> bool:
    folded = fold(text)
    return bool(
        _ADDRESSED.search(folded)
        or _LETTER_DATE.match(text)
        or _DOSSIER.match(text)
        or _NUMBER.match(text)
        or _SUBJECT.match(text)
        or _LABEL_ONLY.match(text)
        or _PUBLISHED.search(text)
        or folded.startswith(_HEAD_WORDS)
    )


def _subjects(texts: Sequence[str], begin: int, body: int) -> list[str]:
    """Labelled lines, and bare lines above the address."""
    found = []
    for at, text in enumerate(texts[:body]):
        labelled = _SUBJECT.match(text)
        if labelled:
            found.append(labelled["subject"])
            continue
        under_label = at > 0 and bool(_LABEL_ONLY.match(texts[at - 1]))
        heads_page = at == 0 and begin > 0
        bare = at >= begin and not _of_letterhead(text) and CELL not in text
        if under_label or heads_page or bare:
            found.append(text)
    return found


def _letter_date(texts: Sequence[str]) -> date | None:
    """ "Den Haag, 21 maart 2025", or "Datum" with the day behind or under it."""
    for at, text in enumerate(texts):
        place = _LETTER_DATE.match(text)
        if place and (dates := find_dates(text[place.end() :])):
            return dates[0]
        if fold(text).rstrip(":") == "datum" and at + 1 < len(texts) and (dates := find_dates(texts[at + 1])):
            return dates[0]
    return None


def _page_date(texts: Sequence[str]) -> date | None:
    dated = next((match for text in texts if (match := re.search(r"\bdatum: (\d{4}-\d{2}-\d{2})", text))), None)
    return find_dates(dated[1])[0] if dated and find_dates(dated[1]) else None


def _chamber(texts: Sequence[str]) -> Chamber | None:
    for text in texts:
        folded = fold(text)
        if folded.startswith(("aan de voorzitter van de ", "de voorzitter van de ")):
            return Chamber.EERSTE_KAMER if "eerste kamer" in folded else Chamber.TWEEDE_KAMER
    return None


def _kamerstuk(texts: Sequence[str]) -> str | None:
    dossier = next((match for text in texts if (match := _DOSSIER.match(text))), None)
    number = next((match for text in texts if (match := _NUMBER.match(text))), None)
    if dossier is None or number is None:
        return None
    suffix = f"-{dossier[3]}" if dossier[3] else ""
    return f"{dossier[1]}{dossier[2]}{suffix}-{number[1] or number[2]}"


def _published(texts: Sequence[str]) -> str | None:
    """The number as the page around the letter gives it."""
    for text in texts:
        if official := _OFFICIAL.search(text):
            return official[1]
        if part := _PART_OF.match(text):
            return "-".join(filter(None, part.groups()))
        if published := _PUBLISHED.search(text):
            return "-".join(published.groups())
    return None


def _first(pattern: re.Pattern[str], texts: Sequence[str]) -> str | None:
    return next((match[1] for text in texts if (match := pattern.match(text))), None)
