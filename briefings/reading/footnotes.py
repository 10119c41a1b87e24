"""Footnotes as text exports of Word write them: `[footnoteRef:1]` in the text, `[1: the note]` after it."""

import re

from briefings.reading.blocks import NoteMark

_BODY = re.compile(r" ?\[(\d{1,3}):\s+(.{0,5000}?)\]", re.DOTALL)
_MARK = re.compile(r"\[footnoteRef:(\d{1,3})\]")


def take_notes(text: str) -> tuple[str, dict[str, str]]:
    """`text` without the bodies of its notes, and the bodies by marker. A body may run over lines.

    Only what a mark refers to is a note: any other text in brackets stays where it is.
    """
    marked = set(_MARK.findall(text))
    notes: dict[str, str] = {}

    def take(match: re.Match[str]) -> str:
        if match[1] not in marked:
            return match[0]
        notes[match[1]] = " ".join(match[2].split())
        return ""

    return _BODY.sub(take, text), notes


def take_marks(line: str) -> tuple[str, tuple[NoteMark, ...]]:
    """`line` without its marks, and where each of them stood."""
    marks: list[NoteMark] = []
    pieces: list[str] = []
    length = end = 0
    for match in _MARK.finditer(line):
        piece = line[end : match.start()]
        pieces.append(piece)
        length += len(piece)
        marks.append(NoteMark(match[1], length))
        end = match.end()
    return "".join((*pieces, line[end:])), tuple(marks)
