"""What comparing letters asks of the kept items: those that hold some words, and how seldom a word is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from types import ModuleType

from sqlalchemy import select
from sqlalchemy.orm import Session

from briefings.comparing.quote_check import SaidBefore
from briefings.comparing.spelled import SpelledWord, run_of, spelled
from briefings.model.briefing import StoredItem
from briefings.model.recall import RecallKind
from storage import places
from storage.database import Database
from storage.indexing import full_text
from storage.items import stored
from storage.phrases import Phrases, WantedPhrase
from storage.rows import ItemRow, RecallRow, WordRow

LAST_PLACE = (1 << 63) - 1
_LATEST = 300  #: corrections that are looked through


@dataclass(frozen=True, slots=True)
class Among:
    """The items that are looked among."""

    after: date | None = None  #: of meetings that ended later
    before: date | None = None  #: of meetings that ended earlier
    tags: tuple[str, ...] = ()  #: with all of these (storage.tags)


def holding(
    session: Session,
    texts: ModuleType,
    wanted: Sequence[Phrases],
    limit: int,
    among: Among = Among(),
    read: dict[int, StoredItem] | None = None,
) -> list[StoredItem]:
    """The first `limit` items that hold one of each of these phrases, newest meeting first.

    `read`: what was read before in this unit of work, by place; what is read now comes into it.
    """
    asked = WantedPhrase(texts=tuple(wanted), tags=tuple([tag] for tag in among.tags))
    first = places.last_of(among.after) + 1 if among.after else 0
    last = places.first_of(among.before) - 1 if among.before else LAST_PLACE
    found = texts.find(session, asked, first, last, limit)
    read = {} if read is None else read
    if unread := [place for place in found if place not in read]:
        rows = session.scalars(select(ItemRow).where(ItemRow.place.in_(unread)))
        read |= {row.place: stored(row) for row in rows}
    return [read[place] for place in found if place in read]


class ComparedItems:
    """The kept items, looked up by their words."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._text = full_text(database)

    def holding(self, wanted: Sequence[Phrases], limit: int) -> list[StoredItem]:
        """The first `limit` items that hold one of each of these phrases, newest meeting first."""
        with self._database.reading() as session:
            return holding(session, self._text, wanted, limit)

    def counted(self, words: Sequence[str]) -> dict[str, int]:
        """In how many items each of these words stands; those that no item has are left out."""
        known = select(WordRow.word, WordRow.items).where(WordRow.word.in_(words), WordRow.items > 0)
        with self._database.reading() as session:
            return {row.word: row.items for row in session.execute(known)}

    def said_before(self, wanted: Sequence[SpelledWord]) -> SaidBefore | None:
        """What a letter said until it was corrected and has these words in this order; of the latest correction."""
        corrections = select(RecallRow).where(RecallRow.kind == RecallKind.CORRECTED.value)
        with self._database.reading() as session:
            for row in session.scalars(corrections.order_by(RecallRow.id.desc()).limit(_LATEST)):
                for change in row.changes:
                    text = " ".join(change["gone"])
                    if run_of(wanted, spelled([text])) is not None:
                        return SaidBefore(text, _shown(session, change["item"], row.document_id))
        return None


def _shown(session: Session, item_id: int, document_id: int) -> StoredItem | None:
    """An item of this letter; SQLite gives the number of one that is gone to another."""
    row = session.get(ItemRow, item_id)
    is_there = row is not None and row.document_id == document_id and row.document.withdrawn_at is None
    return stored(row) if row is not None and is_there else None
