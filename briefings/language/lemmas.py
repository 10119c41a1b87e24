"""Dutch word forms, and which words are ordinary ones, by simplemma's rules and lists (lexicon.py).

What was looked up is remembered here.
"""

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from briefings.language.fold import fold
from briefings.language.lexicon import Lists, word_list

if TYPE_CHECKING:
    from simplemma import Lemmatizer

#: Which simplemma takes for forms of numbers: "derde landen" are not three.
_ORDINALS = frozenset("eerste tweede derde vierde vijfde zesde zevende achtste negende tiende".split())
_SHORTEST_STEM = 5
_VERB_OR_PLURAL = re.compile(r"(?:en|e)$")
_DOUBLED = re.compile(r"(aa|ee|oo|uu)(?=[^aeiou]+$)")
_TWICE = re.compile(r"([bdfgklmnprst])\1$")
_HARD = {"z": "s", "v": "f"}


@lru_cache(maxsize=65_536)
def lemma(word: str) -> str:
    """The dictionary form of a folded Dutch word: "grenzen" -> "grens". An unknown word is its own, and an ordinal."""
    if word in _ORDINALS:
        return word
    known = _listed(word)
    return fold(_lemmatizer().lemmatize(word, "nl") if known is None else known).replace("_", "").replace(" ", "")


@lru_cache(maxsize=65_536)
def family(word: str) -> str:
    """What a word shares with its inflections, also where noun and verb meet: "terugkeer", "terugkeren" -> "terugker".

    Short words keep their dictionary form: "weten" is not of the family of "wet".
    """
    base = lemma(word)
    if base == word and word.endswith(("ven", "zen")):  # not in its lists: "wolven"
        return word[:-3] + _HARD[word[-3]]
    stem = _stem(base)
    return stem if len(stem) >= _SHORTEST_STEM else base


@lru_cache(maxsize=65_536)
def root(word: str) -> str:
    """As `family`, of short words too, and of English words: "prik", "prikken" and "geprikt" -> "prik"."""
    english = None if is_dutch(word) else word_list("en").get(word)
    return _stem(fold(english) if english else lemma(word))


def _stem(base: str) -> str:
    stem = _TWICE.sub(r"\1", _DOUBLED.sub(lambda match: match[0][0], _VERB_OR_PLURAL.sub("", base)))
    return stem[:-1] + _HARD.get(stem[-1:], stem[-1:])


@lru_cache(maxsize=65_536)
def is_ordinary(word: str) -> bool:
    """A word of the Dutch or English dictionary: it was meant as typed and is not to be corrected."""
    return any(word in known or word.capitalize() in known for known in map(word_list, ("nl", "en")))


def is_dutch(word: str) -> bool:
    """A word of the Dutch dictionary."""
    return word in word_list("nl")


def _listed(word: str) -> str | None:
    """What simplemma finds first. Its rules, of forty languages, are loaded only for words that are not in its list."""
    known = word_list("nl")
    return (known.get(word) or known.get(word.capitalize())) if word.isalpha() else None


@cache
def _lemmatizer() -> "Lemmatizer":
    from simplemma import Lemmatizer
    from simplemma.strategies import DefaultStrategy

    return Lemmatizer(lemmatization_strategy=DefaultStrategy(dictionary_factory=Lists()))
