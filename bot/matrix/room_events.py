"""What becomes of a chat: the bot is invited, put out, silenced; people come and go; a room is replaced, encrypted."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from bot.attempts import Attempt, Stage
from bot.commands.command import Command
from bot.commands.following import ListSubscriptions
from bot.commands.settings import Welcome
from bot.conversation.conversation import Conversation
from bot.conversation.notices import notice
from bot.matrix.answers import MatrixAnswers
from bot.matrix.batch import ENCRYPTED, ENCRYPTION, INVITED, MEMBER, POWER, TOMBSTONE, RoomEvent
from bot.matrix.client import MatrixClient
from bot.matrix.content import Spot, dict_in, text_in
from bot.matrix.names import chat_of, is_allowed, server_of
from bot.matrix.rooms import MatrixRooms, NotNowError
from bot.matrix.verdict import LIMITED, error_of, wished
from bot.seen import Seen
from bot.telemetry import MATRIX_REFUSED, log
from bot.words import Phrase, Words
from briefings.model.chat import Address, Person

#: Why a chat cannot be reached, as it is kept.
REMOVED, BANNED = "Matrix: bot was removed from the room", "Matrix: bot was banned from the room"
EMPTY, SILENCED = "Matrix: everybody has left the room", "Matrix: bot may not write in the room"
REPLACED = "Matrix: the room was replaced, and the bot is not let into the new one"
IS_ENCRYPTED = "Matrix: the room is encrypted"

_MOST_ATTEMPTS = 3
_PAUSE, _LONGEST_PAUSE = 2.0, 10.0  #: seconds
_OK = 200
_SERVER_ERROR = 500


@dataclass(frozen=True)
class RoomLife:
    """Pauses what cannot be delivered, with the reason, and lets it go on when it can be."""

    client: MatrixClient
    rooms: MatrixRooms
    conversation: Conversation
    answers: MatrixAnswers
    seen: Seen
    user: str  #: the bot
    servers: Sequence[str]  #: whose people may invite it
    reads_encrypted: bool  #: it has keys for encrypted rooms

    async def happened(self, event: RoomEvent) -> None:
        """Deals with one event. Raises NotNowError."""
        match event.kind:
            case kind if kind == INVITED:
                await self._invited(event)
            case kind if kind == MEMBER and event.is_of == self.user:
                await self._own_place(event)
            case kind if kind == MEMBER:
                await self._people_changed(event)
            case kind if kind == TOMBSTONE:
                await self._replaced(event)
            case kind if kind == POWER:
                await self._levels_changed(event)
            case kind if kind == ENCRYPTION and not self.reads_encrypted:
                await self.lost(event.room, IS_ENCRYPTED)
                await self._say_encrypted(event)
            case kind if kind == ENCRYPTED and self.reads_encrypted:
                await self._say_unreadable(event)
            case kind if kind == ENCRYPTED:
                if (await self.rooms.chat(event.room)).is_private:
                    await self._say_encrypted(event)
            case _:
                pass

    async def _invited(self, event: RoomEvent) -> None:
        """Comes when it is invited by someone of a server that may; else says no."""
        if not is_allowed(event.sender, self.servers):
            MATRIX_REFUSED.inc()
            log.warning("invitation_refused", channel="matrix", server=server_of(event.sender))
            await self.client.post("rooms", event.room, "leave", body={})
        elif not await self._joined(event.room, server_of(event.sender)):
            log.warning("invitation_failed", channel="matrix", server=server_of(event.sender))

    async def _joined(self, room: str, via: str) -> bool:
        """Whether the bot is in the room now. A server that does not answer is asked a few times.

        Coming in counts for the homeserver's limit as a message does, so it waits for its turn. Raises NotNowError
        where that limit leaves no room for it: an invitation is not lost by it.
        """
        attempt = Attempt(Stage.NOT_SENT)
        for _ in range(_MOST_ATTEMPTS):
            turn = await self.answers.paced.turn(room)
            attempt = await self.client.join(room, via)
            turn.end()
            if attempt.status == _OK and error_of(attempt) is None:
                return True
            if not _passes(attempt):
                return False
            await asyncio.sleep(min(wished(attempt, self.answers.clock()) or _PAUSE, _LONGEST_PAUSE))
        if error_of(attempt) == LIMITED:
            raise NotNowError(LIMITED)
        return False

    async def _own_place(self, event: RoomEvent) -> None:
        """The bot came into a room, or is out of it."""
        membership = event.content.get("membership")
        self.rooms.forget(event.room)
        if membership == "join":
            if event.was != "join":
                await self._came_in(event)
        elif membership in {"leave", "ban"} and event.sender != self.user:
            await self.lost(event.room, BANNED if membership == "ban" else REMOVED)

    async def _came_in(self, event: RoomEvent) -> None:
        if not self.reads_encrypted and await self.rooms.state(event.room, ENCRYPTION) is not None:
            await self._say_encrypted(event)
            return
        made = await self.rooms.state(event.room, "m.room.create", whole=True) or {}
        if text_in(made, "sender") == self.user:
            return  # it made the room itself, to tell somebody something
        await self._take_over(event.room, text_in(dict_in(dict_in(made, "content"), "predecessor"), "room_id"))
        at = await self.rooms.chat(event.room)
        resumed = await asyncio.to_thread(self.conversation.presence.back, at)
        log.info("chat_there", channel="matrix", resumed=resumed)
        if resumed:
            await self._greet(at, ListSubscriptions(), event)
        elif not await asyncio.to_thread(self.conversation.visits.is_known, at):
            await self._greet(at, Welcome(), event)

    async def _take_over(self, room: str, before: str) -> None:
        """What was followed in the room `before` goes along to the one that replaces it, if it says so itself."""
        if not before or before == room:
            return
        told = await self.rooms.state(before, TOMBSTONE)
        if text_in(told, "replacement_room") != room:
            return
        new = await self.rooms.chat(room)
        for old in _both(before):
            if await asyncio.to_thread(self.conversation.visits.is_known, old):
                await asyncio.to_thread(self.conversation.presence.moved, old, new.chat)

    async def _people_changed(self, event: RoomEvent) -> None:
        """With a third the room is no longer somebody's own; without the others it is one person's, or nobody's."""
        membership = event.content.get("membership")
        self.rooms.changed(event)
        if membership == event.was or membership not in {"join", "leave", "ban"}:
            return
        inside = await self.rooms.inside(event.room)
        if set(inside.people) == {self.user}:
            await self.lost(event.room, EMPTY)
            await self.client.post("rooms", event.room, "leave", body={})
            return
        old = chat_of(event.room, private=not inside.is_private)
        if await asyncio.to_thread(self.conversation.visits.is_known, old):
            new = chat_of(event.room, private=inside.is_private)
            await asyncio.to_thread(self.conversation.presence.moved, old, new.chat)

    async def _replaced(self, event: RoomEvent) -> None:
        new = text_in(event.content, "replacement_room")
        may = is_allowed(event.sender, self.servers)
        if not (new and may and await self._joined(new, server_of(event.sender))):
            await self.lost(event.room, REPLACED)

    async def _levels_changed(self, event: RoomEvent) -> None:
        self.rooms.changed(event)
        at = await self.rooms.chat(event.room)
        if (await self.rooms.levels(event.room)).may_write(self.user):
            resumed = await asyncio.to_thread(self.conversation.presence.back, at)
            log.info("chat_there", channel="matrix", resumed=resumed)
        else:
            await self.lost(event.room, SILENCED)

    async def lost(self, room: str, reason: str) -> None:
        """Whatever the chat was called."""
        paused = 0
        for at in _both(room):
            paused += await asyncio.to_thread(self.conversation.presence.gone, at, reason)
        log.info("chat_lost", channel="matrix", reason=reason, paused=paused)

    async def _greet(self, at: Address, command: Command, event: RoomEvent) -> None:
        reply = await asyncio.to_thread(self.conversation.carry_out, command, at, Person(""))
        await self.answers.say(at, reply, event.id, Spot())

    async def _say_encrypted(self, event: RoomEvent) -> None:
        """What people write there stays unread, and nothing that they follow is sent there."""
        await self._say_once(
            event,
            "encrypted",
            Phrase(
                "Deze kamer is versleuteld, en dan kan ik niet lezen wat u schrijft. Nodig mij uit in een kamer zonder"
                " versleuteling."
            ),
        )

    async def _say_unreadable(self, event: RoomEvent) -> None:
        """What it was is not known, so it may have been for the bot."""
        if event.sender == self.user:
            return
        await self._say_once(
            event,
            "unreadable",
            Phrase(
                "Ik kan dit bericht niet lezen: de sleutel ervan kwam niet bij mij aan. Stuur het opnieuw. Lukt dat"
                " niet, typ dan eerst /discardsession."
            ),
        )

    async def _say_once(self, event: RoomEvent, what: str, sentence: Phrase) -> None:
        """Said once in two days in a room."""
        if not await self.seen.first(f"matrix-{what}:{event.room}"):
            return
        at = await self.rooms.chat(event.room)
        words = Words(await asyncio.to_thread(self.conversation.language, at, Person("")))
        told = notice(words(sentence), words.language).without_buttons()
        await self.answers.say(at, told, event.id or event.room, Spot())


def _both(room: str) -> tuple[Address, Address]:
    """The chat of a room, whether someone is alone there or not."""
    return chat_of(room, private=False), chat_of(room, private=True)


def _passes(attempt: Attempt) -> bool:
    """Whether it may go otherwise in a moment."""
    if attempt.stage is not Stage.ANSWERED or error_of(attempt) is None:
        return True
    return error_of(attempt) == LIMITED or attempt.status >= _SERVER_ERROR
