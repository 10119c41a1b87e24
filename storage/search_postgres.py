"""The full-text index on PostgreSQL: tsvectors of the same words, without its own dictionaries.

One vector holds title, text and tags, so that one look into its index meets everything that is asked; the tags stand
between title and text, so that no phrase runs from the one into the other.
"""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Select, and_, column, func, select, table, text
from sqlalchemy.orm import Session

from storage.phrases import Phrases, WantedPhrase

_MANY = 500  #: items from which on there are many
_TEXTS = table("item_texts", column("place"), column("title"), column("everything"))


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
    matches = _matches(wanted, first, last)
    few = list(session.scalars(matches.limit(_MANY)))
    if len(few) < _MANY:
        return sorted(few, reverse=True)[:limit]
    return list(session.scalars(matches.order_by(_TEXTS.c.place.desc()).limit(limit)))


def count(session: Session, wanted: WantedPhrase, first: int, last: int, most: int) -> int:
    """How many items are wanted, counted up to `most`."""
    some = _matches(wanted, first, last).limit(most).subquery()
    return session.scalar(select(func.count()).select_from(some)) or 0


def matching(session: Session, wanted: WantedPhrase, among: Sequence[int]) -> set[int]:
    """Those of the places `among` whose items are wanted."""
    return set(session.scalars(_matches(wanted, min(among), max(among)).where(_TEXTS.c.place.in_(among))))


def _matches(wanted: WantedPhrase, first: int, last: int) -> Select[int]:
    place: ColumnElement[int] = _TEXTS.c.place
    title, everything = _title(wanted), _query([*wanted.texts, *_tags(wanted)])
    if wanted.without:
        everything = " & ".join(part for part in (everything, f"!({_either(wanted.without)})") if part)
    conditions = [_TEXTS.c.title.op("@@")(func.to_tsquery("simple", title))] if title else []
    if everything and not (title and not wanted.texts and not wanted.without):
        conditions.append(_TEXTS.c.everything.op("@@")(func.to_tsquery("simple", everything)))
    return select(place).where(and_(*conditions), place >= first, place <= last)


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
