"""Meetings for people's calendars: also those whose letters were withdrawn, and how often each changed."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from briefings.model.meeting import Meeting
from storage.items import IS_SHOWN, to_meeting
from storage.rows import DocumentRow, ItemRow, ItemThemeRow, MeetingRow


@dataclass(frozen=True, slots=True)
class Dated:
    """A meeting, and what a calendar asks of it."""

    id: int
    meeting: Meeting
    sequence: int  #: rises with each edition of its letters, and when one is withdrawn or comes back; never falls
    changed_at: datetime
    withdrawn: bool  #: no letter about it is shown any more


def dated(session: Session, since: date, slug: str | None = None) -> list[Dated]:
    """The meetings that end on `since` or later, of everything or of which an item is about a theme; oldest first."""
    letters = exists().where(DocumentRow.meeting_id == MeetingRow.id)
    query = (
        select(MeetingRow, letters.where(IS_SHOWN))
        .where(MeetingRow.last_day >= since)
        .order_by(MeetingRow.first_day, MeetingRow.council, MeetingRow.id)
    )
    if slug is None:
        query = query.where(letters)
    else:
        query = query.where(
            letters.where(
                ItemRow.document_id == DocumentRow.id,
                ItemThemeRow.place == ItemRow.place,
                ItemThemeRow.theme == slug,
                ItemThemeRow.about,
            )
        )
    return [
        Dated(row.id, to_meeting(row), row.changes, row.changed_at, withdrawn=not shown)
        for row, shown in session.execute(query)
    ]
