"""What the API gives of preparations and handovers, as models."""

from bot.web.machine.compared import Commitment, ItemName, SentenceOf, Turn
from bot.web.machine.shapes import MeetingName, Shape
from briefings.comparing.earlier import Ground


class EarlierItem(ItemName):
    """An item that may be on the same matter, and why."""

    why: Ground
    shared: str


class PreparedItem(ItemName):
    """An item of the agenda, and what came before; of sentences the newest first.

    `turns`: what is announced takes another side than what was said last. `sides`: others, for or against, at the last
    Council that tells of any; `expected_sides`: by the agenda itself. `perhaps`: it is not certain that these belong.
    """

    section: str | None
    will_say: list[SentenceOf]
    said_before: list[SentenceOf]
    turns: list[Turn]
    decided: list[SentenceOf]
    open: list[Commitment]
    sides: list[SentenceOf]
    expected_sides: list[SentenceOf]
    papers: list[str]
    perhaps: list[EarlierItem]


class Preparation(Shape):
    """What to know before a meeting: the next of which an agenda is known, else the last."""

    meeting: MeetingName
    coming: bool
    url: str
    items: list[PreparedItem]


class MeetingTold(Shape):
    """A meeting of the period; `only_planned`: its report is not known, or says nothing of it."""

    meeting: MeetingName
    items: int
    only_planned: bool


class Handover(Shape):
    """A period of a subject, oldest first; empty where no letter speaks of it then."""

    query: str
    understood_as: str | None
    since: str | None
    until: str | None
    meetings: list[MeetingTold]
    decided: list[SentenceOf]
    said: list[SentenceOf]
    turns: list[Turn]
    open: list[Commitment]
    more: bool
