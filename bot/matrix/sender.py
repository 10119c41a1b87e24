"""Posts briefings to Matrix."""

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from bot.attempts import Attempt, Stage
from bot.channel import Later, NotEditable, Pace, Refused, SendError, Stopped
from bot.matrix.batch import ENCRYPTED, MESSAGE, list_in
from bot.matrix.client import MatrixClient
from bot.matrix.content import TEXT, content_of, dict_in, edit_of, text_in, words_of
from bot.matrix.data import KEY
from bot.matrix.names import room_of
from bot.matrix.posting import event_of, name_of
from bot.matrix.secrecy import Secrecy
from bot.matrix.signs import Signs
from bot.matrix.verdict import error_of, judged
from bot.telemetry import log
from briefings.model.chat import Address
from briefings.model.delivery import Posted

_MOST_PAGES = 10
_PAGE = 100
_UNEVEN = 0.1  #: seconds that one message may be longer under way than the next
_CLOCKS_DIFFER = timedelta(hours=12)
_OK = 200
_NO_LOOK = {"M_FORBIDDEN", "M_NOT_FOUND"}  #: not in the room, or it is gone: sending tells

#: Where someone is alone with the bot; None where that cannot be found out now.
Private = Callable[[str], Awaitable[Address | None]]


def pace_of(per_second: float, burst: int) -> Pace:
    """What the homeserver lets an account send: so many at once, and then so many a second (Synapse, rc_message).

    Not quite so many at once: what goes out evenly may arrive in heaps.
    """
    heap = 1 + round(per_second * _UNEVEN)
    return Pace(1 / per_second, 0.0, lane_burst=max(burst - 1 - heap, 1))


@dataclass(frozen=True)
class MatrixSender:
    """Posts with the bot's token, each message once.

    What may have arrived is looked up before it is sent again; and sent again it has the same name, by which the
    homeserver takes it once.
    """

    client: MatrixClient
    secrecy: Secrecy
    user: str
    private: Private
    signs: Signs
    clock: Callable[[], datetime]

    async def send(self, address: Address, part: str, key: str) -> str | None:
        """Posts one message; its words alone if its form is refused. Gives its event."""
        message: dict[str, Any] = json.loads(part)
        room = room_of(await self._found(address))
        attempt = await self.secrecy.post(room, name_of(key, part), content_of(message, TEXT, key=key))
        error = judged(attempt, self.clock())
        if isinstance(error, Refused):
            log.warning("briefing_refused", channel="matrix", reason=str(error))
            attempt = await self.secrecy.post(room, name_of(key, part, "plain"), words_of(message, TEXT) | {KEY: key})
            error = judged(attempt, self.clock())
        elif error is None:
            self.signs.put(room, event_of(attempt), message["buttons"])
        if error is not None:
            raise error
        return event_of(attempt)

    async def edit(self, address: Address, part: str, posted: Posted) -> None:
        """Puts another message in its place. Raises NotEditable when it is gone, or too long with both in it."""
        room = room_of(await self._found(address))
        over = posted.message or await self._look_up(room, posted.key, posted.since)
        if not over or not await self._is_there(room, over):
            raise NotEditable("Matrix: message not found")
        content = edit_of(json.loads(part), TEXT, over)
        error = judged(await self.secrecy.post(room, name_of(posted.key, part, "edit"), content), self.clock())
        if isinstance(error, Refused):
            raise NotEditable(str(error))
        if error is not None:
            raise error

    async def has_arrived(self, address: Address, key: str, since: datetime) -> bool | None:
        """Looks the message up by the name that it bears; None where the bot may not read."""
        found = await self._look_up(room_of(await self._found(address)), key, since)
        return found is not False if found is not None else None

    async def _look_up(self, room: str, key: str, since: datetime) -> str | Literal[False] | None:
        """The event that bears the name; False when it is not there, None when that cannot be told."""
        oldest = (since - _CLOCKS_DIFFER).timestamp() * 1000
        sieve = json.dumps({"types": [MESSAGE, ENCRYPTED], "senders": [self.user]})
        page = ""
        for _ in range(_MOST_PAGES):
            asked: dict[str, str | int] = {"dir": "b", "limit": _PAGE, "filter": sieve}
            told = self._page(
                await self.client.get("rooms", room, "messages", **asked, **({"from": page} if page else {}))
            )
            if told is None:
                return None
            events = [one for one in list_in(told, "chunk") if isinstance(one, dict)]
            mine = (one for one in events if one.get("sender") == self.user and _key_of(one) == key)
            if (found := next(mine, None)) is not None:
                return text_in(found, "event_id")
            page = text_in(told, "end")
            if not page or any(_made_at(one) < oldest for one in events):
                return False
        return None

    async def _is_there(self, room: str, event: str) -> bool:
        """Whether an event still has its words: one that was taken away is there without them."""
        attempt = await self.client.get("rooms", room, "event", event)
        answer = attempt.answer
        if attempt.stage is Stage.ANSWERED and attempt.status == _OK and answer is not None and "content" in answer:
            content = dict_in(answer, "content")
            return bool(text_in(content, "body") or text_in(content, "ciphertext"))
        error: SendError | None = judged(attempt, self.clock())
        if error_of(attempt) in _NO_LOOK:
            return False
        raise error if isinstance(error, Stopped) else Later(str(error), getattr(error, "seconds", None))

    async def _found(self, address: Address) -> Address:
        """The chat by its room. Raises Later where that cannot be asked now."""
        person = address.person_asked
        if person is None:
            return address
        found = await self.private(person)
        if found is None:
            raise Later("Matrix: someone's private room is not known yet")
        return found

    def _page(self, attempt: Attempt) -> dict[str, Any] | None:
        """A page of a room's past; None when it tells nothing. Raises Later or Stopped when it may later."""
        answer = attempt.answer
        if attempt.stage is Stage.ANSWERED and attempt.status == _OK and answer is not None and "chunk" in answer:
            return answer
        error: SendError | None = judged(attempt, self.clock())
        if isinstance(error, Stopped):
            raise error
        if error_of(attempt) in _NO_LOOK:
            return None
        raise Later(str(error), getattr(error, "seconds", None))


def _key_of(event: dict[str, Any]) -> object:
    return dict_in(event, "content").get(KEY)


def _made_at(event: dict[str, Any]) -> float:
    made = event.get("origin_server_ts")
    return float(made) if isinstance(made, int) else 0.0
