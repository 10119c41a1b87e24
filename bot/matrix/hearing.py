"""Whether a message is meant for the bot, and what it asks. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.matrix.batch import RoomEvent, list_in
from bot.matrix.content import dict_in, text_in

_PREFIX = re.compile(r"\s*[!/]jbz(?:\s+|$)", re.IGNORECASE)
_QUOTED = re.compile(
    r"\A(?:> .*\n?)+\n?"
)  #: what older clients put before an answer (spec, "Fallbacks for rich replies")
_AFTER_NAME = ",:;"


@dataclass(frozen=True, slots=True)
class Own:
    """The bot as people name it."""

    user: str  #: "@jbz:example.nl"
    name: str = ""  #: as it is shown

    @property
    def names(self) -> tuple[str, ...]:
        """What people may write, the longest first."""
        local = self.user.partition(":")[0]
        return tuple(sorted({self.user, local, local[1:], self.name} - {""}, key=len, reverse=True))


@dataclass(frozen=True, slots=True)
class InTalk:
    """Where a message stands in the talk of a room."""

    thread: str = ""  #: the event at the root of its thread
    answers: str = ""  #: the event that it answers, as its writer meant it
    replaces: bool = False  #: it is an edit, of what was answered already


def placed(content: Mapping[str, Any]) -> InTalk:
    """Where a message or reaction stands."""
    relation = dict_in(content, "m.relates_to")
    kind = text_in(relation, "rel_type")
    answers = text_in(dict_in(relation, "m.in_reply_to"), "event_id")
    if kind == "m.thread":
        by_fallback = relation.get("is_falling_back") is True
        return InTalk(text_in(relation, "event_id"), "" if by_fallback else answers)
    return InTalk("", answers, replaces=kind == "m.replace")


def said_in(event: RoomEvent) -> str:
    """What someone typed, without what they answer."""
    body = text_in(event.content, "body")
    return (_QUOTED.sub("", body) if placed(event.content).answers else body).strip()


def asked(event: RoomEvent, own: Own, *, private: bool) -> str | None:
    """What a message asks of the bot: everything where someone is alone with it, `!jbz …` and mentions elsewhere."""
    said = said_in(event)
    found = _PREFIX.match(said)
    if found:
        return said[found.end() :].strip()
    is_mentioned = own.user in list_in(dict_in(event.content, "m.mentions"), "user_ids")
    if is_mentioned or _begins_with_name(said, own):
        return _without_name(said, own)
    return said or None if private else None


def _begins_with_name(said: str, own: Own) -> bool:
    """As clients write who they speak to, without saying so beside it: "jbz: migratie", "@jbz:example.nl migratie"."""
    if said.lower().startswith(own.user.lower()):
        return True
    return any(said.lower().startswith(f"{name.lower()}:") for name in own.names)


def _without_name(said: str, own: Own) -> str:
    """The words without the bot's name, wherever it stands."""
    for name in own.names:
        found = re.search(rf"(?<!\w){re.escape(name)}(?![\w-])[{_AFTER_NAME}]?", said, re.IGNORECASE)
        if found:
            return " ".join(f"{said[: found.start()]} {said[found.end() :]}".split())
    return said
