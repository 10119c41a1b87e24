"""Forms that are being filled in, step by step."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select, tuple_
from sqlalchemy.orm import Session

from briefings.model.chat import Address
from storage.rows import DraftRow

KEPT = timedelta(days=1)


def begin(session: Session, address: Address, content: Mapping[str, Any], now: datetime) -> int:
    """A new draft of a chat; its number. Those that nobody touched for a day are forgotten."""
    session.execute(delete(DraftRow).where(DraftRow.changed_at < now - KEPT))
    row = DraftRow(
        channel=address.channel,
        workspace=address.workspace,
        chat=address.chat,
        thread=address.thread,
        content=dict(content),
        changed_at=now,
    )
    session.add(row)
    session.flush()
    return row.id


def content(session: Session, address: Address, draft: int) -> dict[str, Any] | None:
    """What was filled in so far; None when the draft is no more, or another chat's."""
    row = _mine(session, address, draft)
    return dict(row.content) if row else None


def of_chat(session: Session, address: Address) -> list[tuple[int, dict[str, Any]]]:
    """The drafts of a chat by their number, the newest first."""
    at = (DraftRow.channel, DraftRow.workspace, DraftRow.chat, DraftRow.thread)
    here = (address.channel, address.workspace, address.chat, address.thread)
    rows = session.scalars(select(DraftRow).where(tuple_(*at) == here).order_by(DraftRow.id.desc()))
    return [(row.id, dict(row.content)) for row in rows]


def change(session: Session, address: Address, draft: int, new: Mapping[str, Any], now: datetime) -> None:
    """What is filled in now."""
    row = _mine(session, address, draft)
    if row is not None:
        row.content, row.changed_at = dict(new), now


def end(session: Session, address: Address, draft: int) -> None:
    """It was kept, or is not wanted."""
    row = _mine(session, address, draft)
    if row is not None:
        session.delete(row)


def _mine(session: Session, address: Address, draft: int) -> DraftRow | None:
    row = session.get(DraftRow, draft, with_for_update=True)
    at = Address(row.channel, row.workspace, row.chat, row.thread) if row else None
    return row if at == address else None
