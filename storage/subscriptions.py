"""Who follows what, and when."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import String, cast, func, or_, select, update
from sqlalchemy.orm import Session

from briefings.model.chat import Address, Chat
from briefings.model.interest import Interest, Subject, subject_of
from briefings.model.schedule import Schedule, schedule_of
from briefings.model.subscription import Followed, Prepared, Subscription, Watermark
from storage.chats import to_chat
from storage.owed import as_kept, gaps_of
from storage.rows import ChatRow, FollowedRow, SubscriptionRow

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


@dataclass(frozen=True, slots=True)
class Start:
    """How following begins."""

    next_due_at: datetime
    done_until: datetime | None  #: moments up to here are done with; None: as it was
    watermark: Watermark
    made_by: str | None = None


def of_chat(session: Session, chat_id: int) -> list[Subscription]:
    """What this chat follows, in order of making."""
    return [_to_domain(row) for row in _rows(session, chat_id)]


def one(session: Session, subscription_id: int) -> Subscription | None:
    """The subscription with this id, if it was not stopped."""
    row = session.get(SubscriptionRow, subscription_id)
    return _to_domain(row) if row else None


def made_by(session: Session, channel: str, workspace: str, person: str) -> list[tuple[Subscription, Chat]]:
    """What someone set in the chats of a workspace, with those chats."""
    rows = session.execute(
        select(SubscriptionRow, ChatRow)
        .join(ChatRow, ChatRow.id == SubscriptionRow.chat_id)
        .where(SubscriptionRow.made_by == person, ChatRow.channel == channel, ChatRow.workspace == workspace)
        .order_by(SubscriptionRow.id)
    )
    return [(_to_domain(row), to_chat(chat)) for row, chat in rows]


def everything(session: Session) -> list[tuple[Subscription, Chat]]:
    """All subscriptions with their chats."""
    rows = session.execute(
        select(SubscriptionRow, ChatRow)
        .join(ChatRow, ChatRow.id == SubscriptionRow.chat_id)
        .order_by(SubscriptionRow.id)
    )
    return [(_to_domain(row), to_chat(chat)) for row, chat in rows]


def some(session: Session, limit: int, *, lost: bool = False, chat: str = "") -> list[tuple[Subscription, Chat]]:
    """The newest subscriptions with their chats: all, those of chats that cannot be reached, or of one chat."""
    rows = select(SubscriptionRow, ChatRow).join(ChatRow, ChatRow.id == SubscriptionRow.chat_id)
    rows = rows.where(SubscriptionRow.unreachable.is_not(None)) if lost else rows
    rows = rows.where(ChatRow.chat == chat) if chat else rows
    found = session.execute(rows.order_by(SubscriptionRow.id.desc()).limit(limit))
    return [(_to_domain(row), to_chat(chat)) for row, chat in found]


def follow(
    session: Session,
    chat: Chat,
    interests: Sequence[Interest],
    schedule: Schedule,
    start: Start,
    before: Mapping[str, Watermark] | None = None,
) -> Subscription:
    """Adds interests to the chat's subscription on this schedule, which is made when there is none.

    A subject that was followed on another schedule moves here with what was told of it, so that nothing is
    told twice; a preparation and a briefing of one subject stand beside each other. `before` are the marks of
    subjects in another place, and `start.watermark` is that of a new one.
    Who made a subscription stays who made it.
    """
    mine = _rows(session, chat.id)
    alike = [row for row in mine if schedule_of(row.schedule).prepares is schedule.prepares]
    marks = dict(before or {}) | _take_out(session, alike, [interest.subject for interest in interests])
    row = next((row for row in mine if row.schedule == schedule.code), None)
    if row is None:
        row = SubscriptionRow(chat_id=chat.id, schedule=schedule.code, by_letter=schedule.by_letter, followed=[])
        session.add(row)
    row.timezone, row.next_due_at = chat.timezone, start.next_due_at
    row.paused_because, row.paused_until, row.unreachable = None, None, None
    done = [moment for moment in (start.done_until, row.last_moment) if moment is not None]
    row.last_moment, row.made_by = max(done, default=None), row.made_by or start.made_by
    for interest in interests:
        code = interest.subject.code
        mark = marks.get(code, start.watermark)
        row.followed.append(
            FollowedRow(
                subject=code,
                without=[subject.code for subject in interest.without],
                position=1 + max((followed.position for followed in row.followed), default=-1),
                told_until=mark.until,
                untold=mark.nothing,
                gaps=as_kept(mark.gaps),
                prepared=list(mark.prepared),
            )
        )
    session.flush()
    _drop_empty(session, mine)
    return _to_domain(row)


def empty(session: Session, subscription_id: int) -> dict[str, Watermark]:
    """Takes everything out of a subscription, which ends unless something is put in it; what was told of each."""
    row = session.get_one(SubscriptionRow, subscription_id)
    marks = {followed.subject: _watermark(followed) for followed in row.followed}
    row.followed.clear()
    session.flush()
    return marks


def drop_empty(session: Session, chat_id: int) -> None:
    """Ends the chat's subscriptions in which nothing is left."""
    _drop_empty(session, _rows(session, chat_id))


def stop(session: Session, chat_id: int, subjects: Sequence[Subject] | None, of: int | None = None) -> list[Interest]:
    """Ends following `subjects` (None: all), `of` one subscription or of all; what was followed."""
    wanted = None if subjects is None else {subject.code for subject in subjects}
    stopped: list[Interest] = []
    mine = _rows(session, chat_id)
    for row in [row for row in mine if of in {None, row.id}]:
        for followed in list(row.followed):
            if wanted is None or followed.subject in wanted:
                stopped.append(interest_of(followed))
                row.followed.remove(followed)
    session.flush()
    _drop_empty(session, mine)
    return stopped


