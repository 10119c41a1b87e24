"""Understanding kept items again: after an update that understands more, or when the themes were changed."""

from collections.abc import Callable

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from briefings.enriching.setting import Setting
from briefings.model.document import Kind
from briefings.model.item import AgendaItem
from storage.content import from_content, to_content
from storage.database import Database
from storage.indexing import full_text, index
from storage.items import IS_SHOWN, place, to_meeting
from storage.rows import CommitmentRow, CorpusRow, DocumentRow, ItemRow, ItemThemeRow, WordRow
from storage.standing import UNDERSTANDING

_BATCH = 500
DERIVED = (ItemThemeRow, CommitmentRow, WordRow)  #: made anew from the items that are shown

Understand = Callable[[AgendaItem, Setting], AgendaItem]


def is_current(database: Database) -> bool:
    """Whether every kept item has been understood by this release."""
    with database.reading() as session:
        return session.scalar(select(CorpusRow.understanding)) == UNDERSTANDING


def understand_again(database: Database, understand: Understand) -> int:
    """Understands what another release kept, in one transaction; returns how many items, 0 when nothing was to do.

    Of processes that start together one does it and the others wait.
    """
    with database.writing() as session:
        corpus = session.scalars(select(CorpusRow).with_for_update()).one()
        return 0 if corpus.understanding == UNDERSTANDING else rebuild_within(session, database, understand)


def rebuild_within(session: Session, database: Database, understand: Understand) -> int:
    """Understands every kept item again and makes the index anew, within a unit of work; returns how many items.

    Letters, texts and ids stay as they are, and nothing becomes news by it.
    """
    corpus = session.scalars(select(CorpusRow).with_for_update()).one()
    corpus.sequence += 1
    corpus.understanding = UNDERSTANDING
    session.flush()
    return rebuild(session, database, understand)


def rebuild(session: Session, database: Database, understand: Understand | None = None) -> int:
    """Makes everything that is derived from the kept items anew; understood again where `understand` is given."""
    texts = full_text(database)
    texts.empty(session)
    for table in DERIVED:
        session.execute(delete(table))
    done, last = 0, 0
    while rows := _next(session, last):
        for row in rows:
            _renew(row, understand)
        session.flush()
        index(session, texts, rows)
        done, last = done + len(rows), rows[-1].id
        session.expunge_all()
    texts.settle(session)
    return done


def _next(session: Session, last: int) -> list[ItemRow]:
    return list(
        session.scalars(
            select(ItemRow).join(DocumentRow).where(ItemRow.id > last, IS_SHOWN).order_by(ItemRow.id).limit(_BATCH)
        )
    )


def _renew(row: ItemRow, understand: Understand | None) -> None:
    item = from_content(row.content)
    if understand:
        letter = row.document
        item = understand(item, Setting(letter.letter_date, Kind(letter.kind), to_meeting(letter.meeting)))
        row.content = to_content(item)
    row.last_day = row.document.meeting.last_day
    row.place = place(row.document, row.position, item)
