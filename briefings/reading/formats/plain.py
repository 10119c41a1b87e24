"""Text exports of a letter."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from briefings.reading.blocks import BULLETS, SPACES, Block, BlockKind, Blocks, NoteMark
from briefings.reading.footnotes import take_printed_notes, take_tool_marks, take_tool_notes
from briefings.reading.genre import is_chrome, is_closing
from briefings.reading.wrapping import (
    continues,
    is_spaced,
    join,
    known_words,
    loose_width,
    surely_continues,
    wrap_width,
)

_BOOKMARK = re.compile(r"\[bookmark: [^\]\n]{0,200}\]")
_SPACES = str.maketrans(SPACES | {"\ufeff": None})
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_BULLET = re.compile(r"^[-–•*◦▪·‣]\s+(?=\S)")


_HANGING = 8  #: spaces by which a wrapped line may stand in


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    indent: int
    after_gap: bool


def read_plain(data: bytes) -> Blocks:
    """The paragraphs of a text in UTF-8, UTF-16 with its mark, or Windows-1252."""
    text = _decode(data).replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\n").translate(_SPACES)
    text, notes = take_tool_notes(_CONTROL.sub("", _BOOKMARK.sub("", text)))
    blocks = [_block(line) for line in _unwrapped(list(_lines(text)))]
    if notes:
        return Blocks(tuple(blocks), notes)
    return Blocks(*_with_printed_notes(blocks))


def _decode(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _lines(text: str) -> Sequence[_Line]:
    lines: list[_Line] = []
    gap = False
    for raw in text.split("\n"):
        stripped = raw.strip()
        if stripped:
            lines.append(_Line(stripped, len(raw) - len(raw.lstrip()), gap))
        gap = not stripped
    return lines


def _unwrapped(lines: list[_Line]) -> list[_Line]:
    texts, gaps = [line.text for line in lines], [line.after_gap for line in lines]
    width = wrap_width(texts) or loose_width(texts, gaps)
    words = known_words([line.text for line in lines])
    spaced = width is not None and is_spaced(texts, gaps, width)
    paragraphs: list[list[_Line]] = []
    for line, after in zip_longest(lines, lines[1:]):
        coming = after.text if after and not after.after_gap else ""
        if paragraphs and not line.after_gap and _goes_on(paragraphs[-1], line, coming, width, spaced=spaced):
            paragraphs[-1].append(line)
        else:
            paragraphs.append([line])
    return [replace(lines[0], text=join([line.text for line in lines], words)[0]) for lines in paragraphs]


def _goes_on(paragraph: list[_Line], line: _Line, coming: str, width: int | None, *, spaced: bool) -> bool:
    if is_chrome(line.text) or is_closing(paragraph[-1].text) or _is_whole_chrome(paragraph[-1].text):
        return False
    if width is None or _leads_on(paragraph[-1].text, line.text):
        return surely_continues(paragraph[-1].text, line.text)
    if line.indent >= paragraph[0].indent + _HANGING:  # as web pages are printed
        return True
    return continues(paragraph[-1].text, line.text, coming, width, first=len(paragraph) == 1, spaced=spaced)


def _is_whole_chrome(line: str) -> bool:
    """A line of the site around the letter that is not broken off."""
    return is_chrome(line) and line.endswith((".", "|", ")", ":"))


def _leads_on(line: str, following: str) -> bool:
    """A word such as "in" at its end leads on, however short the line."""
    return following[0].isupper() and surely_continues(line, following)


def _block(line: _Line) -> Block:
    text, marks = take_tool_marks(line.text)
    stripped = text.strip()
    lead = len(text) - len(text.lstrip())
    places = tuple(NoteMark(mark.marker, min(max(mark.offset - lead, 0), len(stripped))) for mark in marks)
    bulleted = stripped.startswith(BULLETS) or _BULLET.match(stripped)
    return Block(stripped, line.after_gap, places, kind=BlockKind.LIST_ITEM if bulleted else BlockKind.PARAGRAPH)


def _with_printed_notes(blocks: list[Block]) -> tuple[tuple[Block, ...], dict[str, str]]:
    kept, notes = take_printed_notes(blocks)
    return tuple(kept), notes
