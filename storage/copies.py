"""The same letter goes to both houses: items that say what another letter about the meeting says, word for word."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, String, and_, cast, exists, select
from sqlalchemy.orm import Session, aliased

from storage.batches import batches
from storage.rows import DocumentRow, ItemRow

_BATCH = 500  #: contents that are read together


def is_copy() -> ColumnElement[bool]:
    """Of an ItemRow beside its DocumentRow: an earlier letter of its kind and meeting has it too.

    The same rule as `copies`, asked in the query of a page, of the rows that it reads.
    """
    first, same = aliased(DocumentRow), aliased(ItemRow)
    return exists().where(
        first.meeting_id == DocumentRow.meeting_id,
        first.kind == DocumentRow.kind,
        first.id < DocumentRow.id,
        first.withdrawn_at.is_(None),
        same.document_id == first.id,
        same.title == ItemRow.title,
        cast(same.content, String) == cast(ItemRow.content, String),
    )


def copies(session: Session) -> frozenset[int]:
    """The places of all items that are copies: an earlier letter of their kind and meeting has them too.

    First the titles are compared, in the database; only of items with the same one the contents, which are long.
    """
    first, later = aliased(DocumentRow), aliased(DocumentRow)
    one, other = aliased(ItemRow), aliased(ItemRow)
    same = select(other.id, other.place, one.id).join(later, later.id == other.document_id)
    same = same.join(first, and_(first.meeting_id == later.meeting_id, first.kind == later.kind, first.id < later.id))
    same = same.join(one, and_(one.document_id == first.id, one.title == other.title))
    alike = session.execute(same.where(first.withdrawn_at.is_(None), later.withdrawn_at.is_(None))).all()
    contents = _contents(session, {row for pair in alike for row in (pair[0], pair[2])})
    return frozenset(place for row, place, before in alike if contents[row] == contents[before])


def _contents(session: Session, rows: Collection[int]) -> dict[int, Any]:
    found: dict[int, Any] = {}
    for batch in batches(sorted(rows), _BATCH):
        asked = select(ItemRow.id, ItemRow.content).where(ItemRow.id.in_(batch))
        found |= {row.id: row.content for row in session.execute(asked)}
    return found
