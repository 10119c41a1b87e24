"""The names of what is followed: as people list them, and as they are written down."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from briefings.answering.question import find_dossier
from briefings.answering.speakers import find_speaker
from briefings.errors import NotUnderstood
from briefings.language.fold import fold
from briefings.language.tokens import words as folded_words
from briefings.model.interest import Subject, SubjectKind
from briefings.reading.formations import formation_named

LONGEST_NAME = 60
_COUNCIL = ("raad ", "council ")
_POSITIONS = ("standpunten ", "standpunt ", "positions ", "position ")
_WITHOUT = re.compile(r"\s+(?:zonder|behalve|without|except)\s+", re.IGNORECASE)
_QUOTES = re.compile(r"[“”„‟«»″]")
_THEME = re.compile(r"thema:([a-z0-9]+(?:-[a-z0-9]+)*)")
_WHOLE = re.compile(rf'"[^"]*"|{_THEME.pattern}')
_HELD = re.compile(r'"(\d+)"')


@dataclass(frozen=True, slots=True)
class Named:
    """A theme by its slug, or by what someone typed for it: which one that is, the themes of the moment say."""

    name: str


Name = Named | Subject


@dataclass(frozen=True, slots=True)
class Listed:
    """Typed text in which quoted words and themes by their slug are held apart, so that nothing in them is read."""

    text: str
    held: tuple[str, ...]

    def names(self, text: str) -> tuple[Name, ...]:
        """What a part of it lists with commas. Raises NotUnderstood."""
        parts = (part.strip(" .'") for part in re.findall(r'"[^"]*"|[^,"]+', text))
        whole = (_HELD.sub(lambda match: self.held[int(match[1])], part) for part in parts if part.strip('" '))
        return tuple(read_name(name) for name in whole if name.strip('" '))

    def with_exceptions(self, text: str) -> tuple[tuple[Name, ...], tuple[Name, ...]]:
        """What a part of it lists, and what of that is not wanted. Raises NotUnderstood."""
        wanted, *without = _WITHOUT.split(text, maxsplit=1)
        return self.names(wanted), self.names("".join(without))


def listed(text: str) -> Listed:
    """The text with what is quoted held apart."""
    quoted, held = _QUOTES.sub('"', text), list[str]()

    def hold(match: re.Match[str]) -> str:
        held.append(match[0])
        return f'"{len(held) - 1}"'

    return Listed(_WHOLE.sub(hold, quoted), tuple(held))


def read_names(text: str) -> tuple[tuple[Name, ...], tuple[Name, ...]]:
    """The names in a list, and those of what is not wanted. Raises NotUnderstood."""
    found = listed(text)
    return found.with_exceptions(found.text)


def write_names(names: Sequence[Name], without: Sequence[Name] = (), *, marked: bool = False) -> str:
    """The inverse. `marked`: a theme by its slug cannot be taken for anything else."""
    listed_names = ", ".join(_written(name, marked=marked) for name in names)
    exceptions = ", ".join(_written(name, marked=marked) for name in without)
    return f"{listed_names} zonder {exceptions}" if exceptions else listed_names


def named(subject: Subject) -> Name:
    """A subject as a name in a command."""
    return Named(subject.name) if subject.kind is SubjectKind.THEME else subject


def read_name(name: str) -> Name:
    """What a single name says. Raises NotUnderstood, with how it can be said."""
    if match := _THEME.fullmatch(name):
        return Named(match[1])
    folded = fold(name)
    if name.startswith('"'):
        term = term_of(name)
        if term is None:
            raise too_short(name)
        return term
    if folded.startswith(_COUNCIL) or folded in {"raad", "council"}:
        return _council(folded.partition(" ")[2] or "jbz")
    if folded.startswith(_POSITIONS):
        return _positions(folded.partition(" ")[2])
    if (dossier := find_dossier(name)) is not None:
        return Subject(SubjectKind.DOSSIER, dossier)
    if folded.startswith(("kst ", "kamerstuk", "dossier ")):
        raise NotUnderstood("Een dossier heeft vijf cijfers. Zo kan het: volg kst 22112. Eén stuk volgen kan niet.")
    return Named(name)


def term_of(name: str) -> Subject | None:
    """The words themselves, which can be followed too; None when there are too few or too many."""
    words = " ".join(folded_words(name))
    return Subject(SubjectKind.TERM, words) if 1 < len(words) <= LONGEST_NAME else None


def too_short(name: str) -> NotUnderstood:
    """That a name is too short or too long."""
    return NotUnderstood(
        "{name} is te kort of te lang om te volgen. Kies een of enkele woorden.", name=name[:LONGEST_NAME]
    )


def _written(name: Name, *, marked: bool) -> str:
    if isinstance(name, Subject):
        return name.code
    return f"thema:{name.name}" if marked else name.name


def _council(name: str) -> Subject:
    formation = formation_named(name)
    if formation is None:
        raise NotUnderstood("De raad “{name}” ken ik niet. Zo kan het: volg raad JBZ.", name=name[:LONGEST_NAME])
    return Subject(SubjectKind.COUNCIL, formation.code)


def _positions(name: str) -> Subject:
    told = name.removeprefix("van ").removeprefix("of ")
    speaker = find_speaker(told) or find_speaker(told.replace("-", " "))  # as it is kept: "europees-parlement"
    if speaker is None:
        raise NotUnderstood(
            "Wie “{name}” is, weet ik niet. Zo kan het: volg standpunten nederland, of commissie.",
            name=name[:LONGEST_NAME],
        )
    return Subject(SubjectKind.POSITIONS, speaker)
