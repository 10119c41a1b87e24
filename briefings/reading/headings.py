"""Which blocks can be headings, by their look, their number and their place."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from briefings.language.sentences import sentence_spans
from briefings.reading.blocks import PLAIN, Block, BlockKind, Look
from briefings.reading.genre import (
    clings,
    has_verb,
    is_closing,
    is_container,
    is_part,
    is_section,
    is_section_name,
    is_status,
    names_act,
)
from briefings.reading.labels import Labelled, read_label
from briefings.reading.wrapping import ENDS

_LONGEST = 250  #: of a line that shows by its look that headings stand out
_LONGEST_AT_ALL = 700
_LENGTHS = (150, 250, 400)  #: characters; each that is passed speaks against a heading
_SHORTEST_WITH_STOP = 20
_ENOUGH = 1  #: weight of a heading
_FEW_GAPS = 0.2  #: of the paragraphs, before which white space tells nothing
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
    weight: int = 0  #: how much speaks for it
    spaced: bool = True  #: white space stands before paragraphs of its text, so that none before it tells something

    @property
    def title(self) -> str:
        """Its text without its number."""
        return self.labelled.title if self.labelled else self.text


def find_headings(lines: Sequence[Block]) -> list[Heading]:
    """Every block that may be a heading, in order."""
    letter = _usual(lines)
    found = []
    for at, block in enumerate(lines):
        if block.kind is not BlockKind.PARAGRAPH or len(block.text) > _LONGEST_AT_ALL or not _has_letter(block.text):
            continue
        emphasised = _emphasised(block.look, letter.body)
        labelled = read_label(block.text)
        if labelled and not labelled.stopped and not emphasised:
            labelled = None
        numbered = labelled is not None
        weight = _weight(lines, at, letter, numbered=numbered)
        if numbered and weight < _ENOUGH:  # a sentence that begins with a number
            labelled, weight = None, _weight(lines, at, letter, numbered=False)
        if weight >= _ENOUGH or is_part(block.text):
            rank = _rank(block.look)
            found.append(Heading(at, block.text, labelled, rank, emphasised, block.after_gap, weight, letter.gaps))
    return found


def _has_letter(text: str) -> bool:
    return any(map(str.isalpha, text))


def body_look(lines: Sequence[Block]) -> Look:
    """The look of most of the text; what has no verb, as titles have none, counts for less."""
    weights: Counter[Look] = Counter()
    for block in lines:
        length = len(block.text)
        weights[block.look] += length if has_verb(block.text[: _LENGTHS[1]]) else length // 4
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


def _weight(lines: Sequence[Block], at: int, letter: "_Letter", *, numbered: bool) -> int:
    """How much speaks for a heading, over what speaks against it; no single sign decides.

    For it: that it stands out, has a number, names an act, that text follows it. Against it: how a sentence ends, a
    verb, length, a small letter, that its last word leads to the next line.
    """
    block = lines[at]
    text = block.text
    emphasised = _emphasised(block.look, letter.body)
    shown = emphasised or numbered
    weight = 1 + 3 * emphasised + numbered - 4 * (letter.looks and not (shown or is_section_name(text)))
    weight -= sum(len(text) > longest for longest in _LENGTHS)
    weight -= 4 * is_closing(text) + _leading_on(lines, at, letter, shown=shown) * clings(text)
    weight += _ending(text, shown=emphasised) + _as_title(lines, at)
    weight -= has_verb(text) and not shown and not text.endswith(_ENDS_OF_SENTENCES)
    if not numbered:
        weight -= 3 * (not (text[0].isupper() or text[0].isdigit() or text[0] in "(‘“«\"'")) * (not emphasised)
        named = is_container(text) or is_section(text)
        unspaced = letter.gaps and not block.after_gap and at > 0 and not named
        weight -= (1 if emphasised else 3) * (unspaced + (at + 1 == len(lines)))
    return weight


def _leading_on(lines: Sequence[Block], at: int, letter: "_Letter", *, shown: bool) -> int:
    """What a last word that leads to the next line says against a heading: little, where the two are parted.

    They are by white space, and by a sentence that begins there.
    """
    following = lines[at + 1] if at + 1 < len(lines) else None
    if not shown or following is None:
        return 2 if shown else 4
    begins = following.text[:1].isupper() and following.text.endswith(".") and has_verb(following.text)
    return 1 if begins or (letter.gaps and following.after_gap) else 2


def _ending(text: str, *, shown: bool) -> int:
    """What its end says against a heading: a stop, and more where a verb makes a sentence of it."""
    if not text.endswith(_ENDS_OF_SENTENCES):
        return 0
    return -2 - 2 * text.endswith((";", ",")) - (2 if shown else 3) * has_verb(text)


def _is_under_title(text: str) -> bool:
    """What stands under a title: a sentence, what the Council did with it, or its first part."""
    return has_verb(text) or is_status(text) or is_part(text)


def _as_title(lines: Sequence[Block], at: int) -> int:
    """What speaks for a title that is long or ends with a full stop: no verb, one sentence, an act, prose below it."""
    text = lines[at].text
    stopped = text.endswith(".")
    if not stopped and len(text) <= _LENGTHS[0]:
        return 0
    following = lines[at + 1] if at + 1 < len(lines) else None
    leads = following is not None and following.kind is BlockKind.PARAGRAPH and _is_under_title(following.text)
    if not leads or has_verb(text) or len(text) < _SHORTEST_WITH_STOP or len(sentence_spans(text)) > 1:
        return 0
    passed = sum(len(text) > longest for longest in _LENGTHS)
    return max(1 + names_act(text), passed) if stopped else max(2, passed)


@dataclass(frozen=True, slots=True)
class _Letter:
    """What is usual in a text, by which its lines are judged."""

    body: Look
    looks: bool  #: headings stand out in it
    gaps: bool  #: white space stands before its paragraphs


def _usual(lines: Sequence[Block]) -> _Letter:
    body = body_look(lines)
    looks = any(_emphasised(block.look, body) for block in lines if len(block.text) <= _LONGEST)
    apart = sum(block.after_gap for block in lines[1:])
    return _Letter(body, looks, apart > _FEW_GAPS * len(lines[1:]))
