"""What the API gives of letters laid side by side."""

from collections.abc import Iterable
from typing import Any

from bot.export.document_json import announced_json, letter_json, meeting_json
from bot.web.machine.call import Call, item_name
from bot.web.room.shelf import readable
from briefings.comparing.kept import Pledge
from briefings.comparing.nearness import ComparedRun
from briefings.comparing.planned import compare
from briefings.comparing.quote_check import QuoteChecked
from briefings.model.briefing import Announced, StoredItem, Turn
from storage.reading import letters
from storage.reading.meetings import MeetingLine


def quote(call: Call) -> dict[str, Any]:
    """Whether a sentence stands in a letter; of several, each by itself."""
    checked = call.desk.shelf.quotes.check(readable(call.given.q))
    return _quoted(call, checked) | {"sentences": [_quoted(call, one) for one in checked.sentences]}


def _quoted(call: Call, checked: QuoteChecked) -> dict[str, Any]:
    edited = checked.edited
    return {
        "pasted": checked.pasted,
        "likeness": checked.likeness.value,
        "score": checked.score,
        "says_otherwise": checked.says_otherwise,
        "places": [
            _item(call, one.source)
            | {
                "letter": letter_json(one.source),
                "paragraph": one.paragraph,
                "text": one.text,
                "cut": one.cut,
                "left_out": list(one.left_out),
                "runs": _runs(one.runs),
            }
            for one in checked.places
        ],
        "edited": {"stood_before": edited.stood_before, "was": _runs(edited.was)} if edited else None,
    }


def planned(call: Call, line: MeetingLine) -> dict[str, Any]:
    """A meeting's agenda beside its report; without one of the two there is nothing to compare."""
    agenda, report = letters.agenda_and_report(call.desk.session, line.id)
    told = compare(agenda, report) if agenda and report else None
    return {
        "meeting": meeting_json(line.meeting),
        "agenda": bool(agenda),
        "report": bool(report),
        "inputs": [
            {
                "echo": one.echo.value,
                "planned": sentence_of(call, one.planned),
                "said": sentence_of(call, one.said) if one.said else None,
                "also": [sentence_of(call, said) for said in one.also],
                "item_missing": one.item_missing,
            }
            for one in (told.inputs if told else ())
        ],
        "missing": [
            {"planned": _item(call, one.planned), "maybe": _item(call, one.maybe) if one.maybe else None}
            for one in (told.missing if told else ())
        ],
        "added": [_item(call, one) for one in (told.added if told else ())],
    }


def course(call: Call) -> dict[str, Any]:
    """What the Netherlands said on a subject; nothing where no letter has a Dutch sentence on it."""
    query = readable(call.given.q)
    found = call.desk.shelf.courses.of(query)
    return {
        "query": query,
        "understood_as": found.name if found else None,
        "corrected": found.mended if found else False,
        "positions": [sentence_of(call, one) for one in (found.positions if found else ())],
        "turns": [turn(call, one) for one in (found.turns if found else ())],
        "more": found.more if found else False,
    }


def turn(call: Call, one: Turn) -> dict[str, Any]:
    """Where a stance or wording changed."""
    return {
        "kind": one.kind.value,
        "before": sentence_of(call, one.before),
        "after": sentence_of(call, one.after),
        "sure": one.sure,
    }


def pledge(call: Call, one: Pledge) -> dict[str, Any]:
    """An announcement, and what became of it."""
    told = announced_json(one.announced.sentence) | _item(call, one.announced.source)
    return told | {"fate": one.fate.value, "shown_by": sentence_of(call, one.shown_by) if one.shown_by else None}


def sentence_of(call: Call, one: Announced) -> dict[str, Any]:
    """A sentence, with its place."""
    said = one.sentence.said
    return _item(call, one.source) | {
        "letter": letter_json(one.source),
        "paragraph": one.sentence.paragraph,
        "text": one.sentence.text,
        "stance": said.stance.value if said and said.stance else None,
    }


def _item(call: Call, source: StoredItem) -> dict[str, Any]:
    return item_name(call, source) | {"item": source.id}


def _runs(runs: Iterable[ComparedRun]) -> list[dict[str, Any]]:
    return [{"text": one.text, "whose": one.whose.value} for one in runs]
