"""Letters whole: what they are, who signed them, in which editions they came, and their items."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from briefings.model.briefing import StoredItem
from briefings.model.document import PUBLICATION, Kind, Signatory, kamerstuk_url, publication_url
from storage.choosing import kept_form
from storage.items import IS_SHOWN, REPORT_FIRST, stored
from storage.rows import DocumentRow, EditionRow, ItemRow


@dataclass(frozen=True, slots=True)
class Edition:
    """One form in which a letter came."""

    form: str  #: "DOCX"
    received_at: datetime
    url: str | None  #: of the publication it was fetched from
    is_annex: bool
    withdrawn: bool


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter about a meeting."""

    id: int
    kind: Kind
    chamber: str | None
    title: str
    day: date | None
    kamerstuk: str | None
    document_number: str | None
    url: str | None
    signatories: tuple[Signatory, ...]
    editions: tuple[Edition, ...]
    items: tuple[StoredItem, ...]


def letters_of(session: Session, meeting_id: int) -> list[Letter]:
    """The letters about a meeting, reports first, with their items in reading order."""
    query = select(DocumentRow).where(DocumentRow.meeting_id == meeting_id, IS_SHOWN)
    return [_letter(session, row) for row in session.scalars(query.order_by(*REPORT_FIRST, DocumentRow.id))]


def agenda_and_report(session: Session, meeting_id: int) -> tuple[tuple[StoredItem, ...], tuple[StoredItem, ...]]:
    """The items of the annotated agenda and of the report on a meeting; none where that letter is not known.

    Of several letters of a kind the first that has items: they are the same for two chambers.
    """
    told = letters_of(session, meeting_id)
    kinds = Kind.ANNOTATED_AGENDA, Kind.REPORT
    agenda, report = (next((one.items for one in told if one.kind is kind and one.items), ()) for kind in kinds)
    return agenda, report


def neighbours(session: Session, item: StoredItem) -> tuple[StoredItem | None, StoredItem | None]:
    """The items before and after this one in its letter."""
    mine = select(ItemRow.position).where(ItemRow.id == item.id).scalar_subquery()
    same = select(ItemRow).where(ItemRow.document_id == item.document_id)
    before = session.scalars(same.where(ItemRow.position < mine).order_by(ItemRow.position.desc()).limit(1)).first()
    after = session.scalars(same.where(ItemRow.position > mine).order_by(ItemRow.position).limit(1)).first()
    return stored(before) if before else None, stored(after) if after else None


def letter_of(session: Session, item: StoredItem) -> Letter:
    """The letter an item stands in, without its items."""
    return _letter(session, session.get_one(DocumentRow, item.document_id), with_items=False)


def _letter(session: Session, row: DocumentRow, *, with_items: bool = True) -> Letter:
    paper = row.letter or row  # an annex is found where its letter is
    items: Sequence[ItemRow] = ()
    if with_items:
        items = session.scalars(select(ItemRow).where(ItemRow.document_id == row.id).order_by(ItemRow.position)).all()
    editions = session.execute(_EDITIONS.where(EditionRow.document_id == row.id)).all()
    return Letter(
        row.id,
        Kind(row.kind),
        row.chamber,
        row.title,
        row.letter_date,
        paper.kamerstuk,
        paper.document_number,
        publication_url(paper.publication) or kamerstuk_url(paper.kamerstuk),
        tuple(Signatory(name, role) for name, role in row.signatories.get("signatories", ())),
        tuple(
            Edition(
                edition.form or _form_of(session, edition.id),
                edition.received_at,
                _published(edition.origin),
                edition.is_annex,
                edition.withdrawn_at is not None,
            )
            for edition in editions
            if edition.set_aside_at is None  # it waits for an administrator, or was judged
        ),
        tuple(stored(item) for item in items),
    )


#: Without the bytes, which a page does not need.
_EDITIONS = select(
    EditionRow.id,
    EditionRow.form,
    EditionRow.received_at,
    EditionRow.origin,
    EditionRow.is_annex,
    EditionRow.withdrawn_at,
    EditionRow.set_aside_at,
).order_by(EditionRow.received_at, EditionRow.id)


def _form_of(session: Session, edition_id: int) -> str:
    return kept_form(session.get_one(EditionRow, edition_id)).name


def _published(origin: str | None) -> str | None:
    key = (origin or "").removeprefix("ob/")
    return publication_url(key) if key != origin and PUBLICATION.fullmatch(key) else None
