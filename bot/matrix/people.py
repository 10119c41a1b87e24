"""Who someone is, as far as it matters: what they may do in a room, their zone, where they are alone with the bot."""

import asyncio
from dataclasses import dataclass, field
from time import monotonic

from bot.attempts import Attempt, Stage
from bot.conversation.homes import Homes
from bot.matrix.batch import ENCRYPTION, MEGOLM
from bot.matrix.client import MatrixClient
from bot.matrix.content import text_in
from bot.matrix.names import SERVER, chat_of, room_of
from bot.matrix.rooms import MatrixRooms, NotNowError
from bot.matrix.verdict import error_of
from bot.scheduling.zones import zones
from bot.telemetry import log
from briefings.model.chat import Address, Person

_REMEMBERED = 900.0  #: seconds
_MOST = 20_000
_ZONES = ("m.tz", "us.cloke.msc4175.tz")  #: of a profile (specification v1.16; servers of before have the second)
_OK = 200


@dataclass(frozen=True)
class MatrixPeople:
    """Persons and their private rooms. What cannot be asked is not known, and then nothing is allowed by it."""

    client: MatrixClient
    rooms: MatrixRooms
    homes: Homes
    encrypts: bool = False  #: the rooms that the bot makes are encrypted
    _zones: dict[str, tuple[float, str | None]] = field(default_factory=dict)

    async def who(self, address: Address, user: str, *, changes: bool) -> Person:
        """Who writes in a chat; `changes`: it may change something, so their place in the room matters."""
        if not changes:
            return Person(user)
        try:
            is_administrator = (await self.rooms.levels(room_of(address))).administers(user)
        except NotNowError as error:
            log.info("person_unknown", channel="matrix", reason=str(error))
            return Person(user)
        return Person(user, is_administrator, timezone=await self._zone(user) if address.is_private else None)

    async def elsewhere(self, address: Address, user: str) -> Person | None:
        """Who acts from one chat on another, as they stand in that one; None when they are not in it."""
        try:
            if user not in (await self.rooms.inside(room_of(address))).people:
                return None
        except NotNowError:
            return None
        return await self.who(address, user, changes=True)

    async def name(self, address: Address, user: str) -> str:
        """As others in the room see them named."""
        try:
            return (await self.rooms.inside(room_of(address))).people.get(user, user)
        except NotNowError:
            return user

    async def keep_private(self, address: Address, user: str) -> None:
        """Someone wrote where they are alone with the bot: there they hear what is for them alone."""
        if address.is_private:
            await asyncio.to_thread(self.homes.keep, address, user)

    async def private(self, user: str) -> Address | None:
        """Where someone is alone with the bot, in a new room if there is none; None where that cannot be found out."""
        known = await asyncio.to_thread(self.homes.find, "matrix", SERVER, user)
        try:
            if known is not None and await self.rooms.is_private_now(room_of(known)):
                return known
        except NotNowError:
            return None
        wanted: dict[str, object] = {"preset": "trusted_private_chat", "invite": [user], "is_direct": True}
        if self.encrypts:
            wanted["initial_state"] = [{"type": ENCRYPTION, "state_key": "", "content": {"algorithm": MEGOLM}}]
        room = text_in(_told(await self.client.post("createRoom", body=wanted)), "room_id")
        if not room:
            return None
        made = chat_of(room, private=True)
        await asyncio.to_thread(self.homes.keep, made, user)
        return made

    async def _zone(self, user: str) -> str | None:
        """The zone that someone's profile names."""
        remembered = self._zones.get(user)
        if remembered and monotonic() - remembered[0] < _REMEMBERED:
            return remembered[1]
        told = _told(await self.client.get("profile", user))
        found = next((zone for name in _ZONES if (zone := text_in(told, name)) in zones()), None)
        if len(self._zones) >= _MOST:
            self._zones.clear()
        self._zones[user] = (monotonic(), found)
        return found


def _told(attempt: Attempt) -> dict[str, object] | None:
    if attempt.stage is Stage.ANSWERED and attempt.status == _OK and error_of(attempt) is None:
        return attempt.answer
    return None
