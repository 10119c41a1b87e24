"""Letters that a person gave and that were refused. Of what a source gives the ledger tells it, and may release it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from bot.words import Words
from briefings.errors import JbzError
from storage.audit import AuditSubject, note
from storage.database import Database


@contextmanager
def refusal_noted(database: Database, name: str, clock: Callable[[], datetime]) -> Iterator[None]:
    """Notes for the audit that the letter in the file `name` was refused within, and why; the error goes on."""
    try:
        yield
    except JbzError as error:
        reason = Words("nl").say(error.message)
        with database.writing() as session:
            note(session, AuditSubject.LETTER, "refused", name, clock(), after={"reason": reason})
        raise
