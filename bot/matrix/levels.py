"""Who may do what in a room, by its power levels (client-server API, "m.room.power_levels"). Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.matrix.batch import MESSAGE, list_in
from bot.matrix.content import dict_in, text_in

_MODERATOR, _CREATOR = 50, 100
_ALL = 2**53  #: above every level that can be given
_CREATORS_ABOVE_ALL = 12  #: the version of rooms from which those who made one stand above all levels


@dataclass(frozen=True, slots=True)
class Levels:
    """The levels of a room."""

    of_users: Mapping[str, int] = field(default_factory=dict)
    of_others: int = 0
    to_change: int = _MODERATOR  #: to change what the room is
    to_write: int = 0

    def of(self, user: str) -> int:
        """Someone's level."""
        return self.of_users.get(user, self.of_others)

    def administers(self, user: str) -> bool:
        """Whether someone may change what the room is; a room that lets everybody has its moderators for that."""
        return self.of(user) >= max(self.to_change, _MODERATOR)

    def may_write(self, user: str) -> bool:
        """Whether someone may write messages there."""
        return self.of(user) >= self.to_write


def levels_in(content: Mapping[str, Any] | None, made: Mapping[str, Any] | None) -> Levels:
    """The levels by the room's own event, and by the one it was made with; each None where a room has none."""
    creators = _creators(made or {})
    if content is None:
        return Levels(dict.fromkeys(creators, _CREATOR))
    others = _number(content.get("users_default"), 0)
    users = {user: _number(level, others) for user, level in dict_in(content, "users").items()}
    if _version(made or {}) >= _CREATORS_ABOVE_ALL:
        users |= dict.fromkeys(creators, _ALL)
    return Levels(
        users,
        others,
        _number(content.get("state_default"), _MODERATOR),
        _number(dict_in(content, "events").get(MESSAGE), _number(content.get("events_default"), 0)),
    )


def _creators(made: Mapping[str, Any]) -> list[str]:
    """Who made the room, and whom they named beside them."""
    content = dict_in(made, "content") or made
    maker = text_in(made, "sender") or text_in(content, "creator")
    more = [one for one in list_in(content, "additional_creators") if isinstance(one, str)]
    return [one for one in (maker, *more) if one]


def _version(made: Mapping[str, Any]) -> int:
    told = text_in(dict_in(made, "content") or made, "room_version")
    return int(told) if told.isascii() and told.isdigit() and len(told) < 4 else 1  # noqa: PLR2004 - "org.example.5" is none


def _number(told: object, otherwise: int) -> int:
    """A level; older rooms have them as text."""
    if isinstance(told, str) and told.strip().lstrip("-").isdigit():
        return int(told.strip()[:20])
    return told if isinstance(told, int) and not isinstance(told, bool) else otherwise
