"""Items as they are shown: one, a timeline, what is new."""

from collections.abc import Iterator, Sequence
from datetime import date

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import Session

from briefings.model.briefing import Announced, Sentence, StoredItem
from briefings.model.document import Kind, kamerstuk_url
from briefings.model.item import AgendaItem
from briefings.model.meeting import Meeting
from briefings.model.statement import StatementKind
from storage import places
from storage.content import from_content
from storage.database import Database
from storage.rows import CommitmentRow, DocumentRow, ItemRow, ItemThemeRow, MeetingRow

REPORT_FIRST = (case((DocumentRow.kind == Kind.REPORT.value, 0), else_=1),)


def item(database: Database, item_id: int) -> StoredItem | None:
    """The item with this id."""
    with database.reading() as session:
        row = session.get(ItemRow, item_id)
        return stored(row) if row else None


def news(session: Session, theme: str, after: int, until: int) -> tuple[StoredItem, ...]:
    """The items about `theme` of the letters numbered above `after` up to `until`, newest meeting first."""
    wanted = DocumentRow.news_sequence > after, DocumentRow.news_sequence <= until
    return tuple(stored(row) for row in session.scalars(_about(theme).where(*wanted)))


def latest(session: Session, theme: str) -> tuple[StoredItem, ...]:
    """The items about `theme` of the latest meeting that has any."""
    newest = session.scalars(_about(theme).limit(1)).one_or_none()
    if newest is None:
        return ()
    wanted = DocumentRow.meeting_id == newest.document.meeting_id, DocumentRow.kind == newest.document.kind
    return tuple(stored(row) for row in session.scalars(_about(theme).where(*wanted)))


def between(session: Session, theme: str, first: date, last: date) -> tuple[StoredItem, ...]:
    """The items about `theme` of the meetings from `first` to `last`, newest first."""
    wanted = ItemRow.last_day >= first, ItemRow.last_day <= last
    return tuple(stored(row) for row in session.scalars(_about(theme).where(*wanted)))


def about_since(session: Session, themes: Sequence[str], since: date) -> int:
    """How many items about any of `themes` there were at meetings from `since`, each counted once."""
    found = select(func.count(ItemThemeRow.place.distinct())).where(
        ItemThemeRow.theme.in_(themes), ItemThemeRow.about, ItemThemeRow.place >= places.first_of(since)
    )
    return session.scalar(found) or 0


def commitments(
    session: Session, themes: Sequence[str], first: date, last: date, limit: int, *, latest_first: bool = False
) -> tuple[Announced, ...]:
    """What is to be done between two days, soonest first; of some themes, or of all where none is named."""
    due = CommitmentRow.due.desc() if latest_first else CommitmentRow.due.asc()
    query = (
        select(ItemRow, CommitmentRow.statement)
        .join(CommitmentRow, CommitmentRow.place == ItemRow.place)
        .where(CommitmentRow.due >= first, CommitmentRow.due <= last)
        .order_by(due, ItemRow.place.desc(), CommitmentRow.statement)
        .limit(limit)
    )
    if themes:
        about = select(ItemThemeRow.place).where(ItemThemeRow.theme.in_(themes), ItemThemeRow.about)
        query = query.where(ItemRow.place.in_(about))
    return tuple(_announced(stored(row), at) for row, at in session.execute(query))


def _announced(source: StoredItem, at: int) -> Announced:
    return Announced(Sentence.of(source.item, source.item.statements[at]), source)


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
    return StoredItem(
        id=row.id,
        item=from_content(row.content),
        meeting=to_meeting(meeting),
        document_id=document.id,
        kind=document.kind,
        kamerstuk=document.kamerstuk,
        url=kamerstuk_url(document.kamerstuk),
        letter_date=document.letter_date,
    )


def to_meeting(row: MeetingRow) -> Meeting:
    """The row as a domain object."""
    days = tuple(date.fromisoformat(day) for day in row.dates)
    return Meeting(row.council, days, row.location, row.informal)


def _about(theme: str) -> Select[ItemRow]:
    return (
        select(ItemRow)
        .join(DocumentRow)
        .join(ItemThemeRow, ItemThemeRow.place == ItemRow.place)
        .where(ItemThemeRow.theme == theme, ItemThemeRow.about)
        .order_by(
            ItemRow.last_day.desc(),
            *REPORT_FIRST,
            ItemThemeRow.in_title.desc(),
            ItemThemeRow.score.desc(),
            ItemRow.position,
        )
    )


def everything(database: Database) -> Iterator[AgendaItem]:
    """Every kept item, a few at a time."""
    with database.reading() as session:
        for row in session.execute(select(ItemRow.content).order_by(ItemRow.id).execution_options(yield_per=200)):
            yield from_content(row.content)
