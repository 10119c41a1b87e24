"""What stands on every page and is no text, and pages whose text runs in columns."""

import re
from collections import Counter
from itertools import groupby, zip_longest

from briefings.reading.blocks import CELL
from briefings.reading.formats.pdf.lines import Page, PdfLine
from briefings.reading.genre import is_part

_EDGE_LINES = 3  #: lines at the top and at the bottom that may be furniture
_PAGE_NUMBER = re.compile(
    r"^(?:pagina|blad|p\.)?\s*[-–]?\s*\d{1,4}\s*[-–]?\s*(?:(?:van|/)\s*\d{1,4})?$|^\d?pagina ?\d{1,4} ?van ?\d{1,4}$",
    re.IGNORECASE,
)
_NOTE = re.compile(r"^\d{1,3}[.)]?\s+\S")
_HEADING = re.compile(r"^(?:\d{1,2}|[a-z]|[IVX]{1,5})(?:\.\d{1,2})*[.)]\s+\S")
_SENTENCE = re.compile(r"^[A-Z].{40,}[a-z][.!?]$")
_IMPRINT = re.compile(
    r"^(?:kst-[\w-]+|ISSN \d{4} ?- ?\d{3}[\dX]|[’']s-Gravenhage \d{4}.*|[TE]\w+ Kamer, vergaderjaar \d{4}.*)$"
)
_SMALLER = 0.85  #: times the height of the text
_LONG = 40  #: characters of a line that shows how wide the text is
_USUAL = 0.95  #: of such lines end before its edge
_APART = 1.6  #: times the height: more space than between the lines of a text
_SAME_ROW = 0.35  #: times the height: lines whose feet lie as close stand beside each other
_FEWEST_ROWS = 4  #: rows split at one place that make columns
_GUTTER = 25.0  #: points within which those places lie
_NARROWEST = 120.0  #: points; a narrower column holds numbers or cells
_FULL = 0.75  #: of a column: a line of running text is at least as wide


