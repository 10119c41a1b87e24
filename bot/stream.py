"""How far a channel has read what its platform keeps for it; every process with this database finds it."""

import asyncio
from collections.abc import Callable
from datetime import datetime

from storage import streams
from storage.database import Database


class Stream:
    """What one platform tells in its order, and the place in it, by the platform's own name for that."""

    def __init__(self, database: Database, name: str, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._name = name
        self._clock = clock

    async def reached(self) -> str | None:
        """Where to go on; None when it never began. Raises DatabaseError."""
        return await asyncio.to_thread(streams.reached, self._database, self._name)

    async def keep(self, place: str) -> None:
        """Everything before `place` was dealt with. Raises DatabaseError."""
        await asyncio.to_thread(streams.keep, self._database, self._name, place, self._clock())
