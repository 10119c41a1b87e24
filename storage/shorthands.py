"""Long commands under a short name, for platforms whose buttons carry little."""

import hashlib
from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from storage.database import insert_into
from storage.rows import ShorthandRow

KEPT = timedelta(days=90)
_LENGTH = 24  #: hexadecimal digits: 96 bits


def key_of(command: str) -> str:
    """The short name: the same for the same command."""
    return hashlib.sha256(command.encode()).hexdigest()[:_LENGTH]


def keep(session: Session, commands: Collection[str], now: datetime) -> None:
    """Keeps these commands for another while; those that nobody used that long are forgotten."""
    session.execute(delete(ShorthandRow).where(ShorthandRow.used_at < now - KEPT))
    insert = insert_into(session, ShorthandRow)
    rows = [{"key": key_of(command), "command": command, "used_at": now} for command in commands]
    again = insert.on_conflict_do_update(index_elements=["key"], set_={"used_at": insert.excluded.used_at})
    session.execute(again, rows)


def command_of(session: Session, key: str) -> str | None:
    """The command of a short name, if it is still kept."""
    row = session.get(ShorthandRow, key)
    return row.command if row else None
