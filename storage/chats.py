"""Chats and their settings; requests that were handled already."""

from contextlib import suppress
from datetime import datetime, timedelta

from sqlalchemy import Select, delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from briefings.model.chat import Address, Chat, Quiet
from storage.database import Database
from storage.rows import ChatRow, SeenRow

_REMEMBER = timedelta(days=2)


def open_chat(session: Session, address: Address, language: str, timezone: str) -> Chat:
    """The chat at `address`, made with these settings when it is new; locked, so that its changes come in turn."""
    if _row(session, address) is None:
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
                )
            )
    row = session.scalars(_at(address).with_for_update()).one()
    return to_chat(row)


def find_chat(session: Session, address: Address) -> Chat | None:
    """The chat at `address`, if it was ever kept."""
    row = _row(session, address)
    return to_chat(row) if row else None


def change_chat(
    session: Session,
    chat_id: int,
    *,
    language: str | None = None,
    timezone: str | None = None,
    quiet: Quiet | None = None,
) -> None:
    """Sets what is given."""
    row = session.get_one(ChatRow, chat_id)
    row.quiet = quiet.value if quiet else row.quiet
    row.language = language or row.language
    row.timezone = timezone or row.timezone


def move_chat(session: Session, old: Address, new: Address) -> None:
    """The platform gave the chat another address; its subscriptions go with it."""
    row = _row(session, old)
    if row is not None and _row(session, new) is None:
        row.chat = new.chat


def first_time(database: Database, key: str, now: datetime) -> bool:
    """Whether the request or update `key` is seen for the first time; it is remembered for two days."""
    try:
        with database.writing() as session:
            session.execute(delete(SeenRow).where(SeenRow.seen_at < now - _REMEMBER))
            session.add(SeenRow(key=key, seen_at=now))
    except IntegrityError:
        return False
    return True


def was_seen(database: Database, key: str) -> bool:
    """Whether the request or update `key` was handled before."""
    with database.reading() as session:
        return session.get(SeenRow, key) is not None


def to_chat(row: ChatRow) -> Chat:
    """The row as a domain object."""
    address = Address(row.channel, row.workspace, row.chat, row.thread)
    return Chat(row.id, address, row.language, row.timezone, Quiet(row.quiet))


def _row(session: Session, address: Address) -> ChatRow | None:
    return session.scalar(_at(address))


def _at(address: Address) -> Select[ChatRow]:
    return select(ChatRow).where(
        ChatRow.channel == address.channel,
        ChatRow.workspace == address.workspace,
        ChatRow.chat == address.chat,
        ChatRow.thread == address.thread,
    )
