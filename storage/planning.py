"""Which subscriptions are due, and what planning made of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select, update
from sqlalchemy.orm import Session

from briefings.model.chat import Chat
from briefings.model.subscription import Prepared, Subscription
from storage.chats import to_chat
from storage.rows import ChatRow, FollowedRow, SubscriptionRow
from storage.subscriptions import to_domain

_MOST_PREPARED = 50  #: meetings that are remembered: the others are long over


@dataclass(frozen=True, slots=True)
class Planned:
    """What planning a subscription made of it."""

    next_due_at: datetime
    told_until: int | None = None  #: up to where everything it follows has now been told; None: as it was
    moment: datetime | None = None  #: the moment that is done with; None: as it was
    told_at: datetime | None = None  #: when a briefing was made; None: none was
    resumed: bool = False  #: its pause is over
    prepared: Prepared | None = None  #: a preparation was made


def claim_due(session: Session, now: datetime, limit: int) -> list[tuple[Subscription, Chat]]:
    """Subscriptions due at `now` with their chats, locked so that no other planner takes them."""
    due = (
        select(SubscriptionRow, ChatRow)
        .join(ChatRow, ChatRow.id == SubscriptionRow.chat_id)
        .where(SubscriptionRow.next_due_at <= now, SubscriptionRow.unreachable.is_(None))
        .order_by(SubscriptionRow.next_due_at)
        .limit(limit)
        .with_for_update(skip_locked=True, of=SubscriptionRow)
    )
    return [(to_domain(row), to_chat(chat)) for row, chat in session.execute(due)]


def due_preparations(session: Session, now: datetime, limit: int) -> list[Subscription]:
    """Subscriptions to preparations that are due at `now`; not locked."""
    due = (
        select(SubscriptionRow)
        .where(SubscriptionRow.next_due_at <= now, SubscriptionRow.unreachable.is_(None))
        .where(SubscriptionRow.by_letter, SubscriptionRow.schedule.contains(" preparing "))
        .limit(limit)
    )
    return [to_domain(row) for row in session.scalars(due)]


def earliest_due(session: Session) -> datetime | None:
    """The moment that comes first of all that are to be planned."""
    return session.scalar(select(func.min(SubscriptionRow.next_due_at)).where(SubscriptionRow.unreachable.is_(None)))


def make_due(session: Session, now: datetime) -> None:
    """A letter came in: what it may make due is looked at now."""
    session.execute(
        update(SubscriptionRow)
        .where(SubscriptionRow.by_letter, SubscriptionRow.paused_because.is_(None))
        .where(SubscriptionRow.unreachable.is_(None))
        .where(or_(SubscriptionRow.next_due_at.is_(None), SubscriptionRow.next_due_at > now))
        .values(next_due_at=now)
        .execution_options(synchronize_session=False)
    )


def planned(session: Session, outcomes: Mapping[int, Planned]) -> None:
    """Keeps what planning made of these subscriptions; those that come out the same in one statement."""
    alike: dict[Planned, list[int]] = {}
    for subscription_id, outcome in outcomes.items():
        alike.setdefault(outcome, []).append(subscription_id)
    for outcome, ids in alike.items():
        values: dict[str, object] = {"next_due_at": outcome.next_due_at}
        values |= {"last_moment": outcome.moment} if outcome.moment else {}
        values |= {"told_at": outcome.told_at} if outcome.told_at else {}
        values |= {"paused_because": None, "paused_until": None} if outcome.resumed else {}
        session.execute(
            update(SubscriptionRow)
            .where(SubscriptionRow.id.in_(ids))
            .values(values)
            .execution_options(synchronize_session=False)
        )
        if outcome.prepared is not None:
            _keep_prepared(session, ids, outcome.prepared)
        if outcome.told_until is not None:
            session.execute(
                update(FollowedRow)
                .where(FollowedRow.subscription_id.in_(ids))
                .values(told_until=outcome.told_until, untold=False, gaps=[])
                .execution_options(synchronize_session=False)
            )


def _keep_prepared(session: Session, ids: Sequence[int], prepared: Prepared) -> None:
    told = select(FollowedRow).where(FollowedRow.subscription_id.in_(ids), FollowedRow.subject.in_(prepared.subjects))
    for row in session.scalars(told):
        row.prepared = [*row.prepared[-_MOST_PREPARED:], prepared.meeting]
