"""Text exports of a letter."""

import re

from briefings.reading.blocks import Block, Blocks, NoteMark
from briefings.reading.footnotes import take_marks, take_notes

_BOOKMARK = re.compile(r"\[bookmark: [^\]\n]*\]")
_SPACES = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2007": " ", "\t": " ", "\u00ad": None, "\ufeff": None})
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def read_plain(data: bytes) -> Blocks:
    """The lines of a text in UTF-8, UTF-16 with its mark, or Windows-1252."""
    text = _BOOKMARK.sub("", _decode(data).replace("\r\n", "\n").replace("\r", "\n").translate(_SPACES))
    text, notes = take_notes(_CONTROL.sub("", text))
    return Blocks(tuple(_lines(text)), notes)


def _decode(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _lines(text: str) -> list[Block]:
    blocks: list[Block] = []
    gap = False
    for raw in text.split("\n"):
        line, marks = take_marks(raw)
        indent = len(line) - len(line.lstrip())
        stripped = line.strip()
        if not stripped:
            gap = True
            continue
        places = tuple(NoteMark(mark.marker, min(max(mark.offset - indent, 0), len(stripped))) for mark in marks)
        blocks.append(Block(stripped, gap, places))
        gap = False
    return blocks
