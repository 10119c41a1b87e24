"""Takes events in: each is handled once, those of one room in turn, and none waits for another room's."""

import asyncio
from collections.abc import Awaitable, Callable
from time import monotonic

from bot.matrix.batch import RoomEvent
from bot.matrix.rooms import NotNowError
from bot.order import Order
from bot.seen import Begun, Seen
from bot.telemetry import log

_ATTEMPTS, _PAUSE = 3, 2.0  #: seconds between them, when the homeserver does not tell what is needed
_GIVE_UP = 600.0  #: seconds after which an event that cannot be dealt with holds up the stream no longer
_MOST = 1_000


class MatrixReceiver:
    """The place in the stream moves on only when this says that an event was handled."""

    def __init__(
        self,
        opened: Callable[[RoomEvent], Awaitable[RoomEvent]],
        concerns: Callable[[RoomEvent], bool],
        handle: Callable[[RoomEvent], Awaitable[None]],
        seen: Seen,
    ) -> None:
        self._opened = opened
        self._concerns = concerns
        self._handle = handle
        self._seen = seen
        self._order = Order()
        self._waiting: dict[str, float] = {}  #: events that could not be dealt with, and since when

    async def receive(self, event: RoomEvent) -> bool:
        """Whether the event was handled, now or before. Raises DatabaseError when that cannot be kept."""
        async with self._order.turn(event.room):
            event = await self._opened(event)
            if not self._concerns(event):
                return True
            key = f"matrix:{event.id}" if event.id else None
            if key is not None:
                begun = await self._seen.begin(key)
                if begun is not Begun.NOW:
                    return begun is Begun.DONE
            if not await self._handled(event):
                return False
            if key is not None:
                await self._seen.finish(key)
        return True

    async def _handled(self, event: RoomEvent) -> bool:
        name = event.id or event.room
        for number in range(_ATTEMPTS):
            if number:
                await asyncio.sleep(_PAUSE)
            try:
                await self._handle(event)
            except NotNowError as error:
                log.info("event_waits", channel="matrix", reason=str(error))
            else:
                self._waiting.pop(name, None)
                return True
        if len(self._waiting) >= _MOST:
            self._waiting.clear()
        if monotonic() - self._waiting.setdefault(name, monotonic()) < _GIVE_UP:
            return False
        del self._waiting[name]
        log.error("event_given_up", channel="matrix", event_type=event.kind)
        return True
