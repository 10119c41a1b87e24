"""What the API gives of letters that are awaited, and of papers in several Councils: models and answers."""

from dataclasses import asdict
from typing import Any

from bot.conversation.awaiting import Awaiting
from bot.export.document_json import letter_json
from bot.export.silence_json import silences_json
from bot.web.machine.call import Call, item_name
from bot.web.machine.compared import ItemName
from bot.web.machine.shapes import LetterName, MeetingName, Shape
from briefings.model.briefing import StoredItem
from briefings.silence.awaited import AwaitedKind
from storage.radar import kept_also_in


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


class SharedPaperName(Shape):
    """A paper, law or dossier, with its address if any; not `sure` where a name or a dossier alone says it."""

    key: str
    label: str
    url: str | None
    sure: bool


class PaperAlsoIn(Shape):
    """An item of another Council, and the paper that both cite."""

    paper: SharedPaperName
    item: ItemName
    letter: LetterName


class ItemElsewhere(Shape):
    """Where the papers of an item stand in other Councils, newest meeting first."""

    elsewhere: list[PaperAlsoIn]


def elsewhere(call: Call, source: StoredItem) -> dict[str, Any]:
    """The items of other Councils that cite what this one cites."""
    return {
        "elsewhere": [
            {
                "paper": asdict(one.paper),
                "item": item_name(call, one.source) | {"item": one.source.id},
                "letter": letter_json(one.source),
            }
            for one in kept_also_in(call.desk.shelf.database, source)
        ]
    }


def silences(call: Call) -> dict[str, Any]:
    """Letters that are later than usual today."""
    shelf = call.desk.shelf
    return silences_json(*Awaiting(shelf.database).standing(shelf.today()))
