"""Words beside those of the letters that a mistyped word may stand for."""

from collections import defaultdict
from collections.abc import Collection, Iterator


class Candidates:
    """Words by their length: a typing error changes that little."""

    def __init__(self, words: Collection[str]) -> None:
        self._words = frozenset(words)
        self._by_length: dict[int, list[str]] = defaultdict(list)
        for word in sorted(self._words):
            self._by_length[len(word)].append(word)

    def __contains__(self, word: str) -> bool:
        """Whether it is one of them."""
        return word in self._words

    def __len__(self) -> int:
        """How many they are."""
        return len(self._words)

    def near(self, length: int, errors: int) -> Iterator[list[str]]:
        """Those of about this length."""
        for letters in range(length - errors, length + errors + 1):
            yield self._by_length.get(letters, [])
