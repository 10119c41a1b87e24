"""What every format becomes: lines of text with the marks of their notes."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class NoteMark:
    """Where a footnote is marked."""

    marker: str
    offset: int  #: characters from the start of the block's text


@dataclass(frozen=True, slots=True)
class Block:
    """One line or paragraph of a letter, without the artefacts of the tool that wrote it."""

    text: str
    after_gap: bool = False  #: an empty line stands before it
    marks: tuple[NoteMark, ...] = ()


@dataclass(frozen=True, slots=True)
class Blocks:
    """A letter as lines, and the texts of its notes by marker."""

    lines: tuple[Block, ...]
    notes: Mapping[str, str] = field(default_factory=dict)
