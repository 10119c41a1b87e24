"""What a chat was told is what arrived there: a delivery that ends otherwise gives back what it told.

A delivery keeps, for each subject, between which letter numbers it tells (none, when it says that nothing is new). When
it ends without having arrived these become gaps of what the chat follows, and the next briefing fills them. So nothing
is told twice, in whatever order deliveries end, and nothing is denied.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, false, func, or_, select, tuple_
from sqlalchemy.orm import Session

from briefings.model.chat import Address
from briefings.model.delivery import DeliveryKind, DeliveryState
from briefings.model.schedule import schedule_of
from briefings.model.subscription import Gap, Missed, Prepared, Subscription
from storage.rows import OPEN, ChatRow, DeliveryRow, FollowedRow, SubscriptionRow

Covers = dict[str, Any]

_FIRST, _LONGEST = timedelta(hours=1), timedelta(hours=24)  #: until what did not arrive is told by a new briefing
_REPLACED = "delivery.replaced"
_IS_BRIEFING = DeliveryRow.kind == DeliveryKind.BRIEFING.value


def covers(subscription: Subscription, sequence: int, until: datetime) -> Covers:
    """What a briefing for this subscription tells, planned when the letters were numbered up to `sequence`.

    It is sent `until` then: after that the next one tells it.
    """
    subjects = {
        followed.interest.subject.code: {
            "ranges": [
                *([gap.after, gap.until] for gap in followed.watermark.gaps),
                [followed.watermark.until, sequence],
            ],
            "first": followed.watermark.nothing,
        }
        for followed in subscription.followed
    }
    told_at = subscription.told_at.isoformat() if subscription.told_at else None
    return {"subjects": subjects, "told_at": told_at, "until": until.isoformat()}


def covered_until(row: DeliveryRow) -> int:
    """Up to which letter number a delivery tells."""
    subjects = (row.covers or {}).get("subjects", {})
    return max((until for kept in subjects.values() for _, until in kept["ranges"]), default=0)


def covers_preparation(subscription: Subscription, prepared: Prepared, until: datetime) -> Covers:
    """The same of a preparation: it tells nothing that is new, and of one meeting."""
    told_at = subscription.told_at.isoformat() if subscription.told_at else None
    subjects = {code: {"ranges": [], "first": False} for code in prepared.subjects}
    return {"subjects": subjects, "told_at": told_at, "until": until.isoformat(), "meeting": prepared.meeting}


def is_late(row: DeliveryRow, now: datetime) -> bool:
    """Whether the next briefing is to tell what this one tells."""
    return row.covers is not None and datetime.fromisoformat(row.covers["until"]) < now


def give_back(session: Session, row: DeliveryRow, because: Missed, now: datetime, into: int | None = None) -> None:
    """The delivery did not arrive: what it told is untold again in its chat, or in the subscription `into`.

    What was planned after it knows nothing of that, so one new briefing takes the place of all. A subscription that
    waits for letters, and not for a day, gets one too: after an hour, and ever later when that does not arrive either.
    """
    if row.covers is None or "given" in row.covers:
        return
    told = row.covers["subjects"]
    for followed, subscription in _following(session, row, told.keys(), into):
        gaps = [[after, until, because.value] for after, until in told[followed.subject]["ranges"]]
        followed.gaps = [*followed.gaps, *(gap for gap in gaps if gap not in followed.gaps)]
        followed.prepared = [one for one in followed.prepared if one != row.covers.get("meeting")]
        if told[followed.subject]["first"] and not _was_told_first(session, row, followed.subject):
            followed.untold = True
        if subscription.id == row.subscription_id and not _came_since(session, row):
            before = row.covers["told_at"]
            subscription.told_at = datetime.fromisoformat(before) if before else None
        schedule = schedule_of(subscription.schedule)
        if (schedule.immediate or schedule.prepares) and subscription.paused_because is None:
            subscription.next_due_at = now if because is Missed.PAUSED else now + _pause(session, row)
    row.covers = row.covers | {"given": because.value}
    session.flush()
    if because is not Missed.PAUSED and into is None:
        _replace_later(session, row, now)


def failures_in_a_row(session: Session, row: DeliveryRow) -> int:
    """How many briefings of a subscription ended without having arrived since one did, with this one."""
    arrived = select(func.max(DeliveryRow.id)).where(
        DeliveryRow.subscription_id == row.subscription_id, DeliveryRow.state == DeliveryState.SENT.value, _IS_BRIEFING
    )
    ended = select(func.count()).where(
        DeliveryRow.subscription_id == row.subscription_id,
        DeliveryRow.state.in_([DeliveryState.FAILED.value, DeliveryState.UNKNOWN.value]),
        DeliveryRow.kind == DeliveryKind.BRIEFING.value,
        DeliveryRow.id > func.coalesce(arrived.scalar_subquery(), 0),
    )
    return session.scalar(ended) or 1


def _pause(session: Session, row: DeliveryRow) -> timedelta:
    doubled: int = 2 ** min(failures_in_a_row(session, row) - 1, 10)
    return min(_FIRST * doubled, _LONGEST)


def _replace_later(session: Session, row: DeliveryRow, now: datetime) -> None:
    """What was planned later and was not begun is laid aside; what the chat follows is due instead."""
    later = select(DeliveryRow).where(
        DeliveryRow.subscription_id == row.subscription_id,
        DeliveryRow.id > row.id,
        DeliveryRow.state == DeliveryState.WAITING.value,
        DeliveryRow.parts_sent == 0,
        _IS_BRIEFING,
    )
    for one in session.scalars(later.with_for_update()).all():
        make_anew(session, one, now)


def make_anew(session: Session, row: DeliveryRow, now: datetime) -> None:
    """A briefing that was not begun is laid aside; what the chat follows is due instead."""
    row.state, row.reason = DeliveryState.DROPPED.value, _REPLACED
    give_back(session, row, Missed.PAUSED, now)
    subscription = session.get(SubscriptionRow, row.subscription_id)
    if subscription is not None and subscription.paused_because is None:
        subscription.next_due_at = now


def take_back(session: Session, row: DeliveryRow) -> bool:
    """Whether the delivery may go out after all: what it told is still untold, and is told by it again."""
    if row.covers is None or "given" not in row.covers:
        return True
    if "moved" in row.covers:
        return False  # it is told where it is followed now
    told = row.covers["subjects"]
    because = row.covers["given"]
    there = _following(session, row, told.keys(), None)
    if not there:
        return False  # nobody follows it there any more
    wanted = {subject: [[*one, because] for one in kept["ranges"]] for subject, kept in told.items()}
    if not all(gap in followed.gaps for followed, _ in there for gap in wanted[followed.subject]):
        return False
    meeting = row.covers.get("meeting")
    if any(meeting in followed.prepared for followed, _ in there):
        return False
    for followed, _ in there:
        followed.prepared = [*followed.prepared, *([meeting] if meeting else [])]
        followed.gaps = [gap for gap in followed.gaps if gap not in wanted[followed.subject]]
        followed.untold = followed.untold and not told[followed.subject]["first"]
    row.covers = {name: value for name, value in row.covers.items() if name != "given"}
    session.flush()
    return True


def send_on(session: Session, old: Address, new: Address, subjects: frozenset[str]) -> None:
    """These are followed elsewhere from now on: what was begun and fails after all is given back there."""
    was, becomes = _as_place(old), _as_place(new)
    begun = or_(DeliveryRow.state == DeliveryState.SENDING.value, DeliveryRow.parts_sent > 0)
    rows = session.scalars(select(DeliveryRow).where(OPEN, begun, DeliveryRow.kind == DeliveryKind.BRIEFING.value))
    for row in rows.all():
        told = (row.covers or {}).get("subjects", {})
        moved = dict((row.covers or {}).get("moved", {}))
        new_places = {one: becomes for one in subjects & told.keys() if moved.get(one, list(_place(row))) == was}
        if row.covers is not None and new_places:
            row.covers = row.covers | {"moved": moved | new_places}
    session.flush()


def goes_on_elsewhere(session: Session, row: DeliveryRow) -> bool:
    """Whether all that a delivery tells is followed still, and is not paused, here or where it was moved to."""
    told = (row.covers or {})["subjects"]
    there = _following(session, row, told.keys(), None)
    return len(there) == len(told) and all(one.paused_because is None for _, one in there)


def _as_place(address: Address) -> list[str]:
    return [address.channel, address.workspace, address.chat, address.thread]


def gaps_of(row: FollowedRow) -> tuple[Gap, ...]:
    """As domain objects."""
    return tuple(Gap(after, until, Missed(because)) for after, until, because in row.gaps)


def as_kept(gaps: Sequence[Gap]) -> list[list[Any]]:
    """As they are kept."""
    return [[gap.after, gap.until, gap.because.value] for gap in gaps]


def _following(
    session: Session, row: DeliveryRow, subjects: Iterable[str], into: int | None
) -> list[tuple[FollowedRow, SubscriptionRow]]:
    """Where these subjects are followed now, which may be by another subscription of the chat.

    A briefing and a preparation of one subject know nothing of each other.
    """
    query = select(FollowedRow, SubscriptionRow)
    query = query.join(SubscriptionRow, SubscriptionRow.id == FollowedRow.subscription_id)
    if into is not None:
        query = query.where(SubscriptionRow.id == into)
    else:
        query = query.join(ChatRow, ChatRow.id == SubscriptionRow.chat_id).where(_there(row, subjects))
    found = session.execute(query.where(FollowedRow.subject.in_(list(subjects))))
    prepares = row.covers is not None and "meeting" in row.covers
    return [
        (followed, subscription)
        for followed, subscription in found
        if schedule_of(subscription.schedule).prepares is prepares
    ]


def _there(row: DeliveryRow, subjects: Iterable[str]) -> ColumnElement[bool]:
    """In the chat that the delivery is for; what was moved meanwhile, in the chat it was moved to."""
    moved = (row.covers or {}).get("moved", {})
    by_chat: dict[tuple[str, ...], list[str]] = {}
    for subject in subjects:
        by_chat.setdefault(tuple(moved.get(subject, _place(row))), []).append(subject)
    at = tuple_(ChatRow.channel, ChatRow.workspace, ChatRow.chat, ChatRow.thread)
    return or_(false(), *(and_(at == tuple_(*place), FollowedRow.subject.in_(of)) for place, of in by_chat.items()))


def _place(row: DeliveryRow) -> tuple[str, str, str, str]:
    return row.channel, row.workspace, row.chat, row.thread


def _was_told_first(session: Session, row: DeliveryRow, subject: str) -> bool:
    """Whether a later briefing arrived that told the latest meeting on this subject; "nothing new" is none."""
    later = select(DeliveryRow.covers).where(
        DeliveryRow.subscription_id == row.subscription_id,
        DeliveryRow.due_at > row.due_at,
        DeliveryRow.state == DeliveryState.SENT.value,
        _IS_BRIEFING,
    )
    covered = [one["subjects"].get(subject) for one in session.scalars(later) if one is not None]
    return any(one is not None and one["first"] for one in covered)


def _came_since(session: Session, row: DeliveryRow) -> bool:
    """Whether a later briefing of the subscription arrived."""
    later = select(DeliveryRow.id).where(
        DeliveryRow.subscription_id == row.subscription_id,
        DeliveryRow.due_at > row.due_at,
        DeliveryRow.state == DeliveryState.SENT.value,
        _IS_BRIEFING,
    )
    return session.scalar(later.limit(1)) is not None
