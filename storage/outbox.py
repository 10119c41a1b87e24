"""What stands in the outbox, for who watches it; and forgetting what ended long ago."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, exists, func, select
from sqlalchemy.orm import Session

from briefings.model.chat import Address
from briefings.model.delivery import Delivery, DeliveryKind, DeliveryState
from storage import holds, owed
from storage.batches import batches
from storage.database import Database
from storage.rows import NEEDS_A_LOOK, OPEN, OPEN_STATES, DeliveryRow, MessageItemRow, MessageRow, RecallRow

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


def make_anew(session: Session, delivery_id: int, now: datetime) -> None:
    """A briefing that was not begun is laid aside; what the chat follows is due instead."""
    owed.make_anew(session, session.get_one(DeliveryRow, delivery_id), now)


def list_deliveries(session: Session, state: DeliveryState | None = None, limit: int = 200) -> list[Delivery]:
    """The newest deliveries first."""
    query = select(DeliveryRow).order_by(DeliveryRow.due_at.desc(), DeliveryRow.id.desc()).limit(limit)
    if state is not None:
        query = query.where(DeliveryRow.state == state.value)
    return [to_delivery(row) for row in session.scalars(query)]


def subscription_of(session: Session, delivery_id: int) -> int | None:
    """The subscription whose briefing a delivery is, or is about; None for a notice."""
    briefing = DeliveryRow.kind != DeliveryKind.NOTICE.value
    return session.scalar(select(DeliveryRow.subscription_id).where(DeliveryRow.id == delivery_id, briefing))


def inbox(session: Session, address: Address, limit: int = 5) -> list[tuple[str, ...]]:
    """The parts of what was delivered to a chat, newest first, as they read now."""
    query = (
        select(DeliveryRow.id, MessageRow.parts)
        .join(DeliveryRow, DeliveryRow.message_id == MessageRow.id)
        .where(DeliveryRow.lane == address.lane, DeliveryRow.chat == address.chat)
        .where(DeliveryRow.state == DeliveryState.SENT.value, DeliveryRow.kind != DeliveryKind.EDIT.value)
        .order_by(DeliveryRow.due_at.desc())
        .limit(limit)
    )
    return [as_edited(session, row.id, row.parts) for row in session.execute(query).all()]


def as_edited(session: Session, delivery_id: int, parts: Sequence[str]) -> tuple[str, ...]:
    """The parts of a delivery with what took the place of some."""
    edits = (
        select(MessageRow.parts, DeliveryRow.places)
        .join(DeliveryRow, DeliveryRow.message_id == MessageRow.id)
        .where(DeliveryRow.amends == delivery_id, DeliveryRow.kind == DeliveryKind.EDIT.value)
        .where(DeliveryRow.state == DeliveryState.SENT.value)
        .order_by(DeliveryRow.id)
    )
    now = list(parts)
    for row in session.execute(edits):
        for place, part in zip(row.places, row.parts, strict=True):
            now[place] = part
    return tuple(now)


def forget(database: Database, before: datetime) -> int:
    """Takes away what ended before a day, and messages that nobody gets any more; how many deliveries."""
    with database.writing() as session:
        holds.forget(session, before)
        ended = DeliveryRow.state.in_([state.value for state in _ENDED])
        old = select(DeliveryRow.id).where(ended, DeliveryRow.due_at < before).limit(10 * _BATCH)
        ids = list(session.scalars(old))
        for batch in batches(ids, _BATCH):
            session.execute(delete(DeliveryRow).where(DeliveryRow.id.in_(batch)))
        unused = ~exists().where(DeliveryRow.message_id == MessageItemRow.message_id)
        session.execute(delete(MessageItemRow).where(unused))
        session.execute(delete(MessageRow).where(~exists().where(DeliveryRow.message_id == MessageRow.id)))
        session.execute(delete(RecallRow).where(RecallRow.planned_at < before))
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
