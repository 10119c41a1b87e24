"""Who may do what only one process may do at a time."""

from datetime import datetime, timedelta

from storage import deliveries
from storage.database import Database, insert_into
from storage.rows import LaneRow


def hold(database: Database, name: str, owner: str, now: datetime, lease: timedelta) -> bool:
    """Whether `owner` now holds the lease, until `lease` from now: it was free, expired, or its own."""
    with database.writing() as session:
        session.execute(insert_into(session, LaneRow).on_conflict_do_nothing(), [{"name": name, "owner": ""}])
        return deliveries.take_lane(session, name, owner, now, lease)
