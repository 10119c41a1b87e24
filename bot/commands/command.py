"""What a command is, and how one is declared."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Generic, TypeVar

from bot.words import Phrase
from briefings.errors import NotUnderstood


class Command:
    """Something that can be asked; each kind is a frozen dataclass that is declared once."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Unclear(Command):
    """What was typed begins as a command, and cannot be carried out as it stands: how it should be."""

    error: NotUnderstood


C = TypeVar("C", bound=Command)


class Does(Enum):
    """What carrying out a command does, and so what right it asks."""

    READS = "reads"  #: nothing changes; everybody may
    OFFERS = "offers"  #: shows a form or a choice with which something changes; who may add something may
    CHANGES = "changes"  #: the rule of the chat says who may


class InMenu(Enum):
    """In whose menu of commands one stands."""

    ALL = "all"
    OWN = "own"  #: of someone alone with the bot, and of who administers a group
    ADMINISTRATORS = "administrators"  #: of a group


@dataclass(frozen=True, slots=True)
class Menu:
    """A place in a menu, where a platform has one."""

    place: int
    nl: str  #: its name there
    en: str
    what: Phrase
    shown: InMenu = InMenu.ALL


@dataclass(frozen=True, slots=True)
class Example:
    """What can be typed, and what it gives."""

    typed: Phrase
    gives: Phrase
    in_help: bool = True  #: else only in the documentation


@dataclass(frozen=True)
class Declared(Generic[C]):
    """Everything about a kind of command but its handler, which bot.conversation has.

    `read` gets what stands behind the word and gives None for what is no such command; `write` is its inverse.
    """

    kind: type[C]
    nl: tuple[str, ...]  #: the words it begins with; the first is the one that is written
    en: tuple[str, ...]
    read: Callable[[str], C | None]
    write: Callable[[C], str]
    mark: Callable[[C], str] | None = None  #: as `write`, where a theme may be taken for something else
    does: Does = Does.READS
    examples: tuple[Example, ...] = ()
    menu: Menu | None = None


def nothing(_command: Command) -> str:
    """Writes a command that has nothing behind its word."""
    return ""


def alone(kind: type[C]) -> Callable[[str], C | None]:
    """Reads a command that has nothing behind its word."""
    return lambda rest: None if rest else kind()
