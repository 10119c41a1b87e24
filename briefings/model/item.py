"""An agenda item, its named parts and its footnotes."""

from dataclasses import dataclass
from enum import StrEnum

from briefings.model.reference import Citation, CitationKind, Reference
from briefings.model.statement import Statement
from briefings.model.theme import ThemeMatch


@dataclass(frozen=True, slots=True)
class Footnote:
    """A note of the letter and the place its mark stood."""

    marker: str  #: "1"
    text: str
    paragraph: int  #: index into the item's paragraphs
    offset: int  #: characters from the start of that paragraph


class ItemKind(StrEnum):
    """What an item of a letter is."""

    AGENDA = "agendapunt"
    SIDE_TOPIC = "nevenonderwerp"  #: a subject of the covering letter, outside the Council's agenda


@dataclass(frozen=True, slots=True)
class Part:
    """A named part of an item: "Inhoud", "Inzet Nederland". It runs to the next part or the end."""

    title: str
    paragraph: int  #: index of its first paragraph; the number of paragraphs when it has none


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """One numbered or headed point of a meeting, or of the letter around it."""

    title: str
    kind: ItemKind = ItemKind.AGENDA
    number: str | None = None  #: the whole path: "I.7.a"
    parent: str | None = None  #: the number of the item it stands under: "I.7"
    section: str | None = None  #: "Binnenlandse Zaken"
    subtitle: str | None = None  #: a second title line
    status: str | None = None  #: "Algemene oriëntatie"
    paragraphs: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
    footnotes: tuple[Footnote, ...] = ()
    references: tuple[Reference, ...] = ()
    citations: tuple[Citation, ...] = ()
    statements: tuple[Statement, ...] = ()
    themes: tuple[ThemeMatch, ...] = ()

    @property
    def cited(self) -> tuple[Citation, ...]:
        """What it cites as such; not the laws that it only calls by their names."""
        return tuple(one for one in self.citations if one.kind is not CitationKind.NAMED_LAW)

    def text_of(self, statement: Statement) -> str:
        """The sentence of the source that `statement` points at."""
        return self.paragraphs[statement.paragraph][statement.start : statement.end]
