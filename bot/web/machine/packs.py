"""What the API gives of preparations and handovers."""

from collections.abc import Iterable
from typing import Any

from bot.commands.comparing import Prepare
from bot.export.document_json import meeting_json
from bot.web.machine.call import Call, item_name
from bot.web.machine.comparing import pledge, sentence_of, turn
from bot.web.room.shelf import Missing, readable
from bot.words import Words
from briefings.comparing.preparation import PreparedItem
from briefings.errors import NotUnderstood
from briefings.model.briefing import Announced
from storage.reading import letters


def preparation(call: Call) -> dict[str, Any]:
    """What to know before a meeting. Raises Missing where none fits, or its agenda is not known."""
    desk, given = call.desk, call.given
    named = " ".join(part for part in (given.council, Words("nl").day(given.day) if given.day else None) if part)
    try:
        meeting = desk.shelf.packs.meeting(Prepare(named), desk.saying)
    except NotUnderstood as error:
        raise Missing from error
    agenda, _ = letters.agenda_and_report(desk.session, meeting.id)
    if not agenda:
        raise Missing
    days = meeting.meeting.days
    return {
        "meeting": meeting_json(meeting.meeting),
        "coming": bool(days) and days[-1] >= desk.shelf.today(),
        "url": call.page(f"{desk.to.meeting(meeting.meeting)}/voorbereiding"),
        "items": [_prepared(call, one) for one in desk.shelf.packs.preparations.of(agenda)],
    }


def handover(call: Call) -> dict[str, Any]:
    """A period of a subject."""
    query = readable(call.given.q)
    told = call.desk.shelf.packs.handovers.of(query)
    return {
        "query": query,
        "understood_as": told.name if told else None,
        "since": told.since.isoformat() if told else None,
        "until": told.until.isoformat() if told else None,
        "meetings": [
            {"meeting": meeting_json(one.meeting), "items": one.items, "only_planned": one.only_planned}
            for one in (told.meetings if told else ())
        ],
        "decided": _sentences(call, told.decided if told else ()),
        "said": _sentences(call, told.said if told else ()),
        "turns": [turn(call, one) for one in (told.turns if told else ())],
        "open": [pledge(call, one) for one in (told.open if told else ())],
        "more": told.more if told else False,
    }


def _prepared(call: Call, one: PreparedItem) -> dict[str, Any]:
    item = one.planned.item
    return item_name(call, one.planned) | {
        "item": one.planned.id,
        "section": item.section,
        "will_say": _sentences(call, one.will_say),
        "said_before": _sentences(call, one.said_before),
        "turns": [turn(call, changed) for changed in one.turns],
        "decided": _sentences(call, one.decided),
        "open": [pledge(call, kept) for kept in one.open],
        "sides": _sentences(call, one.sides),
        "expected_sides": _sentences(call, one.expected_sides),
        "papers": [*(paper.kamerstuk for paper in item.references), *(paper.label for paper in item.cited)],
        "perhaps": [
            item_name(call, other.source) | {"item": other.source.id, "why": other.why.value, "shared": other.shared}
            for other in one.perhaps
        ],
    }


def _sentences(call: Call, told: Iterable[Announced]) -> list[dict[str, Any]]:
    return [sentence_of(call, one) for one in told]
