"""What the API gives of letters laid side by side."""

from collections.abc import Iterable
from typing import Any

from bot.export.document_json import letter_json
from bot.web.machine.call import Call, item_name
from bot.web.room.shelf import readable
from briefings.comparing.nearness import ComparedRun


def quote(call: Call) -> dict[str, Any]:
    """Whether a sentence stands in a letter."""
    checked = call.desk.shelf.quotes.check(readable(call.given.q))
    edited = checked.edited
    return {
        "pasted": checked.pasted,
        "likeness": checked.likeness.value,
        "score": checked.score,
        "places": [
            item_name(call, one.source)
            | {
                "item": one.source.id,
                "letter": letter_json(one.source),
                "paragraph": one.paragraph,
                "text": one.text,
                "cut": one.cut,
                "runs": _runs(one.runs),
            }
            for one in checked.places
        ],
        "edited": {"stood_before": edited.stood_before, "was": _runs(edited.was)} if edited else None,
    }


def _runs(runs: Iterable[ComparedRun]) -> list[dict[str, Any]]:
    return [{"text": one.text, "whose": one.whose.value} for one in runs]
