"""The words of the kept letters, and which of them a mistyped word may be."""

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from math import ceil, log10

from rapidfuzz import process
from rapidfuzz.distance import OSA

from briefings.answering.candidates import Candidates
from briefings.answering.forms import Forms
from briefings.answering.worth import is_filler
from briefings.language.compounds import holds
from briefings.language.lemmas import family, is_ordinary, lemma

_SHORTEST = 4  #: characters; a shorter word is never taken for another
_SURE_FROM = 5  #: characters for one error to be mended without asking
_SURE_OF_TWO_FROM = 8
_FEW = 3_000  #: words among which these lengths suffice; ten times as many ask for one letter more
_TWO_FROM = 6
_THREE_FROM = 10
_BY_EAR = 0.5  #: errors: "ij" for "ei" and "c" for "k" together are one slip of the pen
_MOST_HOLDING = 20
_CLEARLY = 4  #: times as many items: of two words equally near this is the one that was meant

_NO_OTHERS = Candidates(())

#: What stands before a verb, and apart from it in a sentence.
_BEFORE_A_VERB = (
    "terug", "tegen", "achter", "onder", "over", "voor", "door", "mee", "toe", "aan", "uit", "bij", "weg", "om", "af",
    "op", "in", "na",
)  # fmt: skip

_SOUNDS = tuple(
    (re.compile(pattern), by)
    for pattern, by in (
        (r"ij|ei|y", "y"),
        (r"ou|au", "ou"),
        (r"ck|qu?|c(?![eiyh])", "k"),
        (r"c(?=[eiy])|z", "s"),
        (r"ch", "g"),
        (r"ph|v", "f"),
        (r"th|dt|d\b", "t"),
        (r"x", "ks"),
        (r"ie", "i"),
        (r"(.)\1+", r"\1"),
    )
)


@dataclass(frozen=True, slots=True)
class Guess:
    """A word that a mistyped one may be."""

    word: str
    errors: float
    sure: bool  #: to be taken as meant; otherwise only to be offered


