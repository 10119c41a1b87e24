"""Letters that older releases joined wrongly are taken apart, as far as the kept bytes allow.

Up to 0.3 an annex bore the number of the letter it was published with, and so took its place: of an agenda of 7 April
with the report of 24 March as its annex one letter was left, the report. The bytes of both are kept. They are read
again, each letter gets its own, and nothing of it is announced: it is news of long ago.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from briefings.errors import JbzError
from briefings.intake.editions import KeptEdition, best, join
from briefings.model.document import Document, Provenance, Registered
from storage.choosing import kept_form
from storage.database import Database
from storage.describing import describe
from storage.documents import StoredLibrary
from storage.rows import CorpusRow, DocumentRow, EditionRow, OfferRow
from storage.standing import JOINING

Read = Callable[[bytes, Provenance], Document]


@dataclass(frozen=True, slots=True)
class _Read:
    """An edition read again, with the offer it came by."""

    edition: KeptEdition
    document: Document | None  #: None: not understood any more
    offer_id: int | None
    letter_key: str | None  #: of the letter that it is an annex of


def is_current(database: Database) -> bool:
    """Whether the kept letters are joined as this release joins them."""
    with database.reading() as session:
        return session.scalar(select(CorpusRow.joining)) == JOINING


def take_apart(
    database: Database, library: StoredLibrary, read: Read, understood: Callable[[Document], Document]
) -> int:
    """Gives every letter its own; how many were taken apart. A process may die anywhere: the next goes on."""
    done = 0
    for document_id in _suspects(database):
        again = _read_again(database, document_id, read)
        with database.writing() as session:
            corpus = session.scalars(select(CorpusRow).with_for_update()).one()
            row = session.get(DocumentRow, document_id)
            kept = row is not None and all(_still_in(session, one, document_id) for one in again)
            if row is not None and kept and (groups := _groups(row, again)):
                corpus.sequence += 1
                _part(session, library, row, groups, understood)
                done += 1
    with database.writing() as session:
        session.scalars(select(CorpusRow).with_for_update()).one().joining = JOINING
    return done


def _suspects(database: Database) -> Sequence[int]:
    """Letters among whose editions is one that was offered as the annex of a letter, and not joined as such."""
    annexes = (
        select(EditionRow.document_id)
        .join(OfferRow, OfferRow.key == EditionRow.origin)
        .where(OfferRow.annex_of.is_not(None), EditionRow.is_annex.is_(False), EditionRow.withdrawn_at.is_(None))
        .distinct()
    )
    with database.reading() as session:
        return sorted(session.scalars(annexes))


def _read_again(database: Database, document_id: int, read: Read) -> list[_Read]:
    with database.reading() as session:
        mine = select(EditionRow, OfferRow).outerjoin(OfferRow, OfferRow.key == EditionRow.origin)
        mine = mine.where(EditionRow.document_id == document_id, EditionRow.withdrawn_at.is_(None))
        rows = [
            (row.data, KeptEdition(row.id, kept_form(row), row.is_annex, row.name), offer, _letter_of(session, offer))
            for row, offer in session.execute(mine.order_by(EditionRow.id))
        ]
        told = [
            (
                data,
                edition,
                Provenance(
                    edition.name,
                    document_number=offer.document_number if offer else None,
                    registered=Registered(edition.name, "", offer.day if offer else None, letter) if offer else None,
                ),
                offer.id if offer else None,
                offer.annex_of if offer else None,
            )
            for data, edition, offer, letter in rows
        ]
    return [_Read(edition, _read(read, data, given), offer, letter) for data, edition, given, offer, letter in told]


def _letter_of(session: Session, offer: OfferRow | None) -> str:
    """The title of the letter that an annex was offered with."""
    if offer is None or offer.annex_of is None:
        return ""
    return session.scalar(select(OfferRow.title).where(OfferRow.key == offer.annex_of)) or ""


def _read(read: Read, data: bytes, provenance: Provenance) -> Document | None:
    try:
        return read(data, provenance)
    except JbzError:
        return None


def _still_in(session: Session, one: _Read, document_id: int) -> bool:
    return session.scalar(select(EditionRow.document_id).where(EditionRow.id == one.edition.id)) == document_id


@dataclass(frozen=True, slots=True)
class _Group:
    """The editions of one letter; in it those that are its annexes."""

    is_letter: bool  #: the one that the others were annexes of
    editions: tuple[_Read, ...]
    annexes: frozenset[int] = frozenset()  #: ids of editions

    @property
    def whole(self) -> Document | None:
        """What is shown of it."""
        documents = {one.edition.id: one.document for one in self.editions if one.document}
        kept = [one.edition for one in self.editions if one.edition.id in documents]
        letter = best([one for one in kept if one.id not in self.annexes], annex=False)
        annex = max((one for one in kept if one.id in self.annexes), key=lambda one: one.order, default=None)
        return join(documents[letter.id] if letter else None, documents[annex.id] if annex else None)


def _groups(row: DocumentRow, again: Sequence[_Read]) -> list[_Group]:
    """The letter, with the annexes that tell of its own meeting, and every other annex; none when all is one letter."""
    own = [one for one in again if one.letter_key is None and not one.edition.is_annex]
    annexes = [one for one in again if one not in own]
    letter = max((one for one in own if one.document), key=lambda one: one.edition.order, default=None)
    if letter is None or letter.document is None:
        return []
    parts = [one for one in annexes if one.document is None or _same(one.document, letter.document)]
    others: dict[tuple[object, ...], list[_Read]] = {}
    for one in annexes:
        if one not in parts and one.document is not None:
            others.setdefault(_identity(one.document), []).append(one)
    changed = others or any(not one.edition.is_annex for one in parts) or not _is_shown(row, letter.document)
    if not changed:
        return []
    main = _Group(True, (*own, *parts), frozenset(one.edition.id for one in parts))
    return [main, *(_Group(False, tuple(ones)) for ones in others.values())]


def _same(one: Document, other: Document) -> bool:
    days = set(one.meeting.dates) & set(other.meeting.dates)
    return one.kind is other.kind and one.meeting.council == other.meeting.council and bool(days)


def _identity(document: Document) -> tuple[object, ...]:
    return document.kind, document.meeting.council, document.meeting.dates


def _is_shown(row: DocumentRow, document: Document) -> bool:
    days = {day.isoformat() for day in document.meeting.dates}
    return (
        row.kind == document.kind.value
        and row.meeting.council == document.meeting.council
        and bool(days & set(row.meeting.dates))
    )


def _part(
    session: Session,
    library: StoredLibrary,
    row: DocumentRow,
    groups: Sequence[_Group],
    understood: Callable[[Document], Document],
) -> None:
    """The row stays with the group whose items it shows, so that these keep their ids; the numbers go to the letter."""
    stays = next((one for one in groups if one.whole and _is_shown(row, one.whole)), groups[0])
    numbers = row.kamerstuk, row.document_number, row.publication
    row.kamerstuk = row.document_number = row.publication = None
    session.flush()
    rows: dict[int, DocumentRow] = {}
    for at, group in enumerate(groups):
        mine = row if group is stays else DocumentRow(first_seen_at=row.first_seen_at, news_sequence=None)
        whole = group.whole
        if whole is None:
            continue
        if group.is_letter:
            mine.kamerstuk, mine.document_number, mine.publication = numbers
        describe(session, mine, whole)
        library.put_items(session, mine, understood(whole).items)
        rows[at] = mine
        _move(session, group, mine)
    letter = next((rows[at] for at, group in enumerate(groups) if group.is_letter and at in rows), None)
    for at, group in enumerate(groups):
        if at in rows and not group.is_letter and letter is not None:
            rows[at].letter_id = letter.id


def _move(session: Session, group: _Group, row: DocumentRow) -> None:
    for one in group.editions:
        edition = session.get_one(EditionRow, one.edition.id)
        edition.document_id, edition.is_annex = row.id, one.edition.id in group.annexes
        row.meeting.changed(edition.received_at)
        offer = session.get(OfferRow, one.offer_id) if one.offer_id else None
        if offer is not None:
            offer.document_id = row.id
    session.flush()
