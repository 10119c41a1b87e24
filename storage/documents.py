"""Fulfils Library: bytes, editions and items, in one transaction."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from briefings.intake.decide import Decision, Known
from briefings.intake.editions import KeptEdition, has_agenda
from briefings.intake.library import Received, ShownEdition
from briefings.intake.replacing import LetterFacts, Replaced
from briefings.model.document import Document, Kind, Provenance
from briefings.model.item import AgendaItem
from briefings.model.recall import RecallKind
from storage import choosing, planning, recalls, rewordings
from storage.audit import AuditSubject, note
from storage.content import from_content, to_content
from storage.database import Database
from storage.describing import describe, number, publish
from storage.indexing import forget, full_text, index
from storage.items import place
from storage.places import MOST_ITEMS
from storage.replaced import note_replaced
from storage.rows import CorpusRow, DocumentRow, EditionRow, ItemRow, OfferRow
from storage.same_letter import find_letter


class StoredLibrary:
    """Where letters are kept."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._index = full_text(database)

    def is_empty(self) -> bool:
        """No letter is kept yet."""
        with self._database.reading() as session:
            return session.scalar(select(DocumentRow.id).limit(1)) is None

    def has_others(self, known: Sequence[str]) -> bool:
        """Whether a letter is kept of which the sha256 is none of these."""
        with self._database.reading() as session:
            return session.scalar(select(EditionRow.id).where(EditionRow.sha256.not_in(known)).limit(1)) is not None

    def find(self, document: Document, received: Received) -> Known | None:
        """What is kept of this letter: by its bytes, its numbers, or its kind, chamber and meeting.

        An annex belongs to the letter it was published with when it tells of the same meeting.
        """
        with self._database.reading() as session:
            edition = session.scalar(select(EditionRow).where(EditionRow.sha256 == received.sha256))
            if edition is not None:
                withdrawn, letter = edition.withdrawn_at is not None, session.get_one(DocumentRow, edition.document_id)
                known = _known(letter, same_bytes=True, withdrawn=withdrawn, as_annex=edition.is_annex)
                return replace(known, edition_id=edition.id)
            row, as_annex = find_letter(session, document, received.provenance)
            return _known(row, same_bytes=False, as_annex=as_annex) if row else None

    def facts(self, document_id: int) -> LetterFacts | None:
        """What is shown of a letter; None when nothing is."""
        with self._database.reading() as session:
            row = session.get_one(DocumentRow, document_id)
            items = tuple(rewordings.contents(_items(session, row)).values())
            hidden = row.withdrawn_at is not None
            facts = LetterFacts(row.title, row.kamerstuk, row.document_number, row.letter_date, items)
            return None if hidden else facts

    def editions(self, document_id: int) -> list[KeptEdition]:
        """The editions of a letter that may be shown: not withdrawn, and not set aside."""
        with self._database.reading() as session:
            return choosing.may_be_shown(session, document_id)

    def content(self, edition_id: int) -> bytes:
        """The bytes of an edition."""
        with self._database.reading() as session:
            return session.get_one(EditionRow, edition_id).data

    def keep(
        self,
        received: Received,
        shown: ShownEdition | None,
        decision: Decision,
        known: Known | None,
        replaced: Replaced | None = None,
    ) -> int:
        """Keeps the bytes and, where given, what is shown; returns the letter's id. Twice the same is kept once."""
        with self._database.writing() as session:
            corpus = _corpus(session)
            same = session.scalar(select(EditionRow).where(EditionRow.sha256 == received.sha256))
            if same is not None and same.withdrawn_at is None:  # another process was first
                return same.document_id
            corpus.sequence += 1
            row = session.get(DocumentRow, known.document_id) if known else None
            if row is None and shown is not None:
                row = find_letter(session, shown.document, received.provenance)[0]
            if row is None:
                row = _new_row(received, decision, corpus.sequence)
            as_annex = known is not None and known.as_annex
            told_of = {row.meeting} if row.id else set()
            if shown is not None:
                self._show(session, row, shown, received, corpus.sequence)
            publish(row, received.provenance, as_annex=as_annex)
            if received.provenance.annex_of not in (None, row.id):
                row.letter_id = row.letter_id or received.provenance.annex_of
            edition = same or _edition(received, row.id, is_annex=as_annex)
            edition.withdrawn_at = None
            edition.set_aside_at = received.at if decision is Decision.HELD else None
            session.add(edition)
            for meeting in {row.meeting, *told_of}:
                meeting.changed(received.at)
            session.flush()
            note(session, AuditSubject.LETTER, decision.value, row.id, received.at, after=_received(received))
            if replaced is not None:
                note_replaced(session, row.id, replaced, received.at)
            if decision is Decision.NEW:
                planning.make_due(session, received.at)
            return row.id

    def learn(self, document_id: int, provenance: Provenance, sha256: str | None = None) -> None:
        """A kept letter came again: its numbers, and the publication of these bytes, may be known only now."""
        with self._database.writing() as session:
            row = session.get_one(DocumentRow, document_id)
            edition = session.scalar(select(EditionRow).where(EditionRow.sha256 == sha256)) if sha256 else None
            if edition is not None:
                edition.origin = edition.origin or provenance.origin
            if edition is None or not edition.is_annex:
                publish(row, provenance, as_annex=False)
                number(session, row, provenance.kamerstuk, provenance.document_number)

    def withdraw(self, origin: str, at: datetime) -> list[int]:
        """Marks the editions of a publication as withdrawn; the letters they belong to."""
        with self._database.writing() as session:
            _corpus(session).sequence += 1
            rows = list(session.scalars(select(EditionRow).where(EditionRow.origin == origin)))
            for row in rows:
                row.withdrawn_at = row.withdrawn_at or at
            session.flush()
            letters = sorted({row.document_id for row in rows})
            for letter in letters:
                note(session, AuditSubject.LETTER, "withdrawn", letter, at, before={"origin": origin})
            for document_id in letters:
                self._withdraw_copies(session, document_id, at)
                session.get_one(DocumentRow, document_id).meeting.changed(at)
            return letters

    def choose(self, edition_id: int, at: datetime) -> int | None:
        """Makes this edition the best of its letter: those above it are set aside. None when there is nothing to do."""
        with self._database.writing() as session:
            _corpus(session)
            return choosing.choose(session, edition_id, at)

    def withdraw_letter(self, document_id: int, at: datetime) -> bool:
        """Marks every edition of a letter as withdrawn; False when there is no such letter that is shown."""
        with self._database.writing() as session:
            _corpus(session).sequence += 1
            row = session.get(DocumentRow, document_id)
            if row is None or row.withdrawn_at is not None:
                return False
            note(session, AuditSubject.LETTER, "withdrawn", document_id, at, before={"title": row.title})
            mine = (EditionRow.document_id == document_id, EditionRow.withdrawn_at.is_(None))
            session.execute(update(EditionRow).where(*mine).values(withdrawn_at=at))
            return True

    def _withdraw_copies(self, session: Session, document_id: int, at: datetime) -> None:
        """What was given by hand goes with the last official publication of the letter itself."""
        official = select(EditionRow.id).where(
            EditionRow.document_id == document_id,
            EditionRow.origin.is_not(None),
            EditionRow.withdrawn_at.is_(None),
            EditionRow.is_annex.is_(False),
        )
        if session.scalar(official.limit(1)) is None:
            session.execute(
                update(EditionRow)
                .where(EditionRow.document_id == document_id, EditionRow.withdrawn_at.is_(None))
                .values(withdrawn_at=at)
            )

    def show(self, document_id: int, shown: ShownEdition | None, at: datetime) -> None:
        """Shows another edition of a letter; with None nothing of it any more."""
        with self._database.writing() as session:
            corpus = _corpus(session)
            corpus.sequence += 1
            row = session.get_one(DocumentRow, document_id)
            if shown is not None:
                told_of, before = row.meeting, rewordings.contents(_items(session, row))
                describe(session, row, shown.document)
                rows = self.put_items(session, row, shown.document.items)
                changes = rewordings.changes(before, rows, shown.document.items, other_format=shown.other_format)
                recalls.keep(session, row, RecallKind.CORRECTED, changes.values(), corpus.sequence, at)
                for meeting in {row.meeting, told_of}:
                    meeting.changed(at)
                return
            if row.withdrawn_at is not None:
                return  # a process died after this
            row.meeting.changed(at)
            rows = _items(session, row)
            forget(session, self._index, rows)
            row.withdrawn_at = at
            recalls.keep(session, row, RecallKind.WITHDRAWN, rewordings.whole(rows), corpus.sequence, at)
            if row.kind == Kind.NOTICE.value:
                row.meeting.change, row.meeting.moved_to = None, None

    def forget_withdrawn(self, now: datetime) -> int:
        """Removes letters that were withdrawn, with their editions; how many."""
        with self._database.writing() as session:
            gone = list(session.scalars(select(DocumentRow.id).where(DocumentRow.withdrawn_at.is_not(None))))
            for letter in gone:
                note(session, AuditSubject.LETTER, "removed", letter, now)
            for table in (ItemRow, EditionRow):
                session.execute(delete(table).where(table.document_id.in_(gone)))
            for named in (OfferRow.document_id, DocumentRow.letter_id):  # SQLite may give the number to another letter
                session.execute(update(named.class_).where(named.in_(gone)).values({named: None}))
            session.execute(delete(DocumentRow).where(DocumentRow.id.in_(gone)))
            return len(gone)

    def _show(self, session: Session, row: DocumentRow, shown: ShownEdition, received: Received, sequence: int) -> None:
        """Puts what is shown; an item that says something else than when its letter was announced is news by itself."""
        document, is_new, is_back = shown.document, row.id is None, row.withdrawn_at is not None
        before = rewordings.contents(_items(session, row))
        had_agenda = has_agenda(before.values())
        if had_agenda and not has_agenda(document.items):
            return  # a covering letter of the same numbers must not replace it
        describe(session, row, document)
        self._move_others(session, row)
        rows = self.put_items(session, row, document.items)
        if is_new:
            return
        if is_back:
            recalls.keep(session, row, RecallKind.RESTORED, rewordings.whole(rows), sequence, received.at)
        if had_agenda:
            changes = rewordings.changes(before, rows, document.items, other_format=shown.other_format)
            recalls.keep(session, row, RecallKind.CORRECTED, changes.values(), sequence, received.at)
            news = [item for item in rows if item.id in changes]
        else:  # the agenda comes later, in an annex
            news = [item for item in rows if item.id not in before]
        for item in news:
            item.corrected_at = received.at if had_agenda else None
        if row.news_sequence is None:
            return  # never announced, so neither is what changed in it
        for item in news:
            item.news_sequence = sequence
        if news:
            planning.make_due(session, received.at)

    def _move_others(self, session: Session, document: DocumentRow) -> None:
        """The items of other letters about the meeting, when this one names a later last day."""
        last_day = document.meeting.last_day
        others = (
            select(ItemRow)
            .join(DocumentRow)
            .where(
                DocumentRow.meeting_id == document.meeting_id,
                ItemRow.last_day != last_day,
                DocumentRow.id != document.id,
                DocumentRow.withdrawn_at.is_(None),
            )
        )
        if rows := list(session.scalars(others)):
            forget(session, self._index, rows)
            for row in rows:
                row.last_day = last_day
                row.place = place(row.document, row.position, from_content(row.content))
            session.flush()
            index(session, self._index, rows)

    def put_items(self, session: Session, document: DocumentRow, items: Sequence[AgendaItem]) -> list[ItemRow]:
        """The items of the letter in place of the earlier ones; an item found again keeps its id."""
        earlier = _items(session, document)
        if document.withdrawn_at is None:
            forget(session, self._index, earlier)
        document.withdrawn_at = None
        rows: list[ItemRow] = []
        for position, item in enumerate(items[:MOST_ITEMS]):
            row = _take_match(earlier, item) or ItemRow(document_id=document.id)
            row.position, row.number, row.title = position, item.number, item.title
            row.content = to_content(item)
            row.last_day, row.place = document.meeting.last_day, place(document, position, item)
            session.add(row)
            rows.append(row)
        session.flush()
        session.execute(delete(ItemRow).where(ItemRow.id.in_([row.id for row in earlier])))
        index(session, self._index, rows)
        return rows


