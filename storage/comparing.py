"""What comparing letters asks of the kept items: those that hold some words, and how seldom a word is."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from briefings.model.briefing import StoredItem
from storage import places
from storage.database import Database
from storage.indexing import full_text
from storage.items import stored
from storage.phrases import Phrases, WantedPhrase
from storage.rows import ItemRow, WordRow

_LAST_PLACE = (1 << 63) - 1


class ComparedItems:
    """The kept items, looked up by their words."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._text = full_text(database)

    def holding(
        self, wanted: Sequence[Phrases], limit: int, *, after: date | None = None, tagged: Sequence[str] = ()
    ) -> list[StoredItem]:
        """The first `limit` items that hold one of each of these phrases, newest meeting first.

        `after`: only of meetings that ended later. `tagged`: with all of these tags (storage.tags).
        """
        asked = WantedPhrase(texts=tuple(wanted), tags=tuple([tag] for tag in tagged))
        first = places.last_of(after) + 1 if after else 0
        with self._database.reading() as session:
            return _at(session, self._text.find(session, asked, first, _LAST_PLACE, limit))

    def counted(self, words: Sequence[str]) -> dict[str, int]:
        """In how many items each of these words stands; those that no item has are left out."""
        known = select(WordRow.word, WordRow.items).where(WordRow.word.in_(words), WordRow.items > 0)
        with self._database.reading() as session:
            return {row.word: row.items for row in session.execute(known)}


def _at(session: Session, found: Sequence[int]) -> list[StoredItem]:
    rows = {row.place: row for row in session.scalars(select(ItemRow).where(ItemRow.place.in_(found)))}
    return [stored(rows[place]) for place in found if place in rows]
