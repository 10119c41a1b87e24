"""Lines under the title -> sections and items."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from briefings.language.fold import fold
from briefings.model.item import AgendaItem, Footnote
from briefings.reading.blocks import Block

_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
_SECTION = re.compile(r"^([IVX]{1,4})\.\s+(\S.*)$")
_NUMBERED = re.compile(r"^(\d{1,2})\.\s+(\S.*)$")
_LETTERED = re.compile(r"^([a-z])[.)]\s+(\S.*)$")
_LONGEST_HEADING = 250
_STATUS = re.compile(
    r"^[(=«\"]*\s*(?:\(?gedeeltelijke\)? )?(algemene orientatie|beleidsdebat|gedachtewisseling|orienterend debat|"
    r"voortgangsrapportage|stand van zaken|informatie van|aanname|aanneming|politiek akkoord|"
    r"raadsconclusies|update door)"
)


@dataclass(slots=True)
class _Draft:
    """An item while its lines are still coming in."""

    title: str
    number: str
    parent: str | None
    section: str | None
    subtitle: str | None = None
    status: str | None = None
    paragraphs: list[str] = field(default_factory=list)
    footnotes: list[Footnote] = field(default_factory=list)


@dataclass(slots=True)
class _Place:
    """Where in the numbering the reader stands."""

    sections: int = 0  #: how many sections have begun
    section: str | None = None
    number: int = 0  #: of the last numbered item in this section
    letter: str = ""  #: of the last lettered item under it


def read_items(lines: Sequence[Block], notes: Mapping[str, str]) -> tuple[AgendaItem, ...]:
    """The agenda items in reading order.

    A numbered line is a heading only when its number is the one to be expected (the next, or 1 after a
    section), it is short and does not end as a sentence does. So no blank line is needed before it, and a
    sentence that happens to begin with a number stays text.
    """
    place = _Place()
    drafts: list[_Draft] = []
    heading_just_read = False
    for at, block in enumerate(lines):
        if _begins_section(block, place):
            heading_just_read = False
            continue
        draft = _begins_item(block, place)
        if draft is not None:
            _mark(draft, block, notes)
            drafts.append(draft)
            heading_just_read = True
        elif drafts:
            if not (heading_just_read and _takes_second_title(drafts[-1], block, lines[at + 1 : at + 2])):
                drafts[-1].paragraphs.append(block.text)
                _mark(drafts[-1], block, notes)
            heading_just_read = False
    return tuple(_finished(draft) for draft in drafts)


def _begins_section(block: Block, place: _Place) -> bool:
    match = _SECTION.match(block.text)
    if match is None or not _like_heading(match[2]) or place.sections >= len(_ROMAN):
        return False
    if match[1] != _ROMAN[place.sections]:
        return False
    place.sections += 1
    place.section, place.number, place.letter = match[2], 0, ""
    return True


def _begins_item(block: Block, place: _Place) -> _Draft | None:
    numbered = _NUMBERED.match(block.text)
    if numbered and _like_heading(numbered[2]) and _expected(int(numbered[1]), place.number, block):
        place.number, place.letter = int(numbered[1]), ""
        return _Draft(numbered[2], _path(place), None, place.section)
    lettered = _LETTERED.match(block.text)
    if lettered and place.number and _like_heading(lettered[2]) and lettered[1] == _next_letter(place.letter):
        parent = _path(place)
        place.letter = lettered[1]
        return _Draft(lettered[2], f"{parent}.{place.letter}", parent, place.section)
    return None


def _expected(number: int, last: int, block: Block) -> bool:
    """The next number; or, behind an empty line, one a few further: agendas leave items out."""
    return number == last + 1 or (block.after_gap and last + 1 < number <= last + 4)


def _next_letter(letter: str) -> str:
    return chr(ord(letter) + 1) if letter else "a"


def _path(place: _Place) -> str:
    section = f"{_ROMAN[place.sections - 1]}." if place.sections else ""
    return f"{section}{place.number}"


def _like_heading(text: str) -> bool:
    return len(text) <= _LONGEST_HEADING and not text.endswith((".", ";", ":"))


def _takes_second_title(draft: _Draft, block: Block, following: Sequence[Block]) -> bool:
    """A line directly under the heading, set apart from the text that follows, is its subtitle or status."""
    status = bool(_STATUS.match(fold(block.text))) and _like_heading(block.text)
    set_apart = not block.after_gap and bool(following) and following[0].after_gap and _like_heading(block.text)
    if not (status or set_apart):
        return False
    if status:
        draft.status = block.text.lstrip("= ")
    else:
        draft.subtitle = block.text
    return True


def _mark(draft: _Draft, block: Block, notes: Mapping[str, str]) -> None:
    paragraph = max(len(draft.paragraphs) - 1, 0)
    offset_of = (lambda mark: mark.offset) if draft.paragraphs else (lambda _mark: 0)
    draft.footnotes.extend(
        Footnote(mark.marker, notes[mark.marker], paragraph, offset_of(mark))
        for mark in block.marks
        if mark.marker in notes
    )


def _finished(draft: _Draft) -> AgendaItem:
    return AgendaItem(
        title=draft.title,
        number=draft.number,
        parent=draft.parent,
        section=draft.section,
        subtitle=draft.subtitle,
        status=draft.status,
        paragraphs=tuple(draft.paragraphs),
        footnotes=tuple(draft.footnotes),
    )
