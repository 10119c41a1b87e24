"""Errors that a person reads.

JbzError                     a sentence in Dutch and in English that says what is wrong and what to do
├── Unreadable               bytes that are no letter at all: empty, too large, binary, an unknown format
├── ForeignLetter            readable, but not of this genre
├── BadMetadata              a letter.json or a flag that cannot be used
├── NotAllowed               something a person may not do
└── NotUnderstood            something a person typed that cannot be carried out
"""

from typing import Any


class JbzError(Exception):
    """Something a person can act on. `str()` gives the Dutch sentence."""

    def __init__(self, nl: str, en: str) -> None:
        super().__init__(nl)
        self.nl = nl
        self.en = en

    def __reduce__(self) -> tuple[type["JbzError"], tuple[Any, ...]]:
        """How an error comes back from the process that read the letter."""
        return type(self), (self.nl, self.en)

    def sentence(self, language: str) -> str:
        """The sentence in `language` ("nl" or "en"; anything else gives Dutch)."""
        return self.en if language == "en" else self.nl


class Unreadable(JbzError):
    """The bytes are no letter that can be read."""


class ForeignLetter(JbzError):
    """A readable text, but no report or annotated agenda of a Council meeting."""

    def __init__(self, nl: str, en: str, evidence: tuple[Any, ...] = ()) -> None:
        super().__init__(nl, en)
        self.evidence = evidence  #: what was found of it all the same: see model.document.Evidence

    def __reduce__(self) -> tuple[type["ForeignLetter"], tuple[Any, ...]]:
        """How it comes back from the process that read the letter."""
        return type(self), (self.nl, self.en, self.evidence)


class BadMetadata(JbzError):
    """Metadata given beside a letter that cannot be used."""


class NotAllowed(JbzError):
    """A change by someone who may not make it."""


class NotUnderstood(JbzError):
    """A command that cannot be carried out as typed."""
