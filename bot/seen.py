"""Requests and events that were handled already, whichever process handled them."""

import asyncio
from collections.abc import Callable
from datetime import datetime

from storage import chats
from storage.chats import Begun
from storage.database import Database

__all__ = ["Begun", "Seen"]


class Seen:
    """Remembers what was handled, for two days."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    async def first(self, key: str) -> bool:
        """Whether this is the first time; from now on it is not."""
        return await asyncio.to_thread(chats.first_time, self._database, key, self._clock())

    async def begin(self, key: str) -> Begun:
        """Begins handling an event that its platform repeats until it is acknowledged."""
        return await asyncio.to_thread(chats.begin, self._database, key, self._clock())

    async def finish(self, key: str) -> None:
        """It was handled."""
        await asyncio.to_thread(chats.finish, self._database, key, self._clock())

    async def was_handled(self, key: str) -> bool:
        """Whether it was handled before."""
        return await asyncio.to_thread(chats.was_seen, self._database, key)
