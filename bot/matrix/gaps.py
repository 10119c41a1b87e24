"""What happened in a room before what was told of it: /sync leaves the oldest out when much happened."""

import json

from bot.attempts import Stage
from bot.matrix.batch import KINDS, LeftOut, RoomEvent, came_in, events_in, list_in
from bot.matrix.client import MatrixClient
from bot.matrix.content import text_in
from bot.matrix.rooms import NotNowError
from bot.matrix.verdict import error_of
from bot.telemetry import log

_PAGE = 100
_MOST_PAGES = 20  #: two thousand events of one room while we were away
_OK = 200
_SIEVE = json.dumps({"types": list(KINDS)})


async def missed(client: MatrixClient, gap: LeftOut, since: str, me: str) -> list[RoomEvent]:
    """The events between `since` and the gap's end, in their order. Raises NotNowError."""
    found: list[RoomEvent] = []
    page = gap.before
    for _ in range(_MOST_PAGES):
        attempt = await client.get(
            "rooms", gap.room, "messages", dir="b", limit=_PAGE, filter=_SIEVE, to=since, **{"from": page}
        )
        told = attempt.answer
        if attempt.stage is not Stage.ANSWERED or attempt.status != _OK or told is None:
            if error_of(attempt) in {"M_FORBIDDEN", "M_NOT_FOUND"}:
                return []  # the bot is out of the room
            raise NotNowError("messages")
        older = list(events_in(gap.room, list_in(told, "chunk")))[::-1]
        came = came_in(older, me)
        found = [*older[came or 0 :], *found]
        page = text_in(told, "end")
        if came is not None or not page:
            return found
    log.warning("messages_left_out", channel="matrix", read=len(found))
    return found
