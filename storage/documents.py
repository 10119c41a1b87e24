"""Fulfils Library: bytes, editions and items, in one transaction."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, delete, or_, select
from sqlalchemy.orm import Session

from briefings.intake.decide import Decision, Known
from briefings.intake.library import Received
from briefings.model.document import Document
from briefings.model.item import AgendaItem, ItemKind
from briefings.model.meeting import Meeting
from storage import subscriptions
from storage.content import from_content, to_content
from storage.database import Database
from storage.indexing import forget, full_text, index
from storage.items import place
from storage.places import MOST_ITEMS
from storage.rows import CorpusRow, DocumentRow, EditionRow, ItemRow, MeetingRow


class StoredLibrary:
    """Where letters are kept."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._index = full_text(database)

    def is_empty(self) -> bool:
        """No letter is kept yet."""
        with self._database.reading() as session:
            return session.scalar(select(DocumentRow.id).limit(1)) is None

    def find(self, document: Document, sha256: str) -> Known | None:
        """What is kept of this letter: by its bytes, its numbers, or its kind, chamber and meeting."""
        with self._database.reading() as session:
            edition = session.scalar(select(EditionRow).where(EditionRow.sha256 == sha256))
            if edition is not None:
                return Known(edition.document_id, same_bytes=True)
            row = _find(session, document)
            return Known(row.id, same_bytes=False) if row else None

    def keep(self, received: Received, document: Document, decision: Decision) -> int:
        """Keeps bytes, items and index; returns the letter's id. Twice the same bytes are kept once."""
        with self._database.writing() as session:
            corpus = session.scalars(select(CorpusRow).with_for_update()).one()
            same = session.scalar(select(EditionRow).where(EditionRow.sha256 == received.sha256))
            if same is not None:  # another process was first
                return same.document_id
            corpus.sequence += 1
            row = _find(session, document) or _new_row(received, decision, corpus.sequence)
            poorer = row.id is not None and not _has_agenda(document.items) and _keeps_agenda(session, row.id)
            if not poorer:
                _describe(session, row, document)
                self._move_others(session, row)
            session.add(
                EditionRow(
                    document_id=row.id,
                    sha256=received.sha256,
                    name=received.provenance.name,
                    data=received.data,
                    received_at=received.at,
                )
            )
            if not poorer:
                self._put_items(session, row, document.items)
            if decision is Decision.NEW:
                subscriptions.make_due(session, received.at)
            return row.id

    def _move_others(self, session: Session, document: DocumentRow) -> None:
        """The items of other letters about the meeting, when this one names a later last day."""
        last_day = document.meeting.last_day
        others = (
            select(ItemRow)
            .join(DocumentRow)
            .where(
                DocumentRow.meeting_id == document.meeting_id,
                ItemRow.last_day != last_day,
                DocumentRow.id != document.id,
            )
        )
        if rows := list(session.scalars(others)):
            forget(session, self._index, rows)
            for row in rows:
                row.last_day = last_day
                row.place = place(row.document, row.position, from_content(row.content))
            session.flush()
            index(session, self._index, rows)

    def _put_items(self, session: Session, document: DocumentRow, items: Sequence[AgendaItem]) -> None:
        """The items of the letter in place of the earlier ones; an item found again keeps its id."""
        earlier = list(session.scalars(select(ItemRow).where(ItemRow.document_id == document.id)))
        forget(session, self._index, earlier)
        rows: list[ItemRow] = []
        for position, item in enumerate(items[:MOST_ITEMS]):
            row = _take_match(earlier, item) or ItemRow(document_id=document.id)
            row.position, row.number, row.title = position, item.number, item.title
            row.content = to_content(item)
            row.last_day, row.place = document.meeting.last_day, place(document, position, item)
            session.add(row)
            rows.append(row)
        session.flush()
        session.execute(delete(ItemRow).where(ItemRow.id.in_([row.id for row in earlier])))
        index(session, self._index, rows)


def _find(session: Session, document: Document) -> DocumentRow | None:
    numbers: list[ColumnElement[bool]] = []
    if document.kamerstuk:
        numbers.append(DocumentRow.kamerstuk == document.kamerstuk)
    if document.document_number:
        numbers.append(DocumentRow.document_number == document.document_number)
    by_number = session.scalars(select(DocumentRow).where(or_(*numbers)).limit(1)).first() if numbers else None
    return by_number or _find_by_meeting(session, document)


def _find_by_meeting(session: Session, document: Document) -> DocumentRow | None:
    """The letter of the same kind, chamber and meeting whose official numbers do not contradict."""
    meeting = _find_meeting(session, document.meeting)
    if meeting is None:
        return None
    same = select(DocumentRow).where(
        DocumentRow.meeting_id == meeting.id,
        DocumentRow.kind == document.kind.value,
        DocumentRow.chamber == (document.chamber.value if document.chamber else None),
    )
    for row in session.scalars(same):
        if _agrees(row.kamerstuk, document.kamerstuk) and _agrees(row.document_number, document.document_number):
            return row
    return None


def _has_agenda(items: Sequence[AgendaItem]) -> bool:
    return any(item.kind is ItemKind.AGENDA for item in items)


def _keeps_agenda(session: Session, document_id: int) -> bool:
    """The letter is kept with its agenda: a covering letter of the same numbers without one must not replace it."""
    rows = session.scalars(select(ItemRow).where(ItemRow.document_id == document_id))
    return _has_agenda([from_content(row.content) for row in rows])


def _agrees(kept: str | None, given: str | None) -> bool:
    return kept is None or given is None or kept == given


def _new_row(received: Received, decision: Decision, sequence: int) -> DocumentRow:
    news = sequence if decision is Decision.NEW else None
    return DocumentRow(first_seen_at=received.at, news_sequence=news)


def _describe(session: Session, row: DocumentRow, document: Document) -> None:
    """The letter's own facts; a number once known is kept."""
    row.meeting = _meeting_row(session, document.meeting)
    row.kind = document.kind.value
    row.chamber = document.chamber.value if document.chamber else None
    row.title = document.title
    row.letter_date = document.letter_date
    row.kamerstuk = document.kamerstuk or row.kamerstuk
    row.document_number = document.document_number or row.document_number
    row.signatories = {"signatories": [[s.name, s.role] for s in document.signatories]}
    session.add(row)
    session.flush()


def _find_meeting(session: Session, meeting: Meeting) -> MeetingRow | None:
    return session.scalar(
        select(MeetingRow).where(
            MeetingRow.council == meeting.council,
            MeetingRow.first_day == meeting.dates[0],
            MeetingRow.informal == meeting.informal,
        )
    )


def _meeting_row(session: Session, meeting: Meeting) -> MeetingRow:
    row = _find_meeting(session, meeting) or MeetingRow(
        council=meeting.council, first_day=meeting.dates[0], informal=meeting.informal, location=None
    )
    row.last_day = meeting.dates[-1]
    row.dates = [day.isoformat() for day in meeting.dates]
    row.location = meeting.location or row.location
    session.add(row)
    session.flush()
    return row


def _take_match(earlier: list[ItemRow], item: AgendaItem) -> ItemRow | None:
    """The earlier row of this item: the same number and title, else the same title, else the same number."""
    same_both = [row for row in earlier if row.number == item.number and row.title == item.title]
    same_title = [row for row in earlier if row.title == item.title]
    same_number = [row for row in earlier if item.number is not None and row.number == item.number]
    match = next(iter(same_both + same_title + same_number), None)
    if match is not None:
        earlier.remove(match)
    return match
