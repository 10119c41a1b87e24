"""Words that mean the same, beyond the themes: Dutch beside Dutch, Dutch beside English (glossary.txt)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from briefings.language.tokens import words

Phrase = tuple[str, ...]  #: a run of folded words
LONGEST = 5  #: words of a phrase
_NOT_TODAY = "- "  #: before a line of which no letter of the tests has a word


@dataclass(frozen=True, slots=True)
class GlossaryLine:
    """One meaning, and the ways to say it."""

    phrases: tuple[Phrase, ...]
    is_met: bool  #: the letters of the tests have one of them


def same_as(phrase: Phrase) -> tuple[Phrase, ...]:
    """Every way to say `phrase`, itself among them; none when the glossary does not know it."""
    return _thesaurus().get(phrase, ())


@cache
def single_words() -> frozenset[str]:
    """The single words it knows: what a typing error may stand for."""
    return frozenset(phrase[0] for phrase in _thesaurus() if len(phrase) == 1)


@cache
def phrases() -> tuple[str, ...]:
    """Its phrases of several words."""
    return tuple(" ".join(phrase) for phrase in _thesaurus() if len(phrase) > 1)


def lines() -> Iterator[GlossaryLine]:
    """Every line of the glossary."""
    for line in Path(__file__).with_name("glossary.txt").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            names = line.removeprefix(_NOT_TODAY).split("|")
            yield GlossaryLine(
                tuple(dict.fromkeys(tuple(words(name)) for name in names)), not line.startswith(_NOT_TODAY)
            )


@cache
def _thesaurus() -> Mapping[Phrase, tuple[Phrase, ...]]:
    """Raises ValueError when a phrase stands in two lines: it would mean two things."""
    known: dict[Phrase, tuple[Phrase, ...]] = {}
    for line in lines():
        for phrase in line.phrases:
            if phrase in known:
                raise ValueError(f"glossary.txt: {' '.join(phrase)} stands in two lines")
            known[phrase] = line.phrases
    return known
