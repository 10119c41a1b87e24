"""The words of a text with their places, so that what is alike can be shown where it stands."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from briefings.language.fold import fold

_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class SpelledWord:
    """A word as it is compared, and its place: `paragraphs[paragraph][start:end]`."""

    word: str  #: folded; of "EU-lidstaten" both parts by themselves
    paragraph: int
    start: int
    end: int


def spelled(paragraphs: Sequence[str]) -> list[SpelledWord]:
    """Every word in order."""
    return [*_spelled(paragraphs)]


def _spelled(paragraphs: Sequence[str]) -> Iterator[SpelledWord]:
    for at, paragraph in enumerate(paragraphs):
        for match in _WORD.finditer(paragraph):
            if word := _folded(match[0]):
                yield SpelledWord(word, at, match.start(), match.end())


@lru_cache(65_536)
def _folded(word: str) -> str:
    return fold(word)


def run_of(wanted: Sequence[SpelledWord], words: Sequence[SpelledWord]) -> int | None:
    """At which of `words` the run of `wanted` begins; None where it does not stand there word for word."""
    text, run = joined(words), joined(wanted)
    at = f" {text} ".find(f" {run} ") if run else -1
    return text[:at].count(" ") if at >= 0 else None


def joined(words: Sequence[SpelledWord]) -> str:
    """The words as one text, with single spaces."""
    return " ".join(one.word for one in words)
