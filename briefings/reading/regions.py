"""Which part of a letter is what: opening, side topics, signatures, the report under its title, what comes after."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from briefings.language.fold import fold
from briefings.language.sentences import sentence_spans
from briefings.reading.blocks import Block, BlockKind
from briefings.reading.claims import Claim, ClaimSource, line_claim, sentence_claim
from briefings.reading.genre import clings, genre, has_verb
from briefings.reading.headings import find_headings, is_prose
from briefings.reading.labels import Labelled, read_label
from briefings.reading.letterhead import Letterhead
from briefings.reading.numbered import place_numbers
from briefings.reading.signatures import Signatures, find_signatures
from briefings.reading.wrapping import ENDS

_TITLE_LINES = 3
_LONGEST_TITLE = 300
_OPENING_BLOCKS = 6  #: behind the letterhead, in which the letter says what it is
_OPENING_SENTENCES = 3
_OF_BARE_TITLE = 2  #: weight of a title that names no Council
_FULL_LINE = 60  #: characters of a line that goes on in the next when no sentence ends there
_LEAST_BEHIND = 2  #: blocks behind the signatures that are a report
_TITLE = re.compile(
    r"^(?:(?:bijlage|annex)\b(?: \d+| [ivx]+| [a-c])?[ :.-]*)?"
    r"(?:(?:aanvullende?|beknopt|kort|formele|informele|herziene?|gewijzigde?|nader|feitelijk) )*"
    r"(?P<kind>geannoteerde (?:concept|ontwerp|voorlopige )?-?agenda|beschrijvende agenda|toegelichte agenda|"
    r"verslag|terugkoppeling|uitkomsten)\b"
)
_TITLE_WORDS = ("verslag", "agenda", "terugkoppeling", "uitkomsten")
_BARE = re.compile(r"^(?:(?:bijlage|annex)\b(?: \d+)?[ :.-]*)?(?:geannoteerde agenda|verslag)[.:]?$")
_SIGNED_NEAR_END = 30  #: lines behind a report among which its signatures may stand


@dataclass(frozen=True, slots=True)
class Title:
    """The title line under which the report stands."""

    claim: Claim
    labelled: Labelled | None  #: "I. Verslag van de Landbouw- en Visserijraad"
    begin: int  #: index of its first block
    end: int  #: index behind its last block


@dataclass(frozen=True, slots=True)
class Regions:
    """The parts of a letter; every block is in exactly one of them, the title's own lines in none."""

    around: tuple[Block, ...]  #: letterhead, opening sentences, signatures
    side: tuple[Block, ...]  #: side topics of the covering letter
    report: tuple[Block, ...]
    after: tuple[Block, ...]  #: other topics behind the report: "II. …" of a letter whose "I." is the report
    title: Title | None
    signatures: Signatures | None


def find_title(lines: Sequence[Block], head: Letterhead, subject: Claim | None) -> Title | None:
    """The first title line below the letterhead that fits what the subject line says.

    It may be broken over three lines and carry a number of its own. One that only says "Geannoteerde agenda" is taken
    where no other names its Council.
    """
    near = head.letter_date or head.page_date
    first = head.body if any(one.labelled for one in head.subjects) or head.body > head.begin else head.begin
    bare: Title | None = None
    for at in range(first, len(lines)):
        if not _may_be_title(lines[at].text):
            continue
        title = _title_at(lines, at, near)
        if title is not None and _fits(title.claim, subject):
            return title
        if (
            bare is None
            and lines[at].kind is BlockKind.PARAGRAPH
            and _BARE.match(fold(lines[at].text[:_LONGEST_TITLE]))
        ):
            claim = replace(line_claim(ClaimSource.TITLE, lines[at].text, near, at), weight=_OF_BARE_TITLE)
            bare = Title(claim, None, at, at + 1)
    return bare


def _may_be_title(text: str) -> bool:
    """A quick look, for every line of a letter: it is short and has one of the words that name a kind."""
    return len(text) <= _LONGEST_TITLE and any(word in text.lower() for word in _TITLE_WORDS)


def divide(lines: Sequence[Block], head: Letterhead, title: Title | None) -> Regions:
    """The parts of the letter."""
    if title is not None:
        return _with_title(lines, head, title)
    signed = find_signatures(lines[head.body :])
    begin, end = (head.body + signed.begin, head.body + signed.end) if signed else (len(lines), len(lines))
    body, rest = lines[head.body : begin], lines[end:]
    opening = _opening(body)
    if _is_report(rest) and not _has_numbered_items(body[opening:]):  # it follows without a title
        around = (*lines[: head.body], *body[:opening], *lines[begin:end])
        return Regions(tuple(around), tuple(body[opening:]), tuple(rest), (), None, signed)
    if _hands_over(body[:opening]) and not _has_numbered_items(body[opening:]):
        around = (*lines[: head.body], *body[:opening], *lines[begin:end], *rest)
        return Regions(tuple(around), tuple(body[opening:]), (), (), None, signed)
    around = (*lines[: head.body], *lines[begin:end])
    return Regions(tuple(around), (), (*body, *rest), (), None, signed)


