"""How far a channel has read what its platform keeps for it, so that it goes on there after a death."""

from datetime import datetime

from storage.database import Database, insert_into
from storage.rows import StreamRow


def reached(database: Database, name: str) -> str | None:
    """Where reading `name` goes on; None when it never began."""
    with database.reading() as session:
        row = session.get(StreamRow, name)
        return row.reached if row else None


def keep(database: Database, name: str, place: str, now: datetime) -> None:
    """Everything before `place` was dealt with."""
    values = {"reached": place, "reached_at": now}
    with database.writing() as session:
        insert = insert_into(session, StreamRow)
        session.execute(insert.on_conflict_do_update(index_elements=["name"], set_=values), [{"name": name, **values}])
