"""The last question of a talk, so that the next may lean on it."""

from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from briefings.model.chat import Address
from storage.rows import TalkRow

REMEMBERED = timedelta(days=1)


def last_question(session: Session, address: Address, talk: str, now: datetime) -> str | None:
    """What was asked last in this talk, within a day."""
    row = session.get(TalkRow, _key(address, talk))
    return row.question if row and row.asked_at > now - REMEMBERED else None


def remember(session: Session, address: Address, talk: str, question: str, now: datetime) -> None:
    """Keeps the question as the talk's last; older ones of all talks are forgotten."""
    session.execute(delete(TalkRow).where(TalkRow.asked_at < now - REMEMBERED))
    channel, workspace, chat, name = _key(address, talk)
    session.merge(TalkRow(channel=channel, workspace=workspace, chat=chat, talk=name, question=question, asked_at=now))


def _key(address: Address, talk: str) -> tuple[str, str, str, str]:
    return address.channel, address.workspace, address.chat, talk
