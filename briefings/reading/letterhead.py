"""What stands above a letter: the page it was published on, addressee, date, subject."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from briefings.language.dates import find_dates
from briefings.language.fold import fold
from briefings.model.document import Chamber
from briefings.reading.blocks import CELL, Block
from briefings.reading.claims import ClaimSource
from briefings.reading.genre import is_chrome, is_template
from briefings.reading.headings import is_prose
from briefings.reading.papers import is_number_line, paper_number

_BEGINNING = 120  #: lines among which a letterhead stands
_PAGE = 60  #: lines among which the site's own stand
_LONGEST_SUBJECT = 400
_SUBJECT_LINES = 3  #: over which a subject may be broken
_DAY = r"\d{1,2} [a-zA-Z]+ \d{4}"
_LETTER_DATE = re.compile(
    r"^(?:['’‘]?[A-Za-z][\w'’-]{2,20}(?: [A-Z][\w'’-]+)?, ?|(?:Den Haag|['’‘]s[- ]Gravenhage) |"
    r"Datum(?: brief)?:? (?:\| )?)"
    r"(?=\d{1,2} \w+ \d{4}\.?$|\d{1,2}-\d{1,2}-\d{4}$)"
)
_DOCUMENT_NUMBER = re.compile(r"^Nummer: (\d{4}D\d{5})")
_ANNEX_OF = re.compile(r"^Bijlage bij: (?P<title>.+?)(?: \(\d{4}D\d{5}\))?\.?$")
_SUBJECT = re.compile(r"^(?:Brief regering ?:|Betreft:?|Onderwerp:?)\s*(?:\| )?(?P<subject>\S.*)$", re.IGNORECASE)
_LABEL_ONLY = re.compile(r"^(?:Betreft|Onderwerp):?$", re.IGNORECASE)
#: A letterhead in two columns that was read line by line: its labels beside each other, what they say below.
_COLUMNS = re.compile(
    r"^(?:(?:Onderwerp|Betreft):?\W+Datum|Datum:?\W+(?:Onderwerp|Betreft)):?(?:\W+(?P<rest>\S.*))?$", re.IGNORECASE
)
_COLUMN_LINES = 6
_OTHER_LABEL = re.compile(r"\b(?:Ons kenmerk|Uw kenmerk|Uw brief(?: van)?|Onze referentie|Kenmerk|Bijlagen?)\b.*$")
_OF_COUNCIL = re.compile(r"\b(?:van|op|d\.d\.|en|tot|t/m|te|in|de)$")
_HEAD_WORDS = (
    "vergaderjaar",
    "tweede kamer der staten-generaal",
    "eerste kamer der staten-generaal",
    "der staten-generaal",
    "postbus",
    "ons kenmerk",
    "uw kenmerk",
    "kenmerk",
    "bijlage",
    "pagina ",
    "brief regering",
)
_ADDRESSEE = re.compile(
    r"^(?:> retouradres .{0,80} )?(?:aan )?(?:de )?voorzitter van de (eerste|tweede) kamer|"
    r"^aan de (?:leden van de )?(eerste|tweede) kamer"
)
_LONGEST_ADDRESS = 160
_PAGE_ENDS = "Preview document"
_ADDRESSED = re.compile(
    r"^((zeer )?geachte|aan de voorzitter|de voorzitter van|den haag, \d|brief van\b)|\bbrief van (de|het)\b"
)


@dataclass(frozen=True, slots=True)
class SubjectLine:
    """A line that says what a letter is about."""

    text: str
    line: int | None  #: index of its block; None outside the text
    labelled: bool  #: "Onderwerp:" stands before it, or it heads the page
    source: ClaimSource = ClaimSource.SUBJECT


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What the letter says about itself; what it does not say is None."""

    begin: int  #: index of the first line of the letter, behind the page it was published on
    body: int  #: index of the first line of its text
    subjects: tuple[SubjectLine, ...]  #: lines that say what the letter is about
    chamber: Chamber | None
    letter_date: date | None
    page_date: date | None  #: the day the page gives, for years that the text leaves out; not the letter's own
    other_date: date | None  #: another day that the page margins give
    kamerstuk: str | None
    document_number: str | None
    dossier: str | None  #: of the letter, where its number is not known too


def read_letterhead(lines: Sequence[Block], margins: Sequence[Block] = ()) -> Letterhead:
    """The facts above the letter's text. `margins`: headers of its pages, for what it does not say itself."""
    texts = [block.text for block in lines[:_BEGINNING]]
    aside = [block.text for block in margins]
    begin = _begin(texts)
    body = _body(lines, begin)
    head = texts[:body]
    columns = _columns(texts, begin)
    day = columns[1] if columns else None
    day = day or _letter_date(texts[begin:])
    margin_day = _letter_date(aside)
    paper = paper_number(texts[begin:body], texts[:begin])
    subjects = [*_subjects(texts, begin, body), *([columns[0]] if columns else [])]
    if not any(one.labelled and one.source is ClaimSource.SUBJECT for one in subjects):
        subjects += [SubjectLine(one.text, None, True) for one in _subjects(aside, 0, len(aside)) if one.labelled]
    return Letterhead(
        begin=begin,
        body=body,
        subjects=tuple(subjects),
        chamber=_chamber(texts[: body + 1]) or _chamber(aside),
        letter_date=day or margin_day,
        page_date=_page_date(texts[:begin]),
        other_date=margin_day if day and margin_day != day else None,
        kamerstuk=paper.kamerstuk,
        document_number=_first(_DOCUMENT_NUMBER, head),
        dossier=paper.dossier,
    )


