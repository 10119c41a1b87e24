"""What is named to be followed, with the themes of the moment -> Interest; or what may have been meant."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.commands.names import LONGEST_NAME, Name, Named, term_of, too_short
from briefings.errors import NotUnderstood
from briefings.language.tokens import words as folded_words
from briefings.model.interest import Interest, Subject, SubjectKind
from briefings.themes.catalogue import Catalogue
from briefings.themes.match import recognise, resembling

_MOST = 20
_AND = re.compile(r"\s+(?:en|and)\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Doubt:
    """A name that is nearly a theme, or none that is known."""

    name: str  #: as typed
    term: Subject | None  #: the words themselves, which can be followed too; None when there are none
    near: tuple[Subject, ...]  #: themes that may be meant

    @property
    def offered(self) -> tuple[Subject, ...]:
        """All that may be meant: the themes, then the words themselves."""
        return (*self.near, *((self.term,) if self.term else ()))


def find_interests(
    names: Sequence[Name], without: Sequence[Name], catalogue: Catalogue
) -> tuple[list[Interest], list[Doubt]]:
    """What the names say, each once, and what is to be asked first. Raises NotUnderstood."""
    if len(names) + len(without) > _MOST:
        raise NotUnderstood("Dat is te veel tegelijk: {most} is het meeste.", most=_MOST)
    exceptions = [_find(name, catalogue) for name in without]
    wanted = [one for name in names for one in _each(name, catalogue)]
    subjects = tuple(dict.fromkeys(subject for subject in exceptions if isinstance(subject, Subject)))
    interests = [Interest(subject, subjects) for subject in wanted if isinstance(subject, Subject)]
    return list(dict.fromkeys(interests)), [doubt for doubt in (*wanted, *exceptions) if isinstance(doubt, Doubt)]


def _each(name: Name, catalogue: Catalogue) -> list[Subject | Doubt]:
    """What a name says; of "terugkeer en visa" both, where that is no theme and each of its parts is one."""
    found = _find(name, catalogue)
    if isinstance(found, Subject) or not isinstance(name, Named):
        return [found]
    parts = [_find(Named(part), catalogue) for part in _AND.split(name.name) if folded_words(part)]
    apart = [one for one in parts if isinstance(one, Subject)]
    return [*apart] if len(apart) == len(parts) > 1 else [found]


def _find(name: Name, catalogue: Catalogue) -> Subject | Doubt:
    """The subject that a name says for sure; else what it may mean. Raises NotUnderstood."""
    if isinstance(name, Subject):
        return name
    return _theme(name, catalogue)


def _theme(name: Named, catalogue: Catalogue) -> Subject | Doubt:
    if catalogue.get(name.name) is not None:
        return Subject(SubjectKind.THEME, name.name)
    typed = folded_words(name.name)
    found = recognise(typed, catalogue)
    if found is not None and not found.corrected:
        return Subject(SubjectKind.THEME, found.theme.slug)
    near = [found.theme] if found else resembling(" ".join(typed), catalogue, 3)
    term = term_of(name.name)
    if term is None and not near:
        raise too_short(name.name)
    return Doubt(name.name[:LONGEST_NAME], term, tuple(Subject(SubjectKind.THEME, theme.slug) for theme in near))
