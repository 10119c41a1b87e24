"""Lines of pages -> paragraphs."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise, zip_longest

from briefings.reading.blocks import Block, BlockKind, Look, NoteMark, bullet
from briefings.reading.formats.pdf.lines import Page, PdfLine
from briefings.reading.genre import is_chrome, is_closing
from briefings.reading.wrapping import ENDS, join, known_words

_LEADING = 1.6  #: times the height of its font: more than this lies between paragraphs
_WIDER = 1.35  #: times the usual distance between lines: space between paragraphs
_SLACK = 1.3  #: times the guessed width of a word that would not have fitted
_INDENT = 0.8  #: times the height
_BULLET = re.compile(r"^(?:[•◦▪·‣●○■]|[\ue000-\uf8ff]|[-–*](?=\s)|o(?=\s))\s*")
_LABEL = re.compile(r"^(?:\d{1,2}(?:\.\d{1,2})*[a-z]?[.)]|[IVXivx]{1,5}[.)]|[A-Za-z][.)])\s")
_DEEPEST = 90  #: points by which the inner lists of a column may stand in
_COLUMN = 40.0  #: points by which the lines of a column may stand in
_ENOUGH = 8  #: lines on a page that show how wide its text is
_NARROW = 300.0  #: points; in a narrower column any line may be short
_SHORT = 0.7  #: of the width of the text
_USUAL = 0.95  #: of the lines end before the edge


def to_paragraphs(pages: Sequence[Page]) -> Iterator[Block]:
    """The paragraphs of the pages; one that runs over a page end is put together."""
    lines = [(number, line) for number, page in enumerate(pages) for line in page]
    if not lines:
        return
    pitch = _pitch(lines)
    words = known_words([line.text for _, line in lines]) if any(line.broken for _, line in lines) else frozenset()
    edges = _Edges(lines)
    indents = sorted({round(line.left) for _, line in lines if _BULLET.match(line.text)})
    paragraph: list[PdfLine] = []
    gap = False
    last: tuple[int, PdfLine] | None = None
    for (number, line), coming in zip_longest(lines, (line for _, line in lines[1:])):
        alone = last is not None and _stands_alone(last[1], line, coming, edges.of(number, line))
        if last is not None and not alone and _continues(last, (number, line), paragraph, pitch, edges):
            paragraph.append(line)
        else:
            if paragraph:
                yield _block(paragraph, words, gap=gap, indents=indents)
            gap = last is None or _apart(last, (number, line), pitch)
            paragraph = [line]
        last = (number, line)
    yield _block(paragraph, words, gap=gap, indents=indents)


def _pitch(lines: Sequence[tuple[int, PdfLine]]) -> float:
    """The usual distance between two lines of a paragraph; what lies further apart has space between."""
    steps: Counter[float] = Counter()
    close: Counter[float] = Counter()
    for (page, line), (following_page, following) in pairwise(lines):
        step = line.bottom - following.bottom
        if page == following_page and 0 < step < 4 * line.height:
            steps[round(step * 2) / 2] += 1
            close[round(step * 2) / 2] += step <= _LEADING * line.height
    steps = +close or steps
    return steps.most_common(1)[0][0] if steps else 0.0


def _apart(last: tuple[int, PdfLine], here: tuple[int, PdfLine], pitch: float) -> bool:
    """More space than usual lies between the two; nothing is known across a page end."""
    return last[0] == here[0] and last[1].bottom - here[1].bottom > _WIDER * max(pitch, 1.0)


def _stands_alone(before: PdfLine, line: PdfLine, coming: PdfLine | None, edge: float) -> bool:
    """A heading: a short line behind a sentence that is not gone on with. Or what follows a closing."""
    if is_closing(before.text) or is_chrome(line.text):
        return True
    if coming is None or not before.text.endswith(ENDS) or line.text.endswith((*ENDS, ",")) or line.broken:
        return False
    wide = edge - line.left
    short = wide > _NARROW and line.right - line.left < _SHORT * wide
    return short and line.text[0].isupper() and (coming.text[:1].isupper() or coming.text[:1].isdigit())


def _continues(
    last: tuple[int, PdfLine],
    here: tuple[int, PdfLine],
    paragraph: Sequence[PdfLine],
    pitch: float,
    edges: "_Edges",
) -> bool:
    """The line belongs to the paragraph: its first word would not have fitted on the line before."""
    before, line = last[1], here[1]
    if before.broken:
        return True
    if before.cells > 1 or line.cells > 1 or _BULLET.match(line.text) or _LABEL.match(line.text):
        return False
    if _apart(last, here, pitch) or (before.bold, before.italic) != (line.bold, line.italic):
        return False
    if abs(before.height - line.height) > 0.12 * before.height:
        return False
    turned = last[0] != here[0] or line.bottom > before.bottom  # a new page or column
    edge = edges.of(last[0], before)
    if not turned and len(paragraph) > 1 and abs(line.left - paragraph[-1].left) > _INDENT * line.height:
        return False
    word = line.text.split(" ", 1)[0]
    width = (line.right - line.left) / max(len(line.text), 1) * (len(word) + 1)
    if line.text[0].islower() and (turned or not before.text.endswith(ENDS)):
        return True
    return before.right + _SLACK * width > edge


class _Edges:
    """How far to the right the lines of a column go: of its page, or of all pages where a page has few."""

    def __init__(self, lines: Sequence[tuple[int, PdfLine]]) -> None:
        self._rights: dict[tuple[int | None, int], list[float]] = {}
        for number, line in lines:
            for page in (number, None):
                self._rights.setdefault((page, round(line.left / _COLUMN)), []).append(line.right)
        self.of_bucket = cache(self._of_bucket)

    def of(self, page: int, line: PdfLine) -> float:
        """The right edge of the text that `line` belongs to."""
        return self.of_bucket(page, round(line.left / _COLUMN))

    def _of_bucket(self, page: int | None, bucket: int) -> float:
        rights = [r for at in (bucket - 1, bucket, bucket + 1) for r in self._rights.get((page, at), ())]
        if page is not None and len(rights) < _ENOUGH:
            return self.of_bucket(None, bucket)
        return sorted(rights)[int(len(rights) * _USUAL)]


def _block(lines: Sequence[PdfLine], words: frozenset[str], *, gap: bool, indents: Sequence[int]) -> Block:
    text, begins = join([f"{line.text}-" if line.broken else line.text for line in lines], words)
    marks = [
        NoteMark(marker, begin + place)
        for line, begin in zip(lines, begins, strict=True)
        for marker, place in line.marks
    ]
    first = lines[0]
    look = Look(
        None,
        all(line.bold for line in lines),
        False,
        all(line.italic for line in lines),
        round(first.height * 2) / 2,
    )
    bulleted = _BULLET.match(text)
    if bulleted and first.cells == 1:
        depth = sum(0 < round(first.left) - 2 - indent < _DEEPEST for indent in _levels(indents))
        before = f"{bullet(depth)} "
        shift = len(before) - bulleted.end()
        marks = [NoteMark(mark.marker, max(mark.offset + shift, 0)) for mark in marks]
        return Block(before + text[bulleted.end() :], gap, tuple(marks), look, BlockKind.LIST_ITEM)
    form = BlockKind.TABLE_ROW if first.cells > 1 else BlockKind.PARAGRAPH
    return Block(text, gap, tuple(marks), look, form)


def _levels(indents: Sequence[int]) -> list[int]:
    """The different indents of bullets, those within a few points taken as one."""
    levels: list[int] = []
    for indent in indents:
        if not levels or indent > levels[-1] + 6:
            levels.append(indent)
    return levels
