"""Meetings of which letters are kept: listed, counted by year, found by their address."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import Session

from briefings.model.document import Kind
from briefings.model.meeting import Meeting
from storage.items import IS_SHOWN, to_meeting
from storage.rows import DocumentRow, ItemRow, MeetingRow

_TOLD = exists().where(DocumentRow.meeting_id == MeetingRow.id, IS_SHOWN)

_BOTH = tuple(
    exists().where(DocumentRow.meeting_id == MeetingRow.id, DocumentRow.kind == kind.value, IS_SHOWN)
    for kind in (Kind.ANNOTATED_AGENDA, Kind.REPORT)
)


@dataclass(frozen=True, slots=True)
class MeetingLine:
    """A meeting in a list: which letters there are about it, and how many items its fullest letter has."""

    id: int
    meeting: Meeting
    kinds: tuple[Kind, ...]
    items: int


def councils(session: Session) -> list[str]:
    """The formations of which a letter is kept, by code."""
    return list(session.scalars(select(MeetingRow.council).where(_TOLD).distinct().order_by(MeetingRow.council)))


def letters_by_kind(session: Session) -> dict[Kind, int]:
    """Of how many meetings there is a letter of each kind: one that went to both Chambers counts once."""
    counted = select(DocumentRow.kind, func.count(func.distinct(DocumentRow.meeting_id))).where(IS_SHOWN)
    return {Kind(kind): count for kind, count in session.execute(counted.group_by(DocumentRow.kind)).all()}


def held(session: Session, first: date, last: date) -> list[str]:
    """The formations that met from one day to another and of which a letter is kept, by code."""
    met = select(MeetingRow.council).where(_TOLD, MeetingRow.last_day >= first, MeetingRow.first_day <= last)
    return list(session.scalars(met.distinct().order_by(MeetingRow.council)))


def years(session: Session, council: str | None = None) -> list[int]:
    """The years in which such a meeting began, newest first."""
    days = session.scalars(_of(select(MeetingRow.first_day), council).distinct())
    return sorted({day.year for day in days}, reverse=True)


def meetings(
    session: Session, council: str | None = None, year: int | None = None, *, limit: int | None = None, offset: int = 0
) -> list[MeetingLine]:
    """Meetings, newest first; of one formation, or that began in one year."""
    query = _of(select(MeetingRow), council)
    if year is not None:
        query = query.where(MeetingRow.first_day >= date(year, 1, 1), MeetingRow.first_day <= date(year, 12, 31))
    query = query.order_by(MeetingRow.last_day.desc(), MeetingRow.council, MeetingRow.id).offset(offset)
    return _lines(session, list(session.scalars(query if limit is None else query.limit(limit))))


def ahead(session: Session, today: date, limit: int) -> list[MeetingLine]:
    """The meetings still to come, the nearest first; those cancelled or moved among them."""
    query = _of(select(MeetingRow), None).where(MeetingRow.last_day >= today)
    return _lines(session, list(session.scalars(query.order_by(MeetingRow.first_day, MeetingRow.council).limit(limit))))


def past(session: Session, today: date, limit: int) -> list[MeetingLine]:
    """The latest meetings up to today, newest first."""
    query = _of(select(MeetingRow), None).where(MeetingRow.first_day <= today)
    query = query.order_by(MeetingRow.last_day.desc(), MeetingRow.council, MeetingRow.id)
    return _lines(session, list(session.scalars(query.limit(limit))))


def with_both(session: Session, limit: int | None = None) -> list[int]:
    """The ids of the latest meetings of which an annotated agenda and a report are kept; all without a limit."""
    query = select(MeetingRow.id).where(*_BOTH)
    return list(session.scalars(query.order_by(MeetingRow.last_day.desc(), MeetingRow.id).limit(limit)))


def has_both(session: Session, meeting_id: int) -> bool:
    """Whether an annotated agenda and a report of this meeting are kept."""
    return session.scalar(select(MeetingRow.id).where(MeetingRow.id == meeting_id, *_BOTH)) is not None


def with_agenda(session: Session) -> set[int]:
    """The ids of the meetings of which an annotated agenda is kept."""
    return set(session.scalars(select(MeetingRow.id).where(_BOTH[0])))


def by_ids(session: Session, wanted: Sequence[int]) -> list[MeetingLine]:
    """These meetings, newest first."""
    query = _of(select(MeetingRow), None).where(MeetingRow.id.in_(wanted))
    return _lines(session, list(session.scalars(query.order_by(MeetingRow.last_day.desc(), MeetingRow.id))))


def at_address(session: Session, council: str, day: date, *, informal: bool) -> MeetingLine | None:
    """The meeting of a formation that began on a day."""
    query = _of(select(MeetingRow), council).where(MeetingRow.first_day == day, MeetingRow.informal == informal)
    return next(iter(_lines(session, list(session.scalars(query)))), None)


def around(session: Session, meeting: Meeting) -> tuple[Meeting | None, Meeting | None]:
    """The meetings of the same formation before and after this one."""
    first = meeting.dates[0]
    same = _of(select(MeetingRow), meeting.council)
    before = same.where(MeetingRow.first_day < first).order_by(MeetingRow.first_day.desc(), MeetingRow.informal)
    after = same.where(MeetingRow.first_day > first).order_by(MeetingRow.first_day, MeetingRow.informal)
    one, other = (session.scalars(query.limit(1)).first() for query in (before, after))
    return to_meeting(one) if one else None, to_meeting(other) if other else None


def every_address(session: Session) -> list[Meeting]:
    """Every meeting, newest first."""
    return [
        to_meeting(row) for row in session.scalars(_of(select(MeetingRow), None).order_by(MeetingRow.last_day.desc()))
    ]


def _of(query: Select, council: str | None) -> Select:  # type: ignore[type-arg]  # of whatever is selected
    query = query.where(_TOLD)
    return query if council is None else query.where(MeetingRow.council == council)


def _lines(session: Session, rows: Sequence[MeetingRow]) -> list[MeetingLine]:
    counted = (
        select(DocumentRow.meeting_id, DocumentRow.kind, func.count(ItemRow.id))
        .outerjoin(ItemRow, ItemRow.document_id == DocumentRow.id)
        .where(DocumentRow.meeting_id.in_([row.id for row in rows]), IS_SHOWN)
        .group_by(DocumentRow.meeting_id, DocumentRow.id, DocumentRow.kind)
        .order_by(DocumentRow.id)
    )
    letters: dict[int, list[tuple[Kind, int]]] = {}
    for meeting_id, kind, count in session.execute(counted):
        letters.setdefault(meeting_id, []).append((Kind(kind), count))
    return [
        MeetingLine(
            row.id,
            to_meeting(row),
            tuple(dict.fromkeys(kind for kind, _ in letters.get(row.id, ()))),
            max((count for _, count in letters.get(row.id, ())), default=0),
        )
        for row in rows
    ]
