"""Something that only one process may do at a time."""

import asyncio
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta

from storage import leases
from storage.database import Database


class Lease:
    """Held for as long as it is renewed; when its process dies another may have it after `length`."""

    def __init__(self, database: Database, name: str, clock: Callable[[], datetime], length: timedelta) -> None:
        self._database = database
        self._name = name
        self._clock = clock
        self._length = length
        self._owner = uuid.uuid4().hex

    async def hold(self) -> bool:
        """Whether this process holds it now, for `length` more."""
        return await asyncio.to_thread(
            leases.hold, self._database, self._name, self._owner, self._clock(), self._length
        )

    async def release(self) -> None:
        """Another may have it at once."""
        await asyncio.to_thread(leases.give_back, self._database, self._owner, self._clock())
