"""Which blocks can be headings, by their look, their number and their place."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from briefings.reading.blocks import PLAIN, Block, Form, Look
from briefings.reading.genre import is_closing, is_container, is_part, is_section
from briefings.reading.labels import Labelled, read_label
from briefings.reading.wrapping import ENDS

_LONGEST = 250
_LONGEST_PLAIN = 150  #: of an unnumbered heading that nothing but its place shows
_ENDS_OF_SENTENCES = (".", ";", ":", ",")
_CLOSES_PROSE = (*ENDS, ")")
_LARGER = 1.1  #: times the size of the text


@dataclass(frozen=True, slots=True)
class Heading:
    """A block that may be a heading."""

    at: int  #: index of its block
    text: str
    labelled: Labelled | None
    rank: tuple[float, ...]  #: by look; what sorts first stands higher
    emphasised: bool
    after_gap: bool

    @property
    def title(self) -> str:
        """Its text without its number."""
        return self.labelled.title if self.labelled else self.text


def find_headings(lines: Sequence[Block]) -> list[Heading]:
    """Every block that may be a heading, in order."""
    body = body_look(lines)
    looks = any(_emphasised(block.look, body) for block in lines if len(block.text) <= _LONGEST)
    gaps = any(block.after_gap for block in lines[1:])
    found = []
    for at, block in enumerate(lines):
        emphasised = _emphasised(block.look, body)
        labelled = read_label(block.text) if _numbered_heading(block, emphasised) else None
        if labelled and not labelled.stopped and not emphasised:
            labelled = None
        if labelled or _unnumbered(lines, at, emphasised, looks, gaps):
            found.append(Heading(at, block.text, labelled, _rank(block.look), emphasised, block.after_gap))
    return found


def body_look(lines: Sequence[Block]) -> Look:
    """The look of most of the text."""
    weights: Counter[Look] = Counter()
    for block in lines:
        weights[block.look] += len(block.text)
    return weights.most_common(1)[0][0] if weights else PLAIN


def is_prose(block: Block) -> bool:
    """Text that ends as a sentence does, or is too long for a heading."""
    return len(block.text) > _LONGEST or block.text.endswith(_CLOSES_PROSE)


def _emphasised(look: Look, body: Look) -> bool:
    """Stands out from the text."""
    if look.level is not None and look.level != body.level:
        return True
    larger = bool(body.size) and look.size > body.size * _LARGER
    styles = (look.bold, look.underlined, look.italic)
    return larger or any(has and not usual for has, usual in zip(styles, _styles(body), strict=True))


def _styles(look: Look) -> tuple[bool, bool, bool]:
    return look.bold, look.underlined, look.italic


def _rank(look: Look) -> tuple[float, ...]:
    level = look.level if look.level is not None else 99
    return (level, -round(look.size), -(4 * look.bold + 2 * look.underlined + look.italic))


def _numbered_heading(block: Block, emphasised: bool) -> bool:
    return (
        block.form is Form.PARAGRAPH
        and len(block.text) <= _LONGEST
        and (emphasised or not block.text.endswith(_ENDS_OF_SENTENCES))
    )


def _unnumbered(lines: Sequence[Block], at: int, emphasised: bool, looks: bool, gaps: bool) -> bool:
    block = lines[at]
    if block.form is not Form.PARAGRAPH or len(block.text) > _LONGEST or not any(map(str.isalpha, block.text)):
        return False
    if is_part(block.text):
        return True
    if looks:
        return emphasised and not block.text.endswith(_ENDS_OF_SENTENCES[:2])
    return (
        len(block.text) <= _LONGEST_PLAIN
        and not block.text.endswith(_ENDS_OF_SENTENCES)
        and not is_closing(block.text)
        and (block.text[0].isupper() or block.text[0].isdigit() or block.text[0] in "(‘“«\"'")
        and (block.after_gap or not gaps or at == 0 or is_container(block.text) or is_section(block.text))
        and at + 1 < len(lines)
    )
