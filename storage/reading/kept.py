"""Every letter that is kept, with its editions, for who administers them; also those that were withdrawn."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from briefings.intake.editions import best
from storage.choosing import may_be_shown
from storage.rows import DocumentRow, EditionRow, ItemRow


@dataclass(frozen=True, slots=True)
class ListedEdition:
    """One form in which a letter came."""

    id: int
    name: str
    form: str | None  #: "DOCX"; None: kept before that was written down
    received_at: datetime
    origin: str | None  #: the publication it was fetched from; None: given by hand
    is_annex: bool
    withdrawn_at: datetime | None
    is_shown: bool


@dataclass(frozen=True, slots=True)
class KeptLetter:
    """A letter as it is kept."""

    id: int
    title: str
    day: date | None
    kamerstuk: str | None
    first_seen_at: datetime
    withdrawn_at: datetime | None
    items: int
    editions: tuple[ListedEdition, ...]


def newest(session: Session, limit: int) -> list[KeptLetter]:
    """The letters that came in last."""
    return _letters(session, select(DocumentRow).order_by(DocumentRow.id.desc()).limit(limit))


def one(session: Session, document_id: int) -> KeptLetter | None:
    """The letter with this number."""
    return next(iter(_letters(session, select(DocumentRow).where(DocumentRow.id == document_id))), None)


def _letters(session: Session, wanted: Select[DocumentRow]) -> list[KeptLetter]:
    rows = list(session.scalars(wanted))
    ids = [row.id for row in rows]
    columns = [column for column in EditionRow.__table__.columns if column.name != "data"]
    shown = {number for row in rows if row.withdrawn_at is None for number in _shown(session, row.id)}
    editions: dict[int, list[ListedEdition]] = {}
    for found in session.execute(select(*columns).where(EditionRow.document_id.in_(ids)).order_by(EditionRow.id)):
        edition = ListedEdition(
            found.id,
            found.name,
            found.form,
            found.received_at,
            found.origin,
            found.is_annex,
            found.withdrawn_at,
            found.id in shown,
        )
        editions.setdefault(found.document_id, []).append(edition)
    counted = select(ItemRow.document_id, func.count()).where(ItemRow.document_id.in_(ids))
    counts = {row[0]: row[1] for row in session.execute(counted.group_by(ItemRow.document_id))}
    return [
        KeptLetter(
            row.id,
            row.title,
            row.letter_date,
            row.kamerstuk,
            row.first_seen_at,
            row.withdrawn_at,
            counts.get(row.id, 0),
            tuple(editions.get(row.id, ())),
        )
        for row in rows
    ]


def _shown(session: Session, document_id: int) -> set[int]:
    """The editions that are shown: of the letter itself, and of its annex."""
    kept = may_be_shown(session, document_id)
    return {one.id for annex in (False, True) if (one := best(kept, annex=annex))}
