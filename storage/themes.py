"""The themes of the moment: those of the release, changed as the administrator asked."""

import hashlib
import tomllib
from datetime import datetime
from threading import Lock
from typing import Any

from sqlalchemy import func, select

from briefings.themes.catalogue import Catalogue, changed_catalogue, load_catalogue
from storage import subscriptions
from storage.audit import AuditSubject, note
from storage.database import Database
from storage.rows import ThemeChangeRow
from storage.understanding import Understand, rebuild_within

_NEWEST = select(func.max(ThemeChangeRow.id))


class StoredThemes:
    """The themes, read anew when they were changed, in whichever process."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = Lock()
        self._known: tuple[int, Catalogue] = (0, load_catalogue())

    def catalogue(self) -> Catalogue:
        """The themes as they are now."""
        newest = self._database.value(_NEWEST) or 0
        if newest <= self._known[0]:
            return self._known[1]
        with self._database.reading() as session:
            text = session.get_one(ThemeChangeRow, newest).text
        with self._lock:  # not while waiting for a connection: who has one may wait for the lock
            if newest > self._known[0]:
                self._known = newest, changed_catalogue(text)
            return self._known[1]

    def changes(self) -> str:
        """What the administrator changed, as it was given; empty when nothing was."""
        with self._database.reading() as session:
            newest = select(ThemeChangeRow.text).order_by(ThemeChangeRow.id.desc()).limit(1)
            return session.scalar(newest) or ""

    def history(self, limit: int) -> list[tuple[int, datetime, str]]:
        """The changes, the newest first: number, moment, text."""
        newest = select(ThemeChangeRow).order_by(ThemeChangeRow.id.desc()).limit(limit)
        with self._database.reading() as session:
            return [(row.id, row.changed_at, row.text) for row in session.scalars(newest)]

    def change_with(self, number: int) -> str | None:
        """The text of a change; None when there is none with that number."""
        with self._database.reading() as session:
            row = session.get(ThemeChangeRow, number)
            return row.text if row else None

    def change(self, text: str, understand: Understand, now: datetime) -> int:
        """Keeps the change, moves who followed a merged theme, and looks at every item again; returns how many.

        One transaction: until it is done everybody sees the themes as they were.
        """
        catalogue = changed_catalogue(text)
        with self._database.writing() as session:
            before = session.scalar(select(ThemeChangeRow.text).order_by(ThemeChangeRow.id.desc()).limit(1))
            row = ThemeChangeRow(text=text, changed_at=now)
            session.add(row)
            session.flush()
            was, becomes = _changed(before or ""), _changed(text)
            note(session, AuditSubject.THEME, "changed" if text else "reset", row.id, now, before=was, after=becomes)
            for slug, into in catalogue.merged.items():
                subscriptions.follow_instead(session, slug, into)
            return rebuild_within(session, self._database, understand)


def _changed(text: str) -> dict[str, Any]:
    """A change as the audit has it: which themes, and a digest of the text, which is kept beside it."""
    return {"themes": sorted(tomllib.loads(text)), "sha256": hashlib.sha256(text.encode()).hexdigest()}
