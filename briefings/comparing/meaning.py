"""Whether a difference between a pasted sentence and the letter's changes what it says."""

from collections.abc import Iterable, Sequence

from rapidfuzz.distance import Levenshtein

from briefings.comparing.matter import SMALL_WORDS
from briefings.comparing.nearness import ComparedRun, Whose
from briefings.comparing.sides import limits_in
from briefings.comparing.spelled import spelled
from briefings.enriching.lexicon import NEGATIONS, STANCE_WORDS
from briefings.language.lemmas import family

_DENYING = NEGATIONS | {"zonder", "behalve", "tegen"}
#: Words without which the rest of a sentence says more than the letter does.
_RESTRAINING = NEGATIONS | frozenset("zonder mits tenzij voorwaarde alleen slechts uitsluitend enkel".split())
_SHORTEST, _ALIKE = 5, 0.8  #: letters, and likeness, of two writings of one word


def says_otherwise(runs: Iterable[ComparedRun]) -> bool:
    """Whether a difference is more than spelling, small words and order.

    It is when it holds a negation, a number, a condition, a name or a stance, or when a word was pasted that the
    letter has not.
    """
    runs = tuple(runs)
    ours, theirs = (_words(one.text for one in runs if one.whose is whose) for whose in (Whose.OTHER, Whose.LETTER))
    if "".join(ours) == "".join(theirs):
        return False
    if any(word in _DENYING or limits_in(word) for word in (*ours, *theirs)):
        return True
    if any(word not in SMALL_WORDS and not _is_written(word, theirs) for word in ours):
        return True
    names = [name for one in runs if one.whose is Whose.LETTER for name in _names(one.text)]
    weighty = names + [word for word in theirs if any(word in listed for listed in STANCE_WORDS.values())]
    return any(not _is_written(word, ours) for word in weighty) or any(word in ours for word in names)


def restraining(words: Iterable[str]) -> tuple[str, ...]:
    """Those of these folded words that deny or limit what stands beside them, each once."""
    return tuple(dict.fromkeys(word for word in words if word in _RESTRAINING))


def _is_written(word: str, there: Sequence[str]) -> bool:
    return any(_is_same(word, other) for other in there)


def _is_same(one: str, other: str) -> bool:
    """Whether two are one word, or writings of one; "mogelijk" and "onmogelijk" are not."""
    if one == other or family(one) == family(other):
        return True
    long = min(len(one), len(other)) >= _SHORTEST and one[0] == other[0]
    return long and Levenshtein.normalized_similarity(one, other) >= _ALIKE


def _words(texts: Iterable[str]) -> list[str]:
    return [one.word for text in texts for one in spelled([text])]


def _names(text: str) -> list[str]:
    """The words with a capital that are not the small word of a sentence's beginning."""
    return [one.word for one in spelled([text]) if text[one.start].isupper() and one.word not in SMALL_WORDS]
