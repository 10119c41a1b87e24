"""Commands under a short name, for platforms whose buttons carry little."""

import asyncio
from collections.abc import Callable, Collection
from datetime import datetime

from storage import shorthands
from storage.database import Database
from storage.shorthands import key_of

_MOST_REMEMBERED = 5_000

__all__ = ["Shorthand", "key_of"]


class Shorthand:
    """Keeps commands for ninety days after they were last put into a button; not who asked them."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock
        self._kept: set[str] = set()  #: today, by this process
        self._day = clock().date()

    async def keep(self, commands: Collection[str]) -> None:
        """From now on their short names are known to every process."""
        today = self._clock().date()
        if today != self._day or len(self._kept) > _MOST_REMEMBERED:
            self._kept, self._day = set(), today
        new = set(commands) - self._kept
        if new:
            await asyncio.to_thread(self._keep, sorted(new))
            self._kept |= new

    async def whole(self, key: str) -> str | None:
        """The command of a short name, if it is still kept."""
        return await asyncio.to_thread(self._whole, key)

    def _keep(self, commands: Collection[str]) -> None:
        with self._database.writing() as session:
            shorthands.keep(session, commands, self._clock())

    def _whole(self, key: str) -> str | None:
        with self._database.reading() as session:
            return shorthands.command_of(session, key)
