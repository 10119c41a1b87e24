"""Tells administrators, once, that a letter took the place of one that may be another."""

import asyncio
from collections.abc import Callable
from datetime import datetime

from bot.delivery.failures import log_failure
from bot.delivery.notices import Notices
from bot.telemetry import log
from storage import replaced
from storage.database import Database


class ReplacedAlarm:
    """Looks and tells in one transaction; any number of processes may do so."""

    def __init__(self, database: Database, notices: Notices, clock: Callable[[], datetime]) -> None:
        self._database, self._notices, self._clock = database, notices, clock

    async def tick(self) -> None:
        """A look, as often as one likes."""
        try:
            await asyncio.to_thread(self.look)
        except Exception as error:  # noqa: BLE001 - the next look tries again, whatever it was
            log_failure("replaced_letters_not_looked_for", error)

    def look(self) -> int:
        """How many were told of."""
        with self._database.writing() as session:
            found = [] if self._database.is_newer(session) else replaced.untold(session)
            if found:
                self._notices.replaced(session, found, self._clock())
                replaced.told(session, found[-1].id)
                log.warning("letters_replaced_in_doubt", letters=[one.what for one in found])
            return len(found)
