"""Where a text comes nearest to some words, and what differs between the two, word by word."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from briefings.comparing.spelled import SpelledWord, joined

_MARGIN = 4  #: words looked at before and behind the window that fits best


class Whose(StrEnum):
    """Where a run of words stands."""

    BOTH = "both"
    LETTER = "letter"  #: in the letter, and not in what was compared with it
    OTHER = "other"  #: in what was compared, and not in the letter


@dataclass(frozen=True, slots=True)
class ComparedRun:
    """A run of words, written as it stands there; the letter's writing where both have it."""

    text: str
    whose: Whose


@dataclass(frozen=True, slots=True)
class Nearest:
    """The run of a text's words, `words[first:last]`, that is nearest; and how near, 0 to 1."""

    score: float
    first: int
    last: int


def nearest_in(wanted: Sequence[SpelledWord], there: Sequence[SpelledWord]) -> Nearest | None:
    """The run of `there` that is nearest to `wanted`; None where one of them has no words."""
    if not wanted or not there:
        return None
    run, text = joined(wanted), joined(there)
    window = fuzz.partial_ratio_alignment(run, text)
    if window is None:
        return None
    if len(run) > len(text):  # RapidFuzz looks for the shorter in the longer
        begins, ends = 0, len(there)
    else:
        begins = max(0, text[: window.dest_start].count(" ") - _MARGIN)
        ends = min(len(there), text[: window.dest_end].count(" ") + 1 + _MARGIN)
    first, last = _trimmed(wanted, there, begins, ends)
    return Nearest(_score(wanted, there[first:last]), first, last)


def _trimmed(wanted: Sequence[SpelledWord], there: Sequence[SpelledWord], begins: int, ends: int) -> tuple[int, int]:
    """The run without what stands only in the letter before the first and behind the last word that both have."""
    told = _operations(wanted, there[begins:ends])
    used = [one for one in told if one[0] != "insert"]
    if not used:
        return begins, ends
    first, last = begins + used[0][3], begins + used[-1][4]
    return (first, last) if last > first else (begins, ends)


def _score(wanted: Sequence[SpelledWord], there: Sequence[SpelledWord]) -> float:
    """The mean of how many words are the same and how many letters are: a typing error costs less than a word."""
    by_word = Levenshtein.normalized_similarity([one.word for one in wanted], [one.word for one in there])
    return round((by_word + fuzz.ratio(joined(wanted), joined(there)) / 100) / 2, 2)


def runs_between(
    other: str, wanted: Sequence[SpelledWord], paragraphs: Sequence[str], there: Sequence[SpelledWord]
) -> tuple[ComparedRun, ...]:
    """The words of the letter (`there`, in its paragraphs) and of `other` (`wanted`) in one order, each run once."""
    return tuple(_runs_of(other, wanted, paragraphs, there))


def _runs_of(
    other: str, wanted: Sequence[SpelledWord], paragraphs: Sequence[str], there: Sequence[SpelledWord]
) -> Iterator[ComparedRun]:
    for kind, a, b, c, d in _operations(wanted, there):
        if kind == "equal":
            yield ComparedRun(_written(paragraphs, there[c:d]), Whose.BOTH)
            continue
        if b > a:
            yield ComparedRun(_written([other], wanted[a:b]), Whose.OTHER)
        if d > c:
            yield ComparedRun(_written(paragraphs, there[c:d]), Whose.LETTER)


def shared_words(wanted: Sequence[SpelledWord], there: Sequence[SpelledWord]) -> list[int]:
    """Which of `there` both have, in order."""
    return [at for kind, _, _, c, d in _operations(wanted, there) if kind == "equal" for at in range(c, d)]


def _operations(
    wanted: Sequence[SpelledWord], there: Sequence[SpelledWord]
) -> Sequence[tuple[str, int, int, int, int]]:
    """How the one becomes the other."""
    words = [one.word for one in wanted], [one.word for one in there]
    return SequenceMatcher(None, *words, autojunk=False).get_opcodes()


def _written(paragraphs: Sequence[str], run: Sequence[SpelledWord]) -> str:
    """A run as it stands in its paragraphs, with the stops inside and right behind it."""
    first, last = run[0], run[-1]
    if first.paragraph == last.paragraph:
        return paragraphs[first.paragraph][first.start : last.end]
    between = paragraphs[first.paragraph + 1 : last.paragraph]
    return " ".join((paragraphs[first.paragraph][first.start :], *between, paragraphs[last.paragraph][: last.end]))
