"""Notes at the foot of a page, joined to their marks."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from briefings.reading.formats.pdf.lines import Page, PdfLine
from briefings.reading.wrapping import join

_SMALLER = 0.93  #: times the height of the text
_NUMBERED = re.compile(r"^(?P<number>\d{1,3})[.)]?\s+(?P<text>\S.*)$")


@dataclass(slots=True)
class _Note:
    page: int
    number: str
    lines: list[str]
    marker: str = ""


def take_notes(pages: list[Page]) -> tuple[list[Page], dict[str, str]]:
    """The pages without the notes at their foot, and these by marker.

    Where each page counts its notes from 1 they get numbers of their own. A raised number without a note goes
    back into the text.
    """
    usual = _usual_height(pages)
    lowest = min((line.bottom for page in pages for line in page), default=0.0)
    notes: list[_Note] = []
    bodies: list[Page] = []
    for number, page in enumerate(pages):
        begin = _foot(page, usual, lowest)
        _collect(page[begin:], number, notes)
        bodies.append(page[:begin])
    _name(notes)
    markers: dict[int, dict[str, str]] = {}  #: of each page: its printed numbers -> markers
    for note in notes:
        markers.setdefault(note.page, {})[note.number] = note.marker
    texts = {note.marker: join(note.lines)[0] for note in notes}
    return [_marked(page, markers.get(number, {})) for number, page in enumerate(bodies)], texts


def _usual_height(pages: Sequence[Page]) -> float:
    weights: Counter[float] = Counter()
    for page in pages:
        for line in page:
            weights[round(line.height * 2) / 2] += len(line.text)
    return weights.most_common(1)[0][0] if weights else 0.0


def _foot(page: Page, usual: float, lowest: float) -> int:
    """Index of the first line of the notes: smaller lines from there to the end, the first with a number."""
    begin = len(page)
    while begin and page[begin - 1].height < _SMALLER * usual:
        begin -= 1
    while begin < len(page) and not _number_of(page[begin]):
        begin += 1
    return begin if begin < len(page) else _foot_of_same_size(page, lowest)


def _foot_of_same_size(page: Page, lowest: float) -> int:
    """As `_foot`, of notes as large as the text: all raised numbers of the page begin a line there, in order.

    They stand at the lowest place of any page. A numbered heading has a dot, is bold, or follows no raised number.
    """
    used = [(number, at) for at, line in enumerate(page) for number, place in line.marks if place]
    if not used or page[-1].bottom > lowest + page[-1].height:
        return len(page)
    places: list[int] = []
    for number, mark in used:
        begins = (at for at in range(max(mark + 1, *places, 0), len(page)) if _opens(page[at], number))
        place = next(begins, None)
        if place is None:
            return len(page)
        places.append(place)
    return places[0] if places[0] > used[-1][1] else len(page)


def _opens(line: PdfLine, number: str) -> bool:
    numbered = _number_of(line)
    return numbered is not None and numbered[0] == number and not line.bold and not line.text.startswith(f"{number}.")


def _number_of(line: PdfLine) -> tuple[str, str] | None:
    """The number and text of a line that begins a note."""
    if line.marks and line.marks[0][1] == 0 and line.text:
        return line.marks[0][0], line.text.strip()
    match = _NUMBERED.match(line.text)
    return (match["number"], match["text"]) if match else None


def _collect(lines: Sequence[PdfLine], page: int, notes: list[_Note]) -> None:
    for line in lines:
        numbered = _number_of(line)
        follows = numbered is not None and (not notes or _may_follow(notes[-1], numbered[0], page))
        if numbered is not None and follows:
            notes.append(_Note(page, numbered[0], [numbered[1]]))
        elif notes:
            notes[-1].lines.append(f"{line.text}-" if line.broken else line.text)


def _may_follow(last: _Note, number: str, page: int) -> bool:
    """The next number, or 1 again on a new page; anything else is a line of the note that begins with a number."""
    return int(number) == int(last.number) + 1 or (page > last.page and int(number) in (1, int(last.number) + 1))


def _name(notes: list[_Note]) -> None:
    unique = len({note.number for note in notes}) == len(notes)
    for count, note in enumerate(notes, 1):
        note.marker = note.number if unique else str(count)


def _marked(page: Page, markers: dict[str, str]) -> Page:
    """The lines with the markers of the notes on this page; other raised numbers are text again."""
    return [_with_markers(line, markers) if line.marks else line for line in page]


def _with_markers(line: PdfLine, markers: dict[str, str]) -> PdfLine:
    text, end = "", 0
    kept: list[tuple[str, int]] = []
    for printed, at in line.marks:
        text += line.text[end:at]
        end = at
        if printed in markers:
            kept.append((markers[printed], len(text)))
        else:
            text += printed
    return line._replace(text=text + line.text[end:], marks=tuple(kept))
