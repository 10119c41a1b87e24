"""A letter as text: as a Word export, hard-wrapped, in Windows-1252, with notes as bare digits."""

import textwrap
from collections.abc import Callable, Iterator

from tests.letters.invented import Letter, Line

_BULLETS = "•◦▪"


def exported(letter: Letter) -> bytes:
    """As one tool exports Word: a line a paragraph, notes and bookmarks in brackets."""
    out: list[str] = []
    for number, line, text in _lines(letter, lambda count: f"[footnoteRef:{count}]"):
        bookmark = "[bookmark: _Hlk190417932]" if line.style == "item" and number % 3 == 0 else ""
        out += [""] * line.gap + [bookmark + text]
        out += [f" [{count}:  {note} ] " for count, note in _notes_of(letter, line)]
    return "\n".join(out).encode("utf-8")


SITE = (
    "Kamerstuk",
    "Datum publicatie | Organisatie | Vergaderjaar | Dossier- en ondernummer |",
    "---|---|---|---|",
    "Zoals vergunningen, bouwplannen en lokale regelgeving.",
    "U bent hier:",
)


def copied(letter: Letter) -> bytes:
    """As a page of the gazette's site is copied: the site's own lines above it, and no blank lines."""
    out = [*SITE]
    for _, line, text in _lines(letter, lambda count: f"[footnoteRef:{count}]"):
        out.append(text)
        out += [f" [{count}:  {note} ] " for count, note in _notes_of(letter, line)]
    return "\n".join(out).encode("utf-8")


def digits(letter: Letter) -> bytes:
    """Notes as bare digits glued to the word before them, listed at the end; CRLF and Windows-1252."""
    out: list[str] = []
    for _, line, text in _lines(letter, str):
        out += [""] * line.gap + [text.replace(" de ", "\u00a0de ")]
    out += ["", *(f"{count} {note}" for count, note in _all_notes(letter))]
    text = "\r\n".join(out)
    try:
        return text.encode("cp1252")
    except UnicodeEncodeError:  # an inner bullet
        return text.encode("utf-8")


def wrapped(letter: Letter) -> bytes:
    """Hard-wrapped at 88 characters, as pages are copied; superscript notes at the end."""
    superscript = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
    out: list[str] = []
    for _, line, text in _lines(letter, lambda count: str(count).translate(superscript)):
        out += [""] * line.gap + textwrap.wrap(text, 88, break_on_hyphens=False, break_long_words=False)
    out += [""]
    for count, note in _all_notes(letter):
        out += textwrap.wrap(f"{str(count).translate(superscript)} {note}", 88)
    return "\n".join(out).encode("utf-8")


def _lines(letter: Letter, mark: Callable[[int], str]) -> Iterator[tuple[int, Line, str]]:
    count = 0
    for number, line in enumerate(letter.lines):
        text = line.text
        for at, _ in reversed(line.notes):
            count += 1
            text = text[:at] + mark(count) + text[at:]
        label = f"{line.label} " if line.label else ""
        before = f"{_BULLETS[line.depth]} " if line.style == "bullet" else ""
        yield number, line, f"{label}{before}{text}"


def _all_notes(letter: Letter) -> list[tuple[int, str]]:
    notes = [note for line in letter.lines for _, note in line.notes]
    return list(enumerate(notes, 1))


def _notes_of(letter: Letter, wanted: Line) -> list[tuple[int, str]]:
    found = []
    count = 0
    for line in letter.lines:
        for _, note in line.notes:
            count += 1
            if line is wanted:
                found.append((count, note))
    return found
