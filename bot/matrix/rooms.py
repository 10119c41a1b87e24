"""What is known of rooms: who is in one, and who may do what there. Asked of the homeserver, and kept until it changes.

Only the process that hears what happens in rooms uses what is kept.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.attempts import Attempt, Stage
from bot.matrix.batch import MEMBER, RoomEvent
from bot.matrix.client import MatrixClient
from bot.matrix.content import dict_in, text_in
from bot.matrix.levels import Levels, levels_in
from bot.matrix.names import chat_of
from bot.matrix.secrecy import Secrecy
from bot.matrix.verdict import error_of
from briefings.model.chat import Address

_MOST = 5_000
_ALONE = 2  #: people in a room in which someone is alone with the bot
_OK = 200


class NotNowError(Exception):
    """The homeserver does not tell now: what needs it comes again."""


@dataclass(frozen=True, slots=True)
class Inside:
    """Who is in a room, by the names that are shown."""

    people: Mapping[str, str]
    is_known: bool = True  #: no: there are more than we want to read

    @property
    def is_private(self) -> bool:
        """Someone is alone there with the bot."""
        return self.is_known and len(self.people) <= _ALONE


class MatrixRooms:
    """Rooms by their number."""

    def __init__(self, client: MatrixClient, user: str, secrecy: Secrecy) -> None:
        self._client = client
        self._secrecy = secrecy
        self._user = user
        self._inside: dict[str, Inside] = {}
        self._levels: dict[str, Levels] = {}

    async def chat(self, room: str) -> Address:
        """The chat of a room. Raises NotNowError."""
        return chat_of(room, private=(await self.inside(room)).is_private)

    async def inside(self, room: str) -> Inside:
        """Who is in a room. Raises NotNowError."""
        if room not in self._inside:
            attempt = await self._client.get("rooms", room, "joined_members")
            answer = _told(attempt)
            people = dict_in(answer, "joined")
            found = Inside({user: text_in(one, "display_name") or user for user, one in people.items()}, bool(people))
            _make_room(self._inside)
            self._inside[room] = found
        return self._inside[room]

    async def is_private_now(self, room: str) -> bool:
        """Whether someone is alone there with the bot, as the homeserver says at this moment. Raises NotNowError."""
        self._inside.pop(room, None)
        return self._user in (await self.inside(room)).people and (await self.inside(room)).is_private

    async def levels(self, room: str) -> Levels:
        """Who may do what. Raises NotNowError."""
        if room not in self._levels:
            content = await self.state(room, "m.room.power_levels")
            made = await self.state(room, "m.room.create", whole=True)
            _make_room(self._levels)
            self._levels[room] = levels_in(content, made)
        return self._levels[room]

    async def state(self, room: str, kind: str, *, whole: bool = False) -> dict[str, Any] | None:
        """A state event of a room: its content, or the `whole` of it; None when there is none. Raises NotNowError."""
        asked = {"format": "event"} if whole else {}
        return _told(await self._client.get("rooms", room, "state", kind, "", **asked))

    async def event(self, room: str, number: str) -> dict[str, Any] | None:
        """An event of a room; None when it is not there. Raises NotNowError."""
        told = _told(await self._client.get("rooms", room, "event", number))
        return await self._secrecy.opened_told(room, told) if told is not None else None

    def is_of_several(self, room: str) -> bool:
        """Whether it is known that several people are there with the bot."""
        known = self._inside.get(room)
        return known is not None and not known.is_private

    def changed(self, event: RoomEvent) -> None:
        """Someone came or went, or is named otherwise; or it changed who may do what."""
        if event.kind != MEMBER:
            self._levels.pop(event.room, None)
        elif (known := self._inside.get(event.room)) is not None and known.is_known:
            people = {user: name for user, name in known.people.items() if user != event.is_of}
            if event.content.get("membership") == "join":
                people[event.is_of] = text_in(event.content, "displayname") or event.is_of
            self._inside[event.room] = Inside(people)

    def forget(self, room: str) -> None:
        """Nothing is known of it any more."""
        self._inside.pop(room, None)
        self._levels.pop(room, None)

    def forget_all(self) -> None:
        """Another process heard what happened meanwhile."""
        self._inside.clear()
        self._levels.clear()


def _told(attempt: Attempt) -> dict[str, Any] | None:
    """What the homeserver says; None when it says that there is none. Raises NotNowError when it says nothing."""
    if attempt.stage is Stage.ANSWERED and attempt.status == _OK:
        return attempt.answer
    if error_of(attempt) in {"M_NOT_FOUND", "M_FORBIDDEN"}:
        return None
    raise NotNowError(error_of(attempt) or attempt.fault or f"status {attempt.status}")


def _make_room(kept: dict[str, Any]) -> None:
    if len(kept) >= _MOST:
        kept.clear()
