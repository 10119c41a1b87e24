"""The words of the stored letters, and which of them a typed word may mean."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from briefings.language.lemmas import is_ordinary, lemma

_SHORTEST_COMPOUND = 5
_SHORTEST_CORRECTED = 5
_TWO_ERRORS_FROM = 9


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a typed word may mean; no words at all when it means nothing that is known."""

    words: tuple[str, ...]
    corrected: bool = False  #: it was taken for a typing error


class Vocabulary:
    """Folded words with the number of items each stands in."""

    def __init__(self, counts: Mapping[str, int]) -> None:
        self._counts = counts
        self._families: dict[str, list[str]] | None = None
        self._by_length: dict[int, list[str]] = defaultdict(list)
        for word in counts:
            self._by_length[len(word)].append(word)

    def resolve(self, word: str, *, never_correct: Iterable[str] = ()) -> Resolution:
        """The forms of `word` in the letters: itself, its inflections, and compounds with it.

        Failing those, the nearest word by optimal string alignment, unless `word` is an ordinary word, short,
        or in `never_correct`: such a word was meant as typed, and something else would be a wrong answer.
        """
        known = self._forms(word)
        if known:
            return Resolution(known)
        if len(word) < _SHORTEST_CORRECTED or word in never_correct or is_ordinary(word):
            return Resolution(())
        nearest = self._nearest(word)
        return Resolution(self._forms(nearest), corrected=True) if nearest else Resolution(())

    def _forms(self, word: str) -> tuple[str, ...]:
        forms = dict.fromkeys([word] if word in self._counts else [])
        forms |= dict.fromkeys(self._family(lemma(word)))
        if len(word) >= _SHORTEST_COMPOUND:
            forms |= dict.fromkeys(known for known in self._counts if _is_compound_with(known, word))
        return tuple(forms)

    def _family(self, base: str) -> list[str]:
        if self._families is None:
            self._families = defaultdict(list)
            for word in self._counts:
                self._families[lemma(word)].append(word)
        return self._families.get(base, [])

    def _nearest(self, word: str) -> str | None:
        allowed = errors_allowed(word)
        near = [
            known
            for length in range(len(word) - allowed, len(word) + allowed + 1)
            for known in self._by_length.get(length, ())
            if known[:1] == word[:1] or known[1:3] == word[1:3]
        ]
        found = process.extract(word, near, scorer=OSA.distance, score_cutoff=allowed, limit=None)
        best = min(found, key=lambda hit: (hit[1], -self._counts[hit[0]], hit[0]), default=None)
        return best[0] if best else None


def errors_allowed(word: str) -> int:
    """How many typing errors a word of this length may hold and still be recognised."""
    if len(word) < _SHORTEST_CORRECTED:
        return 0
    return 2 if len(word) >= _TWO_ERRORS_FROM else 1


def _is_compound_with(known: str, word: str) -> bool:
    return len(known) > len(word) and (known.startswith(word) or known.endswith(word))
