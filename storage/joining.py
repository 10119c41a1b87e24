"""The chats of one person, and the codes that join them or move what is followed."""

import hashlib
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from briefings.model.chat import Chat
from storage.chats import TRIED_LATELY, to_chat
from storage.database import insert_into
from storage.rows import ChatRow, JoinCodeRow, JoinTriesRow


@dataclass(frozen=True, slots=True)
class KeptCode:
    """What a code is for."""

    chat: Chat  #: where it was made
    subjects: tuple[str, ...] | None  #: codes of what it brings along; None: it joins
    meant_for: str | None  #: where alone, or by whom alone, it may be used


def digest_of(code: str) -> str:
    """What is kept of a code. It lives so short that guessing it from this is of no use (docs/privacy.md)."""
    return hashlib.sha256(f"jbz join 1: {code}".encode()).hexdigest()


def keep_code(
    session: Session,
    code: str,
    chat_id: int,
    until: datetime,
    now: datetime,
    subjects: Collection[str] | None = None,
    meant_for: str | None = None,
) -> None:
    """Keeps the hash of a code. One that joins takes the place of the one that the chat had; what is over goes."""
    session.execute(delete(JoinCodeRow).where(JoinCodeRow.good_until < now))
    if subjects is None:
        mine = delete(JoinCodeRow).where(JoinCodeRow.chat_id == chat_id, JoinCodeRow.meant_for.is_(None))
        session.execute(mine)
    session.add(
        JoinCodeRow(
            digest=digest_of(code),
            chat_id=chat_id,
            subjects=None if subjects is None else sorted(subjects),
            meant_for=meant_for,
            good_until=until,
        )
    )
    session.flush()


def take_code(session: Session, code: str, now: datetime) -> KeptCode | None:
    """What a code is for, which is then used up; None when there is none, or its time is over."""
    row = session.get(JoinCodeRow, digest_of(code), with_for_update=True, populate_existing=True)
    if row is None or row.good_until < now:
        return None
    kept = KeptCode(
        to_chat(session.get_one(ChatRow, row.chat_id)),
        None if row.subjects is None else tuple(row.subjects),
        row.meant_for,
    )
    session.delete(row)
    session.flush()
    return kept


def count_try(session: Session, who: str, now: datetime) -> int:
    """Counts a try, and says how many there were of late. Kept is a hash of who tries, for as long as that counts."""
    named = hashlib.sha256(f"jbz try 1: {who}".encode()).hexdigest()[:32]
    session.execute(delete(JoinTriesRow).where(JoinTriesRow.since < now - TRIED_LATELY))
    none = {"who": named, "since": now, "times": 0}
    session.execute(insert_into(session, JoinTriesRow).on_conflict_do_nothing(), [none])
    row = session.get_one(JoinTriesRow, named, with_for_update=True, populate_existing=True)
    row.times += 1
    session.flush()
    return row.times


def others_of(session: Session, chat_id: int) -> list[Chat]:
    """The other chats of the same person, in the order in which they were first used."""
    group = session.scalar(select(ChatRow.joined).where(ChatRow.id == chat_id))
    if group is None:
        return []
    rows = select(ChatRow).where(ChatRow.joined == group, ChatRow.id != chat_id).order_by(ChatRow.id)
    return [to_chat(row) for row in session.scalars(rows)]


def join(session: Session, one: int, other: int) -> None:
    """Two chats, and all that are joined with either, are one person's."""
    groups = set(session.scalars(select(ChatRow.joined).where(ChatRow.id.in_([one, other])))) - {None}
    every = or_(ChatRow.id.in_([one, other]), ChatRow.joined.in_(groups))
    session.execute(update(ChatRow).where(every).values(joined=secrets.token_hex(16)))


def leave(session: Session, chat_id: int) -> None:
    """A chat stands by itself again; and so does the last one that is left. Codes that it gave are worth nothing."""
    others = others_of(session, chat_id)
    alone = [chat_id, *([others[0].id] if len(others) == 1 else [])]
    session.execute(update(ChatRow).where(ChatRow.id.in_(alone)).values(joined=None))
    session.execute(delete(JoinCodeRow).where(JoinCodeRow.chat_id == chat_id, JoinCodeRow.subjects.is_(None)))


def lost_because(session: Session, chat_id: int) -> str | None:
    """Why nothing could be delivered in a chat when what it followed left it; None when nothing is known."""
    return session.scalar(select(ChatRow.lost).where(ChatRow.id == chat_id))


def mark_lost(session: Session, chat_id: int, because: str | None) -> None:
    """Remembers that, or that it is over."""
    session.execute(update(ChatRow).where(ChatRow.id == chat_id).values(lost=because))
