"""Items as lists: the newest of everything, of a theme, of a formation; and those that were corrected."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from briefings.model.briefing import StoredItem
from storage import places
from storage.copies import is_copy
from storage.items import IS_SHOWN, stored
from storage.rows import DocumentRow, ItemRow, ItemThemeRow, MeetingRow


def newest(
    session: Session, *, until: date | None = None, council: str | None = None, limit: int, offset: int = 0
) -> list[StoredItem]:
    """The items of the newest meetings first, up to a day, of one formation; a report before its agenda."""
    query = _shown(council).where(~is_copy()).order_by(ItemRow.place.desc())
    if until is not None:
        query = query.where(ItemRow.place <= places.last_of(until))
    return _read(session, query.limit(limit).offset(offset))


def of_theme(session: Session, slug: str, *, limit: int, offset: int = 0) -> list[StoredItem]:
    """The items that are about a theme, newest first."""
    about = (
        select(ItemThemeRow.place)
        .join(ItemRow, ItemRow.place == ItemThemeRow.place)
        .join(DocumentRow, DocumentRow.id == ItemRow.document_id)
        .where(ItemThemeRow.theme == slug, ItemThemeRow.about, ~is_copy())
        .order_by(ItemThemeRow.place.desc())
    )
    found = list(session.scalars(about.limit(limit).offset(offset)))
    return _read(session, _shown(None).where(ItemRow.place.in_(found)).order_by(ItemRow.place.desc()))


def corrected(session: Session, *, council: str | None = None, slug: str | None = None, limit: int) -> list[StoredItem]:
    """The items whose correction was news, the latest first; one in the archive is told of only where it is shown."""
    query = _shown(council).where(ItemRow.corrected_at.is_not(None), ItemRow.news_sequence.is_not(None), ~is_copy())
    if slug is not None:
        about = select(ItemThemeRow.place).where(ItemThemeRow.theme == slug, ItemThemeRow.about)
        query = query.where(ItemRow.place.in_(about))
    return _read(session, query.order_by(ItemRow.corrected_at.desc(), ItemRow.place.desc()).limit(limit))


def count(session: Session, council: str | None = None) -> int:
    """How many items are shown."""
    return session.scalar(_shown(council).with_only_columns(func.count(ItemRow.id))) or 0


def every_id(session: Session) -> Iterable[int]:
    """The ids of all items, oldest first."""
    return session.scalars(_shown(None).with_only_columns(ItemRow.id).order_by(ItemRow.id))


def _shown(council: str | None) -> Select[ItemRow]:
    query = select(ItemRow).join(DocumentRow, DocumentRow.id == ItemRow.document_id).where(IS_SHOWN)
    if council is not None:
        query = query.join(MeetingRow, MeetingRow.id == DocumentRow.meeting_id).where(MeetingRow.council == council)
    return query


def _read(session: Session, query: Select[ItemRow]) -> list[StoredItem]:
    return [stored(row) for row in session.scalars(query)]


def under(session: Session, item: StoredItem) -> list[StoredItem]:
    """The items that stand under this one in its letter."""
    if item.item.number is None:
        return []
    below = ItemRow.number.startswith(f"{item.item.number}.", autoescape=True)
    query = select(ItemRow).where(ItemRow.document_id == item.document_id, below)
    return _read(session, query.order_by(ItemRow.position))