def without_furniture(pages: list[Page]) -> list[Page]:
    """The pages without running headers, footers and page numbers, in reading order."""
    seen = Counter(key for page in pages for key in {_key(line) for line in _edges(page)})
    enough = max(2, len(pages) // 3)
    kept = []
    for page in pages:
        running = {id(line) for line in _edges(page) if _is_running(line, seen, enough)}
        gone = _outermost(page, running)
        kept.append([line for line in page if id(line) not in gone and not _IMPRINT.match(line.text)])
    return [_in_order(page) for page in kept]


def take_asides(pages: list[Page]) -> tuple[list[Page], list[PdfLine]]:
    """The pages without what stands in small print beside their text, as ministries print sender and reference."""
    lines = [line for page in pages for line in page]
    heights: Counter[float] = Counter()
    for line in lines:
        heights[round(line.height * 2) / 2] += len(line.text)
    usual = heights.most_common(1)[0][0] if heights else 0.0
    text = [line for line in lines if line.height >= _SMALLER * usual and line.cells == 1]
    rights = sorted(line.right for line in text if len(line.text) >= _LONG)
    if not rights:
        return pages, []
    edge = rights[int(len(rights) * _USUAL)]
    beside = {id(line) for line in lines if line.height < _SMALLER * usual and line.left >= edge - usual}
    kept = [[line for line in page if id(line) not in beside] for page in pages]
    return kept, [line for line in lines if id(line) in beside]


def _outermost(page: Page, running: set[int]) -> set[int]:
    """The running lines at either edge, up to the last that stands apart from what follows it.

    Two pages may begin with the same lines of text; these do not stand apart from the text below them.
    """
    gone: set[int] = set()
    downwards = sorted(page, key=lambda line: -line.bottom)
    for lines in (downwards, downwards[::-1]):
        together: list[int] = []
        for line, following in zip_longest(lines, lines[1:]):
            if id(line) not in running:
                break
            together.append(id(line))
            if following is None or abs(line.bottom - following.bottom) > _APART * line.height:
                gone.update(together)
    return gone


def _edges(page: Page) -> list[PdfLine]:
    """The lines nearest to the top and the bottom."""
    by_height = sorted(page, key=lambda line: line.bottom)
    return [*by_height[:_EDGE_LINES], *by_height[-_EDGE_LINES:]]


def _key(line: PdfLine) -> tuple[str, int]:
    """A running line is the same text, but for its numbers, at the same height.

    One that begins with a number may be a note ("2 Kamerstukken II …"): it must be the same to the digit.
    """
    text = line.text if _NOTE.match(line.text) or line.marks else re.sub(r"\d+", "#", line.text)
    return text, round(line.bottom / 4)


def _is_running(line: PdfLine, seen: Counter[tuple[str, int]], enough: int) -> bool:
    """A line at the edge that other pages have too, or a page number.

    A bold numbered line and the name of a part are headings, even where two pages begin with the same one; a line with
    a whole sentence is text, even where two pages end with the same one.
    """
    if (line.bold and _HEADING.match(line.text)) or is_part(line.text) or _SENTENCE.match(line.text):
        return False
    text, height = _key(line)
    times = max(seen[text, height + step] for step in (-1, 0, 1))
    return times >= enough or bool(_PAGE_NUMBER.match(line.text))


def _in_order(page: Page) -> Page:
    """Columns one after the other; rows of a table as one line each; a heading drawn last stands first."""
    below = len(page)
    while below > 1 and page[below - 1].bottom > max(line.bottom for line in page[: below - 1]):
        below -= 1
    rows = [list(row) for row in _rows([*page[below:], *page[:below]])] if below > 1 else [[line] for line in page]
    starts = [line.left for row in rows for line in row[1:]]
    if len(starts) < _FEWEST_ROWS:
        return [line for row in rows for line in _as_cells(row)]
    gutter = Counter(round(start / _GUTTER) for start in starts).most_common(1)[0]
    split = [row for row in rows if len(row) == 2 and abs(row[1].left / _GUTTER - gutter[0]) <= 1]  # noqa: PLR2004
    if len(split) < _FEWEST_ROWS or not _running_text(split):
        return [line for row in rows for line in _as_cells(row)]
    return list(_by_column(rows, split))


def _rows(page: Page) -> list[list[PdfLine]]:
    """Lines that follow each other and stand on one level."""
    rows: list[list[PdfLine]] = []
    for line in page:
        last = rows[-1][-1] if rows else None
        if last and abs(last.bottom - line.bottom) < _SAME_ROW * line.height and line.left > last.right:
            rows[-1].append(line)
        else:
            rows.append([line])
    return rows


def _running_text(rows: list[list[PdfLine]]) -> bool:
    """Most lines fill their column, as in a text; the cells of a table seldom do."""
    left = max(row[0].right for row in rows) - min(row[0].left for row in rows)
    if left < _NARROWEST:
        return False
    full = sum(row[0].right - row[0].left >= _FULL * left for row in rows)
    return full >= len(rows) * 0.6


def _by_column(rows: list[list[PdfLine]], split: list[list[PdfLine]]) -> Page:
    """Bands of two columns, between lines that run over the whole width."""
    two = {id(row) for row in split}
    middle = min(row[1].left for row in split)
    ordered: Page = []
    for in_columns, band in groupby(rows, key=lambda row: id(row) in two or row[0].left >= middle - 1):
        lines = [line for row in band for line in row]
        if in_columns:
            lines.sort(key=lambda line: line.left >= middle - 1)
        ordered += lines
    return ordered


def _as_cells(row: list[PdfLine]) -> list[PdfLine]:
    if len(row) == 1:
        return row
    marks = []
    text = ""
    for line in row:
        text += CELL if text else ""
        marks += [(marker, len(text) + at) for marker, at in line.marks]
        text += line.text
    return [row[0]._replace(text=text, right=row[-1].right, marks=tuple(marks), cells=len(row))]
