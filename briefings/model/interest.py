"""What can be followed, and its written form, which is also what people may type."""

from dataclasses import dataclass
from enum import StrEnum


class SubjectKind(StrEnum):
    """The kinds of things that can be followed."""

    THEME = "theme"  #: name: the theme's slug
    TERM = "term"  #: name: the folded words of a word or phrase
    DOSSIER = "kst"  #: name: "22112", "21501-20"
    COUNCIL = "raad"  #: name: the formation's code
    POSITIONS = "standpunten"  #: name: an Actor, or a member state as items are indexed ("duitsland")


@dataclass(frozen=True, slots=True)
class Subject:
    """One thing that can be followed."""

    kind: SubjectKind
    name: str

    @property
    def code(self) -> str:
        """As it is kept and typed: `migratie`, `"ai act"`, `kst 22112`, `raad JBZ`, `standpunten nederland`."""
        match self.kind:
            case SubjectKind.THEME:
                return self.name
            case SubjectKind.TERM:
                return f'"{self.name}"'
            case _:
                return f"{self.kind.value} {self.name}"


def subject_of(code: str) -> Subject:
    """The subject whose `code` this is; what has no other form is a theme's slug."""
    if code.startswith('"'):
        return Subject(SubjectKind.TERM, code.strip('"'))
    kind, _, name = code.partition(" ")
    return Subject(SubjectKind(kind), name) if name else Subject(SubjectKind.THEME, code)


@dataclass(frozen=True, slots=True)
class Interest:
    """A subject, and what of it is not wanted."""

    subject: Subject
    without: tuple[Subject, ...] = ()

    @property
    def code(self) -> str:
        """As it is typed: `migratie zonder visa, "pasjes"`."""
        exceptions = f" zonder {', '.join(subject.code for subject in self.without)}" if self.without else ""
        return self.subject.code + exceptions
