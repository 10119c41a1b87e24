"""What a chat was told is what arrived there: a delivery that ends otherwise gives back what it told.

A delivery keeps, for each subject, between which letter numbers it tells (none, when it says that nothing is new). When
it ends without having arrived these become gaps of what the chat follows, and the next briefing fills them. So nothing
is told twice, in whatever order deliveries end, and nothing is denied.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from briefings.model.delivery import DeliveryKind, DeliveryState
from briefings.model.schedule import schedule_of
from briefings.model.subscription import Gap, Missed, Subscription
from storage.rows import ChatRow, DeliveryRow, FollowedRow, SubscriptionRow

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
        if told[followed.subject]["first"] and not _was_told_first(session, row, followed.subject):
            followed.untold = True
        if subscription.id == row.subscription_id and not _came_since(session, row):
            before = row.covers["told_at"]
            subscription.told_at = datetime.fromisoformat(before) if before else None
        if schedule_of(subscription.schedule).immediate and subscription.paused_because is None:
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
    told = row.covers["subjects"]
    because = row.covers["given"]
    there = _following(session, row, told.keys(), None)
    if not there:
        return False  # nobody follows it there any more
    wanted = {subject: [[*one, because] for one in kept["ranges"]] for subject, kept in told.items()}
    if not all(gap in followed.gaps for followed, _ in there for gap in wanted[followed.subject]):
        return False
    for followed, _ in there:
        followed.gaps = [gap for gap in followed.gaps if gap not in wanted[followed.subject]]
        followed.untold = followed.untold and not told[followed.subject]["first"]
    row.covers = {name: value for name, value in row.covers.items() if name != "given"}
    session.flush()
    return True


def gaps_of(row: FollowedRow) -> tuple[Gap, ...]:
    """As domain objects."""
    return tuple(Gap(after, until, Missed(because)) for after, until, because in row.gaps)


def as_kept(gaps: Sequence[Gap]) -> list[list[Any]]:
    """As they are kept."""
    return [[gap.after, gap.until, gap.because.value] for gap in gaps]


def _following(
    session: Session, row: DeliveryRow, subjects: Iterable[str], into: int | None
) -> list[tuple[FollowedRow, SubscriptionRow]]:
    """Where these subjects are followed now, which may be by another subscription of the chat."""
    query = select(FollowedRow, SubscriptionRow)
    query = query.join(SubscriptionRow, SubscriptionRow.id == FollowedRow.subscription_id)
    if into is not None:
        query = query.where(SubscriptionRow.id == into)
    else:
        here = and_(
            ChatRow.channel == row.channel,
            ChatRow.workspace == row.workspace,
            ChatRow.chat == row.chat,
            ChatRow.thread == row.thread,
        )
        query = query.join(ChatRow, ChatRow.id == SubscriptionRow.chat_id).where(here)
    found = session.execute(query.where(FollowedRow.subject.in_(list(subjects))))
    return [(followed, subscription) for followed, subscription in found]


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
