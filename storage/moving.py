"""What one chat follows goes to another, with all that was told of it.

What waits for the old chat and was not begun is laid aside and told by the new one. What was begun is finished where it
was begun, so that nobody reads half of it twice; should it fail after all, the new chat tells it (`storage.owed`).
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from briefings.model.chat import Chat
from briefings.model.interest import Interest
from briefings.model.subscription import Subscription
from storage import endings, joining, owed, subscriptions
from storage.rows import FollowedRow, SubscriptionRow

MOVED = "delivery.moved"


@dataclass(frozen=True, slots=True)
class MovedInterests:
    """What came of it."""

    now_in: tuple[Subscription, ...]  #: as they stand in the new chat
    moved: tuple[Interest, ...]
    known_there: tuple[Interest, ...]  #: followed there already, which stays as it was
    was_lost: bool  #: the old chat could not be reached


def move(
    session: Session, source: Chat, target: Chat, subjects: frozenset[str], made_by: str | None, now: datetime
) -> MovedInterests:
    """Moves these subjects, by their codes. Each keeps its schedule, zone, pause and what was told of it.

    On a schedule that the new chat has already, it goes with what is followed on that, and is paused or not as that is.
    """
    rows = [row for row in _rows(session, source.id) if subjects & {one.subject for one in row.followed}]
    lost = next((row.unreachable for row in rows if row.unreachable), None)
    if lost is not None:
        joining.mark_lost(session, source.id, lost)
    endings.drop_of(session, [row.id for row in rows], MOVED, now, begun=False)
    owed.send_on(session, source.address, target.address, subjects)
    there = {row.schedule: row for row in _rows(session, target.id)}
    followed_there = {one.subject for row in there.values() for one in row.followed}
    moved, known, kept = list[Interest](), list[Interest](), dict[int, SubscriptionRow]()
    for row in rows:
        chosen = [one for one in row.followed if one.subject in subjects]
        known += [subscriptions.interest_of(one) for one in chosen if one.subject in followed_there]
        going = [one for one in chosen if one.subject not in followed_there]
        moved += [subscriptions.interest_of(one) for one in going]
        for one in set(chosen) - set(going):
            row.followed.remove(one)
        session.flush()
        if going:
            at = _put(session, row, going, there.get(row.schedule), target, made_by)
            kept[at.id] = there[at.schedule] = at
    subscriptions.drop_empty(session, source.id)
    for number in [*(row.id for row in _rows(session, source.id) if row in rows), *kept]:
        subscriptions.tell_rest(session, number, now)
    joining.mark_lost(session, target.id, None)
    now_in = tuple(one for one in subscriptions.of_chat(session, target.id) if one.id in kept)
    return MovedInterests(now_in, tuple(moved), tuple(known), lost is not None)


def _put(
    session: Session,
    row: SubscriptionRow,
    going: list[FollowedRow],
    same: SubscriptionRow | None,
    target: Chat,
    made_by: str | None,
) -> SubscriptionRow:
    """Where these are now: with what is on the same schedule there, as the subscription they were, or as a new one."""
    if same is None and len(going) == len(row.followed):
        row.chat_id, row.made_by, row.unreachable = target.id, made_by, None
        session.flush()
        return row
    to = same or _alike(session, row, target, made_by)
    for one in going:
        row.followed.remove(one)
        to.followed.append(
            FollowedRow(
                subject=one.subject,
                without=one.without,
                position=1 + max((other.position for other in to.followed), default=-1),
                told_until=one.told_until,
                untold=one.untold,
                gaps=one.gaps,
            )
        )
    session.flush()
    return to


def _alike(session: Session, row: SubscriptionRow, target: Chat, made_by: str | None) -> SubscriptionRow:
    made = SubscriptionRow(
        chat_id=target.id,
        schedule=row.schedule,
        by_letter=row.by_letter,
        timezone=row.timezone,
        next_due_at=row.next_due_at,
        last_moment=row.last_moment,
        told_at=row.told_at,
        made_by=made_by,
        paused_because=row.paused_because,
        paused_until=row.paused_until,
        followed=[],
    )
    session.add(made)
    return made


def _rows(session: Session, chat_id: int) -> list[SubscriptionRow]:
    """Locked and read anew: what is being planned of them at this moment is known first."""
    rows = select(SubscriptionRow).where(SubscriptionRow.chat_id == chat_id).order_by(SubscriptionRow.id)
    return list(session.scalars(rows.with_for_update().execution_options(populate_existing=True)))
