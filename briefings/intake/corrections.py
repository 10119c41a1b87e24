"""Whether a later edition says something else, or only looks different."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from briefings.language.fold import fold
from briefings.language.sentences import sentence_spans
from briefings.model.item import AgendaItem

_YEAR_LENGTH = 4  #: a note's mark glued to a year: "20211"


@dataclass(frozen=True, slots=True)
class Wording:
    """All that an edition says, so that a sentence can be looked for in it.

    Editions of the same letter differ in quotes, capitals, hyphens and spaces, and where a piece of text stands; in
    another format a note's mark may also stand glued to a word. None of that is a correction.
    """

    whole: str
    letters: str
    numbers: frozenset[str]

    @classmethod
    def of(cls, items: Iterable[AgendaItem]) -> "Wording":
        """What these items say."""
        texts = [text for item in items for text in (item.title, item.subtitle or "", *item.paragraphs)]
        words = " ".join(fold(text) for text in texts)
        return cls(_squeezed(words), _letters(words), frozenset(re.findall(r"\d+", words)))

    def says(self, sentence: str, *, other_format: bool) -> bool:
        """Whether the sentence stands in it."""
        words = fold(sentence)
        if _squeezed(words) in self.whole:
            return True
        if not other_format:
            return False
        numbers = re.findall(r"\d+", re.sub(r"(?<=[a-z])\d{1,3}\b", "", words))
        return _letters(words) in self.letters and all(self._has_number(number) for number in numbers)

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
    gone, new = (
        tuple(one for one in _sentences(item) if not wording.says(one, other_format=other_format)) if item else ()
        for item, wording in ((earlier, now), (later, before))
    )
    return gone, new


def _sentences(item: AgendaItem) -> Sequence[str]:
    return [paragraph[start:end] for paragraph in item.paragraphs for start, end in sentence_spans(paragraph)]


def _squeezed(words: str) -> str:
    return re.sub(r"[^a-z0-9]", "", words)


def _letters(words: str) -> str:
    return re.sub(r"[^a-z]", "", words)
