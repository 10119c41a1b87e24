"""Fulfils ItemIndex: finds the kept items."""

from collections.abc import Sequence
from threading import Lock
from types import ModuleType
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, false, func, or_, select
from sqlalchemy.orm import Session

from briefings.answering.index import Group, Hit, MeetingSummary, Search
from briefings.answering.vocabulary import Vocabulary
from briefings.model.briefing import StoredItem
from briefings.model.document import Kind
from storage import search_postgres, search_sqlite
from storage.database import Database
from storage.items import stored, to_meeting
from storage.rows import CorpusRow, DocumentRow, ItemActorRow, ItemRow, ItemThemeRow, MeetingRow, WordRow

#: What a hit is worth: found at all, in the title, about the theme.
_FOUND, _IN_TITLE, _ABOUT = 0.2, 0.5, 0.3


def full_text(database: Database) -> ModuleType:
    """The full-text index of this kind of database."""
    return search_sqlite if database.sqlite else search_postgres


class StoredIndex:
    """The kept items, to be searched. The vocabulary is read once for each state of the corpus."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = Lock()
        self._vocabulary: tuple[int, Vocabulary] | None = None

    def search(self, search: Search) -> tuple[Sequence[Hit], int]:
        """One page of hits, and how many there are in all."""
        wanted = self._conditions(search)
        title = self._all(search.groups, title_only=True)
        about = _about(search.groups)
        page = (
            select(ItemRow, title.label("in_title"), about.label("about"))
            .where(*wanted)
            .order_by(
                case((title, 0), else_=1),
                case((about, 0), else_=1),
                ItemRow.last_day.desc(),
                ItemRow.has_position.desc(),
                ItemRow.document_id,
                ItemRow.position,
            )
            .limit(search.limit)
            .offset(search.offset)
        )
        with self._database.reading() as session:
            total = session.scalar(select(func.count()).select_from(ItemRow).where(*wanted)) or 0
            found = session.execute(page).all()
            return [Hit(stored(row), _score(in_title, is_about)) for row, in_title, is_about in found], total

    def vocabulary(self) -> Vocabulary:
        """The words of all kept items."""
        with self._lock, self._database.reading() as session:
            sequence = session.scalar(select(CorpusRow.sequence)) or 0
            if self._vocabulary is None or self._vocabulary[0] != sequence:
                counts = {row.word: row.items for row in session.execute(select(WordRow.word, WordRow.items))}
                self._vocabulary = (sequence, Vocabulary(counts))
            return self._vocabulary[1]

    def theme_sizes(self) -> dict[str, int]:
        """How many items are about each theme, by slug."""
        counted = select(ItemThemeRow.theme, func.count()).where(ItemThemeRow.about).group_by(ItemThemeRow.theme)
        with self._database.reading() as session:
            return {row.theme: row[1] for row in session.execute(counted)}

    def meetings(self) -> Sequence[MeetingSummary]:
        """All meetings, newest first."""
        counted = (
            select(MeetingRow, func.count(ItemRow.id))
            .join(DocumentRow, DocumentRow.meeting_id == MeetingRow.id)
            .join(ItemRow, ItemRow.document_id == DocumentRow.id)
            .group_by(MeetingRow.id)
            .order_by(MeetingRow.last_day.desc(), MeetingRow.council)
        )
        with self._database.reading() as session:
            return [MeetingSummary(row.id, to_meeting(row), items) for row, items in session.execute(counted)]

    def numbered(self, number: str, meeting_id: int | None = None) -> Sequence[StoredItem]:
        """The items with this number, or ending in it where the section is left out; newest first."""
        wanted = or_(ItemRow.number == number, ItemRow.number.endswith(f".{number}", autoescape=True))
        query = select(ItemRow).join(DocumentRow).where(wanted)
        if meeting_id is not None:
            query = query.where(DocumentRow.meeting_id == meeting_id)
        with self._database.reading() as session:
            rows = session.scalars(query.order_by(ItemRow.last_day.desc(), *_REPORT_FIRST, ItemRow.position))
            return [stored(row) for row in rows]

    def items_of_meeting(self, meeting_id: int) -> Sequence[StoredItem]:
        """The items of a meeting in reading order; those of the report where there is one."""
        query = select(ItemRow).join(DocumentRow).where(DocumentRow.meeting_id == meeting_id)
        with self._database.reading() as session:
            rows = session.scalars(query.order_by(*_REPORT_FIRST, ItemRow.document_id, ItemRow.position)).all()
            return [stored(row) for row in rows if row.document_id == rows[0].document_id]

    def _conditions(self, search: Search) -> list[ColumnElement[bool]]:
        conditions = [self._meets(group) for group in search.groups]
        if search.actor:
            speaks = exists().where(ItemActorRow.item_id == ItemRow.id, ItemActorRow.actor == search.actor.value)
            conditions.append(speaks)
        if search.since:
            conditions.append(ItemRow.last_day >= search.since)
        if search.until:
            conditions.append(ItemRow.last_day <= search.until)
        return conditions

    def _all(self, groups: Sequence[Group], *, title_only: bool) -> ColumnElement[bool]:
        return _every([self._meets(group, title_only=title_only) for group in groups])

    def _meets(self, group: Group, *, title_only: bool = False) -> ColumnElement[bool]:
        if group.theme is not None:
            return _has_theme(group.theme, ItemThemeRow.in_title if title_only else None)
        return full_text(self._database).matches(ItemRow.id, group.phrases, title_only=title_only)  # type: ignore[no-any-return]  # a module stands in for the Protocol


_REPORT_FIRST = (case((DocumentRow.kind == Kind.REPORT.value, 0), else_=1),)


def _has_theme(slug: str, flag: Any = None) -> ColumnElement[bool]:
    condition = exists().where(ItemThemeRow.item_id == ItemRow.id, ItemThemeRow.theme == slug)
    return condition.where(flag) if flag is not None else condition


def _about(groups: Sequence[Group]) -> ColumnElement[bool]:
    """The item is about every theme asked for."""
    return _every([_has_theme(group.theme, ItemThemeRow.about) for group in groups if group.theme])


def _every(conditions: Sequence[ColumnElement[bool]]) -> ColumnElement[bool]:
    """All of them hold; of none at all, none does."""
    return and_(*conditions) if conditions else false()


def _score(in_title: bool, about: bool) -> float:
    return round(_FOUND + _IN_TITLE * bool(in_title) + _ABOUT * bool(about), 2)


def session_sequence(session: Session) -> int:
    """The number of the newest change of the corpus, with letters that are coming in waited for."""
    return session.scalars(select(CorpusRow).with_for_update(read=True)).one().sequence
