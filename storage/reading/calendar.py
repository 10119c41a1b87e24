"""Meetings for people's calendars: also those whose letters were withdrawn, and how often each changed."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from briefings.model.meeting import Meeting
from storage.columns import UtcDateTime
from storage.items import to_meeting
from storage.rows import DocumentRow, EditionRow, ItemRow, ItemThemeRow, MeetingRow


@dataclass(frozen=True, slots=True)
class Dated:
    """A meeting, and what a calendar asks of it."""

    id: int
    meeting: Meeting
    sequence: int  #: rises with each edition of its letters, and when one is withdrawn
    changed_at: datetime
    withdrawn: bool  #: no letter about it is shown any more


def dated(session: Session, since: date, slug: str | None = None) -> list[Dated]:
    """The meetings that end on `since` or later, of everything or of which an item is about a theme; oldest first."""
    changes = (
        select(
            MeetingRow,
            func.count(EditionRow.id.distinct()) + func.count(EditionRow.withdrawn_at),
            func.max(EditionRow.received_at, type_=UtcDateTime()),
            func.max(EditionRow.withdrawn_at, type_=UtcDateTime()),
            func.count(DocumentRow.id) - func.count(DocumentRow.withdrawn_at),
        )
        .join(DocumentRow, DocumentRow.meeting_id == MeetingRow.id)
        .join(EditionRow, EditionRow.document_id == DocumentRow.id)
        .where(MeetingRow.last_day >= since)
        .group_by(MeetingRow.id)
        .order_by(MeetingRow.first_day, MeetingRow.council, MeetingRow.id)
    )
    if slug is not None:
        about = exists().where(
            ItemRow.document_id == DocumentRow.id,
            ItemThemeRow.place == ItemRow.place,
            ItemThemeRow.theme == slug,
            ItemThemeRow.about,
        )
        changes = changes.where(about)
    return [
        Dated(row.id, to_meeting(row), sequence, max(received, withdrawn or received), shown == 0)
        for row, sequence, received, withdrawn, shown in session.execute(changes)
    ]
