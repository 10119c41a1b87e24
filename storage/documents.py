"""Fulfils Library: bytes, editions and items, in one transaction."""

from collections import Counter
from collections.abc import Sequence

from sqlalchemy import ColumnElement, delete, or_, select
from sqlalchemy.orm import Session

from briefings.intake.decide import Decision, Known
from briefings.intake.library import Received
from briefings.language.tokens import index_words
from briefings.model.document import Document
from briefings.model.item import AgendaItem, ItemKind
from briefings.model.meeting import Meeting
from briefings.model.statement import StatementKind
from storage import subscriptions
from storage.content import from_content, to_content
from storage.database import Database
from storage.rows import (
    CorpusRow,
    DocumentRow,
    EditionRow,
    ItemActorRow,
    ItemRow,
    ItemThemeRow,
    MeetingRow,
    WordRow,
)
from storage.search import full_text


class StoredLibrary:
    """Where letters are kept."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._index = full_text(database)

    def is_empty(self) -> bool:
        """No letter is kept yet."""
        with self._database.reading() as session:
            return session.scalar(select(DocumentRow.id).limit(1)) is None

    def find(self, document: Document, sha256: str) -> Known | None:
        """What is kept of this letter: by its bytes, its numbers, or its kind, chamber and meeting."""
        with self._database.reading() as session:
            edition = session.scalar(select(EditionRow).where(EditionRow.sha256 == sha256))
            if edition is not None:
                return Known(edition.document_id, same_bytes=True)
            row = _find(session, document)
            return Known(row.id, same_bytes=False) if row else None

    def keep(self, received: Received, document: Document, decision: Decision) -> int:
        """Keeps bytes, items and index; returns the letter's id. Twice the same bytes are kept once."""
        with self._database.writing() as session:
            corpus = session.scalars(select(CorpusRow).with_for_update()).one()
            same = session.scalar(select(EditionRow).where(EditionRow.sha256 == received.sha256))
            if same is not None:  # another process was first
                return same.document_id
            corpus.sequence += 1
            row = _find(session, document) or _new_row(received, decision, corpus.sequence)
            poorer = row.id is not None and not _has_agenda(document.items) and _keeps_agenda(session, row.id)
            if not poorer:
                _describe(session, row, document)
            session.add(
                EditionRow(
                    document_id=row.id,
                    sha256=received.sha256,
                    name=received.provenance.name,
                    data=received.data,
                    received_at=received.at,
                )
            )
            if not poorer:
                self._put_items(session, row, document.items)
            if decision is Decision.NEW:
                subscriptions.make_due(session, received.at)
            return row.id

    def _put_items(self, session: Session, document: DocumentRow, items: Sequence[AgendaItem]) -> None:
        """The items of the letter in place of the earlier ones; an item found again keeps its id."""
        earlier = list(session.scalars(select(ItemRow).where(ItemRow.document_id == document.id)))
        _count_words(session, [from_content(row.content) for row in earlier], -1)
        for position, item in enumerate(items):
            row = _take_match(earlier, item) or ItemRow(document_id=document.id)
            row.position, row.number, row.title = position, item.number, item.title
            row.last_day = document.meeting.last_day
            row.has_position = any(s.kind is StatementKind.POSITION for s in item.statements)
            row.content = to_content(item)
            session.add(row)
            session.flush()
            self._relate(session, row.id, item)
        gone = [row.id for row in earlier]
        self._index.remove(session, gone)
        session.execute(delete(ItemRow).where(ItemRow.id.in_(gone)))
        _count_words(session, items, 1)

    def _relate(self, session: Session, item_id: int, item: AgendaItem) -> None:
        session.execute(delete(ItemThemeRow).where(ItemThemeRow.item_id == item_id))
        session.execute(delete(ItemActorRow).where(ItemActorRow.item_id == item_id))
        for match in item.themes:
            in_title = any(where == "title" for _, where in match.terms)
            session.add(
                ItemThemeRow(item_id=item_id, theme=match.slug, score=match.score, in_title=in_title, about=match.about)
            )
        for actor in {s.actor for s in item.statements if s.actor}:
            session.add(ItemActorRow(item_id=item_id, actor=actor.value))
        self._index.put(session, item_id, " ".join(_title_words(item)), " ".join(_body_words(item)))


def reindex(database: Database) -> None:
    """Builds the full-text index anew from the kept items."""
    index = full_text(database)
    with database.writing() as session:
        for row in session.scalars(select(ItemRow)):
            item = from_content(row.content)
            index.put(session, row.id, " ".join(_title_words(item)), " ".join(_body_words(item)))


