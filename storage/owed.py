"""What a chat was told is what arrived there: a delivery that ends otherwise gives back what it told.

A delivery keeps, for each subject, between which letter numbers it tells (none, when it says that nothing is new). When
it ends without having arrived these become gaps of what the chat follows, and the next briefing fills them. So nothing
is told twice, in whatever order deliveries end, and nothing is denied.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from briefings.model.delivery import DeliveryState
from briefings.model.schedule import schedule_of
from briefings.model.subscription import Gap, Missed, Subscription
from storage.rows import ChatRow, DeliveryRow, FollowedRow, SubscriptionRow

Covers = dict[str, Any]


def covers(subscription: Subscription, sequence: int, until: datetime) -> Covers:
    """What a briefing for this subscription tells, planned when the letters were numbered up to `sequence`.

    It is sent `until` then: after that the next one tells it.
    """
    told = {
        followed.interest.subject.code: {
            "ranges": [*([gap.after, gap.until] for gap in followed.told.gaps), [followed.told.until, sequence]],
            "first": followed.told.nothing,
        }
        for followed in subscription.followed
    }
    told_at = subscription.told_at.isoformat() if subscription.told_at else None
    return {"subjects": told, "told_at": told_at, "until": until.isoformat()}


def is_late(row: DeliveryRow, now: datetime) -> bool:
    """Whether the next briefing is to tell what this one tells."""
    return row.covers is not None and datetime.fromisoformat(row.covers["until"]) < now


def give_back(session: Session, row: DeliveryRow, because: Missed, now: datetime, into: int | None = None) -> None:
    """The delivery did not arrive: what it told is untold again in its chat, or in the subscription `into`.

    A subscription that waits for letters, and not for a day, is looked at now.
    """
    if row.covers is None or "given" in row.covers:
        return
    told = row.covers["subjects"]
    for followed, subscription in _following(session, row, told.keys(), into):
        gaps = [[after, until, because.value] for after, until in told[followed.subject]["ranges"]]
        followed.gaps = [*followed.gaps, *(gap for gap in gaps if gap not in followed.gaps)]
        if told[followed.subject]["first"] and not _came_since(session, row):
            followed.untold = True
        if subscription.id == row.subscription_id and not _came_since(session, row):
            before = row.covers["told_at"]
            subscription.told_at = datetime.fromisoformat(before) if before else None
        if schedule_of(subscription.schedule).immediate and subscription.paused_because is None:
            subscription.next_due_at = now
    row.covers = row.covers | {"given": because.value}
    session.flush()


def take_back(session: Session, row: DeliveryRow) -> bool:
    """Whether the delivery may go out after all: what it told is still untold, and is told by it again."""
    if row.covers is None or "given" not in row.covers:
        return True
    told = row.covers["subjects"]
    because = row.covers["given"]
    there = _following(session, row, told.keys(), None)
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


def _came_since(session: Session, row: DeliveryRow) -> bool:
    """Whether a later briefing of the subscription arrived."""
    later = select(DeliveryRow.id).where(
        DeliveryRow.subscription_id == row.subscription_id,
        DeliveryRow.due_at > row.due_at,
        DeliveryRow.state == DeliveryState.SENT.value,
    )
    return session.scalar(later.limit(1)) is not None
