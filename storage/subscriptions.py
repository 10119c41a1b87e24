"""Who follows what, and when."""

from collections.abc import Sequence
from datetime import date, datetime, time

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from briefings.model.chat import Chat
from briefings.model.subscription import Followed, Schedule, Subscription
from storage.chats import to_chat
from storage.rows import ChatRow, FollowedRow, SubscriptionRow


def of_chat(session: Session, chat_id: int) -> list[Subscription]:
    """What this chat follows, in order of making."""
    rows = session.scalars(
        select(SubscriptionRow).where(SubscriptionRow.chat_id == chat_id).order_by(SubscriptionRow.id)
    )
    return [_to_domain(row) for row in rows]


def everything(session: Session) -> list[tuple[Subscription, Chat]]:
    """All subscriptions with their chats."""
    rows = session.execute(
        select(SubscriptionRow, ChatRow)
        .join(ChatRow, ChatRow.id == SubscriptionRow.chat_id)
        .order_by(SubscriptionRow.id)
    )
    return [(_to_domain(row), to_chat(chat)) for row, chat in rows]


def follow(
    session: Session,
    chat: Chat,
    themes: Sequence[str],
    schedule: Schedule,
    next_due_at: datetime,
    told_until: int | None,
) -> Subscription:
    """Adds themes to the chat's subscription on this schedule, which is made when there is none.

    A theme that was followed on another schedule moves here with what was told of it, so that nothing is
    told twice. Of a new one the letters up to `told_until` count as told; None: none of them do.
    """
    told = _take_out(session, chat.id, themes, keep=_key(schedule))
    row = session.scalar(
        select(SubscriptionRow).where(
            SubscriptionRow.chat_id == chat.id,
            SubscriptionRow.weekdays == _key(schedule)[0],
            SubscriptionRow.at == _key(schedule)[1],
        )
    )
    if row is None:
        weekdays, at = _key(schedule)
        row = SubscriptionRow(chat_id=chat.id, weekdays=weekdays, at=at, themes=[])
        session.add(row)
    row.timezone, row.next_due_at, row.paused_because, row.paused_until = chat.timezone, next_due_at, None, None
    have = {followed.theme for followed in row.themes}
    for theme in themes:
        if theme not in have:
            row.themes.append(
                FollowedRow(theme=theme, position=len(row.themes), told_until=told.get(theme, told_until))
            )
    session.flush()
    return _to_domain(row)


def stop(session: Session, chat_id: int, themes: Sequence[str] | None) -> list[str]:
    """Ends following `themes` (None: all); returns the slugs that were followed."""
    rows = list(session.scalars(select(SubscriptionRow).where(SubscriptionRow.chat_id == chat_id)))
    stopped: list[str] = []
    for row in rows:
        for followed in list(row.themes):
            if themes is None or followed.theme in themes:
                stopped.append(followed.theme)
                row.themes.remove(followed)
        if not row.themes:
            session.delete(row)
    session.flush()
    return stopped


def pause(session: Session, chat_id: int, because: str, until: date | None, resume_at: datetime | None) -> int:
    """Pauses all of the chat's subscriptions; they go on by themselves at `resume_at`. Returns how many."""
    rows = list(session.scalars(select(SubscriptionRow).where(SubscriptionRow.chat_id == chat_id)))
    for row in rows:
        row.paused_because, row.paused_until, row.next_due_at = because, until, resume_at
    return len(rows)


def pause_one(session: Session, subscription_id: int, because: str) -> None:
    """Pauses a subscription whose chat cannot be reached."""
    row = session.get(SubscriptionRow, subscription_id)
    if row is not None:
        row.paused_because, row.paused_until, row.next_due_at = because, None, None


def claim_due(session: Session, now: datetime, limit: int) -> list[tuple[Subscription, Chat]]:
    """Subscriptions due at `now` with their chats, locked so that no other planner takes them."""
    due = (
        select(SubscriptionRow, ChatRow)
        .join(ChatRow, ChatRow.id == SubscriptionRow.chat_id)
        .where(SubscriptionRow.next_due_at <= now)
        .order_by(SubscriptionRow.next_due_at)
        .limit(limit)
        .with_for_update(skip_locked=True, of=SubscriptionRow)
    )
    return [(_to_domain(row), to_chat(chat)) for row, chat in session.execute(due)]


def reschedule(session: Session, subscription_id: int, next_due_at: datetime, told_until: int | None = None) -> None:
    """The next moment; and up to where every theme has now been told, when something was."""
    row = session.get_one(SubscriptionRow, subscription_id)
    row.next_due_at, row.paused_because, row.paused_until = next_due_at, None, None
    if told_until is not None:
        for followed in row.themes:
            followed.told_until = told_until


def postpone(session: Session, subscription_id: int, until: datetime) -> None:
    """Plans again at `until` what could not be planned now."""
    session.get_one(SubscriptionRow, subscription_id).next_due_at = until


def move_zone(session: Session, subscription_id: int, timezone: str, next_due_at: datetime) -> None:
    """The chat's zone changed; so does its next moment."""
    row = session.get_one(SubscriptionRow, subscription_id)
    row.timezone, row.next_due_at = timezone, next_due_at


def make_due(session: Session, now: datetime) -> None:
    """A letter came in: what is to be told at once is due now."""
    rows = session.scalars(
        select(SubscriptionRow).where(
            SubscriptionRow.weekdays == "",
            SubscriptionRow.paused_because.is_(None),
            or_(SubscriptionRow.next_due_at.is_(None), SubscriptionRow.next_due_at > now),
        )
    )
    for row in rows:
        row.next_due_at = now


def _take_out(session: Session, chat_id: int, themes: Sequence[str], keep: tuple[str, str]) -> dict[str, int | None]:
    """Takes `themes` out of the chat's other subscriptions; what was told of each."""
    told: dict[str, int | None] = {}
    for row in session.scalars(select(SubscriptionRow).where(SubscriptionRow.chat_id == chat_id)).all():
        if (row.weekdays, row.at) == keep:
            continue
        for followed in [followed for followed in row.themes if followed.theme in themes]:
            told[followed.theme] = followed.told_until
            row.themes.remove(followed)
        if not row.themes:
            session.delete(row)
    session.flush()
    return told


def _key(schedule: Schedule) -> tuple[str, str]:
    return ",".join(map(str, schedule.weekdays)), f"{schedule.at:%H:%M}"


def _to_domain(row: SubscriptionRow) -> Subscription:
    weekdays = tuple(int(day) for day in row.weekdays.split(",") if day)
    return Subscription(
        id=row.id,
        chat_id=row.chat_id,
        themes=tuple(Followed(followed.theme, followed.told_until) for followed in row.themes),
        schedule=Schedule(weekdays, time.fromisoformat(row.at)),
        timezone=row.timezone,
        next_due_at=row.next_due_at,
        paused_because=row.paused_because,
        paused_until=row.paused_until,
    )
