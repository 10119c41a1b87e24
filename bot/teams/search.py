"""The search of the message extension: items to put into any message."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot.reply import Reply
from bot.teams.cards import CARD
from bot.teams.render import TeamsRenderer

MOST = 10
_DESCRIPTION = 120  #: characters
_THUMBNAIL = "application/vnd.microsoft.card.thumbnail"


def asked_in(value: Mapping[str, Any]) -> str:
    """What is searched; empty when the extension was just opened."""
    parameters = value.get("parameters")
    for one in parameters if isinstance(parameters, list) else []:
        if isinstance(one, dict) and one.get("name") == "query" and isinstance(one.get("value"), str):
            return str(one["value"])[:300]
    return ""


def results(found: Sequence[tuple[int, Reply]], renderer: TeamsRenderer) -> dict[str, Any]:
    """The items as a list, each of which becomes a card without buttons."""
    return _result({"type": "result", "attachmentLayout": "list", "attachments": list(_attachments(found, renderer))})


def nothing(sentence: str) -> dict[str, Any]:
    """That nothing was found."""
    return _result({"type": "message", "text": sentence})


def _result(value: dict[str, Any]) -> dict[str, Any]:
    return {"composeExtension": value}


def _attachments(found: Sequence[tuple[int, Reply]], renderer: TeamsRenderer) -> Iterator[dict[str, Any]]:
    for _, reply in found:
        shown = reply.sections[0].cards[0]
        said = next((line for line in shown.lines if line.is_main), shown.lines[0] if shown.lines else None)
        described = " – ".join(part for part in (shown.note, said.text if said else None) if part)
        preview = {
            "title": " ".join(part for part in (shown.number, shown.title) if part)[:200],
            "text": _without_tags(described if len(described) <= _DESCRIPTION else described[: _DESCRIPTION - 1] + "…"),
        }
        content = renderer.messages(reply.without_buttons())[0]["card"]
        content["body"] = content["body"][1:]  # the heading of the item says the same
        yield {"contentType": CARD, "content": content, "preview": {"contentType": _THUMBNAIL, "content": preview}}


def _without_tags(text: str) -> str:
    """A thumbnail's text may hold a few tags of HTML; ours holds none."""
    return text.replace("&", "&amp;").replace("<", "&lt;")
