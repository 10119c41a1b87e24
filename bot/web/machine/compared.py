"""What the API gives of letters laid side by side, as models."""

from bot.web.machine.shapes import AnnouncedIn, LetterName, MeetingName, Shape
from briefings.comparing.kept import Fate
from briefings.comparing.nearness import Whose
from briefings.comparing.planned import Echo
from briefings.comparing.quote_check import Likeness
from briefings.model.briefing import TurnKind
from briefings.model.statement import Stance


class ItemName(Shape):
    """Which item."""

    item: int
    number: str | None
    title: str
    meeting: MeetingName
    page: str


class SentenceOf(ItemName):
    """A sentence, with its place: the paragraph counted from 0."""

    letter: LetterName
    paragraph: int
    text: str
    stance: Stance | None


class Commitment(AnnouncedIn):
    """Something announced, where, and what became of it: met is shown by the sentence of a later letter."""

    item: int
    number: str | None
    title: str
    meeting: MeetingName
    page: str
    fate: Fate
    shown_by: SentenceOf | None


class Commitments(Shape):
    """What was announced with a day or period."""

    commitments: list[Commitment]
    next: str | None


class PlannedInput(Shape):
    """A Dutch sentence of the agenda, and that of the report that tells of it, or may.

    `also`: of several things announced in one sentence, the Dutch sentences that tell of the others.
    """

    echo: Echo
    planned: SentenceOf
    said: SentenceOf | None
    also: list[SentenceOf]
    item_missing: bool


class MissingItem(Shape):
    """An item of the agenda that the report has not; where it may stand."""

    planned: ItemName
    maybe: ItemName | None


class PlannedAgainstSaid(Shape):
    """A meeting's agenda beside its report."""

    meeting: MeetingName
    agenda: bool
    report: bool
    inputs: list[PlannedInput]
    missing: list[MissingItem]
    added: list[ItemName]


class Turn(Shape):
    """Where a stance or wording changed."""

    kind: TurnKind
    before: SentenceOf
    after: SentenceOf
    sure: bool


class Course(Shape):
    """The Dutch sentences on a subject, oldest first, and the changes among them; `corrected`: an error was mended."""

    query: str
    understood_as: str | None
    corrected: bool
    positions: list[SentenceOf]
    turns: list[Turn]
    more: bool


class ComparedWords(Shape):
    """A run of words that both have, or only one of the two."""

    text: str
    whose: Whose


class QuotePlace(ItemName):
    """Where what was pasted stands: whole sentences of a paragraph (counted from 0), and what differs.

    `left_out`: the sentence has words near what was pasted that deny or limit it ("geen", "mits").
    """

    letter: LetterName
    paragraph: int
    text: str
    cut: bool
    left_out: list[str]
    runs: list[ComparedWords]


class QuoteEdited(Shape):
    """What a later edition of the letter changed there."""

    stood_before: bool
    was: list[ComparedWords]


class QuotedSentence(Shape):
    """Whether a sentence stands in a letter: the same, with differences, or absent (then the nearest sentence).

    `says_otherwise`: it differs in more than spelling, small words and order. Of fewer than four words it is not said.
    """

    pasted: str
    likeness: Likeness
    score: float
    says_otherwise: bool
    places: list[QuotePlace]
    edited: QuoteEdited | None


class QuoteChecked(QuotedSentence):
    """The same of all that was pasted; of several sentences that do not stand there together also of each by itself."""

    sentences: list[QuotedSentence]
