"""What the API gives, as models: its description is made of them, and tests hold every answer to them."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from briefings.answering.answer import Outcome
from briefings.model.document import Kind
from briefings.model.item import ItemKind
from briefings.model.statement import (
    Act,
    Actor,
    DecisionKind,
    Quantity,
    Stance,
    Standing,
    StatementKind,
    Uncertain,
)

_Day = Annotated[str, Field(json_schema_extra={"format": "date"})]
_Days = list[str | None]


class Shape(BaseModel):
    """Nothing is given or taken that is not named."""

    model_config = ConfigDict(extra="forbid")


class MeetingName(Shape):
    """Which meeting."""

    council: str
    dates: list[_Day]


class MeetingLine(MeetingName):
    """A meeting in a list."""

    location: str | None
    informal: bool
    change: Literal["cancelled", "moved"] | None
    moved_to: list[_Day]
    letters: list[Kind]
    items: int
    url: str
    api: str


class Meetings(Shape):
    """Meetings, newest first."""

    meetings: list[MeetingLine]
    next: str | None


class Signatory(Shape):
    """Who signed."""

    name: str
    role: str


class Part(Shape):
    """A named part of an item."""

    title: str
    paragraph: int


class Footnote(Shape):
    """A note of the letter."""

    marker: str
    text: str


class Reference(Shape):
    """A parliamentary paper."""

    dossier: str
    number: str
    url: str


class Citation(Shape):
    """Another paper, motion or law."""

    kind: str
    label: str
    url: str | None


class Voice(Shape):
    """One who speaks in a sentence, as the letter names it, and the stance it takes there."""

    actor: Actor
    named: str
    stance: Stance | None


class Statement(Shape):
    """A sentence: `paragraphs[paragraph][start:end]`."""

    actor: Actor | None
    text: str
    paragraph: int
    start: int
    end: int
    kind: StatementKind
    named: str | None
    quantity: Quantity | None
    stance: Stance | None
    decided: DecisionKind | None
    due: _Days | None
    period: str | None
    act: Act | None
    standing: Standing | None
    where: str | None
    seen: list[str]
    doubt: Uncertain | None
    voices: list[Voice]


class Item(Shape):
    """An item as in jbz-document/1, with where it stands here."""

    id: int
    page: str
    kind: ItemKind
    number: str | None
    parent: str | None
    section: str | None
    title: str
    subtitle: str | None
    status: str | None
    paragraphs: list[str]
    parts: list[Part]
    footnotes: list[Footnote]
    references: list[Reference]
    citations: list[Citation]
    statements: list[Statement]
    themes: list[str]


class LetterName(Shape):
    """Which letter."""

    kind: Kind
    date: _Day | None
    kamerstuk: str | None
    url: str | None


class ItemWhole(Item):
    """An item with its meeting and letter."""

    meeting: MeetingName
    letter: LetterName
    corrected_on: _Day | None


class Items(Shape):
    """Items, newest meeting first."""

    items: list[ItemWhole]
    next: str | None


class Letter(Shape):
    """A letter as jbz-document/1."""

    schema_: Literal["jbz-document/1"] = Field(alias="schema")
    kind: Kind
    council: str
    informal: bool
    chamber: Literal["TK", "EK"] | None
    title: str
    letter_date: _Day | None
    meeting_dates: list[_Day]
    location: str | None
    cancelled: bool
    moved_to: list[_Day] | None
    kamerstuk: str | None
    document_number: str | None
    signatories: list[Signatory]
    items: list[Item]
    introduction: list[str]
    doubts: list[str]
    url: str | None


class MeetingWhole(MeetingLine):
    """A meeting with its letters."""

    documents: list[Letter]


class AnnouncedIn(Shape):
    """Something announced, in an answer."""

    text: str
    by: str | None
    period: str | None
    from_: _Day | None = Field(alias="from")
    until: _Day | None


class Place(Shape):
    """What a sentence of a summary is (a decision, a position …), and where it stands: paragraph from 0, and page."""

    text: str
    kind: StatementKind | None
    paragraph: int
    page: str


class Matched(Shape):
    """A word that was met, and where."""

    term: str
    where: str


class Found(Shape):
    """An item of an answer, as `jbz ask --json` has it."""

    id: int
    number: str | None
    title: str
    section: str | None
    meeting: MeetingName
    score: float
    url: str | None
    summary: list[str]
    positions: list[str]
    letter: LetterName
    decisions: list[str]
    no_decisions: list[str]
    announced: list[AnnouncedIn]
    places: list[Place]
    matched: list[Matched]


class Answer(Shape):
    """An answer, as `jbz ask --json` has it, and where the next part of it stands."""

    model_config = ConfigDict(extra="allow")

    query: str
    outcome: Outcome
    understood_as: str | None
    theme: str | None
    items: list[Found]
    suggestions: list[str]
    total: int
    next: str | None


class Theme(Shape):
    """A theme, and how many items are about it."""

    slug: str
    nl: str
    en: str
    names: list[str]
    broader: list[str]
    related: list[str]
    items: int
    page: str


class Themes(Shape):
    """The themes by slug."""

    themes: list[Theme]


class Moment(Shape):
    """An item of a timeline, and why it is there."""

    id: int
    number: str | None
    title: str
    meeting: MeetingName
    letter: LetterName
    page: str
    score: float
    reasons: list[tuple[str, str]]


class Timeline(Shape):
    """A subject across meetings, newest first."""

    query: str
    outcome: Outcome
    understood_as: str | None
    items: list[Moment]


class Problem(Shape):
    """What went wrong (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
