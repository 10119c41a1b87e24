"""The full-text index on SQLite: an FTS5 table whose row ids are item ids."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, column, literal_column, select, table, text
from sqlalchemy.orm import Session

from storage.phrases import Phrases

CREATE = ('CREATE VIRTUAL TABLE item_texts USING fts5(title, body, tokenize = "unicode61 remove_diacritics 0")',)
_TEXTS = table("item_texts", column("rowid"))


def put(session: Session, item_id: int, title: str, body: str) -> None:
    """Indexes an item's words, in place of what was there."""
    remove(session, [item_id])
    statement = text("INSERT INTO item_texts(rowid, title, body) VALUES (:id, :title, :body)")
    session.execute(statement, {"id": item_id, "title": title, "body": body})


def remove(session: Session, item_ids: Sequence[int]) -> None:
    """Takes items out of the index."""
    for item_id in item_ids:
        session.execute(text("DELETE FROM item_texts WHERE rowid = :id"), {"id": item_id})


def matches(item_id: ColumnElement[int], phrases: Phrases, *, title_only: bool = False) -> ColumnElement[bool]:
    """The item holds one of the phrases. Each word is quoted, so none is taken for an operator."""
    quoted = " OR ".join('"' + " ".join(phrase) + '"' for phrase in phrases)
    query = f"{{title}} : ({quoted})" if title_only else quoted
    found = select(_TEXTS.c.rowid).where(literal_column("item_texts").op("MATCH")(query))
    return item_id.in_(found)
