"""Dutch word forms, and which words are ordinary ones.

simplemma reads its lists at the first question. Its frugal form is read sooner and takes less memory; its slower
look-ups do not matter, since what was looked up is remembered here.
"""

import re
from functools import lru_cache

from briefings.language.fold import fold

_SHORTEST_STEM = 5
_VERB_OR_PLURAL = re.compile(r"(?:en|e)$")
_DOUBLED = re.compile(r"(aa|ee|oo|uu)(?=[^aeiou]+$)")
_TWICE = re.compile(r"([bdfgklmnprst])\1$")
_HARD = {"z": "s", "v": "f"}


@lru_cache(maxsize=65_536)
def lemma(word: str) -> str:
    """The dictionary form of a folded Dutch word: "grenzen" -> "grens". An unknown word is its own."""
    from simplemma import lemmatize

    return fold(lemmatize(word, lang="nl", low_memory=True)).replace("_", "").replace(" ", "")


@lru_cache(maxsize=65_536)
def family(word: str) -> str:
    """What a word shares with its inflections, also where noun and verb meet: "terugkeer", "terugkeren" -> "terugker".

    Short words keep their dictionary form: "weten" is not of the family of "wet".
    """
    base = lemma(word)
    if base == word and word.endswith(("ven", "zen")):  # not in its lists: "wolven"
        return word[:-3] + _HARD[word[-3]]
    stem = _TWICE.sub(r"\1", _DOUBLED.sub(lambda match: match[0][0], _VERB_OR_PLURAL.sub("", base)))
    stem = stem[:-1] + _HARD.get(stem[-1:], stem[-1:])
    return stem if len(stem) >= _SHORTEST_STEM else base


@lru_cache(maxsize=65_536)
def is_ordinary(word: str) -> bool:
    """A word of the Dutch or English dictionary: it was meant as typed and is not to be corrected."""
    from simplemma import is_known

    return is_known(word, ("nl", "en"), low_memory=True)
