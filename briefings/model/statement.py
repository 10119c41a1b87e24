"""Sentences, and who speaks in them."""

from dataclasses import dataclass, field
from datetime import date, timedelta
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
    COREPER = "coreper"  #: the ambassadors who prepare the Council
    COMMITTEE = "comite"  #: a committee or working party, of the Council or of Parliament
    EUROPEAN_COUNCIL = "europese-raad"  #: the heads of state and government
    OTHER_COUNCIL = "andere-raad"  #: the Council in another formation than the letter's
    OTHER_BODY = "ander-orgaan"  #: one that decides elsewhere: a national parliament, the Council of Europe


class StatementKind(StrEnum):
    """What a sentence does."""

    POSITION = "position"  #: the Netherlands takes a stand in the Council
    DECISION = "decision"  #: the Council adopts, agrees, takes note
    NO_DECISION = "no_decision"  #: the Council did not adopt or agree what lay on the table
    COMMITMENT = "commitment"  #: something is announced that is still to come
    INFORMATION = "information"


class Act(StrEnum):
    """What is done in a sentence."""

    ADOPTS = "adopts"
    ESTABLISHES = "establishes"
    AGREES = "agrees"
    TAKES_NOTE = "takes_note"
    INSTRUCTS = "instructs"
    ACTIVATES = "activates"
    DECIDES = "decides"
    CONCLUDES = "concludes"  #: as the Presidency does for the Council
    ESTABLISHES_THAT = "establishes_that"  #: "stelde vast dat": an observation
    SIGNS = "signs"
    SUSPENDS = "suspends"
    SUPPORTS = "supports"
    OPPOSES = "opposes"
    ABSTAINS = "abstains"
    HAS_CONCERNS = "has_concerns"
    ASKS = "asks"
    SAYS = "says"
    WISHES = "wishes"
    ANNOUNCES = "announces"
    PROMISES = "promises"  #: to parliament
    INFORMS = "informs"
    DOES = "does"  #: something outside the talk: receives, carries out, organises


class Standing(StrEnum):
    """How what is done in a sentence stands."""

    DONE = "done"  #: at this Council
    NOT_DONE = "not_done"
    ELSEWHERE = "elsewhere"  #: by another body, or before this Council
    EXPECTED = "expected"  #: hoped, expected, or what must or can be
    CONDITIONAL = "conditional"
    ASKED = "asked"
    TO_COME = "to_come"


class Uncertain(StrEnum):
    """Why a sentence that looks like one with a label has none."""

    WHO = "who"  #: two may have done it, or who did it is not named
    WHERE = "where"  #: the item names another body that decides
    VERB = "verb"  #: the verb is not known
    WHETHER = "whether"  #: "kon instemmen", "worden aangenomen": it may have been done or not


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
    NO_OBJECTION = "geen bezwaar"
    ABSTENTION = "onthouding"
    CALL = "oproep"
    CONDITION = "voorwaarde"  #: in favour under a condition


class DecisionKind(StrEnum):
    """What the Council did."""

    ADOPTED = "aangenomen"
    ESTABLISHED = "vastgesteld"
    GENERAL_APPROACH = "algemene oriëntatie"
    NOTED = "kennisgenomen"
    AGREED = "akkoord"
    INSTRUCTED = "opgedragen"
    ACTIVATED = "geactiveerd"
    DECIDED = "besloten"
    CONCLUDED = "geconcludeerd"


@dataclass(frozen=True, slots=True)
class Period:
    """When something announced is to happen; both days included, save `before`. One side may be open.

    The days are ours: counted from the day of the letter or of the Council. `words` are the letter's.
    """

    first: date | None
    last: date | None
    words: str | None = field(default=None, compare=False)  #: "vóór de zomer"
    before: bool = field(default=False, compare=False)  #: its last day is the first that is too late: "vóór 1 juli"

    @property
    def due_day(self) -> date | None:
        """By when it must have happened: its last day, its first where it has no end."""
        return self.last or self.first

    @property
    def latest(self) -> date | None:
        """The last day on which it is in time: for "vóór 1 juli" that is 30 June."""
        return self.due_day - timedelta(days=1) if self.before and self.due_day else self.due_day


@dataclass(frozen=True, slots=True)
class Voice:
    """One who speaks in a sentence, as the letter names it, and the stance it takes there."""

    actor: Actor
    named: str
    stance: Stance | None = None


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
    act: Act | None = None  #: what is done, where that is understood
    standing: Standing | None = None  #: how that stands
    where: str | None = None  #: of what was done elsewhere or before: the words that say so
    seen: tuple[str, ...] = ()  #: the words by which it was understood: ("de Raad", "bereikte … oriëntatie")
    doubt: Uncertain | None = None
    voices: tuple[Voice, ...] = ()  #: everybody who speaks in it, and which side each takes

    @property
    def stances(self) -> frozenset[Stance]:
        """Every stance that somebody takes in it."""
        return frozenset(voice.stance for voice in self.voices if voice.stance)

    @property
    def is_conclusion(self) -> bool:
        """What the Presidency concluded for the Council."""
        return self.kind is StatementKind.DECISION and self.actor is Actor.PRESIDENCY

    @property
    def is_noted(self) -> bool:
        """What the Council took note of: an outcome, and no decision."""
        return self.kind is StatementKind.DECISION and self.decided is DecisionKind.NOTED

    @property
    def announcer(self) -> Actor | None:
        """Who announced it; None where it is only called announced before: "de aangekondigde conferentie"."""
        return self.actor if self.act in {Act.ANNOUNCES, Act.PROMISES} else None

    @property
    def is_promise(self) -> bool:
        """What a minister promised parliament."""
        return self.kind is StatementKind.COMMITMENT and self.act is Act.PROMISES
