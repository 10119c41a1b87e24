"""What a letter calls something beside its name: "het mechanisme voor koolstofcorrectie aan de grens (CBAM)"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from briefings.language.sentences import sentence_spans
from briefings.language.tokens import words

_BEFORE = 10  #: words in which what is called so stands
_IN_BRACKETS = re.compile(
    r"\((?:de |het |hierna:? |zogenaamde |zogeheten |ook wel )*[\"“‘']?(\w[\w'’+/\- ]{1,30}?)[\"”’']?\)"
)
_CALLED = re.compile(
    r"(?:bekend staat als|bekend als|ook wel|(?:hierna|kortweg|afgekort|genaamd|zogenaamde|zogeheten|zogenoemde):?)"
    r" (?:de |het )?[\"“‘']?([A-ZÀ-Þ][\w'’\-]*(?: [A-ZÀ-Þ][\w'’\-]*)*)"
)
_MOST_WORDS = 3  #: of a short name


@dataclass(frozen=True, slots=True)
class ShortName:
    """A short name that a text gives, and the words before it, which say of what."""

    name: tuple[str, ...]  #: folded
    before: str


@lru_cache(2_000)
def short_names(text: str) -> tuple[ShortName, ...]:
    """The short names that a text gives, each with the words before it in its sentence."""
    return tuple(_found(text))


def _found(text: str) -> Iterator[ShortName]:
    for start, end in sentence_spans(text):
        sentence = text[start:end]
        for pattern in (_IN_BRACKETS, _CALLED):
            for match in pattern.finditer(sentence):
                name = tuple(words(_singular(match[1])))
                if 0 < len(name) <= _MOST_WORDS and any(letter.isupper() for letter in match[1]):
                    yield ShortName(name, " ".join(sentence[: match.start()].split()[-_BEFORE:]))


def _singular(name: str) -> str:
    """Without the plural of an abbreviation: "SLAPP's", "JITs"."""
    return re.sub(r"(?<=[A-Z])['’]?s\b", "", name)
