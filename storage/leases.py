"""Leases: what only one process may do at a time belongs to the one that holds its lease. A lane of delivery is one."""

from datetime import datetime, timedelta

from sqlalchemy import update

from storage.database import Database, Session, insert_into
from storage.rows import LaneRow

_DRIFT = timedelta(minutes=1)  #: what clocks of processes may differ; more is a clock that is wrong


def hold(database: Database, name: str, owner: str, now: datetime, length: timedelta) -> bool:
    """Whether `owner` now holds the lease, until `length` from now; it is made when there is none."""
    with database.writing() as session:
        return make_and_take(session, name, owner, now, length)


def make_and_take(session: Session, name: str, owner: str, now: datetime, length: timedelta) -> bool:
    """The same in a unit of work."""
    session.execute(insert_into(session, LaneRow).on_conflict_do_nothing(), [{"name": name, "owner": ""}])
    return take(session, name, owner, now, length)


def take(session: Session, name: str, owner: str, now: datetime, length: timedelta) -> bool:
    """Whether `owner` now holds the lease, until `length` from now: it was free, expired, or its own."""
    row = session.get(LaneRow, name, with_for_update=True)
    if row is None or (row.owner != owner and _is_held(row.leased_until, now, length)):
        return False
    row.owner, row.leased_until = owner, now + length
    session.flush()
    return True


def _is_held(until: datetime | None, now: datetime, length: timedelta) -> bool:
    """One that lasts longer than any was given by a clock that was ahead, and has been put right."""
    return until is not None and now < until <= now + length + _DRIFT


def give_back(database: Database, owner: str, now: datetime) -> None:
    """Ends the leases of a process that stops, so that another can go on at once."""
    with database.writing() as session:
        session.execute(update(LaneRow).where(LaneRow.owner == owner).values(leased_until=now))
