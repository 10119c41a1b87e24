"""What is not sent any more, for which reason, and what is sent after all; what it told is given back (owed.py)."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from briefings.model.chat import Address
from briefings.model.delivery import Delivery, DeliveryKind, DeliveryState
from briefings.model.subscription import Missed
from storage import deliveries, owed
from storage.audit import AuditSubject, note, place_of
from storage.outbox import to_delivery
from storage.rows import OPEN_STATES, ChatRow, DeliveryRow, SubscriptionRow

_MISSED = {
    DeliveryState.UNKNOWN: Missed.UNKNOWN, DeliveryState.FAILED: Missed.FAILED, DeliveryState.DROPPED: Missed.PAUSED,
}  # fmt: skip
#: A moment missed by more than this gives no briefing of its own: the next one covers both (promise 4).
TOO_LATE = timedelta(hours=48)
LATE = "delivery.late"
_IN_PART = "delivery.half"


def end(session: Session, delivery: Delivery, state: DeliveryState, reason: str, now: datetime) -> None:
    """The delivery will not be made, or nobody knows whether it was: what it told is given back."""
    row = deliveries.at_same_part(session, delivery)
    if row is not None:
        row.state, row.reason = state.value, reason
        owed.give_back(session, row, _missed(row, state), now)


def as_late(met: str | None, code: str = LATE) -> str:
    """The reason of what is too late, with what its last attempt met."""
    return f"{code} ({met})" if met else code


def end_late(session: Session, lane: str, now: datetime) -> list[Delivery]:
    """What is too late is not sent any more: the next briefing covers it. A notice was tried for as long.

    They are given as they were before, with the reason why they waited.
    """
    late = select(DeliveryRow).where(
        DeliveryRow.lane == lane,
        DeliveryRow.state == DeliveryState.WAITING.value,
        DeliveryRow.due_at < now - TOO_LATE,
        or_(DeliveryRow.kind != DeliveryKind.NOTICE.value, DeliveryRow.attempts > 0),
    )
    notice = DeliveryKind.NOTICE.value
    rows = [row for row in session.scalars(late).all() if row.kind == notice or owed.is_late(row, now)]
    waited = [to_delivery(row) for row in rows]
    for row in rows:
        row.state = DeliveryState.FAILED.value
        row.reason = as_late(row.reason, LATE if row.kind != notice else "delivery.late_notice")
        owed.give_back(session, row, _missed(row, DeliveryState.FAILED), now)
    return waited


def drop_of(
    session: Session,
    subscription_ids: Sequence[int],
    reason: str,
    now: datetime,
    *,
    into: int | None = None,
    begun: bool = True,
) -> None:
    """What waits for these subscriptions is not sent, nor, if `begun`, is the rest of what was sent in part.

    What may have arrived is looked up first, where that can be done (`is_wanted`). What these told is told when they go
    on, or by the subscription `into` that goes on with it.
    """
    waiting = select(DeliveryRow).where(
        DeliveryRow.subscription_id.in_(subscription_ids),
        DeliveryRow.state == DeliveryState.WAITING.value,
        DeliveryRow.kind != DeliveryKind.EDIT.value,  # what is wrong in a message is put right all the same
    )
    waiting = waiting if begun else waiting.where(DeliveryRow.parts_sent == 0)
    for row in session.scalars(waiting.with_for_update()).all():
        in_part = row.parts_sent > 0
        row.state = (DeliveryState.UNKNOWN if in_part else DeliveryState.DROPPED).value
        row.reason = f"{reason} ({_IN_PART})" if in_part else reason
        missed = _missed(row, DeliveryState.UNKNOWN) if in_part else Missed.PAUSED
        owed.give_back(session, row, missed, now, into)


def is_wanted(session: Session, delivery: Delivery) -> bool:
    """Whether the subscription of a briefing goes on, with all that it tells. A notice is always wanted."""
    if delivery.kind not in {DeliveryKind.BRIEFING, DeliveryKind.CORRECTION}:
        return True
    covers = session.scalar(select(DeliveryRow.covers).where(DeliveryRow.id == delivery.id))
    if covers is not None and "moved" in covers:
        return owed.goes_on_elsewhere(session, session.get_one(DeliveryRow, delivery.id))
    row = session.get(SubscriptionRow, delivery.subscription_id)
    if row is None or row.paused_because is not None or row.unreachable is not None:
        return False
    return covers is None or set(covers["subjects"]) <= {followed.subject for followed in row.followed}


def retry(session: Session, ids: Sequence[int], now: datetime) -> tuple[list[int], list[int]]:
    """Sends again what failed, was dropped or is uncertain, from the part that is next.

    Gives the subscriptions of what is sent again, and those of what a later briefing told or has to tell.
    """
    ended = (DeliveryState.FAILED.value, DeliveryState.UNKNOWN.value, DeliveryState.DROPPED.value)
    rows = session.scalars(select(DeliveryRow).where(DeliveryRow.id.in_(ids), DeliveryRow.state.in_(ended))).all()
    again, covered = [], []
    for row in rows:
        if owed.is_late(row, now) or not owed.take_back(session, row):
            covered.append(row.subscription_id)
            continue
        before = _standing(row)
        row.state, row.attempts, row.next_attempt_at = DeliveryState.WAITING.value, 0, now
        note(session, AuditSubject.DELIVERY, "retried", row.id, now, before=before, after=_standing(row))
        again.append(row.subscription_id)
    session.flush()
    return again, covered


def take_up(session: Session, subscription_id: int, now: datetime) -> None:
    """A subscription goes on: what failed lately, or was laid aside, is sent after all."""
    ended = (DeliveryState.FAILED.value, DeliveryState.DROPPED.value)
    here = and_(
        ChatRow.id == SubscriptionRow.chat_id, ChatRow.channel == DeliveryRow.channel,
        ChatRow.workspace == DeliveryRow.workspace, ChatRow.chat == DeliveryRow.chat,
        ChatRow.thread == DeliveryRow.thread,
    )  # fmt: skip
    rows = session.scalars(
        select(DeliveryRow.id)
        .join(SubscriptionRow, SubscriptionRow.id == DeliveryRow.subscription_id)
        .join(ChatRow, here)  # SQLite gives the number of what was stopped to another
        .where(
            DeliveryRow.subscription_id == subscription_id,
            DeliveryRow.state.in_(ended),
            DeliveryRow.due_at >= now - TOO_LATE,
            DeliveryRow.kind == DeliveryKind.BRIEFING.value,
        )
    ).all()
    retry(session, rows, now)


def drop(session: Session, ids: Sequence[int], reason: str, now: datetime) -> int:
    """An administrator wants these no longer; how many were still to be sent. What they told is told next time."""
    rows = session.scalars(select(DeliveryRow).where(DeliveryRow.id.in_(ids), DeliveryRow.state.in_(OPEN_STATES))).all()
    for row in rows:
        before = _standing(row)
        row.state, row.reason = DeliveryState.DROPPED.value, reason
        note(session, AuditSubject.DELIVERY, "dropped", row.id, now, before=before, after=_standing(row))
        owed.give_back(session, row, Missed.PAUSED, now)
    session.flush()
    return len(rows)


def _missed(row: DeliveryRow, state: DeliveryState) -> Missed:
    """Why the next briefing tells it. What was told of it before did arrive, so of a correction nothing is said."""
    return Missed.PAUSED if row.amends is not None else _MISSED[state]


def _standing(row: DeliveryRow) -> dict[str, object]:
    """A delivery as the audit has it."""
    where = place_of(Address(row.channel, row.workspace, row.chat, row.thread))
    return {"chat": where, "state": row.state, "parts": f"{row.parts_sent}/{row.part_count}", "reason": row.reason}
