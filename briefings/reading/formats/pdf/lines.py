r"""Lines of a pdf with their place and look, from pdfium.

pdfium gives a page's text in the order it was drawn, a line end as "\r\n", a word broken by a hyphen as U+FFFE.
Its rectangles are runs of one font on one line: a line of one rectangle has no raised digits and no columns, so
only the other lines are looked at character by character.
"""

import ctypes
import math
import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

import pypdfium2 as pdfium
from pypdfium2 import raw

from briefings.reading.blocks import SPACES

_PIECE = re.compile(r"[^\r\n\ufffe]+")
_BOLD = re.compile(r"bold|black|heavy|semibold|demi", re.IGNORECASE)
_ITALIC = re.compile(r"italic|oblique", re.IGNORECASE)
_BOLD_WEIGHT = 600
_SMALL = 0.82  #: times the height of the line: a raised digit
_COLUMN_GAP = 1.8  #: times the height of the line: more space than between words
_SCALED = 4.0  #: points; no letter is set in so small a font
_SAME_LINE = 0.45  #: times the height
_TAB = 6.0  #: times the height: between the number of a heading and its text
_LABEL = re.compile(r"^(?:\(?\w{1,4}[.)]|\d{1,2}(?:\.\d{1,2}){1,3}\.?|[•◦▪·‣●○■o–-]|[\ue000-\uf8ff])$")
_SPACES = str.maketrans(SPACES | {"\u0002": None})


class PdfLine(NamedTuple):
    """A line of text on a page; places in points from the lower left corner. A tuple: a letter has thousands."""

    text: str
    left: float
    right: float
    bottom: float  #: its baseline
    height: float  #: of its font, in points
    bold: bool = False
    italic: bool = False
    broken: bool = False  #: ends in a hyphen that breaks a word
    marks: tuple[tuple[str, int], ...] = ()  #: raised numbers: (number, characters from the start)
    cells: int = 1  #: more: a row of a table, its cells joined


Page = list[PdfLine]


def open_pages(data: bytes) -> list[Page]:
    """The lines of every page in the order they were drawn. Raises PdfiumError."""
    document = pdfium.PdfDocument(data)
    try:
        return [_page(document, number) for number in range(len(document))]
    finally:
        document.close()


def _page(document: pdfium.PdfDocument, number: int) -> Page:
    page = document[number]
    text = page.get_textpage()
    try:
        return _joined(list(_Reader(text).segments()))
    finally:
        text.close()
        page.close()


def _joined(segments: list[PdfLine]) -> Page:
    """Pieces of one line put together: pdfium begins a new line behind a raised digit."""
    lines: Page = []
    for line in segments:
        last = lines[-1] if lines else None
        if last is not None and not last.broken and _beside(last, line):
            shift = len(last.text)
            gap = "" if line.left - last.right < last.height / 6 else " "
            labelled = bool(_LABEL.match(last.text))
            marks = tuple((marker, shift + len(gap) + at) for marker, at in line.marks)
            lines[-1] = last._replace(
                text=f"{last.text}{gap}{line.text}",
                right=line.right,
                broken=line.broken,
                marks=(*last.marks, *marks),
                bold=line.bold if labelled else last.bold and line.bold,
                italic=line.italic if labelled else last.italic and line.italic,
            )
        else:
            lines.append(line)
    return [line for line in lines if line.text or line.marks]


def _beside(last: PdfLine, line: PdfLine) -> bool:
    """On the same line, right behind it; a number or bullet may stand further to the left of its text."""
    if abs(last.bottom - line.bottom) >= _SAME_LINE * max(last.height, line.height):
        return False
    reach = _TAB if _LABEL.match(last.text) else _COLUMN_GAP
    return -1 <= line.left - last.right < reach * last.height


