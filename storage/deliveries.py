"""The outbox: what is to be sent, where it stands, and who sends it."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from briefings.model.chat import Address
from briefings.model.delivery import Delivery, DeliveryState
from storage.database import Database
from storage.rows import DeliveryRow, LaneRow

_OPEN = (DeliveryState.WAITING.value, DeliveryState.SENDING.value)


def put(
    session: Session, subscription_id: int, address: Address, due_at: datetime, parts: Sequence[str], now: datetime
) -> None:
    """A delivery that waits. The subscription and the moment are unique: the same one cannot be put twice."""
    session.add(
        DeliveryRow(
            subscription_id=subscription_id,
            channel=address.channel,
            workspace=address.workspace,
            chat=address.chat,
            thread=address.thread,
            lane=address.lane,
            due_at=due_at,
            state=DeliveryState.WAITING.value,
            parts=list(parts),
            parts_sent=0,
            attempts=0,
            next_attempt_at=now,
        )
    )


def open_lanes(database: Database) -> list[str]:
    """The lanes with something to send."""
    with database.reading() as session:
        return list(session.scalars(select(DeliveryRow.lane).where(DeliveryRow.state.in_(_OPEN)).distinct()))


def take_lane(database: Database, lane: str, owner: str, now: datetime, lease: timedelta) -> bool:
    """Whether `owner` now holds the lane, until `lease` from now: it was free, expired, or its own."""
    with database.writing() as session:
        row = session.get(LaneRow, lane, with_for_update=True)
        if row is None:
            session.add(LaneRow(name=lane, owner=owner, leased_until=now + lease))
            return True
        if row.owner != owner and row.leased_until > now:
            return False
        row.owner, row.leased_until = owner, now + lease
        return True


def give_back(database: Database, owner: str, now: datetime) -> None:
    """Ends the leases of a process that stops, so that another can go on at once."""
    with database.writing() as session:
        session.execute(update(LaneRow).where(LaneRow.owner == owner).values(leased_until=now))


def claim_next(database: Database, lane: str, owner: str, now: datetime) -> tuple[Delivery, bool] | None:
    """The next delivery of the lane, marked as being sent; and whether its part may have been sent before.

    None when there is nothing to send now, or `owner` no longer holds the lane.
    """
    with database.writing() as session:
        held = session.get(LaneRow, lane, with_for_update=True)
        if held is None or held.owner != owner or held.leased_until <= now:
            return None
        row = session.scalar(
            select(DeliveryRow)
            .where(DeliveryRow.lane == lane, DeliveryRow.state.in_(_OPEN), DeliveryRow.next_attempt_at <= now)
            .order_by(DeliveryRow.next_attempt_at, DeliveryRow.id)
            .limit(1)
        )
        if row is None:
            return None
        uncertain = row.state == DeliveryState.SENDING.value
        row.state, row.attempts = DeliveryState.SENDING.value, row.attempts + 1
        session.flush()
        return to_delivery(row), uncertain


def part_taken(database: Database, delivery_id: int, now: datetime) -> None:
    """The platform took the next part."""
    with database.writing() as session:
        row = session.get_one(DeliveryRow, delivery_id)
        row.parts_sent += 1
        row.attempts, row.reason, row.next_attempt_at = 0, None, now
        done = row.parts_sent >= len(row.parts)
        row.state = (DeliveryState.SENT if done else DeliveryState.WAITING).value
        row.sent_at = now if done else None


def postpone(database: Database, delivery_id: int, until: datetime, reason: str, *, uncertain: bool = False) -> None:
    """Tries again at `until`. With `uncertain` the part may have arrived, which the next attempt must know."""
    with database.writing() as session:
        row = session.get_one(DeliveryRow, delivery_id)
        row.state = (DeliveryState.SENDING if uncertain else DeliveryState.WAITING).value
        row.next_attempt_at, row.reason = until, reason


def give_up(session: Session, delivery_id: int, reason: str) -> int:
    """The delivery cannot be made; returns its subscription's id."""
    row = session.get_one(DeliveryRow, delivery_id)
    row.state, row.reason = DeliveryState.FAILED.value, reason
    return row.subscription_id


def redirect(session: Session, old: Address, new_chat: str) -> None:
    """What still has to be sent to `old` goes to the chat's new address."""
    session.execute(
        update(DeliveryRow)
        .where(DeliveryRow.lane == old.lane, DeliveryRow.chat == old.chat, DeliveryRow.state.in_(_OPEN))
        .values(chat=new_chat, state=DeliveryState.WAITING.value)
    )


def list_deliveries(session: Session, state: DeliveryState | None = None, limit: int = 200) -> list[Delivery]:
    """The newest deliveries first."""
    query = select(DeliveryRow).order_by(DeliveryRow.due_at.desc(), DeliveryRow.id.desc()).limit(limit)
    if state is not None:
        query = query.where(DeliveryRow.state == state.value)
    return [to_delivery(row) for row in session.scalars(query)]


def inbox(session: Session, address: Address, limit: int = 5) -> list[Delivery]:
    """What was delivered to a chat, newest first."""
    query = (
        select(DeliveryRow)
        .where(DeliveryRow.lane == address.lane, DeliveryRow.chat == address.chat)
        .where(DeliveryRow.state == DeliveryState.SENT.value)
        .order_by(DeliveryRow.due_at.desc())
        .limit(limit)
    )
    return [to_delivery(row) for row in session.scalars(query)]


def to_delivery(row: DeliveryRow) -> Delivery:
    """The row as a domain object."""
    return Delivery(
        id=row.id,
        subscription_id=row.subscription_id,
        address=Address(row.channel, row.workspace, row.chat, row.thread),
        due_at=row.due_at,
        state=DeliveryState(row.state),
        parts=tuple(row.parts),
        parts_sent=row.parts_sent,
        attempts=row.attempts,
        next_attempt_at=row.next_attempt_at,
        reason=row.reason,
        sent_at=row.sent_at,
    )
