"""The full-text index on PostgreSQL: tsvectors of the same words, without its own dictionaries.

One vector holds title, text and tags, so that one look into its index meets everything that is asked; the tags stand
between title and text, so that no phrase runs from the one into the other.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import TextClause, text
from sqlalchemy.orm import Session

from storage.phrases import Phrases, WantedPhrase

_MANY = 500  #: items from which on there are many
_FIND = "SELECT place FROM item_texts WHERE {where} AND place >= :first AND place <= :last LIMIT :limit"
_WALK = _FIND.replace("LIMIT", "ORDER BY place DESC LIMIT")
_COUNT = "SELECT count(*) FROM (" + _FIND + ") AS wanted"  # noqa: S608 - our own names
_AMONG = "SELECT place FROM item_texts WHERE {where} AND place = ANY(:among)"


def put(session: Session, rows: Sequence[tuple[int, str, str, str]]) -> None:
    """Indexes items: (place, words of the title, words of the text, tags)."""
    statement = text(
        "INSERT INTO item_texts VALUES (:place, to_tsvector('simple', :title || ' ' || :tags),"
        " to_tsvector('simple', :title || ' ' || :tags || ' ' || :body))"
    )
    if rows:
        session.execute(statement, [dict(zip(("place", "title", "body", "tags"), row, strict=True)) for row in rows])


def remove(session: Session, places: Sequence[int]) -> None:
    """Takes items out of the index."""
    session.execute(text("DELETE FROM item_texts WHERE place = ANY(:places)"), {"places": list(places)})


def empty(session: Session) -> None:
    """Takes every item out of the index."""
    session.execute(text("TRUNCATE item_texts"))


def settle(session: Session) -> None:
    """After many changes: the planner learns how many items there are."""
    session.execute(text("ANALYZE item_texts"))


def find(session: Session, wanted: WantedPhrase, first: int, last: int, limit: int) -> list[int]:
    """The first `limit` places between `first` and `last` of the items wanted.

    A few are gathered from the GIN index and sorted here. When there are many, they lie close together in the order of
    places, and a walk down that order stops soon. PostgreSQL itself guesses wrong how seldom a seldom word is.
    """
    asked = _asked(wanted) | {"first": first, "last": last}
    few = list(session.connection().scalars(_statement(_FIND, *_columns(asked)), asked | {"limit": _MANY}))
    if len(few) < _MANY:
        return sorted(few, reverse=True)[:limit]
    return list(session.connection().scalars(_statement(_WALK, *_columns(asked)), asked | {"limit": limit}))


def count(session: Session, wanted: WantedPhrase, first: int, last: int, most: int) -> int:
    """How many items are wanted, counted up to `most`."""
    asked = _asked(wanted) | {"first": first, "last": last, "limit": most}
    return session.connection().scalar(_statement(_COUNT, *_columns(asked)), asked) or 0


def matching(session: Session, wanted: WantedPhrase, among: Sequence[int]) -> set[int]:
    """Those of the places `among` whose items are wanted."""
    asked = _asked(wanted) | {"among": list(among)}
    return set(session.connection().scalars(_statement(_AMONG, *_columns(asked)), asked))


def _asked(wanted: WantedPhrase) -> dict[str, Any]:
    """What is asked of each vector, as a tsquery; of one that is asked nothing it is left out."""
    title, everything = _title(wanted), _query([*wanted.texts, *_tags(wanted)])
    if wanted.without:
        everything = " & ".join(part for part in (everything, f"!({_either(wanted.without)})") if part)
    if title and not wanted.texts and not wanted.without:
        everything = ""  # the title knows the tags too
    return {name: query for name, query in (("title", title), ("everything", everything)) if query}


def _columns(asked: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(name for name in ("title", "everything") if name in asked)


@cache
def _statement(form: str, *columns: str) -> TextClause:
    """Written out, as it is asked many times for a question: to put it together takes longer than to answer it."""
    where = " AND ".join(f"{column} @@ to_tsquery('simple', :{column})" for column in columns) or "TRUE"
    return text(form.format(where=where))


def _title(wanted: WantedPhrase) -> str:
    """What the title is asked; it knows the tags too."""
    return _query([*wanted.titles, *_tags(wanted)]) if wanted.titles else ""


def _tags(wanted: WantedPhrase) -> list[Phrases]:
    return [[[tag] for tag in names] for names in wanted.tags]


def _query(groups: Sequence[Phrases]) -> str:
    """Words are letters and digits only, so none is an operator."""
    return " & ".join(f"({_either([phrases])})" for phrases in groups)


def _either(groups: Sequence[Phrases]) -> str:
    return " | ".join("(" + " <-> ".join(phrase) + ")" for phrases in groups for phrase in phrases)
