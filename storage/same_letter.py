"""Which kept letter it is that came in: by its numbers, or by its kind, chamber and meeting.

An annex is a part of the letter it was published with when it tells of the same meeting in the same kind; else it is a
letter of its own, whatever number its covering letter bears.
"""

from dataclasses import replace

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from briefings.model.document import Document, Provenance
from briefings.model.meeting import Meeting
from storage.rows import DocumentRow, MeetingRow


def find_letter(session: Session, document: Document, provenance: Provenance) -> tuple[DocumentRow | None, bool]:
    """The letter, and whether what came in is its annex."""
    letter = session.get(DocumentRow, provenance.annex_of) if provenance.annex_of else None
    if letter is None:
        return _by_number_or_meeting(session, document), False
    if is_part_of(letter, document):
        return letter, True
    own = replace(document, kamerstuk=None)
    found = _by_number_or_meeting(session, own)
    return (None if found is letter else found), False


def is_part_of(letter: DocumentRow, document: Document) -> bool:
    """The annex tells of the letter's own meeting, in the same kind."""
    return letter.kind == document.kind.value and _is_about(letter.meeting, document.meeting)


def _is_about(row: MeetingRow, meeting: Meeting) -> bool:
    days = {day.isoformat() for day in meeting.dates}
    return row.council == meeting.council and bool(days & set(row.dates))


def _by_number_or_meeting(session: Session, document: Document) -> DocumentRow | None:
    numbers: list[ColumnElement[bool]] = []
    if document.kamerstuk:
        numbers.append(DocumentRow.kamerstuk == document.kamerstuk)
    if document.document_number:
        numbers.append(DocumentRow.document_number == document.document_number)
    by_number = session.scalars(select(DocumentRow).where(or_(*numbers)).limit(1)).first() if numbers else None
    return by_number or _find_by_meeting(session, document)


def _find_by_meeting(session: Session, document: Document) -> DocumentRow | None:
    """The letter of the same kind, chamber and meeting whose official numbers do not contradict."""
    meeting = find_meeting(session, document.meeting)
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


def _agrees(kept: str | None, given: str | None) -> bool:
    return kept is None or given is None or kept == given


def find_meeting(session: Session, meeting: Meeting) -> MeetingRow | None:
    """The kept meeting."""
    return session.scalar(
        select(MeetingRow).where(
            MeetingRow.council == meeting.council,
            MeetingRow.first_day == meeting.dates[0],
            MeetingRow.informal == meeting.informal,
        )
    )
