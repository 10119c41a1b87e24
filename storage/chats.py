"""Chats and their settings; requests that were handled already."""

from collections.abc import Collection
from contextlib import suppress
from datetime import datetime, timedelta
from enum import Enum

from sqlalchemy import Select, String, bindparam, cast, delete, exists, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from briefings.model.chat import Address, Changers, Chat, Quiet
from storage.database import Database, insert_into
from storage.rows import BundleTicketRow, ChatRow, JoinCodeRow, JoinTriesRow, SeenRow, SubscriptionRow

_REMEMBER = timedelta(days=2)
TRIED_LATELY = timedelta(minutes=15)  #: in which tries of a code are counted
_HANDLING = timedelta(seconds=30)
_SEEN = select(SeenRow.key).where(SeenRow.key == bindparam("key"))


class Begun(Enum):
    """What is known of an event when it comes in."""

    NOW = "now"  #: it is to be handled
    ELSEWHERE = "elsewhere"  #: someone is handling it at this moment
    DONE = "done"  #: it was handled before


def open_chat(session: Session, address: Address, language: str, timezone: str) -> Chat:
    """The chat at `address`, made with these settings when it is new; locked, so that its changes come in turn."""
    locked = _at(address).with_for_update()
    row = session.scalar(locked)
    if row is None:
        with suppress(IntegrityError), session.begin_nested():  # someone else may make it at the same moment
            session.add(
                ChatRow(
                    channel=address.channel,
                    workspace=address.workspace,
                    chat=address.chat,
                    thread=address.thread,
                    language=language,
                    timezone=timezone,
                    quiet=Quiet.LINE.value,
                    alarm=[],
                )
            )
        row = session.scalars(locked).one()
    return to_chat(row)


def find_chat(session: Session, address: Address) -> Chat | None:
    """The chat at `address`, if it was ever kept."""
    row = _row(session, address)
    return to_chat(row) if row else None


def chat_with(session: Session, chat_id: int) -> Chat | None:
    """The chat with this id, if it is kept."""
    row = session.get(ChatRow, chat_id)
    return to_chat(row) if row else None


def change_chat(
    session: Session,
    chat_id: int,
    *,
    language: str | None = None,
    timezone: str | None = None,
    quiet: Quiet | None = None,
    changers: Changers | None = None,
    alarm: tuple[str, ...] | None = None,
) -> None:
    """Sets what is given."""
    row = session.get_one(ChatRow, chat_id)
    row.quiet = quiet.value if quiet else row.quiet
    row.language = language or row.language
    row.timezone = timezone or row.timezone
    row.changers = changers.value if changers else row.changers
    row.alarm = row.alarm if alarm is None else list(alarm)


def with_alarm(session: Session) -> list[Chat]:
    """The chats that want to hear of silences and can be reached: none in which all that is followed stands still."""
    mine = SubscriptionRow.chat_id == ChatRow.id
    goes_on = exists().where(mine, SubscriptionRow.paused_because.is_(None), SubscriptionRow.unreachable.is_(None))
    wanted = select(ChatRow).where(cast(ChatRow.alarm, String) != "[]", or_(~exists().where(mine), goes_on))
    return [to_chat(row) for row in session.scalars(wanted.order_by(ChatRow.id))]


def first_time(database: Database, key: str, now: datetime) -> bool:
    """Whether the request or update `key` is seen for the first time; it is remembered for two days."""
    with database.writing() as session:
        return _noted(session, key, now, is_done=True)


def note(database: Database, keys: Collection[str], now: datetime) -> None:
    """The requests or updates `keys` were seen, now or before."""
    with database.writing() as session:
        insert = insert_into(session, SeenRow).on_conflict_do_nothing()
        session.execute(insert, [{"key": key, "seen_at": now, "is_done": True} for key in keys])


def begin(database: Database, key: str, now: datetime) -> Begun:
    """Begins handling the event `key`, which its platform sends again until it is acknowledged.

    One whose handling was begun longer than half a minute ago and never finished is begun again: that process died.
    """
    with database.writing() as session:
        if _noted(session, key, now, is_done=False):
            return Begun.NOW
        row = session.get_one(SeenRow, key, with_for_update=True)
        if row.is_done:
            return Begun.DONE
        if row.seen_at > now - _HANDLING:
            return Begun.ELSEWHERE
        row.seen_at = now
        return Begun.NOW


def finish(database: Database, key: str) -> None:
    """The event `key` was handled; it is remembered for two days."""
    with database.writing() as session:
        session.execute(update(SeenRow).where(SeenRow.key == key).values(is_done=True))


def forget_seen(database: Database, now: datetime) -> None:
    """Forgets what was handled longer ago than two days; codes and links that are over, and who tried one."""
    with database.writing() as session:
        session.execute(delete(SeenRow).where(SeenRow.seen_at < now - _REMEMBER))
        for table in (JoinCodeRow, BundleTicketRow):
            session.execute(delete(table).where(table.good_until < now))
        session.execute(delete(JoinTriesRow).where(JoinTriesRow.since < now - TRIED_LATELY))


def was_seen(database: Database, key: str) -> bool:
    """Whether the request or update `key` was handled before."""
    return database.value(_SEEN, {"key": key}) is not None


def _noted(session: Session, key: str, now: datetime, *, is_done: bool) -> bool:
    """Whether `key` was not there yet; now it is."""
    insert = insert_into(session, SeenRow).on_conflict_do_nothing().returning(SeenRow.key)
    return session.scalar(insert, {"key": key, "seen_at": now, "is_done": is_done}) is not None


def to_chat(row: ChatRow) -> Chat:
    """The row as a domain object."""
    address = Address(row.channel, row.workspace, row.chat, row.thread)
    changers = Changers(row.changers) if row.changers else None
    return Chat(row.id, address, row.language, row.timezone, Quiet(row.quiet), changers, tuple(row.alarm))


def _row(session: Session, address: Address) -> ChatRow | None:
    return session.scalar(_at(address))


def _at(address: Address) -> Select[ChatRow]:
    return select(ChatRow).where(
        ChatRow.channel == address.channel,
        ChatRow.workspace == address.workspace,
        ChatRow.chat == address.chat,
        ChatRow.thread == address.thread,
    )