def _items(session: Session, document: DocumentRow) -> list[ItemRow]:
    return list(session.scalars(select(ItemRow).where(ItemRow.document_id == document.id)))


def _known(row: DocumentRow, *, same_bytes: bool, as_annex: bool, withdrawn: bool = False) -> Known:
    hidden = row.withdrawn_at is not None
    return Known(row.id, same_bytes=same_bytes, withdrawn=withdrawn, hidden=hidden, as_annex=as_annex)


def _corpus(session: Session) -> CorpusRow:
    return session.scalars(select(CorpusRow).with_for_update()).one()


def _received(received: Received) -> dict[str, object]:
    """A letter that came in, as the audit has it."""
    provenance = received.provenance
    return {"name": provenance.name, "origin": provenance.origin, "sha256": received.sha256}


def _edition(received: Received, document_id: int, *, is_annex: bool) -> EditionRow:
    return EditionRow(
        document_id=document_id,
        sha256=received.sha256,
        name=received.provenance.name,
        data=received.data,
        received_at=received.at,
        form=received.form.name,
        origin=received.provenance.origin,
        is_annex=is_annex,
    )


def _new_row(received: Received, decision: Decision, sequence: int) -> DocumentRow:
    news = sequence if decision is Decision.NEW else None
    return DocumentRow(first_seen_at=received.at, news_sequence=news)


def _take_match(earlier: list[ItemRow], item: AgendaItem) -> ItemRow | None:
    """The earlier row of this item: the same number and title, else the same title, else the same number."""
    same_both = [row for row in earlier if row.number == item.number and row.title == item.title]
    same_title = [row for row in earlier if row.title == item.title]
    same_number = [row for row in earlier if item.number is not None and row.number == item.number]
    match = next(iter(same_both + same_title + same_number), None)
    if match is not None:
        earlier.remove(match)
    return match
