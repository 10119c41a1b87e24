"""Lanes and chats that get nothing until a moment: the platform asked for it, or takes nothing from us now.

Kept in the database, so that it is obeyed after a restart and can be seen by whoever asks why something waits.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from storage.database import insert_into
from storage.rows import HoldRow

WHOLE = ""  #: in place of a chat: the whole lane


@dataclass(frozen=True, slots=True)
class Hold:
    """Nothing goes there until a moment."""

    lane: str
    chat: str  #: WHOLE for the lane
    until: datetime
    because: str
    times: int  #: how often in a row


def hold(
    session: Session, lane: str, chat: str, because: str, now: datetime, seconds: Callable[[int], float]
) -> datetime:
    """Holds the chat, or the whole lane, as long as `seconds` gives for the time in a row that this is; until when."""
    none = {"lane": lane, "chat": chat, "until": now, "because": because, "times": 0}
    session.execute(insert_into(session, HoldRow).on_conflict_do_nothing(), [none])
    row = session.get_one(HoldRow, (lane, chat), with_for_update=True, populate_existing=True)
    row.times, row.because = row.times + 1, because
    row.until = max(row.until, now + timedelta(seconds=seconds(row.times)))
    session.flush()
    return row.until


def release(session: Session, lane: str, chat: str) -> None:
    """Something arrived there: neither the chat nor its lane is held any more."""
    session.execute(delete(HoldRow).where(HoldRow.lane == lane, HoldRow.chat.in_([chat, WHOLE])))


def release_after(session: Session, moment: datetime) -> None:
    """Takes away those that last until after a moment."""
    session.execute(delete(HoldRow).where(HoldRow.until > moment))


def of_lane(session: Session, lane: str) -> list[Hold]:
    """Those of a lane, also those that are over and were not followed by anything that arrived."""
    return [_hold(row) for row in session.scalars(select(HoldRow).where(HoldRow.lane == lane))]


def now_held(session: Session, now: datetime) -> Mapping[tuple[str, str], Hold]:
    """What gets nothing at this moment, by lane and chat."""
    rows = session.scalars(select(HoldRow).where(HoldRow.until > now).order_by(HoldRow.lane, HoldRow.chat))
    return {(row.lane, row.chat): _hold(row) for row in rows}


def forget(session: Session, before: datetime) -> None:
    """Takes away those that were over before a moment."""
    session.execute(delete(HoldRow).where(HoldRow.until < before))


def _hold(row: HoldRow) -> Hold:
    return Hold(row.lane, row.chat, row.until, row.because, row.times)
