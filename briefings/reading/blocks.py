"""What every format becomes: blocks of text with their look, and the marks of their notes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from briefings.model.document import Chamber


class BlockKind(StrEnum):
    """What a block is on the page."""

    PARAGRAPH = "paragraph"
    LIST_ITEM = "list item"  #: begins with its bullet: "• ", nested "◦ ", deeper "▪ "
    TABLE_ROW = "table row"  #: the cells of a row, joined with " | "


#: The bullet of a list item by its depth, whatever glyph the letter used.
BULLETS = ("•", "◦", "▪")
CELL = " | "
#: Spaces of every kind are one space, and a hyphen that only may break a word is none; for str.maketrans.
SPACES: dict[str, str | None] = {"\u00a0": " ", "\u202f": " ", "\u2007": " ", "\t": " ", "\u00ad": None}


@dataclass(frozen=True, slots=True)
class Look:
    """How the whole of a block looks; what a format does not tell stays at its default."""

    level: int | None = None  #: of a heading style: 1 is the highest
    bold: bool = False
    underlined: bool = False
    italic: bool = False
    size: float = 0.0  #: points


PLAIN = Look()


@dataclass(frozen=True, slots=True)
class NoteMark:
    """Where a footnote is marked."""

    marker: str
    offset: int  #: characters from the start of the block's text


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph of a letter, with the number it shows, without the artefacts of the tool that wrote it."""

    text: str
    after_gap: bool = False  #: an empty line, or white space like one, stands before it
    marks: tuple[NoteMark, ...] = ()
    look: Look = PLAIN
    kind: BlockKind = BlockKind.PARAGRAPH


@dataclass(frozen=True, slots=True)
class Stated:
    """What a format says of the letter in fields of its own, beside the text."""

    kamerstuk: str | None = None  #: "36600-VI-41"
    chamber: Chamber | None = None


@dataclass(frozen=True, slots=True)
class Blocks:
    """A letter as blocks in reading order, and the texts of its notes by marker."""

    lines: tuple[Block, ...]
    notes: Mapping[str, str] = field(default_factory=dict)
    margins: tuple[Block, ...] = ()  #: headers of its pages
    stated: Stated = Stated()


def bullet(depth: int) -> str:
    """The bullet of a list item that many lists deep; 0 is the outermost."""
    return BULLETS[min(depth, len(BULLETS) - 1)]
