"""The words of a message of blocks, for when Slack refuses its form: nothing in them can be refused again."""

import re
from typing import Any

from bot.slack.render import escape

_LINK = re.compile(r"<([^<>|\s]+)(?:\|([^<>]*))?>")
_LONGEST = 12_000  #: characters; Slack cuts a text off after 40,000


def words_of(message: dict[str, Any]) -> str:
    """What the blocks of a message say, without buttons and with their links written out; at least its `text`."""
    lines = [line for block in message.get("blocks") or [] for line in _lines(block)]
    return ("\n".join(lines) or str(message["text"]))[:_LONGEST]


def _lines(block: dict[str, Any]) -> list[str]:
    texts = [block.get("text"), *(block.get("fields") or []), *(block.get("elements") or [])]
    said = [text for text in texts if isinstance(text, dict) and isinstance(text.get("text"), str)]
    return [_LINK.sub(_written_out, _as_markup(text)) for text in said]


def _as_markup(text: dict[str, Any]) -> str:
    """In a message's `text` all of it is markup; a plain text is not, as it stands in its block."""
    return escape(text["text"]) if text.get("type") == "plain_text" else str(text["text"])


def _written_out(link: re.Match[str]) -> str:
    address, label = link.groups()
    return f"{label} ({address})" if label else address