def _begin(texts: Sequence[str]) -> int:
    """Behind the page it was published on: its preview, else the last line of the site's own above any text."""
    preview = next((at + 1 for at, text in enumerate(texts) if text.startswith(_PAGE_ENDS)), 0)
    if preview:
        return preview
    last = 0
    for at, text in enumerate(texts[:_PAGE]):
        if is_chrome(text):
            last = at + 1
        elif len(text) > _LONGEST_SUBJECT or _addressed(text):
            break
    return last


def _body(lines: Sequence[Block], begin: int) -> int:
    """Behind the addressee, date and subject; the first line when the text begins at once."""
    last = begin
    in_columns = 0
    for at in range(begin, min(len(lines), begin + _BEGINNING)):
        text = lines[at].text
        if _COLUMNS.match(text):
            last, in_columns = at + 1, at + _COLUMN_LINES
        of_letterhead = _of_letterhead(text) or is_template(text)
        if is_prose(lines[at]) and not of_letterhead and not text.isupper() and not is_chrome(text):
            break
        if of_letterhead or (at <= in_columns and _OTHER_LABEL.search(text)):
            last = at + 1
    return last


def _addressed(text: str) -> bool:
    return bool(_ADDRESSED.search(fold(text)))


def _of_letterhead(text: str) -> bool:
    folded = fold(text)
    return bool(
        _ADDRESSED.search(folded)
        or _LETTER_DATE.match(text)
        or is_number_line(text)
        or _SUBJECT.match(text)
        or _LABEL_ONLY.match(text)
        or _COLUMNS.match(text)
        or (folded.startswith(_HEAD_WORDS) and not _names_kind(folded))
    )


def _names_kind(folded: str) -> bool:
    """ "Bijlage 1: Verslag van …" is the title of a report."""
    return bool(re.match(r"bijlage\b.*\b(?:verslag|agenda)\b", folded))


def _subjects(texts: Sequence[str], begin: int, body: int) -> Iterator[SubjectLine]:
    """Labelled lines, the heading of the page, and bare lines above the address."""
    used = -1
    for at, text in enumerate(texts[:body]):
        if at <= used:
            continue
        labelled = _SUBJECT.match(text)
        annex = _ANNEX_OF.match(text)
        if annex:
            yield SubjectLine(annex["title"], at, True, ClaimSource.LETTER)
        elif _COLUMNS.match(text):
            continue
        elif labelled or _LABEL_ONLY.match(text):
            first = labelled["subject"] if labelled else ""
            used = _until(texts, at, body, has_text=bool(labelled))
            whole = " ".join(filter(None, (first, *texts[at + 1 : used + 1])))
            if whole:
                yield SubjectLine(whole, at, True)
        elif is_number_line(text):
            yield SubjectLine(text, at, False, ClaimSource.DOSSIER)
        elif at == 0 or (at >= begin and not _of_letterhead(text) and CELL not in text and not is_chrome(text)):
            yield SubjectLine(text, at, at == 0 and begin > 0)


def _until(texts: Sequence[str], at: int, body: int, *, has_text: bool) -> int:
    """Index of the last line of the subject whose label stands at `at`."""
    last = at
    for following in range(at + 1, min(at + 1 + _SUBJECT_LINES, body)):
        text = texts[following]
        goes_on = not has_text or text[:1].islower() or text[:1].isdigit() or texts[last].endswith((",", "-"))
        if _of_letterhead(text) or is_template(text) or CELL in text or not goes_on:
            break
        last, has_text = following, True
    return last


def _columns(texts: Sequence[str], begin: int) -> tuple[SubjectLine, date | None] | None:
    """The subject and the day of a letterhead in two columns."""
    at = next((at for at in range(begin, len(texts)) if _COLUMNS.match(texts[at])), None)
    if at is None:
        return None
    labels = _COLUMNS.match(texts[at])
    pieces = [labels["rest"]] if labels and labels["rest"] else []
    for text in texts[at + 1 : at + _COLUMN_LINES]:
        if _addressed(text):
            break
        bare = _OTHER_LABEL.sub("", text).replace(CELL, " ").strip()
        pieces.append(bare)
        if bare != text.replace(CELL, " ").strip():
            break
    whole = " ".join(_OTHER_LABEL.sub("", piece).replace(CELL, " ").strip() for piece in pieces)
    days = list(re.finditer(_DAY, whole))
    own = next((one for one in days if not _OF_COUNCIL.search(whole[: one.start()].rstrip())), None)
    if own is None:
        return SubjectLine(whole, at, True), None
    found = find_dates(own[0])
    subject = " ".join((whole[: own.start()] + whole[own.end() :]).split())
    return SubjectLine(subject, at, True), found[0] if found else None


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
    """The house that is addressed; else the one whose paper the page says it is."""
    for text in texts:
        if len(text) <= _LONGEST_ADDRESS and (match := _ADDRESSEE.search(fold(text))):
            return Chamber.EERSTE_KAMER if "eerste" in match.groups() else Chamber.TWEEDE_KAMER
    for text in texts:
        if match := re.match(r"(?:[\d :-]+\| )?(eerste|tweede) kamer der staten-generaal", fold(text)):
            return Chamber.EERSTE_KAMER if match[1] == "eerste" else Chamber.TWEEDE_KAMER
    return None


def _first(pattern: re.Pattern[str], texts: Sequence[str]) -> str | None:
    return next((match[1] for text in texts if (match := pattern.match(text))), None)
