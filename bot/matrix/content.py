"""A rendered message as the content of an event: where it stands, and what it replaces."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.matrix.data import BUTTONS, KEY

HTML = "org.matrix.custom.html"
TEXT, NOTICE = "m.text", "m.notice"  #: of what is delivered, which people are told of; of what answers them

Content = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Spot:
    """Where in a room something is said: in a thread, below an event of it; or at the end."""

    thread: str = ""  #: the event at its root
    below: str = ""  #: the event that is answered, for who sees no threads

    @property
    def relation(self) -> Content:
        """As an event has it; nothing at the end of the room."""
        if not self.thread:
            return {}
        reply = {"event_id": self.below or self.thread}
        thread = {"rel_type": "m.thread", "event_id": self.thread, "is_falling_back": True, "m.in_reply_to": reply}
        return {"m.relates_to": thread}


def words_of(message: Mapping[str, Any], kind: str) -> Content:
    """Only what is read, without HTML or buttons. Nobody is mentioned by it."""
    return {"msgtype": kind, "body": message["plain"], "m.mentions": {}}


def content_of(message: Mapping[str, Any], kind: str, spot: Spot | None = None, key: str | None = None) -> Content:
    """A new message; `key` names the part of a delivery that it is."""
    content = words_of(message, kind) | {"format": HTML, "formatted_body": message["html"]}
    if message["buttons"]:
        content[BUTTONS] = message["buttons"]
    if key is not None:
        content[KEY] = key
    return content | (spot.relation if spot else {})


def edit_of(message: Mapping[str, Any], kind: str, over: str) -> Content:
    """In place of the event `over`; who sees no edits sees it as a new one, with a star."""
    new = content_of(message, kind)
    seen = words_of(message, kind)
    replaces = {"rel_type": "m.replace", "event_id": over}
    return {**seen, "body": f"* {seen['body']}", "m.new_content": new, "m.relates_to": replaces}


def newest(event: Mapping[str, Any]) -> Mapping[str, Any]:
    """The content of an event of ours as people see it: as its last edit has it, which the server shows beside it."""
    content, edit = dict_in(event, "content"), dict_in(dict_in(dict_in(event, "unsigned"), "m.relations"), "m.replace")
    if edit.get("sender") != event.get("sender"):
        return content
    return dict_in(dict_in(edit, "content"), "m.new_content") or content


def dict_in(told: object, name: str) -> dict[str, Any]:
    """What stands there when it is an object; whoever wrote an event could put anything there."""
    value = told.get(name) if isinstance(told, Mapping) else None
    return value if isinstance(value, dict) else {}


def text_in(told: object, name: str) -> str:
    """What stands there when it is text."""
    value = told.get(name) if isinstance(told, Mapping) else None
    return value if isinstance(value, str) else ""
