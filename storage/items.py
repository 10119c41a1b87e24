"""Items as they are kept and shown."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import case, select

from briefings.model.briefing import StoredItem
from briefings.model.document import Kind, kamerstuk_url, publication_url
from briefings.model.item import AgendaItem
from briefings.model.meeting import Change, Meeting
from briefings.model.statement import StatementKind
from storage import places
from storage.content import from_content
from storage.database import Database
from storage.rows import DocumentRow, ItemRow, MeetingRow

IS_SHOWN = DocumentRow.withdrawn_at.is_(None)
REPORT_FIRST = (case((DocumentRow.kind == Kind.REPORT.value, 0), else_=1),)


def item(database: Database, item_id: int) -> StoredItem | None:
    """The item with this id."""
    with database.reading() as session:
        row = session.get(ItemRow, item_id)
        return stored(row) if row and row.document.withdrawn_at is None else None


def place(document: DocumentRow, position: int, item: AgendaItem) -> int:
    """Where an item of the letter stands in the order of answers."""
    has_position = any(statement.kind is StatementKind.POSITION for statement in item.statements)
    last_day = document.meeting.last_day
    report = document.kind == Kind.REPORT.value
    return places.place_of(
        last_day, report=report, has_position=has_position, document_id=document.id, position=position
    )


def stored(row: ItemRow) -> StoredItem:
    """The row as a domain object."""
    document, meeting = row.document, row.document.meeting
    paper = document.letter or document  # an annex is found where its letter is
    return StoredItem(
        id=row.id,
        item=from_content(row.content),
        meeting=to_meeting(meeting),
        document_id=document.id,
        kind=document.kind,
        kamerstuk=paper.kamerstuk,
        url=publication_url(paper.publication) or kamerstuk_url(paper.kamerstuk),
        letter_date=document.letter_date,
        corrected_on=row.corrected_at.date() if row.corrected_at else None,
        news=row.news_sequence,
    )


def to_meeting(row: MeetingRow) -> Meeting:
    """The row as a domain object."""
    days = tuple(date.fromisoformat(day) for day in row.dates)
    moved_to = tuple(date.fromisoformat(day) for day in row.moved_to or ())
    return Meeting(row.council, days, row.location, row.informal, Change(row.change) if row.change else None, moved_to)


def everything(database: Database) -> Iterator[AgendaItem]:
    """Every kept item, a few at a time."""
    with database.reading() as session:
        for row in session.execute(select(ItemRow.content).order_by(ItemRow.id).execution_options(yield_per=200)):
            yield from_content(row.content)