class _Reader:
    """Reads one page; the buffers are made once."""

    def __init__(self, page: pdfium.PdfTextPage) -> None:
        self._page = page
        self._box = raw.FS_RECTF()
        self._matrix = raw.FS_MATRIX()
        self._edges = tuple(ctypes.c_double() for _ in range(4))
        self._name = ctypes.create_string_buffer(128)
        self._flags = ctypes.c_int()
        self._fonts: dict[bytes, tuple[bool, bool]] = {}  #: (bold, italic) by the font's name

    def segments(self) -> Iterator[PdfLine]:
        """The runs of text between line ends, split where columns or cells lie apart."""
        text = self._page.get_text_range()
        if len(text) != self._page.count_chars():  # characters beyond the basic plane: count them as pdfium does
            text = "".join(self._char(at) for at in range(self._page.count_chars()))
        for match in _PIECE.finditer(text):
            if match[0].strip():
                broken = text[match.end() : match.end() + 1] == "\ufffe"
                yield from self._lines(match[0], match.start(), broken=broken)

    def _lines(self, text: str, at: int, *, broken: bool) -> Iterator[PdfLine]:
        at += len(text) - len(text.lstrip())
        text = text.strip()
        rects = self._rects(at, len(text))
        box = self._height(at)
        if not rects or box is None:
            return
        bottom, height = box
        bold, italic = self._font(at)
        if len(rects) > 1:
            last = at + len(text) - 1
            tall = self._height(last)
            if tall is not None and tall[1] > height:
                bottom, height = tall
            also_bold, also_italic = self._font(last)
            bold, italic = bold and also_bold, italic and also_italic
            cut = self._cut(text, at, rects, height)
            if cut is not None:
                yield from self._lines(text[:cut], at, broken=False)
                yield from self._lines(text[cut:], at + cut, broken=broken)
                return
        line = PdfLine(text, rects[0][0], max(right for _, right in rects), bottom, height, bold, italic, broken)
        yield self._cleaned(line, at, raised=len(rects) > 1)

    def _cut(self, text: str, at: int, rects: list[tuple[float, float]], height: float) -> int | None:
        """Where the text jumps over a gap wider than a space: the index of the first character behind it."""
        gaps = [following[0] for here, following in pairwise(rects) if following[0] - here[1] > _COLUMN_GAP * height]
        if not gaps:
            return None
        for match in re.finditer(r"(?<=\s)\S", text):
            left = self._left(at + match.start())
            if left is not None and left >= gaps[0] - height / 3:
                return match.start()
        return None

    def _cleaned(self, line: PdfLine, at: int, *, raised: bool) -> PdfLine:
        """The line without its raised numbers, and with plain spaces."""
        marks: list[tuple[str, int]] = []
        pieces: list[str] = []
        end = length = 0
        for match in re.finditer(r"\d+", line.text) if raised else ():
            small = [place for place in range(*match.span()) if self._is_raised(at + place, line)]
            if not small:
                continue
            start, stop = small[0], small[-1] + 1
            pieces.append(line.text[end:start])
            length += start - end
            marks.append((line.text[start:stop], length))
            end = stop
        text = "".join((*pieces, line.text[end:])).translate(_SPACES)
        if not marks:
            return line if text == line.text else line._replace(text=text)
        stripped, lead = text.strip(), len(text) - len(text.lstrip())
        places = tuple((marker, min(max(at - lead, 0), len(stripped))) for marker, at in marks)
        return line._replace(text=stripped, marks=places)

    def _is_raised(self, at: int, line: PdfLine) -> bool:
        box = self._height(at)
        return box is not None and box[1] < _SMALL * line.height and box[0] > line.bottom - 0.2 * line.height

    def _rects(self, at: int, length: int) -> list[tuple[float, float]]:
        """(left, right) of the runs in these characters."""
        left, top, right, bottom = self._edges
        return [
            (left.value, right.value)
            for index in range(raw.FPDFText_CountRects(self._page, at, length))
            if raw.FPDFText_GetRect(self._page, index, left, top, right, bottom)
        ]

    def _height(self, at: int) -> tuple[float, float] | None:
        """(baseline, height of its font) of a character."""
        x, y, *_ = self._edges
        if not raw.FPDFText_GetCharOrigin(self._page, at, x, y):
            return None
        size = raw.FPDFText_GetFontSize(self._page, at)
        if size < _SCALED and raw.FPDFText_GetMatrix(self._page, at, self._matrix):  # as browsers print: size 1, scaled
            size *= math.hypot(self._matrix.c, self._matrix.d) or 1.0
        return y.value, size

    def _left(self, at: int) -> float | None:
        if not raw.FPDFText_GetLooseCharBox(self._page, at, self._box):
            return None
        return float(self._box.left)

    def _font(self, at: int) -> tuple[bool, bool]:
        """(bold, italic) of a character."""
        raw.FPDFText_GetFontInfo(self._page, at, self._name, len(self._name), self._flags)
        key = self._name.value
        if key not in self._fonts:
            name = key.decode("latin-1")
            heavy = raw.FPDFText_GetFontWeight(self._page, at) >= _BOLD_WEIGHT
            self._fonts[key] = bool(_BOLD.search(name)) or heavy, bool(_ITALIC.search(name))
        return self._fonts[key]

    def _char(self, at: int) -> str:
        try:
            char = chr(raw.FPDFText_GetUnicode(self._page, at))
            char.encode()
        except (ValueError, OverflowError):  # no character: half of a pair, or damaged
            return " "
        return char
