"""What stands in the outbox, for who watches it; and forgetting what ended long ago."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import delete, exists, func, select
from sqlalchemy.orm import Session

from briefings.model.chat import Address
from briefings.model.delivery import Delivery, DeliveryKind, DeliveryState
from storage import holds
from storage.database import Database
from storage.rows import NEEDS_A_LOOK, OPEN, OPEN_STATES, DeliveryRow, MessageRow

_ENDED = (DeliveryState.SENT, DeliveryState.FAILED, DeliveryState.UNKNOWN, DeliveryState.DROPPED)
_BATCH = 500


def counts(session: Session) -> Mapping[str, int]:
    """How many deliveries are open or need a look, by state."""
    found: dict[str, int] = {}
    for states in (OPEN, NEEDS_A_LOOK):
        query = select(DeliveryRow.state, func.count()).where(states).group_by(DeliveryRow.state)
        found |= {row[0]: row[1] for row in session.execute(query)}
    return dict.fromkeys([*OPEN_STATES, DeliveryState.FAILED.value, DeliveryState.UNKNOWN.value], 0) | found


def oldest_due(session: Session) -> datetime | None:
    """The moment of the oldest briefing that is still to be sent."""
    return session.scalar(select(func.min(DeliveryRow.due_at)).where(OPEN))


def find(session: Session, subscription_id: int, due_at: datetime) -> Delivery | None:
    """What was put for a subscription and a moment; None when nothing was, or it was forgotten."""
    query = select(DeliveryRow).where(DeliveryRow.subscription_id == subscription_id, DeliveryRow.due_at == due_at)
    row = session.scalar(query)
    return to_delivery(row) if row else None


def list_deliveries(session: Session, state: DeliveryState | None = None, limit: int = 200) -> list[Delivery]:
    """The newest deliveries first."""
    query = select(DeliveryRow).order_by(DeliveryRow.due_at.desc(), DeliveryRow.id.desc()).limit(limit)
    if state is not None:
        query = query.where(DeliveryRow.state == state.value)
    return [to_delivery(row) for row in session.scalars(query)]


def subscription_of(session: Session, delivery_id: int) -> int | None:
    """The subscription whose briefing a delivery is; None for a notice."""
    briefing = DeliveryRow.kind == DeliveryKind.BRIEFING.value
    return session.scalar(select(DeliveryRow.subscription_id).where(DeliveryRow.id == delivery_id, briefing))


def inbox(session: Session, address: Address, limit: int = 5) -> list[tuple[str, ...]]:
    """The parts of what was delivered to a chat, newest first."""
    query = (
        select(MessageRow.parts)
        .join(DeliveryRow, DeliveryRow.message_id == MessageRow.id)
        .where(DeliveryRow.lane == address.lane, DeliveryRow.chat == address.chat)
        .where(DeliveryRow.state == DeliveryState.SENT.value)
        .order_by(DeliveryRow.due_at.desc())
        .limit(limit)
    )
    return [tuple(parts) for parts in session.scalars(query)]


def forget(database: Database, before: datetime) -> int:
    """Takes away what ended before a day, and messages that nobody gets any more; how many deliveries."""
    with database.writing() as session:
        holds.forget(session, before)
        ended = DeliveryRow.state.in_([state.value for state in _ENDED])
        old = select(DeliveryRow.id).where(ended, DeliveryRow.due_at < before).limit(10 * _BATCH)
        ids = list(session.scalars(old))
        for at in range(0, len(ids), _BATCH):
            session.execute(delete(DeliveryRow).where(DeliveryRow.id.in_(ids[at : at + _BATCH])))
        session.execute(delete(MessageRow).where(~exists().where(DeliveryRow.message_id == MessageRow.id)))
        return len(ids)


def to_delivery(row: DeliveryRow) -> Delivery:
    """The row as a domain object."""
    return Delivery(
        id=row.id,
        subscription_id=row.subscription_id,
        kind=DeliveryKind(row.kind),
        address=Address(row.channel, row.workspace, row.chat, row.thread),
        due_at=row.due_at,
        state=DeliveryState(row.state),
        part_count=row.part_count,
        parts_sent=row.parts_sent,
        attempts=row.attempts,
        repeats=row.repeats,
        claimed_at=row.claimed_at,
        next_attempt_at=row.next_attempt_at,
        reason=row.reason,
        sent_at=row.sent_at,
    )


def free_moment(session: Session, subscription_id: int, now: datetime) -> datetime:
    """The first moment from `now` on from which nothing of the subscription is due: a moment has one delivery."""
    soon = (DeliveryRow.due_at >= now, DeliveryRow.due_at < now + timedelta(seconds=1))
    last = session.scalar(
        select(func.max(DeliveryRow.due_at)).where(DeliveryRow.subscription_id == subscription_id, *soon)
    )
    return now if last is None else last + timedelta(microseconds=1)