class Vocabulary:
    """Folded words with the number of items each stands in. Grows; what is added again is counted anew."""

    def __init__(self) -> None:
        self._items: dict[str, int] = {}
        self._sizes: Counter[int] = Counter()  #: items -> words that stand in so many
        self._by_start: dict[tuple[int, str], list[str]] = defaultdict(list)
        self._by_next: dict[tuple[int, str], list[str]] = defaultdict(list)
        self._by_family: dict[str, str | list[str]] = {}  #: one word is kept as it is: most families have no other
        self.remembered: dict[str, Forms] = {}  #: forms that were looked up, until something is added
        self._in_order: list[str] = []
        self._own: dict[str, tuple[str, ...]] = {}  #: the same of `own`
        self._joined: tuple[int, str] = (0, "")  #: how many words, and all of them in one text

    def add(self, counts: Iterable[tuple[str, int, str]]) -> None:
        """(word, items, family) of words that changed. A typing error may stand for a word of letters only."""
        self.remembered = {}
        self._own = {}
        new: list[str] = []
        for word, items, of in counts:
            if word not in self._items:
                self._join(word, of)
                new.append(word)
            if word not in self._items and len(word) >= _SHORTEST and word.isalpha():
                self._by_start[len(word), word[0]].append(word)
                self._by_next[len(word), word[1:3]].append(word)
            self._sizes[self._items.get(word, 0)] -= 1
            self._sizes[items] += 1
            self._items[word] = items
        self._in_order += new
        self._in_order.sort()  # two sorted runs: it joins them

    def _join(self, word: str, of: str) -> None:
        others = self._by_family.get(of)
        if others is None:
            self._by_family[of] = word
        elif isinstance(others, str):
            self._by_family[of] = [others, word]
        else:
            others.append(word)

    def own(self, word: str) -> tuple[str, ...]:
        """A folded word and its inflections, as far as kept items have them, the most used first."""
        kept = self._own.get(word)
        if kept is None:
            kept = self._own[word] = self._forms_of(word)
        return kept

    def _forms_of(self, word: str) -> tuple[str, ...]:
        base = lemma(word)
        found = {one for one in (word, base) if self._items.get(one) and (one == word or not is_filler(one))}
        for of in {family(word), family(base)}:
            others = self._by_family.get(of, ())
            kept = (one for one in ((others,) if isinstance(others, str) else others) if self._items[one])
            found.update(one for one in kept if _is_form(one, base) and (one == word or not is_filler(one)))
        before = _before_verb(base)
        forms = (one for one in found if one == word or (before in one) == (before in word))
        return tuple(sorted(forms, key=lambda one: (-self._items[one], one)))

    def has_start(self, start: str) -> bool:
        """Whether a known word begins so."""
        at = bisect_left(self._in_order, start)
        return at < len(self._in_order) and self._in_order[at].startswith(start)

    def nearest(self, word: str, also: Candidates = _NO_OTHERS) -> Guess | None:
        """The known word that `word` most likely is a typing error of, among these and `also`.

        None for a short word, an ordinary one (it was meant as typed), and where nothing is near. The more words are
        as common as the one found, the longer it must be: among many words something is always near.
        """
        if len(word) < _SHORTEST or not word.isalpha() or is_ordinary(word):
            return None
        ranked = self._ranked(word, also, 1) or self._ranked(word, also, _allowed(word))
        if not ranked:
            return None
        errors, _, best = ranked[0]
        rivals = [known for cost, _, known in ranked[1:] if cost == errors and family(known) != family(best)]
        clear = all(self._items.get(best, 0) >= _CLEARLY * self._items.get(rival, 0) for rival in rivals)
        among = self._as_common(best) if self._items.get(best) else len(also)
        return Guess(best, errors, clear and _sure(word, errors, among))

    def holding(self, word: str) -> list[str]:
        """The known words that are compounds with `word` inside, neither at the beginning nor at the end."""
        if self._joined[0] != len(self._items):
            self._joined = len(self._items), "\n".join(("", *self._items, ""))
        found: list[str] = []
        text, at = self._joined[1], 0
        while (at := text.find(word, at)) >= 0 and len(found) < _MOST_HOLDING:
            begin, end = text.rfind("\n", 0, at) + 1, text.index("\n", at)
            longer = text[begin:end]
            if begin < at and at + len(word) < end and self._items[longer] and holds(longer, word):
                found.append(longer)
            at = end
        return found

    def _ranked(self, word: str, also: Candidates, allowed: int) -> list[tuple[float, int, str]]:
        """(errors, how seldom, word) of the words within so many errors, the likeliest first."""
        found: dict[str, float] = {}
        for words in chain(self._near(word, allowed), also.near(len(word), allowed + 1)):
            for known, distance, _ in process.extract(
                word, words, scorer=OSA.distance, score_cutoff=allowed + 1, limit=None
            ):
                if known in also or self._items[known]:
                    found[known] = _errors(word, known, int(distance))
        return sorted(
            (errors, -self._items.get(known, 0), known) for known, errors in found.items() if errors <= allowed
        )

    def _near(self, word: str, allowed: int) -> Iterator[list[str]]:
        """Words of about the same length that begin alike: with the same letter, or the same two behind it."""
        for length in range(len(word) - allowed, len(word) + allowed + 1):
            for start in {word[0], word[1]}:
                yield self._by_start.get((length, start), [])
            yield self._by_next.get((length, word[1:3]), [])

    def _as_common(self, word: str) -> int:
        """How many words stand in as many items."""
        least = self._items[word]
        return sum(words for items, words in self._sizes.items() if items >= least)


def _is_form(one: str, base: str) -> bool:
    """Words of one family are forms of one word, unless both are nouns of the dictionary: "school" and "schol"."""
    other = lemma(one)
    return other == base or any(word.endswith("en") or not is_ordinary(word) for word in (other, base))


def _before_verb(base: str) -> str:
    """ "af" in "afwijzen", which each of its forms has: simplemma's list takes "gewezen" for one too."""
    return next((part for part in _BEFORE_A_VERB if base.startswith(part) and is_ordinary(base[len(part) :])), "")


def sound(word: str) -> str:
    """How a folded Dutch word sounds, roughly: what people spell in more than one way is written alike."""
    for pattern, by in _SOUNDS:
        word = pattern.sub(by, word)
    return word


def _allowed(word: str) -> int:
    return 3 if len(word) >= _THREE_FROM else 2 if len(word) >= _TWO_FROM else 1


def _errors(word: str, known: str, distance: int) -> float:
    """Letters typed wrongly, or sounds, if there are fewer of these: spelling by ear is one slip of the pen."""
    return min(float(distance), _BY_EAR + OSA.distance(sound(word), sound(known))) if distance else 0.0


def _sure(word: str, errors: float, among: int) -> bool:
    longer = max(0, ceil(log10(among / _FEW))) if among else 0
    if errors <= 1:
        return len(word) >= _SURE_FROM + longer
    return errors <= 2 and len(word) >= _SURE_OF_TWO_FROM + longer  # noqa: PLR2004 - two errors
