"""The message on which somebody chose our action in its menu.

Source: learn.microsoft.com, "Create and send dialogs" for action commands: `messagePayload` has
the message as Graph's chatMessage, whose body is HTML or text.
"""

import html
import re
from collections.abc import Mapping
from typing import Any

_MOST = 20_000  #: characters of HTML that are read
_TAG = re.compile(r"<[^<>]{0,2000}>")


def words_pointed_at(value: Mapping[str, Any]) -> str:
    """What the message says, without markup; empty where it has no words."""
    payload = value.get("messagePayload")
    body = payload.get("body") if isinstance(payload, Mapping) else None
    content = body.get("content") if isinstance(body, Mapping) else None
    if not isinstance(content, str):
        return ""
    said = content[:_MOST]
    if isinstance(body, Mapping) and body.get("contentType") != "text":
        said = html.unescape(_TAG.sub(" ", said))
    return " ".join(said.replace("\xa0", " ").split())
