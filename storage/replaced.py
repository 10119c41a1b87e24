"""Letters whose place another took, or waits to take, that may not be right: noted in the audit, and told once."""

from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from briefings.intake.replacing import LetterFacts, Replaced
from storage.audit import AuditEntry, AuditSubject, entry_after, note
from storage.rows import CorpusRow

ACTION = "replaced in doubt"
WAITS = "waits to replace"


def note_replaced(session: Session, letter: int, replaced: Replaced, at: datetime) -> None:
    """In the unit of work that replaces it, or keeps what waits beside it."""
    after = _facts(replaced.after) | {"reason": replaced.doubt.value}
    action = WAITS if replaced.waits else ACTION
    note(session, AuditSubject.LETTER, action, letter, at, before=_facts(replaced.before), after=after)


def untold(session: Session) -> list[AuditEntry]:
    """What the administrators were not told yet, in its order, while no other process tells it."""
    told = session.scalars(select(CorpusRow).with_for_update()).one().replaced_told
    return entry_after(session, told, AuditSubject.LETTER, ACTION, WAITS)


def told(session: Session, until: int) -> None:
    """Up to this row of the audit everything is told."""
    session.execute(update(CorpusRow).values(replaced_told=until))


def _facts(one: LetterFacts) -> dict[str, Any]:
    return {
        "title": one.title,
        "kamerstuk": one.kamerstuk,
        "document_number": one.document_number,
        "letter_date": one.letter_date and one.letter_date.isoformat(),
        "items": len(one.items),
    }
