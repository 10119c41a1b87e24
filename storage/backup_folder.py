"""Copies of the database in a folder: made when the newest is old, proved by restoring, and only so many kept."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from storage import backup
from storage.database import Database

_NAME = "jbz-%Y%m%dT%H%M%SZ.db"
_NAMES = "jbz-*Z.db"


class BackupFolder:
    """The copies in `folder`, which is made when it is not there; other files in it are left alone."""

    def __init__(self, folder: Path, keep: int) -> None:
        self._folder = folder
        self._keep = keep

    def made(self) -> list[tuple[datetime, Path]]:
        """When each was made, and its file; the newest first."""
        found = []
        for file in self._folder.glob(_NAMES):
            try:
                found.append((datetime.strptime(file.name, _NAME).replace(tzinfo=UTC), file))
            except ValueError:
                continue  # somebody else's
        return sorted(found, reverse=True)

    def are_due(self, now: datetime, every: timedelta) -> bool:
        """Whether there is none, or the newest is older than this."""
        made = self.made()
        return not made or now - made[0][0] >= every

    def make(self, database: Database, now: datetime) -> Path:
        """One more, proved by restoring it; the oldest beyond those that are kept go. Raises JbzError, keeping all."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = self._folder / now.astimezone(UTC).strftime(_NAME)
        unproved = file.with_name(f"{file.name}.unproved")
        try:
            backup.backup(database, unproved)
            backup.verify(unproved)
            unproved.replace(file)
        finally:
            unproved.unlink(missing_ok=True)
        for _, old in self.made()[self._keep :]:
            old.unlink(missing_ok=True)
        return file
