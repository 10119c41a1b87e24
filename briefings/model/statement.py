"""Sentences, and who speaks in them."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Actor(StrEnum):
    """Who speaks or decides in a sentence."""

    NETHERLANDS = "nederland"
    CABINET = "kabinet"
    COMMISSION = "commissie"
    PRESIDENCY = "voorzitterschap"
    COUNCIL = "raad"
    MEMBER_STATES = "lidstaten"
    EUROJUST = "eurojust"
    EUROPOL = "europol"
    FRONTEX = "frontex"
    EU_LISA = "eu-lisa"
    EU_CTC = "eu-ctc"
    EEAS = "edeo"
    EPPO = "eom"
    EUAA = "euaa"
    FRA = "fra"
    CEPOL = "cepol"
    ECB = "ecb"
    PARLIAMENT = "europees-parlement"
    HIGH_REPRESENTATIVE = "hoge-vertegenwoordiger"
    OTHER_STATE = "andere-lidstaat"  #: one named member state that is not the Netherlands


class StatementKind(StrEnum):
    """What a sentence does."""

    POSITION = "position"  #: the Netherlands takes a stand in the Council
    DECISION = "decision"  #: the Council adopts, agrees, takes note
    COMMITMENT = "commitment"  #: something is announced that is still to come
    INFORMATION = "information"


class Quantity(StrEnum):
    """How many member states speak, in the words of the letter: fewest first."""

    FEW = "enkele"
    SOME = "een aantal"
    MANY = "veel"
    MAJORITY = "een meerderheid"
    NEARLY_ALL = "nagenoeg alle"
    ALL = "alle"


class Stance(StrEnum):
    """What someone thinks of what lies on the table."""

    SUPPORT = "steun"
    CONCERN = "zorg"
    OPPOSITION = "bezwaar"
    CALL = "oproep"
    CONDITION = "voorwaarde"


class DecisionKind(StrEnum):
    """What the Council did."""

    ADOPTED = "aangenomen"
    ESTABLISHED = "vastgesteld"
    GENERAL_APPROACH = "algemene oriëntatie"
    NOTED = "kennisgenomen"
    AGREED = "akkoord"


@dataclass(frozen=True, slots=True)
class Period:
    """When something announced is to happen; both days included. One side may be open."""

    first: date | None
    last: date | None

    @property
    def due_day(self) -> date | None:
        """By when it must have happened: its last day, its first where it has no end."""
        return self.last or self.first


@dataclass(frozen=True, slots=True)
class Statement:
    """A place in an item's text: `paragraphs[paragraph][start:end]` is the sentence."""

    paragraph: int
    start: int
    end: int
    actor: Actor | None = None
    kind: StatementKind = StatementKind.INFORMATION
    due: Period | None = None  #: of a commitment whose date or period is given
    named: str | None = None  #: the actor as the letter names it: "Een groot aantal lidstaten", "Duitsland"
    quantity: Quantity | None = None  #: of member states
    stance: Stance | None = None  #: of a sentence in which its actor takes one
    decided: DecisionKind | None = None  #: of a decision
