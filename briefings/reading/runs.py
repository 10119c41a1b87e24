"""Text in pieces with a look each, as Word, OpenDocument and web pages have it -> blocks."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from briefings.reading.blocks import CELL, PLAIN, SPACES, Block, BlockKind, Look, NoteMark

_SPACES = str.maketrans(SPACES | {"\n": " ", "\r": " "})


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text with one look; with `note`, the mark of a footnote and no text; with `breaks`, a new line."""

    text: str = ""
    look: Look = PLAIN
    note: str | None = None
    breaks: bool = False


def to_blocks(
    runs: Iterable[Run], *, after_gap: bool, form: BlockKind = BlockKind.PARAGRAPH, level: int | None = None
) -> list[Block]:
    """The runs of one paragraph as blocks: one for each line that the writer broke by hand."""
    blocks: list[Block] = []
    line: list[Run] = []
    for run in [*runs, Run(breaks=True)]:
        if not run.breaks:
            line.append(run)
            continue
        block = _block(line, after_gap=after_gap and not blocks, form=form, level=level)
        if block is not None:
            blocks.append(block)
        line = []
    return blocks


def table_rows(cells: Sequence[list[Block]], *, after_gap: bool) -> list[Block]:
    """A row of a table as one block, its cells joined; where only one cell is filled, the blocks of that cell."""
    filled = [cell for cell in cells if cell]
    if len(filled) <= 1:
        return [block for cell in filled for block in cell]
    text = ""
    marks: list[NoteMark] = []
    for number, cell in enumerate(cells):
        text += CELL if number else ""
        for index, block in enumerate(cell):
            text += " " if index else ""
            marks.extend(NoteMark(mark.marker, len(text) + mark.offset) for mark in block.marks)
            text += block.text
    stripped = text.strip()
    lead = len(text) - len(text.lstrip())
    places = tuple(NoteMark(mark.marker, min(max(mark.offset - lead, 0), len(stripped))) for mark in marks)
    return [Block(stripped, after_gap, places, kind=BlockKind.TABLE_ROW)]


def _block(runs: list[Run], *, after_gap: bool, form: BlockKind, level: int | None) -> Block | None:
    text = ""
    marks: list[tuple[str, int]] = []
    weights: Counter[Look] = Counter()
    for run in runs:
        if run.note is not None:
            marks.append((run.note, len(text)))
            continue
        piece = " ".join(f"|{run.text.translate(_SPACES)}|".split())[1:-1]
        if piece.startswith(" ") and (not text or text.endswith(" ")):
            piece = piece[1:]
        text += piece
        weights[run.look] += len(piece.strip())
    stripped = text.rstrip()
    if not stripped:
        return None
    places = tuple(NoteMark(marker, min(offset, len(stripped))) for marker, offset in marks)
    return Block(stripped, after_gap, places, _whole(weights, level), form)


def _whole(weights: Counter[Look], level: int | None) -> Look:
    """The look that every piece shares, in the size of most of it."""
    looks = [look for look, weight in weights.items() if weight] or [PLAIN]
    return Look(
        level=level,
        bold=all(look.bold for look in looks),
        underlined=all(look.underlined for look in looks),
        italic=all(look.italic for look in looks),
        size=weights.most_common(1)[0][0].size if weights else 0.0,
    )
