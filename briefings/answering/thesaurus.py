"""Words that mean the same, beyond the themes: Dutch beside Dutch, Dutch beside English (glossary.txt)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from briefings.language.tokens import words

Phrase = tuple[str, ...]  #: a run of folded words
LONGEST = 5  #: words of a phrase
_NOT_TODAY = "- "  #: before a line of which no letter of the tests has a word
_NARROWER = ">"  #: before what is a kind or a part of what the line means


@dataclass(frozen=True, slots=True)
class GlossaryLine:
    """One meaning, and the ways to say it."""

    phrases: tuple[Phrase, ...]
    narrower: tuple[Phrase, ...]  #: what is a kind or a part of it: who asks for fisheries asks for fishing quotas too
    is_met: bool  #: the letters of the tests have one of them


def same_as(phrase: Phrase) -> tuple[Phrase, ...]:
    """Every way to say `phrase`, itself among them; none when the glossary does not know it."""
    line = _thesaurus().get(phrase)
    return line.phrases if line else ()


def narrower_than(phrase: Phrase) -> tuple[Phrase, ...]:
    """What is a kind or a part of `phrase`, in words."""
    line = _thesaurus().get(phrase)
    return line.narrower if line else ()


def broader_than(phrase: Phrase) -> Phrase:
    """What `phrase` is a kind or a part of; empty when the glossary names nothing."""
    return _broader().get(phrase, ())


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
            same, _, narrower = line.removeprefix(_NOT_TODAY).partition(_NARROWER)
            yield GlossaryLine(_phrases(same), _phrases(narrower), not line.startswith(_NOT_TODAY))


def _phrases(names: str) -> tuple[Phrase, ...]:
    return tuple(dict.fromkeys(tuple(words(name)) for name in names.split("|") if name.strip()))


@cache
def _thesaurus() -> Mapping[Phrase, GlossaryLine]:
    """Raises ValueError when a phrase stands in two lines: it would mean two things."""
    known: dict[Phrase, GlossaryLine] = {}
    for line in lines():
        for phrase in line.phrases:
            if phrase in known:
                raise ValueError(f"glossary.txt: {' '.join(phrase)} stands in two lines")
            known[phrase] = line
    return known


@cache
def _broader() -> Mapping[Phrase, Phrase]:
    return {phrase: line.phrases[0] for line in lines() for phrase in line.narrower}
