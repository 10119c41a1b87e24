"""The same letter goes to both houses: items that say what another letter about the meeting says, word for word."""

from sqlalchemy import ColumnElement, String, cast, exists, select
from sqlalchemy.orm import Session, aliased

from storage.rows import DocumentRow, ItemRow


def is_copy() -> ColumnElement[bool]:
    """Of an ItemRow beside its DocumentRow: an earlier letter of its kind and meeting has it too."""
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


#: The places of all items that are copies.
COPIES = (
    select(ItemRow.place)
    .join(DocumentRow, DocumentRow.id == ItemRow.document_id)
    .where(DocumentRow.withdrawn_at.is_(None), is_copy())
)


def copies(session: Session) -> frozenset[int]:
    """The places of all items that are copies."""
    return frozenset(session.scalars(COPIES))
