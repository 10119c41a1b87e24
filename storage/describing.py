"""A letter's own facts in its rows: meeting, kind, numbers, its name in the gazette."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from briefings.model.document import PUBLICATION, Document, Kind, Provenance, Registered
from briefings.model.meeting import Meeting
from storage.rows import DocumentRow, EditionRow, MeetingRow
from storage.same_letter import find_meeting


def describe(session: Session, row: DocumentRow, document: Document) -> None:
    """The letter's own facts; a number once known is kept."""
    row.meeting = _meeting_row(session, document.meeting)
    if document.kind is Kind.REPORT:  # it was held after all
        row.meeting.change, row.meeting.moved_to = None, None
    row.kind = document.kind.value
    row.chamber = document.chamber.value if document.chamber else row.chamber
    row.title = document.title
    row.letter_date = document.letter_date or row.letter_date
    number(session, row, document.kamerstuk, document.document_number)
    row.signatories = {"signatories": [[s.name, s.role] for s in document.signatories]}
    session.add(row)
    session.flush()


def number(session: Session, row: DocumentRow, kamerstuk: str | None, document_number: str | None) -> None:
    """Official numbers that were not known yet; one that another kept letter bears is that one's."""
    for column, number in ((DocumentRow.kamerstuk, kamerstuk), (DocumentRow.document_number, document_number)):
        if number is None or getattr(row, column.key) is not None:
            continue
        with session.no_autoflush:
            taken = session.scalar(select(DocumentRow.id).where(column == number))
        if taken is None:
            setattr(row, column.key, number)


def _meeting_row(session: Session, meeting: Meeting) -> MeetingRow:
    row = find_meeting(session, meeting) or MeetingRow(
        council=meeting.council, first_day=meeting.dates[0], informal=meeting.informal, location=None
    )
    if meeting.change is not None:
        row.change, row.moved_to = meeting.change.value, [day.isoformat() for day in meeting.moved_to]
    row.last_day = meeting.dates[-1]
    row.dates = [day.isoformat() for day in meeting.dates]
    row.location = meeting.location or row.location
    session.add(row)
    session.flush()
    return row


def publish(row: DocumentRow, provenance: Provenance, *, as_annex: bool) -> None:
    """The letter's name in the gazette; that of an edited publication stays, and an annex or correction gives none."""
    key = (provenance.origin or "").removeprefix("ob/")
    is_letter = key != provenance.origin and PUBLICATION.fullmatch(key) and provenance.annex_of is None
    is_edited = row.publication is not None and row.publication.count("-") > 1
    if is_letter and not as_annex and not (is_edited and key.count("-") == 1):
        row.publication = key


def registered(row: EditionRow, letter: DocumentRow) -> Registered:
    """What its register said of an edition, as far as it is kept."""
    covering = letter if row.is_annex else letter.letter
    return Registered(
        title=row.name if row.origin else "",
        day=letter.letter_date,
        letter_title=covering.title if covering is not None else "",
    )
