"""Messages for people, and the errors that carry one.

What is said stands elsewhere: here, below the bot, a message is a code and its values.

JbzError                     what is wrong and what to do
├── Unreadable               bytes that are no letter at all: empty, too large, binary, an unknown format
├── ForeignLetter            readable, but not of this genre
├── BadMetadata              a letter.json or a flag that cannot be used
├── NotAllowed               something a person may not do
└── NotUnderstood            something a person typed that cannot be carried out
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Self


@dataclass(frozen=True, slots=True)
class Message:
    """Something to be said: a code ("letter.empty"), or in the bot our own Dutch sentence; and what is filled in.

    A value may be a message itself.
    """

    code: str
    values: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        """For a log."""
        return " ".join([self.code, *(f"{name}={value}" for name, value in self.values.items())])


class JbzError(Exception):
    """Something a person can act on."""

    def __init__(self, code: str, /, **values: Any) -> None:
        self.message = Message(code, values)
        super().__init__(self.message)

    def __reduce__(self) -> tuple[Any, ...]:
        """How an error comes back from the process that read the letter."""
        return partial(type(self), self.message.code, **self.message.values), ()

    @classmethod
    def of(cls, message: Message) -> Self:
        """The error with this message."""
        return cls(message.code, **message.values)


class Unreadable(JbzError):
    """The bytes are no letter that can be read."""


class ForeignLetter(JbzError):
    """A readable text, but no report or annotated agenda of a Council meeting."""

    evidence: tuple[Any, ...] = ()  #: what was found of it all the same: see model.document.Evidence

    def __reduce__(self) -> tuple[Any, ...]:
        """How it comes back from the process that read the letter, with its evidence."""
        return (*super().__reduce__(), {"evidence": self.evidence})


class BadMetadata(JbzError):
    """Metadata given beside a letter that cannot be used."""


class NotAllowed(JbzError):
    """A change by someone who may not make it."""


class NotUnderstood(JbzError):
    """A command that cannot be carried out as typed."""
