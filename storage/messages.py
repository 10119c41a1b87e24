"""What was rendered for chats: kept once for all that get the same, with the agenda items that it tells of."""

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.database import insert_into
from storage.rows import Base, MessageItemRow, MessageRow

#: Parts, and what was rendered as JSON.
RenderedMessage = tuple[tuple[str, ...], str | None]


def keep(session: Session, wanted: Mapping[RenderedMessage, frozenset[int]]) -> dict[RenderedMessage, int]:
    """The ids of these messages, which are kept now, with the items that each tells of."""
    digests = {hashlib.sha256(_digested(one)).hexdigest(): one for one in wanted}
    known = _known(session, digests)
    missing = sorted(digests.keys() - known.keys())
    if missing:
        kept = [(digest, *digests[digest]) for digest in missing]
        rows = [
            {"sha256": digest, "parts": list(parts), "reply": json.loads(reply) if reply else None}
            for digest, parts, reply in kept
        ]
        add_new(session, MessageRow, rows)
        known = _known(session, digests)
        told = [
            {"message_id": known[digest], "item_id": item} for digest in missing for item in wanted[digests[digest]]
        ]
        if told:
            add_new(session, MessageItemRow, told)
    return {message: known[digest] for digest, message in digests.items()}


def _digested(message: RenderedMessage) -> bytes:
    parts, reply = message
    return json.dumps(parts if reply is None else [parts, reply]).encode()


def _known(session: Session, digests: Collection[str]) -> dict[str, int]:
    rows = session.execute(select(MessageRow.sha256, MessageRow.id).where(MessageRow.sha256.in_(digests)))
    return {row.sha256: row.id for row in rows}


def add_new(session: Session, table: type[Base], rows: Sequence[Mapping[str, object]]) -> None:
    """Adds rows; those that are there already stay as they are."""
    session.execute(insert_into(session, table).on_conflict_do_nothing(), list(rows))
