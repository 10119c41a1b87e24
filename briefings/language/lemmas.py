"""Dutch word forms, and which words are ordinary ones.

simplemma reads its lists at the first question. Its frugal form is read sooner and takes less memory; its slower
look-ups do not matter, since what was looked up is remembered here.
"""

from functools import lru_cache

from briefings.language.fold import fold


@lru_cache(maxsize=65_536)
def lemma(word: str) -> str:
    """The dictionary form of a folded Dutch word: "grenzen" -> "grens". An unknown word is its own."""
    from simplemma import lemmatize

    return fold(lemmatize(word, lang="nl", low_memory=True)).replace("_", "").replace(" ", "")


@lru_cache(maxsize=65_536)
def is_ordinary(word: str) -> bool:
    """A word of the Dutch or English dictionary: it was meant as typed and is not to be corrected."""
    from simplemma import is_known

    return is_known(word, ("nl", "en"), low_memory=True)