def pause(
    session: Session,
    chat_id: int,
    because: str,
    until: date | None,
    resume_at: datetime | None,
    of: int | None = None,
) -> int:
    """Pauses one of the chat's subscriptions, or all; they go on by themselves at `resume_at`. Returns how many."""
    rows = _rows(session, chat_id, of)
    for row in rows:
        row.paused_because, row.paused_until, row.next_due_at = because, until, resume_at
    return len(rows)


def lose(session: Session, subscription_id: int, because: str, at: Address | None = None) -> Subscription | None:
    """The chat of a subscription cannot be reached; None when it was stopped, or moved from `at`, meanwhile.

    A pause on request stays.
    """
    row = session.get(SubscriptionRow, subscription_id)
    if row is None or (at is not None and to_chat(session.get_one(ChatRow, row.chat_id)).address != at):
        return None
    row.unreachable = because
    session.flush()
    return _to_domain(row)


def find_again(session: Session, subscription_id: int, next_due_at: datetime) -> None:
    """Its chat can be reached again. A pause on request stays, and ends when it was to end."""
    row = session.get(SubscriptionRow, subscription_id)
    if row is not None:
        row.unreachable = None
        if row.paused_because is None:
            row.next_due_at = next_due_at


def tell_rest(session: Session, subscription_id: int, now: datetime) -> None:
    """What did not arrive is told now, where the subscription goes on."""
    kept = one(session, subscription_id)
    if kept is not None and kept.stopped_because is None and kept.is_owed:
        find_again(session, subscription_id, now)


def resume(session: Session, subscription_id: int, next_due_at: datetime) -> None:
    """Goes on, whatever it stood still for."""
    row = session.get(SubscriptionRow, subscription_id)
    if row is not None:
        row.next_due_at, row.paused_because, row.paused_until, row.unreachable = next_due_at, None, None, None


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
    return [(_to_domain(row), to_chat(chat)) for row, chat in session.execute(due)]


def due_preparations(session: Session, now: datetime, limit: int) -> list[Subscription]:
    """Subscriptions to preparations that are due at `now`; not locked."""
    due = (
        select(SubscriptionRow)
        .where(SubscriptionRow.next_due_at <= now, SubscriptionRow.unreachable.is_(None))
        .where(SubscriptionRow.by_letter, SubscriptionRow.schedule.contains(" preparing "))
        .limit(limit)
    )
    return [_to_domain(row) for row in session.scalars(due)]


def earliest_due(session: Session) -> datetime | None:
    """The moment that comes first of all that are to be planned."""
    return session.scalar(select(func.min(SubscriptionRow.next_due_at)).where(SubscriptionRow.unreachable.is_(None)))


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


def move_zone(session: Session, subscription_id: int, timezone: str, next_due_at: datetime) -> None:
    """The chat's zone changed; so does its next moment."""
    row = session.get_one(SubscriptionRow, subscription_id)
    row.timezone, row.next_due_at = timezone, next_due_at


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


def follow_instead(session: Session, slug: str, into: str) -> None:
    """Whoever follows the theme `slug` follows `into`; who followed both has been told what both were told."""
    for row in session.scalars(select(FollowedRow).where(FollowedRow.subject == slug)):
        other = session.get(FollowedRow, (row.subscription_id, into))
        if other is None:
            row.subject = into
        else:
            session.delete(row)
    for row in session.scalars(select(FollowedRow).where(cast(FollowedRow.without, String).contains(f'"{slug}"'))):
        row.without = list(dict.fromkeys(into if code == slug else code for code in row.without))
    session.flush()


def _rows(session: Session, chat_id: int, of: int | None = None) -> list[SubscriptionRow]:
    mine = select(SubscriptionRow).where(SubscriptionRow.chat_id == chat_id)
    if of is not None:
        mine = mine.where(SubscriptionRow.id == of)
    return list(session.scalars(mine.order_by(SubscriptionRow.id)))


def _take_out(session: Session, rows: Iterable[SubscriptionRow], subjects: Iterable[Subject]) -> dict[str, Watermark]:
    """Takes `subjects` out of these subscriptions; what was told of each."""
    wanted = {subject.code for subject in subjects}
    marks: dict[str, Watermark] = {}
    for row in rows:
        for followed in [followed for followed in row.followed if followed.subject in wanted]:
            marks[followed.subject] = _watermark(followed)
            row.followed.remove(followed)
    session.flush()
    return marks


def _drop_empty(session: Session, rows: Iterable[SubscriptionRow]) -> None:
    for row in [row for row in rows if not row.followed]:
        session.delete(row)
    session.flush()


def interest_of(row: FollowedRow) -> Interest:
    """As a domain object."""
    return Interest(subject_of(row.subject), tuple(subject_of(code) for code in row.without))


def _watermark(row: FollowedRow) -> Watermark:
    return Watermark(row.told_until, row.untold, gaps_of(row), tuple(row.prepared))


def _to_domain(row: SubscriptionRow) -> Subscription:
    return Subscription(
        id=row.id,
        chat_id=row.chat_id,
        followed=tuple(Followed(interest_of(followed), _watermark(followed)) for followed in row.followed),
        schedule=schedule_of(row.schedule),
        timezone=row.timezone,
        next_due_at=row.next_due_at,
        paused_because=row.paused_because,
        paused_until=row.paused_until,
        unreachable=row.unreachable,
        last_moment=row.last_moment,
        told_at=row.told_at,
        made_by=row.made_by,
    )
