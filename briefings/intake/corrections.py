"""Whether a later edition says something else, or only looks different."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from briefings.language.fold import fold
from briefings.language.sentences import sentence_spans
from briefings.model.item import AgendaItem

_YEAR_LENGTH = 4  #: a note's mark glued to a year: "20211"


@dataclass(frozen=True, slots=True)
class _Run:
    """A text without what counts for nothing, and where each of its sentences lies in it."""

    text: str
    begins: tuple[int, ...]
    ends: tuple[int, ...]

    @classmethod
    def of(cls, sentences: Sequence[str], without: Callable[[str], str]) -> "_Run":
        kept = [without(one) for one in sentences]
        ends = tuple(accumulate(map(len, kept)))
        return cls("".join(kept), (0, *ends[:-1]), ends)

    def holds(self, other: "_Run", at: int) -> bool:
        """Whether a sentence of `other` stands here: as one, or cut elsewhere out of the same words.

        A part of a sentence is none: "steunde het" does not stand in "steunde het niet".
        """
        begins, ends = other.begins[at], other.ends[at]
        wanted = other.text[begins:ends]
        found = self.text.find(wanted) if wanted else -1
        while found >= 0:
            in_which = bisect_right(self.begins, found) - 1
            first, last = self.begins[in_which], self.ends[bisect_left(self.ends, found + len(wanted))]
            there = begins - (found - first)
            if there >= 0 and other.text.startswith(self.text[first:last], there):
                return True
            found = self.text.find(wanted, self.ends[in_which])
        return not wanted


@dataclass(frozen=True, slots=True)
class Wording:
    """All that an edition says, so that a sentence can be looked for in it.

    Editions of the same letter differ in quotes, capitals, hyphens and spaces, where a piece of text stands, and where
    its sentences are cut; in another format a note's mark may also stand glued to a word. None of that is a correction.
    """

    whole: _Run
    letters: _Run
    numbers: frozenset[str]

    @classmethod
    def of(cls, items: Iterable[AgendaItem]) -> "Wording":
        """What these items say."""
        words = [fold(text) for item in items for text in (*_headings(item), *_sentences(item))]
        numbers = (number for text in words for number in re.findall(r"\d+", text))
        return cls(_Run.of(words, _squeezed), _Run.of(words, _letters), frozenset(numbers))

    def lacks(self, item: AgendaItem, *, other_format: bool) -> tuple[str, ...]:
        """The sentences of the item that do not stand in it."""
        told = Wording.of([item])
        return tuple(
            sentence
            for at, sentence in enumerate(_sentences(item), start=len(_headings(item)))
            if not (self.whole.holds(told.whole, at) or (other_format and self._has_letters(sentence, told, at)))
        )

    def _has_letters(self, sentence: str, told: "Wording", at: int) -> bool:
        numbers = re.findall(r"\d+", re.sub(r"(?<=[a-z])\d{1,3}\b", "", fold(sentence)))
        return self.letters.holds(told.letters, at) and all(self._has_number(number) for number in numbers)

    def _has_number(self, number: str) -> bool:
        if number in self.numbers:
            return True
        return any(
            longer.startswith(shorter) and len(shorter) >= _YEAR_LENGTH
            for known in self.numbers
            for shorter, longer in [sorted((number, known), key=len)]
        )


def reworded(
    before: Wording, now: Wording, earlier: AgendaItem | None, later: AgendaItem | None, *, other_format: bool
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The sentences of an item that stand nowhere in the letter any more, and those that are new in it.

    Where both are empty nothing was corrected. None: the item was not there, or is there no longer.
    """
    gone = now.lacks(earlier, other_format=other_format) if earlier else ()
    return gone, before.lacks(later, other_format=other_format) if later else ()


def _headings(item: AgendaItem) -> Sequence[str]:
    return item.title, item.subtitle or ""


def _sentences(item: AgendaItem) -> Sequence[str]:
    return [paragraph[start:end] for paragraph in item.paragraphs for start, end in sentence_spans(paragraph)]


def _squeezed(words: str) -> str:
    return re.sub(r"[^a-z0-9]", "", words)


def _letters(words: str) -> str:
    return re.sub(r"[^a-z]", "", words)
