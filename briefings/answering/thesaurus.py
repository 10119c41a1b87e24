"""Words that mean the same, beyond the themes (thesaurus.toml)."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from briefings.language.tokens import words

Phrase = tuple[str, ...]  #: a run of folded words
LONGEST = 5  #: words of a phrase


def same_as(phrase: Phrase) -> tuple[Phrase, ...]:
    """Every way to say `phrase`, itself among them; none when the thesaurus does not know it."""
    return _thesaurus().get(phrase, ())


@cache
def single_words() -> frozenset[str]:
    """The single words it knows: what a typing error may stand for."""
    return frozenset(phrase[0] for phrase in _thesaurus() if len(phrase) == 1)


@cache
def _thesaurus() -> Mapping[Phrase, tuple[Phrase, ...]]:
    """Raises ValueError when a phrase stands in two lines: it would mean two things."""
    known: dict[Phrase, tuple[Phrase, ...]] = {}
    for line in tomllib.loads(Path(__file__).with_name("thesaurus.toml").read_text("utf-8"))["same"]:
        phrases = tuple(dict.fromkeys(tuple(words(name)) for name in line))
        for phrase in phrases:
            if phrase in known:
                raise ValueError(f"thesaurus.toml: {' '.join(phrase)} stands in two lines")
            known[phrase] = phrases
    return known
