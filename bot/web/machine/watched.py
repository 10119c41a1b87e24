"""What the API gives of letters that are awaited: models and answers."""

from typing import Any

from bot.conversation.awaiting import Awaiting
from bot.export.silence_json import silences_json
from bot.web.machine.call import Call
from bot.web.machine.shapes import MeetingName, Shape
from briefings.silence.awaited import AwaitedKind


class SilenceOf(Shape):
    """A letter that is later than usual, in days: since the Council, until it, or since a source's newest letter."""

    kind: AwaitedKind
    meeting: MeetingName | None
    source: str | None
    since: str
    days: int
    usual: int
    letters: int
    announced_in: int | None


class UsualDays(Shape):
    """How many days are usual: half took no longer; the median absolute deviation; by how many letters."""

    days: int
    spread: int
    letters: int


class HabitOf(Shape):
    """What is usual of a formation; null where too few letters are kept."""

    council: str
    report: UsualDays | None
    agenda: UsualDays | None


class SilencesNow(Shape):
    """What is later than usual, and what is usual."""

    silences: list[SilenceOf]
    habits: list[HabitOf]


def silences(call: Call) -> dict[str, Any]:
    """Letters that are later than usual today."""
    shelf = call.desk.shelf
    return silences_json(*Awaiting(shelf.database).standing(shelf.today()))
