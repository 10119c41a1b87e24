"""Who follows what, and when."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import String, cast, select
from sqlalchemy.orm import Session

from briefings.model.chat import Address, Chat
from briefings.model.interest import Interest, Subject, subject_of
from briefings.model.schedule import Schedule, schedule_of
from briefings.model.subscription import Followed, Subscription, Watermark
from storage.chats import to_chat
from storage.owed import as_kept, gaps_of
from storage.rows import ChatRow, FollowedRow, SubscriptionRow


@dataclass(frozen=True, slots=True)
class Start:
    """How following begins."""

    next_due_at: datetime
    done_until: datetime | None  #: moments up to here are done with; None: as it was
    watermark: Watermark
    made_by: str | None = None


def of_chat(session: Session, chat_id: int) -> list[Subscription]:
    """What this chat follows, in order of making."""
    return [to_domain(row) for row in _rows(session, chat_id)]


def one(session: Session, subscription_id: int) -> Subscription | None:
    """The subscription with this id, if it was not stopped."""
    row = session.get(SubscriptionRow, subscription_id)
    return to_domain(row) if row else None


def made_by(session: Session, channel: str, workspace: str, person: str) -> list[tuple[Subscription, Chat]]:
    """What someone set in the chats of a workspace, with those chats."""
    rows = session.execute(
        select(SubscriptionRow, ChatRow)
        .join(ChatRow, ChatRow.id == SubscriptionRow.chat_id)
        .where(SubscriptionRow.made_by == person, ChatRow.channel == channel, ChatRow.workspace == workspace)
        .order_by(SubscriptionRow.id)
    )
    return [(to_domain(row), to_chat(chat)) for row, chat in rows]


def everything(session: Session) -> list[tuple[Subscription, Chat]]:
    """All subscriptions with their chats."""
    rows = session.execute(
        select(SubscriptionRow, ChatRow)
        .join(ChatRow, ChatRow.id == SubscriptionRow.chat_id)
        .order_by(SubscriptionRow.id)
    )
    return [(to_domain(row), to_chat(chat)) for row, chat in rows]


def some(session: Session, limit: int, *, lost: bool = False, chat: str = "") -> list[tuple[Subscription, Chat]]:
    """The newest subscriptions with their chats: all, those of chats that cannot be reached, or of one chat."""
    rows = select(SubscriptionRow, ChatRow).join(ChatRow, ChatRow.id == SubscriptionRow.chat_id)
    rows = rows.where(SubscriptionRow.unreachable.is_not(None)) if lost else rows
    rows = rows.where(ChatRow.chat == chat) if chat else rows
    found = session.execute(rows.order_by(SubscriptionRow.id.desc()).limit(limit))
    return [(to_domain(row), to_chat(chat)) for row, chat in found]


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
    return to_domain(row)


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
    return to_domain(row)


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


def move_zone(session: Session, subscription_id: int, timezone: str, next_due_at: datetime) -> None:
    """The chat's zone changed; so does its next moment."""
    row = session.get_one(SubscriptionRow, subscription_id)
    row.timezone, row.next_due_at = timezone, next_due_at


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


def to_domain(row: SubscriptionRow) -> Subscription:
    """As a domain object."""
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
