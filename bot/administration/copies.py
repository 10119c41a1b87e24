"""Copies of the database, and putting one back."""

from datetime import datetime
from pathlib import Path

from storage import backup
from storage.audit import AuditSubject, note
from storage.backup_folder import BackupFolder
from storage.database import Database


def make_copy(database: Database, file: Path, now: datetime) -> None:
    """Writes everything to `file` while the bot goes on. Raises JbzError."""
    backup.backup(database, file)
    with database.writing() as session:
        note(session, AuditSubject.BACKUP, "made", file.name, now)


def make_kept_copy(database: Database, folder: BackupFolder, now: datetime) -> Path:
    """One more in the folder where only so many are kept; its file. Raises JbzError, keeping all."""
    file = folder.make(database, now)
    with database.writing() as session:
        note(session, AuditSubject.BACKUP, "made", file.name, now)
    return file


def put_back(database: Database, file: Path, now: datetime) -> None:
    """Fills an empty database from `file`. Raises JbzError."""
    backup.restore(database, file)
    with database.writing() as session:
        note(session, AuditSubject.BACKUP, "restored", file.name, now)