def _with_title(lines: Sequence[Block], head: Letterhead, title: Title) -> Regions:
    cover, below = lines[: title.begin], lines[title.end :]
    signed = find_signatures(cover[head.body :]) if title.begin > head.body else None
    start = min(head.body, title.begin)
    stop, end = (start + signed.begin, start + signed.end) if signed else (title.begin, title.begin)
    body = lines[start:stop]
    opening = _opening(body)
    around = [*lines[:start], *body[:opening], *lines[stop:end]]
    side = [*body[opening:], *lines[end : title.begin]]
    if signed is None and (closing := _signed_at_end(below)) is not None:
        signed = closing
        around += below[closing.begin : closing.end]
        below = [*below[: closing.begin], *below[closing.end :]]
    report_end = _end_of_report(below, title)
    return Regions(tuple(around), tuple(side), tuple(below[:report_end]), tuple(below[report_end:]), title, signed)


def _title_at(lines: Sequence[Block], at: int, near: date | None) -> Title | None:
    block = lines[at]
    if len(block.text) > _LONGEST_TITLE:
        return None
    labelled = read_label(block.text)
    text = labelled.title if labelled and labelled.stopped else block.text
    if block.kind is not BlockKind.PARAGRAPH or not _TITLE.match(fold(text)) or len(text) > _LONGEST_TITLE:
        return None
    return _longest(lines, at, labelled if text != block.text else None, near)


def _longest(lines: Sequence[Block], at: int, labelled: Labelled | None, near: date | None) -> Title | None:
    """The title with as many of the following lines as belong to it: until it names Council and day."""
    found: Title | None = None
    for end in range(at + 1, min(at + _TITLE_LINES, len(lines)) + 1):
        if end > at + 1 and (lines[end - 1].kind is not BlockKind.PARAGRAPH or is_prose(lines[end - 1])):
            break
        if end > at + 1 and found is not None and not _continues(lines[end - 1]):
            break
        first = labelled.title if labelled else lines[at].text
        text = " ".join([first, *(block.text for block in lines[at + 1 : end])])
        said = line_claim(ClaimSource.TITLE, text, near, at)
        if len(text) > _LONGEST_TITLE or (text.endswith((".", ";")) and has_verb(text)):
            break
        if said.formation is None:
            continue
        found = Title(said, labelled, at, end)
        if said.dates:
            break
    return found


def _continues(block: Block) -> bool:
    """A line that only adds the days: "5 en 7 maart 2025"."""
    labelled = read_label(block.text)
    days = re.match(r"^(d\.d\. |op |van |te |in |, )?\d", fold(block.text))
    return bool(days) and not (labelled and labelled.stopped)


def _fits(title: Claim, subject: Claim | None) -> bool:
    if title.kind is None or title.formation is None:
        return False
    if subject is None or subject.formation is None:
        return True
    return title.formation.dossier == subject.formation.dossier and subject.kind in (None, title.kind)


def _opening(body: Sequence[Block]) -> int:
    """How many blocks the letter opens with before its first heading."""
    headings = [heading for heading in find_headings(body) if heading.at > 0 and not _addresses(heading.text)]
    return headings[0].at if headings else len(body)


def _addresses(text: str) -> bool:
    return fold(text).startswith(("geachte", "aan de voorzitter"))


def _is_report(rest: Sequence[Block]) -> bool:
    """What stands behind the signatures is more than a closing line: headings with text under them."""
    return len(rest) >= _LEAST_BEHIND and bool(find_headings(rest)) and any(is_prose(block) for block in rest)


def _hands_over(opening: Sequence[Block]) -> bool:
    """The first sentences say that the report is handed over, so it stands elsewhere."""
    words = {word.strip(",.") for block in opening[:_OPENING_SENTENCES] for word in fold(block.text).split()}
    return bool(words & genre().hands_over)


def _has_numbered_items(body: Sequence[Block]) -> bool:
    return len(place_numbers(find_headings(body)).headings) > 1


def _signed_at_end(report: Sequence[Block]) -> Signatures | None:
    """Signatures under the report itself, with no text behind them."""
    begin = max(len(report) - _SIGNED_NEAR_END, 0)
    found = find_signatures(report[begin:])
    if found is None or any(is_prose(block) for block in report[begin + found.end :]):
        return None
    return Signatures(begin + found.begin, begin + found.end, found.signatories)


def _end_of_report(lines: Sequence[Block], title: Title) -> int:
    """Where a heading takes up the title's own row of numbers: "II." behind "I. Verslag van de Raad"."""
    own = title.labelled.readings if title.labelled else ()
    begun: set[str] = set()
    for heading in find_headings(lines):
        for label in heading.labelled.readings if heading.labelled else ():
            if label.scheme not in begun and any(label.follows(mine, 0) for mine in own):
                return heading.at
            if label.first:
                begun.add(label.scheme)
    return len(lines)


def sentence_claims(lines: Sequence[Block], begin: int, near: date | None) -> list[Claim]:
    """What the letter's first sentences, from block `begin` on, say of kind, Council and days."""
    found = []
    for at in range(begin, min(begin + _OPENING_BLOCKS, len(lines))):
        text = _gone_on(lines, at)
        for start, end in sentence_spans(text):
            said = sentence_claim(text[start:end], near, at)
            if said is not None:
                found.append(said)
    return found


def _gone_on(lines: Sequence[Block], at: int) -> str:
    """The text of a block, with those behind it where it ends in the middle of a sentence."""
    text = lines[at].text
    for block in lines[at + 1 : at + _OPENING_SENTENCES]:
        full = len(text) >= _FULL_LINE and not text.endswith((*ENDS, ","))
        if block.kind is not BlockKind.PARAGRAPH or not (clings(text) or full or block.text[:1].islower()):
            break
        text = f"{text} {block.text}"
    return text
