"""The outbox: what is to be sent, where it stands, and who sends it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, or_, select, update
from sqlalchemy.orm import Session, aliased

from briefings.model.chat import Address
from briefings.model.delivery import Claimed, Delivery, DeliveryKind, DeliveryState, Posted
from storage import holds, messages, owed
from storage.database import Database
from storage.messages import RenderedMessage
from storage.outbox import to_delivery
from storage.owed import Covers
from storage.rows import (
    OPEN,
    OPEN_STATES,
    DeliveryRow,
    LaneRow,
    MessageRow,
)

_SENT = DeliveryState.SENT.value


@dataclass(frozen=True, slots=True)
class NewDelivery:
    """A delivery to be kept."""

    subscription_id: int
    address: Address
    due_at: datetime
    parts: tuple[str, ...]
    kind: DeliveryKind = DeliveryKind.BRIEFING
    covers: Covers | None = None  #: what it tells, to be given back when it does not arrive
    reply: str | None = None  #: what was rendered, as JSON
    items: frozenset[int] = frozenset()  #: that it tells of
    amends: int | None = None  #: the delivery that it is about
    places: tuple[int, ...] = ()  #: which parts of that delivery its own parts take the place of
    recall: int | None = None  #: what it was made for

    @property
    def message(self) -> RenderedMessage:
        """What several chats may get alike."""
        return self.parts, self.reply


def put(session: Session, new: Sequence[NewDelivery], now: datetime) -> None:
    """Deliveries that wait. Subscription and moment are unique: the same one put again changes nothing.

    What several chats get alike is kept once.
    """
    if not new:
        return
    kept = messages.keep(session, {one.message: one.items for one in new})
    lanes = sorted({one.address.lane for one in new})
    messages.add_new(session, LaneRow, [{"name": name, "owner": ""} for name in lanes])
    rows = [
        {
            "subscription_id": one.subscription_id,
            "kind": one.kind.value,
            "channel": one.address.channel,
            "workspace": one.address.workspace,
            "chat": one.address.chat,
            "thread": one.address.thread,
            "lane": one.address.lane,
            "due_at": one.due_at,
            "state": DeliveryState.WAITING.value,
            "message_id": kept[one.message],
            "part_count": len(one.parts),
            "parts_sent": 0,
            "attempts": 0,
            "repeats": 0,
            "next_attempt_at": now,
            "covers": one.covers,
            "amends": one.amends,
            "places": list(one.places) or None,
            "recall_id": one.recall,
        }
        for one in new
    ]
    messages.add_new(session, DeliveryRow, rows)


def open_lanes(database: Database, now: datetime) -> list[str]:
    """The lanes with something to send now."""
    with database.reading() as session:
        waiting = exists().where(DeliveryRow.lane == LaneRow.name, OPEN, DeliveryRow.next_attempt_at <= now)
        return list(session.scalars(select(LaneRow.name).where(waiting)))


def claim_next(
    session: Session, lane: str, now: datetime, busy: Collection[str] = (), *, edits: bool = True
) -> Claimed | None:
    """The next part of the lane that may be sent, marked as being sent; None when there is none now.

    Nothing for the chats in `busy`, which had a message a moment ago, and nothing of a subscription before what was
    planned for it earlier: else it would hear that nothing is new first. The lane is held by the caller. `edits`:
    messages may be edited now.
    """
    earlier = aliased(DeliveryRow)
    comes_first = exists().where(
        earlier.subscription_id == DeliveryRow.subscription_id,
        earlier.kind == DeliveryKind.BRIEFING.value,
        earlier.state.in_(OPEN_STATES),
        earlier.id < DeliveryRow.id,
        earlier.lane == DeliveryRow.lane,  # what was moved meanwhile does not wait for what is finished elsewhere
        earlier.chat == DeliveryRow.chat,
    )
    amended = aliased(DeliveryRow)
    is_on_its_way = exists().where(amended.id == DeliveryRow.amends, amended.state.in_(OPEN_STATES))
    due = (
        select(DeliveryRow)
        .where(DeliveryRow.lane == lane, OPEN, DeliveryRow.next_attempt_at <= now)
        .where(or_(DeliveryRow.kind != DeliveryKind.BRIEFING.value, ~comes_first))
        .where(or_(DeliveryRow.amends.is_(None), ~is_on_its_way))
        .order_by(DeliveryRow.next_attempt_at, DeliveryRow.id)
        .limit(1)
    )
    due = due.where(DeliveryRow.chat.not_in(busy)) if busy else due
    due = due if edits else due.where(DeliveryRow.kind != DeliveryKind.EDIT.value)
    row = session.scalar(due.with_for_update())  # who pauses meanwhile is waited for, or waits
    if row is None:
        return None
    uncertain = row.state == DeliveryState.SENDING.value
    row.claimed_at = row.claimed_at if uncertain else now
    row.state, row.attempts = DeliveryState.SENDING.value, row.attempts + 1
    session.flush()
    parts = session.scalars(select(MessageRow.parts).where(MessageRow.id == row.message_id)).one()
    return Claimed(to_delivery(row), parts[row.parts_sent], uncertain, _posted(session, row))


def _posted(session: Session, row: DeliveryRow) -> Posted | None:
    """What the next part of an edit takes the place of; None when that never arrived, or of anything else."""
    if row.kind != DeliveryKind.EDIT.value or row.places is None:
        return None
    place = row.places[row.parts_sent]
    amended = session.get(DeliveryRow, row.amends)
    if amended is None or amended.parts_sent <= place:
        return None
    named = (amended.posted or [])[place : place + 1]
    return Posted(f"{amended.id}-{place + 1}", named[0] if named else None, amended.due_at)


def wait_no_longer(database: Database, now: datetime) -> None:
    """The clock was ahead and was put right: how long to wait is no longer known, so everything is tried now."""
    with database.writing() as session:
        waiting = update(DeliveryRow).where(OPEN, DeliveryRow.next_attempt_at > now)
        session.execute(waiting.values(next_attempt_at=now))
        holds.release_after(session, now)


def next_attempt(session: Session, lane: str, held: Collection[str] = ()) -> datetime | None:
    """When something of the lane is to be sent next, but for the chats that are held."""
    return session.scalar(
        select(DeliveryRow.next_attempt_at)
        .where(DeliveryRow.lane == lane, OPEN, DeliveryRow.chat.not_in(held))
        .order_by(DeliveryRow.next_attempt_at)
        .limit(1)
    )


def part_taken(
    session: Session, delivery: Delivery, now: datetime, again_at: datetime, posted: str | None = None
) -> None:
    """The platform took the part; the next one goes at `again_at`. What another process recorded stays as it is.

    `posted`: what the platform named it.
    """
    row = at_same_part(session, delivery)
    if row is None:
        return
    before = row.posted or []
    row.posted = [*before, *[None] * (row.parts_sent - len(before)), posted]
    row.parts_sent += 1
    row.attempts, row.reason, row.claimed_at = 0, None, None
    done = row.parts_sent >= row.part_count
    row.state = (DeliveryState.SENT if done else DeliveryState.WAITING).value
    row.next_attempt_at = again_at
    row.sent_at = now if done else None
    session.flush()


def postpone(
    session: Session,
    delivery: Delivery,
    until: datetime,
    reason: str,
    *,
    uncertain: bool = False,
    counts: bool = True,
) -> None:
    """Tries again at `until`. With `uncertain` the part may have arrived, which the next attempt must know.

    An attempt that says nothing of this delivery does not count.
    """
    row = at_same_part(session, delivery)
    if row is None:
        return
    row.attempts -= 0 if counts else 1
    row.state = (DeliveryState.SENDING if uncertain else DeliveryState.WAITING).value
    row.claimed_at = row.claimed_at if uncertain else None
    row.next_attempt_at, row.reason = until, reason
    session.flush()


def repeated(session: Session, delivery: Delivery) -> None:
    """A part goes out again that may have arrived."""
    session.execute(update(DeliveryRow).where(DeliveryRow.id == delivery.id).values(repeats=DeliveryRow.repeats + 1))


def is_first_failure(session: Session, delivery: Delivery) -> bool:
    """Whether the briefing before it, if any, arrived."""
    return owed.failures_in_a_row(session, session.get_one(DeliveryRow, delivery.id)) <= 1


def is_open(session: Session, delivery: Delivery) -> bool:
    """Whether it is still to be sent from the part on that this process was sending."""
    return at_same_part(session, delivery) is not None


def redirect(session: Session, old: Address, new_chat: str) -> None:
    """What still has to be sent to `old`, or may be sent again, goes to the chat's new address."""
    here = (DeliveryRow.lane == old.lane, DeliveryRow.chat == old.chat)
    waiting = update(DeliveryRow).where(*here, DeliveryRow.state.in_(OPEN_STATES))
    session.execute(waiting.values(chat=new_chat, state=DeliveryState.WAITING.value))
    session.execute(update(DeliveryRow).where(*here, DeliveryRow.state != _SENT).values(chat=new_chat))


def at_same_part(session: Session, delivery: Delivery) -> DeliveryRow | None:
    """The row, if it still stands at the part this process was sending."""
    row = session.get(DeliveryRow, delivery.id, with_for_update=True, populate_existing=True)
    same = row is not None and row.parts_sent == delivery.parts_sent and row.state in OPEN_STATES
    return row if same else None
