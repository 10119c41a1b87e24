"""Requests and events that were handled already, whichever process handled them."""

import asyncio
from collections.abc import Callable
from datetime import datetime

from bot.telemetry import log
from storage import chats
from storage.chats import Begun
from storage.database import Database, DatabaseError

__all__ = ["Begun", "Seen"]


class Seen:
    """Remembers what was handled, for two days."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock
        self._unwritten: list[str] = []
        self._writing: asyncio.Task[None] | None = None

    async def first(self, key: str) -> bool:
        """Whether this is the first time; from now on it is not."""
        return await asyncio.to_thread(chats.first_time, self._database, key, self._clock())

    def note(self, key: str) -> None:
        """It is handled from now on; written down soon, together with what else is handled meanwhile."""
        self._unwritten.append(key)
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write_down())

    async def settle(self) -> None:
        """Everything is written down."""
        if self._writing is not None:
            await self._writing

    async def begin(self, key: str) -> Begun:
        """Begins handling an event that its platform repeats until it is acknowledged."""
        return await asyncio.to_thread(chats.begin, self._database, key, self._clock())

    async def finish(self, key: str) -> None:
        """It was handled."""
        await asyncio.to_thread(chats.finish, self._database, key)

    async def clean(self) -> None:
        """Forgets what was handled longer ago."""
        try:
            await asyncio.to_thread(chats.forget_seen, self._database, self._clock())
        except DatabaseError as error:
            log.warning("cleaning_failed", reason=type(error).__name__)

    async def was_handled(self, key: str) -> bool:
        """Whether it was handled before."""
        return await asyncio.to_thread(chats.was_seen, self._database, key)

    async def _write_down(self) -> None:
        while self._unwritten:
            keys, self._unwritten = self._unwritten, []
            try:
                await asyncio.to_thread(chats.note, self._database, keys, self._clock())
            except DatabaseError as error:  # whoever handled it remembers it all the same
                log.warning("requests_not_written_down", reason=type(error).__name__)
