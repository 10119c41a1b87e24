"""Footnotes as text exports write them: marked by a tool, in superscript, or as bare digits glued to a word."""

import re
from collections.abc import Mapping, Sequence

from briefings.reading.blocks import Block, NoteMark

_TOOL_NOTE = r"\[(\d{1,3}):\s+(.{0,5000}?)\]"
#: A note, with its line where it has one of its own: that leaves no white space behind.
_TOOL_BODY = re.compile(rf"^[ \t]*{_TOOL_NOTE}[ \t]*\n| ?{_TOOL_NOTE}", re.DOTALL | re.MULTILINE)
_TOOL_MARK = re.compile(r"\[footnoteRef:(\d{1,3})\]")
_SUPERSCRIPT = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_RAISED = re.compile(r"[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3}")
#: "1 Kamerstukken II …", "[1] …", "1) …", "¹ …", "X Noot 1 …": the note that goes with a mark.
_BODY = re.compile(r"^(?:(?:X )?Noot )?\[?(?P<marker>\d{1,3}|[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3})[\])]?(?P<stop>\.)?\s+(?P<text>\S.*)$")
_NOTE_HEAD = re.compile(r"^(?:X )?Noot$|^Noten$|^Voetnoten$|^_{5,}$|^-{5,}$")
_BETWEEN_MARKS = (",", ", ")  #: "(zie bijgevoegd).1, 2"
_YEAR = re.compile(r"(?:19|20)\d\d$")


def take_tool_notes(text: str) -> tuple[str, dict[str, str]]:
    """`text` without the notes that a Word export wrote as `[1: the note]`, and these by marker.

    Only what a `[footnoteRef:1]` refers to is a note: any other text in brackets stays where it is.
    """
    marked = set(_TOOL_MARK.findall(text))
    notes: dict[str, str] = {}

    def take(match: re.Match[str]) -> str:
        marker, note = match[1] or match[3], match[2] or match[4] or ""
        if marker not in marked:
            return match[0]
        notes[marker] = " ".join(note.split())
        return ""

    return _TOOL_BODY.sub(take, text), notes


def take_tool_marks(line: str) -> tuple[str, tuple[NoteMark, ...]]:
    """`line` without its `[footnoteRef:1]` marks, and where each of them stood."""
    return _cut(line, [(match.start(), match.end(), match[1]) for match in _TOOL_MARK.finditer(line)])


def take_printed_notes(lines: Sequence[Block]) -> tuple[list[Block], dict[str, str]]:
    """Notes that stand as lines of their own behind the text, with their marks in it.

    A line is a note only when its number is the next one and a mark of that number stands, glued to a word,
    somewhere before it. So neither "20211" (the year 2021 with note 1) nor a plain number loses a digit:
    a digit is a mark only where there is a note for it.
    """
    bodies = _note_lines(lines)
    if not bodies:
        return list(lines), {}
    notes = {str(number): text for number, text in enumerate(bodies.values(), 1)}
    kept: list[Block] = []
    waiting = 1
    for at, block in enumerate(lines):
        if at in bodies or _NOTE_HEAD.match(block.text):
            continue
        marks, waiting = _marks(block.text, waiting, len(bodies))
        text, places = _cut(block.text, marks)
        kept.append(Block(text, block.after_gap, (*block.marks, *places), block.look, block.kind))
    return kept, notes


def _note_lines(lines: Sequence[Block]) -> dict[int, str]:
    """The lines that are notes 1, 2, 3 …, each with its mark before it: index -> text of the note."""
    bodies = [_BODY.match(block.text) for block in lines]
    last_text = max((at for at, body in enumerate(bodies) if body is None), default=-1)
    found: dict[int, str] = {}
    marks = _MarksSoFar()
    for at, body in enumerate(bodies):
        number = int(body["marker"].translate(_SUPERSCRIPT)) if body else 0
        # "1. Verslag" is a heading and no note when other text than notes stands behind it
        if body and number == len(found) + 1 and not (body["stop"] and last_text > at) and marks.reach(number):
            found[at] = body["text"]
        else:
            marks.texts.append(lines[at].text)
    return found


class _MarksSoFar:
    """Looks for the marks 1, 2, 3 … in a text that grows; no line is looked at twice for one mark."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self._open = 0  #: how many of the marks were seen
        self._line = 0  #: the first line in which the next may stand
        self._cut = False  #: a mark was taken from the beginning of that line

    def reach(self, number: int) -> bool:
        """Whether the text so far holds the marks up to that number."""
        while self._open < number:
            if self._line >= len(self.texts):
                return False
            line = self.texts[self._line]
            place = _place(line, self._open + 1, 0, after_mark=self._cut)
            if place:
                self.texts[self._line] = line[place[1] :]
                self._open, self._cut = self._open + 1, True
            else:
                self._line, self._cut = self._line + 1, False
        return True


def _marks(line: str, waiting: int, last: int) -> tuple[list[tuple[int, int, str]], int]:
    """The marks from number `waiting` on that stand in `line`, in order."""
    found: list[tuple[int, int, str]] = []
    begin = 0
    while waiting <= last and (place := _place(line, waiting, begin, after_mark=begin > 0)):
        found.append((place[0], place[1], str(waiting)))
        begin, waiting = place[1], waiting + 1
    return found, waiting


def _place(line: str, number: int, begin: int, *, after_mark: bool) -> tuple[int, int] | None:
    """Where the mark of note `number` stands in `line` from `begin` on; `after_mark`: another ends at `begin`."""
    raised = next((m for m in _RAISED.finditer(line, begin) if m[0].translate(_SUPERSCRIPT) == str(number)), None)
    if raised:
        return raised.start(), raised.end()
    for match in re.finditer(rf"{number}(?!\d)", line[begin:]):
        start, end = begin + match.start(), begin + match.end()
        if _glued(line[:start], line[end:]) or (after_mark and line[begin:start] in _BETWEEN_MARKS):
            return start, end
    return None


def _glued(before: str, after: str) -> bool:
    """A digit glued to the end of a word, a year or a sentence, with nothing glued behind it."""
    if after[:1].isalnum() or after.startswith(("/", "%", "°")) or re.match(r"[-–]\w", after):
        return False
    if re.search(r"(?:[^\W\d_]{3,}|[»”’\")\]])$", before) or re.search(r"[^\W\d_]{2,}\)?[.,;:!?][»”’\")]?$", before):
        return True
    if re.search(r"[.!?][»”’\")]? $", before) and (not after or re.match(r"\s+[A-Z‘“«]", after)):
        return True  # "geïnformeerd. 2 Onder het huidige voorzitterschap"
    return bool(_YEAR.search(before))


def _cut(line: str, marks: Sequence[tuple[int, int, str]]) -> tuple[str, tuple[NoteMark, ...]]:
    """`line` without the marks at those places, and where they stood in what is left."""
    pieces: list[str] = []
    places: list[NoteMark] = []
    end = length = 0
    for start, stop, marker in marks:
        piece = line[end:start]
        if piece.endswith(" ") and line[stop : stop + 1] in ("", " "):
            piece = piece[:-1]
        if places and piece in _BETWEEN_MARKS:
            piece = ""
        pieces.append(piece)
        length += len(piece)
        places.append(NoteMark(marker, length))
        end = stop
    return "".join((*pieces, line[end:])), tuple(places)


def unclaimed(notes: Mapping[str, str], claimed: set[str]) -> tuple[str, ...]:
    """The notes that no item took, as lines: nothing of a letter is lost."""
    return tuple(f"{marker} {text}" for marker, text in notes.items() if marker not in claimed)
