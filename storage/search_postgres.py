"""The full-text index on PostgreSQL: tsvectors of the same words, without its own dictionaries."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, column, func, or_, select, table, text
from sqlalchemy.orm import Session

from storage.phrases import Phrases

CREATE = (
    (
        "CREATE TABLE item_texts (item_id integer PRIMARY KEY REFERENCES items(id) ON DELETE CASCADE,"
        " title tsvector NOT NULL, body tsvector NOT NULL)"
    ),
    "CREATE INDEX ix_item_texts_title ON item_texts USING gin(title)",
    "CREATE INDEX ix_item_texts_body ON item_texts USING gin(body)",
)
_TEXTS = table("item_texts", column("item_id"), column("title"), column("body"))


def put(session: Session, item_id: int, title: str, body: str) -> None:
    """Indexes an item's words, in place of what was there."""
    statement = text(
        "INSERT INTO item_texts VALUES (:id, to_tsvector('simple', :title), to_tsvector('simple', :body))"
        " ON CONFLICT (item_id) DO UPDATE SET title = excluded.title, body = excluded.body"
    )
    session.execute(statement, {"id": item_id, "title": title, "body": body})


def remove(session: Session, item_ids: Sequence[int]) -> None:
    """Takes items out of the index."""
    session.execute(text("DELETE FROM item_texts WHERE item_id = ANY(:ids)"), {"ids": list(item_ids)})


def matches(item_id: ColumnElement[int], phrases: Phrases, *, title_only: bool = False) -> ColumnElement[bool]:
    """The item holds one of the phrases. Words are letters and digits only, so none is an operator."""
    query = func.to_tsquery("simple", " | ".join("(" + " <-> ".join(phrase) + ")" for phrase in phrases))
    in_title = _TEXTS.c.title.op("@@")(query)
    condition = in_title if title_only else or_(in_title, _TEXTS.c.body.op("@@")(query))
    return item_id.in_(select(_TEXTS.c.item_id).where(condition))
