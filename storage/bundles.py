"""What was delivered to a chat, and the letters that it came from; a few at a time."""

from collections.abc import Collection, Iterator

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from briefings.model.bundle import BundledEdition, BundledLetter, BundledMessage, BundlePeriod
from briefings.model.chat import Address
from briefings.model.document import kamerstuk_url, publication_url
from storage.batches import batches
from storage.outbox import to_delivery
from storage.rows import ChatRow, DeliveryRow, DocumentRow, EditionRow, ItemRow, MessageItemRow, MessageRow

_BATCH = 50


def is_empty(session: Session, address: Address, period: BundlePeriod) -> bool:
    """Nothing arrived there in the period."""
    return session.scalar(_arrived(address, period).limit(1)) is None


def messages(session: Session, address: Address, period: BundlePeriod) -> Iterator[BundledMessage]:
    """What arrived there in the period, in order of arrival."""
    ids = list(session.scalars(_arrived(address, period)))
    for batch in batches(ids, _BATCH):
        rows = select(DeliveryRow, MessageRow).join(MessageRow, MessageRow.id == DeliveryRow.message_id)
        found = {row.id: (row, kept) for row, kept in session.execute(rows.where(DeliveryRow.id.in_(batch)))}
        for number in batch:
            row, kept = found[number]
            items = select(MessageItemRow.item_id).where(MessageItemRow.message_id == kept.id)
            told = tuple(sorted(session.scalars(items)))
            yield BundledMessage(to_delivery(row), tuple(kept.parts[: row.parts_sent]), kept.reply, told, row.amends)
        session.expunge_all()  # what was read is not remembered


def _arrived(address: Address, period: BundlePeriod) -> Select[int]:
    at = func.coalesce(DeliveryRow.sent_at, DeliveryRow.due_at)
    here = (DeliveryRow.lane == address.lane, DeliveryRow.chat == address.chat, DeliveryRow.thread == address.thread)
    within = (DeliveryRow.parts_sent > 0, at >= period.begins, at < period.ends)
    return select(DeliveryRow.id).where(*here, *within).order_by(at, DeliveryRow.id)


def letters(session: Session, items: Collection[int]) -> list[BundledLetter]:
    """The letters in which these items stand, with their editions; an item that is gone has none."""
    told: dict[int, list[int]] = {}
    for batch in batches(sorted(items), _BATCH):
        rows = select(ItemRow.id, ItemRow.document_id).where(ItemRow.id.in_(batch))
        for row in session.execute(rows):
            told.setdefault(row.document_id, []).append(row.id)
    return [_letter(session, number, told[number]) for number in sorted(told)]


def _letter(session: Session, number: int, items: list[int]) -> BundledLetter:
    row = session.get_one(DocumentRow, number)
    columns = (
        EditionRow.id, EditionRow.name, EditionRow.form, EditionRow.sha256, EditionRow.received_at,
        EditionRow.withdrawn_at, EditionRow.origin,
    )  # fmt: skip
    editions = session.execute(select(*columns).where(EditionRow.document_id == number).order_by(EditionRow.id))
    paper = row.letter or row
    return BundledLetter(
        row.id,
        row.title,
        row.kind,
        row.letter_date,
        paper.kamerstuk,
        row.document_number,
        publication_url(paper.publication) or kamerstuk_url(paper.kamerstuk),
        row.withdrawn_at,
        tuple(sorted(items)),
        tuple(BundledEdition(*edition) for edition in editions),
    )


def content(session: Session, edition_id: int) -> bytes:
    """The bytes of an edition as they came in."""
    return session.scalars(select(EditionRow.data).where(EditionRow.id == edition_id)).one()


def chats_named(session: Session, names: Collection[str]) -> list[Address]:
    """The places of which something is kept that a platform names by one of these."""
    known = select(ChatRow.channel, ChatRow.workspace, ChatRow.chat, ChatRow.thread).where(ChatRow.chat.in_(names))
    sent = select(DeliveryRow.channel, DeliveryRow.workspace, DeliveryRow.chat, DeliveryRow.thread)
    found = [*session.execute(known), *session.execute(sent.where(DeliveryRow.chat.in_(names)).distinct())]
    return sorted({Address(*row) for row in found}, key=lambda one: (one.lane, one.thread))
