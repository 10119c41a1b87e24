"""Which editions of a letter may be shown, and an administrator's choice among them."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, defer

from briefings.intake.editions import KeptEdition, best
from briefings.model.format import Format
from briefings.reading.sniff import sniff
from storage.audit import AuditSubject, note
from storage.describing import registered
from storage.rows import DocumentRow, EditionRow


def may_be_shown(session: Session, document_id: int) -> list[KeptEdition]:
    """Those that were neither withdrawn nor set aside; the best of them is shown."""
    letter = session.get_one(DocumentRow, document_id)
    mine = (
        select(EditionRow)
        .options(defer(EditionRow.data))
        .where(
            EditionRow.document_id == document_id, EditionRow.withdrawn_at.is_(None), EditionRow.set_aside_at.is_(None)
        )
        .order_by(EditionRow.id)
    )
    return [_edition(row, letter) for row in session.scalars(mine)]


def choose(session: Session, edition_id: int, at: datetime) -> int | None:
    """Has an edition shown: what stands above it is set aside, until it is chosen itself; the letter it is of.

    None when it is shown already, is withdrawn, or is not there. A later edition competes with it as ever.
    """
    row = session.get(EditionRow, edition_id)
    if row is None or row.withdrawn_at is not None:
        return None
    letter = session.get_one(DocumentRow, row.document_id)
    if letter.withdrawn_at is not None:
        return None
    kept, own = may_be_shown(session, letter.id), _edition(row, letter)
    shown = best(kept, annex=row.is_annex)
    if shown is not None and shown.id == edition_id:
        return None
    row.set_aside_at = None
    for one in kept:
        if one.is_annex is row.is_annex and one.order > own.order:
            session.get_one(EditionRow, one.id).set_aside_at = at
    before = {"edition": shown.id, "name": shown.name} if shown else None
    after = {"edition": edition_id, "name": row.name}
    note(session, AuditSubject.LETTER, "chosen", letter.id, at, before=before, after=after)
    session.flush()
    return letter.id


def kept_form(row: EditionRow) -> Format:
    """Editions kept by 0.1 have none written down."""
    return Format[row.form] if row.form else sniff(row.data, row.name)


def _edition(row: EditionRow, letter: DocumentRow) -> KeptEdition:
    return KeptEdition(row.id, kept_form(row), row.is_annex, row.name, registered(row, letter))