def _find(session: Session, document: Document) -> DocumentRow | None:
    numbers: list[ColumnElement[bool]] = []
    if document.kamerstuk:
        numbers.append(DocumentRow.kamerstuk == document.kamerstuk)
    if document.document_number:
        numbers.append(DocumentRow.document_number == document.document_number)
    by_number = session.scalars(select(DocumentRow).where(or_(*numbers)).limit(1)).first() if numbers else None
    return by_number or _find_by_meeting(session, document)


def _find_by_meeting(session: Session, document: Document) -> DocumentRow | None:
    """The letter of the same kind, chamber and meeting whose official numbers do not contradict."""
    meeting = _find_meeting(session, document.meeting)
    if meeting is None:
        return None
    same = select(DocumentRow).where(
        DocumentRow.meeting_id == meeting.id,
        DocumentRow.kind == document.kind.value,
        DocumentRow.chamber == (document.chamber.value if document.chamber else None),
    )
    for row in session.scalars(same):
        if _agrees(row.kamerstuk, document.kamerstuk) and _agrees(row.document_number, document.document_number):
            return row
    return None


def _has_agenda(items: Sequence[AgendaItem]) -> bool:
    return any(item.kind is ItemKind.AGENDA for item in items)


def _keeps_agenda(session: Session, document_id: int) -> bool:
    """The letter is kept with its agenda: a covering letter of the same numbers without one must not replace it."""
    rows = session.scalars(select(ItemRow).where(ItemRow.document_id == document_id))
    return _has_agenda([from_content(row.content) for row in rows])


def _agrees(kept: str | None, given: str | None) -> bool:
    return kept is None or given is None or kept == given


def _new_row(received: Received, decision: Decision, sequence: int) -> DocumentRow:
    news = sequence if decision is Decision.NEW else None
    return DocumentRow(first_seen_at=received.at, news_sequence=news)


def _describe(session: Session, row: DocumentRow, document: Document) -> None:
    """The letter's own facts; a number once known is kept."""
    row.meeting = _meeting_row(session, document.meeting)
    row.kind = document.kind.value
    row.chamber = document.chamber.value if document.chamber else None
    row.title = document.title
    row.letter_date = document.letter_date
    row.kamerstuk = document.kamerstuk or row.kamerstuk
    row.document_number = document.document_number or row.document_number
    row.signatories = {"signatories": [[s.name, s.role] for s in document.signatories]}
    session.add(row)
    session.flush()


def _find_meeting(session: Session, meeting: Meeting) -> MeetingRow | None:
    return session.scalar(
        select(MeetingRow).where(
            MeetingRow.council == meeting.council,
            MeetingRow.first_day == meeting.dates[0],
            MeetingRow.informal == meeting.informal,
        )
    )


def _meeting_row(session: Session, meeting: Meeting) -> MeetingRow:
    row = _find_meeting(session, meeting) or MeetingRow(
        council=meeting.council, first_day=meeting.dates[0], informal=meeting.informal, location=None
    )
    row.last_day = meeting.dates[-1]
    row.dates = [day.isoformat() for day in meeting.dates]
    row.location = meeting.location or row.location
    session.add(row)
    session.flush()
    return row


def _take_match(earlier: list[ItemRow], item: AgendaItem) -> ItemRow | None:
    """The earlier row of this item: the same number and title, else the same title, else the same number."""
    same_both = [row for row in earlier if row.number == item.number and row.title == item.title]
    same_title = [row for row in earlier if row.title == item.title]
    same_number = [row for row in earlier if item.number is not None and row.number == item.number]
    match = next(iter(same_both + same_title + same_number), None)
    if match is not None:
        earlier.remove(match)
    return match


def _title_words(item: AgendaItem) -> list[str]:
    return index_words(f"{item.title} {item.subtitle or ''}")


def _body_words(item: AgendaItem) -> list[str]:
    return index_words("\n".join((*item.paragraphs, *(note.text for note in item.footnotes))))


def _count_words(session: Session, items: Sequence[AgendaItem], step: int) -> None:
    """Adds (or with -1 takes away) the items to the counts of the words they hold."""
    counts = Counter(word for item in items for word in {*_title_words(item), *_body_words(item)})
    known = {row.word: row for row in session.scalars(select(WordRow).where(WordRow.word.in_(list(counts))))}
    for word, count in counts.items():
        row = known.get(word)
        if row is None:
            session.add(WordRow(word=word, items=count))
        elif row.items + step * count > 0:
            row.items += step * count
        else:
            session.delete(row)
    session.flush()
