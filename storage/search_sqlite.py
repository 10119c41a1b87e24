"""The full-text index on SQLite: an FTS5 table whose row ids are places, so that the first come first."""

from collections.abc import Iterable, Sequence

from sqlalchemy import column, literal_column, select, table, text
from sqlalchemy.orm import Session

from storage.phrases import Phrases, WantedPhrase

_TEXTS = table("item_texts", column("rowid"))
#: Written out, as it is asked several times for a question.
_FIND = text(
    "SELECT rowid FROM item_texts WHERE item_texts MATCH :query AND rowid >= :first AND rowid <= :last"
    " ORDER BY rowid DESC LIMIT :limit"
)
_COUNT = text(
    "SELECT count(*) FROM (SELECT rowid FROM item_texts WHERE item_texts MATCH :query AND rowid >= :first"
    " AND rowid <= :last LIMIT :limit)"
)


def put(session: Session, rows: Sequence[tuple[int, str, str, str]]) -> None:
    """Indexes items: (place, words of the title, words of the text, tags)."""
    statement = text("INSERT INTO item_texts(rowid, title, body, tags) VALUES (:place, :title, :body, :tags)")
    if rows:
        session.execute(statement, [dict(zip(("place", "title", "body", "tags"), row, strict=True)) for row in rows])


def remove(session: Session, places: Sequence[int]) -> None:
    """Takes items out of the index."""
    if places:
        session.execute(text("DELETE FROM item_texts WHERE rowid = :place"), [{"place": place} for place in places])


def empty(session: Session) -> None:
    """Takes every item out of the index."""
    session.execute(text("DELETE FROM item_texts"))


def settle(session: Session) -> None:
    """After many changes: FTS5 joins its parts by itself."""


def find(session: Session, wanted: WantedPhrase, first: int, last: int, limit: int) -> list[int]:
    """The first `limit` places between `first` and `last` of the items wanted. FTS5 walks down row ids and stops."""
    return list(
        session.connection().scalars(_FIND, {"query": _query(wanted), "first": first, "last": last, "limit": limit})
    )


def count(session: Session, wanted: WantedPhrase, first: int, last: int, most: int) -> int:
    """How many items are wanted, counted up to `most`."""
    asked = {"query": _query(wanted), "first": first, "last": last, "limit": most}
    return session.connection().scalar(_COUNT, asked) or 0


def matching(session: Session, wanted: WantedPhrase, among: Sequence[int]) -> set[int]:
    """Those of the places `among` whose items are wanted."""
    found = literal_column("item_texts").op("MATCH")(_query(wanted))
    return set(session.scalars(select(_TEXTS.c.rowid).where(found, _TEXTS.c.rowid.in_(among))))


def _query(wanted: WantedPhrase) -> str:
    """Each word is quoted, so none is taken for an operator."""
    titles = (f"{{title}} : ({_any(phrases)})" for phrases in wanted.titles)
    texts = (f"{{title body}} : ({_any(phrases)})" for phrases in wanted.texts)
    tags = (f"{{tags}} : ({_any([[tag] for tag in names])})" for names in wanted.tags)
    every = " AND ".join(f"({part})" for part in _all(titles, texts, tags))
    unwanted = " OR ".join(_any(phrases) for phrases in wanted.without)
    return f"({every}) NOT ({unwanted})" if unwanted else every


def _all(*parts: Iterable[str]) -> list[str]:
    return [part for some in parts for part in some]


def _any(phrases: Phrases) -> str:
    return " OR ".join('"' + " ".join(phrase) + '"' for phrase in phrases)
