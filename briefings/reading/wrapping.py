"""Lines that a tool broke at a fixed width, put together again; and words broken with a hyphen."""

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from itertools import pairwise

_SHARE = 0.5  #: of the longer lines must end near the width before a text counts as broken
_NEAR = 0.8  #: of the width
_MOST = 0.5
_RAGGED = 4  #: characters by which a full line may be shorter than the width
_UNBROKEN = 0.3  #: of the text may stand in longer lines
_SPREAD = 1.2  #: times the usual length; what is longer is one line that was not broken
_NARROWEST, _WIDEST = 45, 140
_SHORTEST = 15  #: characters of a line that may lead on
_FEWEST = 6  #: lines; fewer tell nothing
#: How a line ends that ends its sentence.
ENDS = (".", "!", "?", ":", ";", ".”", '."', ".)", ".»", ".’")
#: Words that begin a sentence and, with a capital, nothing else: a title is not followed by them on its own line.
_OPENERS = frozenset(
    "aan al als bij conform daarbij daarmee daarnaast daarop daarom daartoe dat de deze dit door een eerst en er "
    "gedurende gezien het hierbij hierdoor hierover hiermee hij ik in indien met middels momenteel na naar naast "
    "nadat om omdat onder ook op over overigens per sinds tegelijkertijd ten tenslotte tevens tijdens tot uit van "
    "vanaf vanuit vanwege verder volgens voor vooraf voorafgaand wat wel wij ze zij zo zoals zowel".split()
)
_CLINGING = frozenset("van de het een en of in op te tot voor met aan bij der den des door over uit als om".split())
_BROKEN_WORD = re.compile(r"(?P<word>[^\W\d_]+(?:-[^\W\d_]+)*)-$")
_LONGEST_WORD = 80
_NUMBER = re.compile(r"^(\d{1,3}|[IVXivx]{1,5}|[A-Za-z])[.)]\s|^[-–•*◦▪]\s|^[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3}\s")


def wrap_width(lines: Sequence[str]) -> int | None:
    """The width at which `lines` were broken, in characters; None for a text whose lines are paragraphs."""
    lengths = sorted(len(line) for line in lines if len(line) > _NARROWEST)
    if len(lengths) < _FEWEST:
        return None
    median = lengths[len(lengths) // 2]
    width = max(length for length in lengths if length <= median * _SPREAD)
    if sum(length for length in lengths if length > width) > _UNBROKEN * sum(lengths):
        return None
    near = sum(_NEAR * width <= length <= width for length in lengths)
    return width if width <= _WIDEST and near >= _SHARE * len(lengths) else None


def loose_width(lines: Sequence[str], gaps: Sequence[bool]) -> int | None:
    """The width of a text too short for `wrap_width`: of its lines that surely go on in the next one."""
    broken = [
        len(line)
        for line, following, gap in zip(lines, lines[1:], gaps[1:], strict=False)
        if not gap and surely_continues(line, following)
    ]
    width = max(broken, default=0)
    if not _NARROWEST < width <= _WIDEST:
        return None
    longer = sum(len(line) for line in lines if len(line) > width * _SPREAD)
    return width if longer <= _UNBROKEN * sum(map(len, lines)) else None


def surely_continues(line: str, following: str) -> bool:
    """By its words alone: `line` ends in a word that leads on, or `following` goes on in small letters."""
    if len(line) < _SHORTEST or line.endswith(ENDS) or _NUMBER.match(following):
        return False
    if line.rsplit(" ", 1)[-1] in _CLINGING and (following[0].isalnum() or following[0] in "(‘“«"):
        return True
    return following[0].islower() and len(line) >= _NARROWEST


def is_spaced(lines: Sequence[str], gaps: Sequence[bool], width: int) -> bool:
    """Behind most short lines that end a sentence stands an empty line. `gaps`: one stands before the line."""
    ends = [
        gap
        for line, gap in zip(lines, gaps[1:], strict=False)
        if line.endswith(ENDS) and not line.endswith((":", ";")) and len(line) < _NEAR * width
    ]
    return bool(ends) and sum(ends) >= _MOST * len(ends)


def continues(line: str, following: str, after: str, width: int, *, first: bool, spaced: bool) -> bool:
    """`following` belongs to the paragraph of `line`, with `after` the line behind it (empty: none).

    `first`: `line` begins its paragraph. `spaced`: empty lines stand between the text's paragraphs.
    Tools break at about a width, not at a width, so the words decide too: a small letter goes on, a short line
    without a point is a heading.
    """
    if _NUMBER.match(following):
        return False
    if line.endswith("-") or following[0].islower():
        return not line.endswith(ENDS) or len(line) > _NEAR * width
    word = following.split(" ", 1)[0]
    if spaced and len(line) + 1 + len(word) > width:
        return True
    if len(line) < _NEAR * width or _stands_alone(following, after, width):
        return False
    if line.endswith(ENDS):
        return spaced or len(line) + 1 + len(word) > width - _RAGGED
    return not (first and _opens(line, following))


def _stands_alone(line: str, after: str, width: int) -> bool:
    """A line that does not end as a sentence and that the next one does not go on with: a heading, a name."""
    if line.endswith(ENDS) or not line[0].isupper():
        return False
    goes_on = bool(after) and not after[0].isupper() and not _NUMBER.match(after)
    return (len(line) < _NEAR * width and not goes_on) or _opens(line, after)


def _opens(line: str, following: str) -> bool:
    """`following` begins a sentence with a word that has a capital only there, and `line` does not lead to it."""
    word = following.split(" ", 1)[0]
    opener = word[:1].isupper() and word.lower().strip(",") in _OPENERS
    return opener and line.rsplit(" ", 1)[-1].lower() not in _CLINGING


def join(lines: Sequence[str], words: AbstractSet[str] = frozenset()) -> tuple[str, list[int]]:
    """The lines of a paragraph as one text, and where in it each of them begins.

    `words`: those of the whole text, for `_keeps_hyphen`.
    """
    pieces: list[str] = []
    begins = [0]
    for line, following in pairwise(lines):
        piece = _before(line, following, words)
        pieces.append(piece)
        begins.append(begins[-1] + len(piece))
    return "".join((*pieces, *lines[-1:])), begins


def _before(line: str, following: str, words: AbstractSet[str]) -> str:
    """`line` as it stands before `following`: with a space, or without the hyphen that broke a word."""
    if not line.endswith("-"):
        glued = line.endswith("/") and line[-2:-1].isalnum() and following[:1].isalnum()
        return line if glued else f"{line} "
    broken = _BROKEN_WORD.search(line[-_LONGEST_WORD:])
    rest = re.match(r"[^\W_]+", following)
    if rest is None or rest[0] in ("en", "of") or not line[:-1].strip() or line.endswith(" -"):
        return f"{line} "
    if broken is None:
        return line
    return line if _keeps_hyphen(broken["word"], rest[0], words) else line[:-1]


def _keeps_hyphen(before: str, after: str, words: AbstractSet[str]) -> bool:
    """The hyphen belongs to the word: the text has it so elsewhere, or an abbreviation stands before it.

    "EU-" + "lidstaten" keeps it, "samen-" + "werking" loses it.
    """
    if f"{before}{after}".lower() in words:
        return False
    abbreviation = before.rsplit("-", 1)[-1].isupper()
    return abbreviation or not after[0].islower() or f"{before}-{after}".lower() in words


def known_words(lines: Sequence[str]) -> frozenset[str]:
    """The words of a text that stand inside a line, lower case, with their hyphens."""
    return frozenset(
        word.lower() for line in lines for word in re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", line.rstrip("-"))
    )
