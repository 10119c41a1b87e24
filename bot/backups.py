"""Copies of the database are made by themselves, by one process at a time."""

import asyncio
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta

from bot.administration.copies import make_kept_copy
from bot.settings import Settings
from bot.telemetry import BACKUP_AGE, log
from briefings.errors import JbzError
from storage import leases
from storage.backup_folder import BackupFolder
from storage.database import Database, DatabaseError

_LEASE = "copies"
_LONGEST = timedelta(hours=1)  #: after which another process may try


class Backups:
    """As the settings say: in which folder, how often, how many."""

    def __init__(self, database: Database, settings: Settings, clock: Callable[[], datetime]) -> None:
        self._database, self._clock = database, clock
        self._every = timedelta(hours=settings.jbz_backup_hours)
        folder = settings.jbz_backup_folder
        self._copies = BackupFolder(folder, settings.jbz_backup_keep) if folder else None
        self._owner = uuid.uuid4().hex
        self._began = clock()

    @property
    def wanted(self) -> bool:
        """Whether there is a folder for them."""
        return self._copies is not None

    async def tick(self) -> None:
        """Makes one when it is time."""
        await asyncio.to_thread(self._make)

    def _make(self) -> None:
        if self._copies is None:
            return
        try:
            if self._copies.are_due(self._clock(), self._every) and self._is_mine():
                file = make_kept_copy(self._database, self._copies, self._clock())
                log.info("backup_made", file=file.name)
        except JbzError as error:
            log.warning("backup_failed", reason=str(error))
        except (DatabaseError, OSError) as error:
            log.warning("backup_failed", reason=type(error).__name__)
        finally:
            made = self._copies.made()
            BACKUP_AGE.set((self._clock() - (made[0][0] if made else self._began)).total_seconds())

    def _is_mine(self) -> bool:
        """Whether no other process is making one."""
        return leases.hold(self._database, _LEASE, self._owner, self._clock(), _LONGEST)
