"""The signs under a message of ours, which people press instead of buttons.

Each is an event that counts for the homeserver's limit. So they are put there beside everything else, as long as there
is room; a message says what its numbers mean all the same, and people can react with one that is not there.
"""

import asyncio
from collections.abc import Collection
from contextlib import suppress

from bot.attempts import Stage
from bot.delivery.pace import Paced
from bot.matrix.client import MatrixClient
from bot.matrix.data import SIGNS
from bot.matrix.posting import react

_PATIENCE = 1.0  #: seconds for which a sign waits for its turn; a message is worth more
_MOST = 100  #: messages that get their signs at a time
_OK = 200


class Signs:
    """Puts signs under messages."""

    def __init__(self, client: MatrixClient, paced: Paced) -> None:
        self._client = client
        self._paced = paced
        self._under_way: set[asyncio.Task[None]] = set()

    def put(self, room: str, event: str, numbers: Collection[str]) -> None:
        """Soon these stand under the event, or the first of them."""
        if numbers and event and len(self._under_way) < _MOST:
            task = asyncio.create_task(self._put(room, event, numbers))
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)

    async def settle(self) -> None:
        """What was asked for is done."""
        if self._under_way:
            await asyncio.wait(self._under_way)

    async def close(self) -> None:
        """What is not done yet is left."""
        for task in list(self._under_way):
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    async def _put(self, room: str, event: str, numbers: Collection[str]) -> None:
        for number in sorted(numbers, key=int):
            try:
                async with asyncio.timeout(_PATIENCE):
                    turn = await self._paced.turn(room)
            except TimeoutError:
                return
            attempt = await react(self._client, room, event, SIGNS[int(number) - 1])
            turn.end()
            if attempt.stage is not Stage.ANSWERED or attempt.status != _OK:
                return
