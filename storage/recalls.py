"""What changed in letters that people were told of; who had it, and what became of telling them."""

from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, select
from sqlalchemy.orm import Session

from briefings.model.briefing import StoredItem
from briefings.model.delivery import Delivery, DeliveryKind, DeliveryState
from briefings.model.document import kamerstuk_url, publication_url
from briefings.model.meeting import Meeting
from briefings.model.recall import Recall, RecallKind, Rewording
from storage import owed
from storage.items import stored
from storage.outbox import to_delivery
from storage.owed import Covers
from storage.rows import (
    OPEN_STATES,
    ChatRow,
    DeliveryRow,
    DocumentRow,
    ItemRow,
    MessageItemRow,
    MessageRow,
    RecallRow,
    SubscriptionRow,
)

_TELLS = (DeliveryKind.BRIEFING.value, DeliveryKind.CORRECTION.value)  #: what quotes letters
SUPERSEDED = "delivery.superseded"


@dataclass(frozen=True, slots=True)
class Holder:
    """A delivery that told of what changed."""

    delivery: Delivery
    message: int  #: what several chats were told alike
    parts: tuple[str, ...]  #: as they were sent
    reply: dict[str, Any]  #: what was rendered
    items: tuple[int, ...]
    told_until: int  #: the letters were numbered up to here when it was made
    edited: tuple[int, ...]  #: the parts that were edited before
    language: str  #: of the chat; Dutch where that is not known


@dataclass(frozen=True, slots=True)
class KeptReply:
    """What several chats were told alike."""

    key: str
    kept: dict[str, Any]


def keep(
    session: Session,
    letter: DocumentRow,
    kind: RecallKind,
    changes: Iterable[Rewording],
    sequence: int,
    at: datetime,
) -> None:
    """A letter changed, in the unit of work that changes it. Of no items it is nothing."""
    kept = [asdict(replace(change, meeting=None)) | {"meeting": _meeting(letter)} for change in changes]
    if kept:
        paper = letter.letter or letter
        url = publication_url(paper.publication) or kamerstuk_url(paper.kamerstuk)
        session.add(
            RecallRow(
                kind=kind.value, document_id=letter.id, sequence=sequence, at=at, title=letter.title, url=url,
                changes=kept, reached=0, planned_at=None,
            )
        )  # fmt: skip


def any_open(session: Session) -> bool:
    """Whether some of which it is not looked up yet who had it."""
    return session.scalar(select(RecallRow.id).where(RecallRow.planned_at.is_(None)).limit(1)) is not None


def claim(session: Session) -> Recall | None:
    """The oldest of which not everybody who had it was found, locked; None when there is none."""
    query = select(RecallRow).where(RecallRow.planned_at.is_(None)).order_by(RecallRow.id).limit(1)
    row = session.scalar(query.with_for_update(skip_locked=True))
    return to_recall(row) if row else None


def newest(session: Session, limit: int) -> list[Recall]:
    """The latest changes first."""
    return [to_recall(row) for row in session.scalars(select(RecallRow).order_by(RecallRow.id.desc()).limit(limit))]


def one(session: Session, recall_id: int) -> Recall | None:
    """The change with this number."""
    row = session.get(RecallRow, recall_id)
    return to_recall(row) if row else None


def next_holders(session: Session, recall: Recall, limit: int, now: datetime) -> list[Holder]:
    """The next deliveries that told of what changed, as it was before; where there are no more, all were found."""
    row = session.get_one(RecallRow, recall.id)
    query = _had(recall).where(DeliveryRow.id > row.reached).order_by(DeliveryRow.id).limit(limit)
    rows = list(session.scalars(query.with_for_update()))
    if len(rows) < limit:
        row.planned_at = now
    if rows:
        row.reached = rows[-1].id
    return [_holder(session, one) for one in rows if _told_until(session, one) < recall.sequence]


def _had(recall: Recall) -> Any:
    told = exists().where(
        MessageItemRow.message_id == DeliveryRow.message_id,
        MessageItemRow.item_id.in_([change.item for change in recall.changes]),
    )
    return select(DeliveryRow).where(told, DeliveryRow.kind.in_(_TELLS))


def holders(session: Session, recall: Recall) -> list[tuple[Delivery, KeptReply, list[Delivery]]]:
    """Every delivery kept that told of what changed and was sent, in whole or part; with what was done about it."""
    rows = session.scalars(_had(recall).order_by(DeliveryRow.id)).all()
    had = [row for row in rows if row.parts_sent and _told_until(session, row) < recall.sequence]
    done: dict[int, list[Delivery]] = {}
    since_then = select(DeliveryRow).where(DeliveryRow.recall_id >= recall.id, DeliveryRow.amends.is_not(None))
    for row in session.scalars(since_then.order_by(DeliveryRow.id)):
        done.setdefault(row.amends or 0, []).append(to_delivery(row))
    replies: dict[int, KeptReply] = {}
    for row in had:
        if row.message_id not in replies:
            kept = session.get_one(MessageRow, row.message_id)
            replies[row.message_id] = KeptReply(kept.sha256, kept.reply or {})
    return [(to_delivery(row), replies[row.message_id], done.get(row.id, [])) for row in had]


def holder(session: Session, delivery_id: int) -> Holder | None:
    """A delivery that told of letters; None when it is forgotten."""
    row = session.get(DeliveryRow, delivery_id)
    return _holder(session, row) if row is not None and row.kind in _TELLS else None


def _told_until(session: Session, row: DeliveryRow) -> int:
    """How the letters were numbered when it was made; a correction knows what it was made for."""
    recall = session.get(RecallRow, row.recall_id) if row.recall_id else None
    return max(owed.covered_until(row), recall.sequence if recall else 0)


def _holder(session: Session, row: DeliveryRow) -> Holder:
    message = session.get_one(MessageRow, row.message_id)
    items = session.scalars(select(MessageItemRow.item_id).where(MessageItemRow.message_id == row.message_id))
    edits = session.scalars(select(DeliveryRow.places).where(DeliveryRow.amends == row.id))
    edited = sorted({place for places in edits if places for place in places})
    chat = session.scalar(select(ChatRow).where(_is_at(row)))
    return Holder(
        to_delivery(row),
        message.id,
        tuple(message.parts),
        message.reply or {},
        tuple(items),
        _told_until(session, row),
        tuple(edited),
        chat.language if chat else "nl",
    )


def since(session: Session, items: Collection[int], sequence: int) -> list[Recall]:
    """What changed in any of these items after the letters were numbered up to `sequence`."""
    rows = session.scalars(select(RecallRow).where(RecallRow.sequence > sequence).order_by(RecallRow.id))
    recalls = [to_recall(row) for row in rows]
    return [recall for recall in recalls if any(change.item in items for change in recall.changes)]


def sources(session: Session, items: Collection[int]) -> dict[int, StoredItem]:
    """These items as the letters have them now."""
    return {row.id: stored(row) for row in session.scalars(select(ItemRow).where(ItemRow.id.in_(items)))}


def supersede(session: Session, delivery_id: int) -> None:
    """What is still to be sent about a delivery is not sent: something newer says it all."""
    waiting = select(DeliveryRow).where(DeliveryRow.amends == delivery_id, DeliveryRow.state.in_(OPEN_STATES))
    for row in session.scalars(waiting.with_for_update()):
        if row.kind == DeliveryKind.EDIT.value or row.state == DeliveryState.WAITING.value:
            row.state, row.reason = DeliveryState.DROPPED.value, SUPERSEDED
    session.flush()


def lock(session: Session, delivery: Delivery) -> bool:
    """Nobody plans the subscription of a delivery meanwhile; False when it was stopped, or its chat moved."""
    query = select(SubscriptionRow.id).join(ChatRow, ChatRow.id == SubscriptionRow.chat_id)
    at = delivery.address
    here = (ChatRow.channel == at.channel, ChatRow.workspace == at.workspace, ChatRow.chat == at.chat)
    query = query.where(SubscriptionRow.id == delivery.subscription_id, *here, ChatRow.thread == at.thread)
    return session.scalar(query.with_for_update(of=SubscriptionRow)) is not None


def untold(session: Session, delivery: Delivery | None, sequences: Collection[int], until: datetime) -> Covers:
    """Which of these changes a chat was not told by a briefing, as what a delivery covers; it is sent `until` then.

    None of a delivery whose subscription is no longer there.
    """
    row = session.get(SubscriptionRow, delivery.subscription_id, populate_existing=True) if delivery else None
    subjects: dict[str, Any] = {}
    for followed in row.followed if row else ():
        ranges = [[one - 1, one] for one in sorted(set(sequences)) if _is_untold(followed, one)]
        if ranges:
            subjects[followed.subject] = {"ranges": ranges, "first": False}
    told_at = row.told_at.isoformat() if row and row.told_at else None
    return {"subjects": subjects, "told_at": told_at, "until": until.isoformat()}


def _is_untold(followed: Any, sequence: int) -> bool:
    gaps = any(after < sequence <= until for after, until, _ in followed.gaps)
    return gaps or followed.told_until < sequence


def is_followed(session: Session, subscription_id: int) -> bool:
    """Whether a subscription was not stopped."""
    return session.get(SubscriptionRow, subscription_id) is not None


def goes_on(session: Session, subscription_id: int) -> bool:
    """Whether a subscription is there and stands still for nothing."""
    row = session.get(SubscriptionRow, subscription_id)
    return row is not None and row.paused_because is None and row.unreachable is None


def amends(session: Session, edit_id: int) -> tuple[int | None, Covers]:
    """The delivery that an edit is about, and what the edit covers."""
    row = session.get_one(DeliveryRow, edit_id)
    return row.amends, row.covers or {}


def recall_of(session: Session, edit_id: int) -> int | None:
    """What an edit was made for."""
    return session.get_one(DeliveryRow, edit_id).recall_id


def hand_over(session: Session, edit: Delivery, reason: str) -> None:
    """An edit was refused, and something else has what it covers."""
    row = session.get_one(DeliveryRow, edit.id)
    row.state, row.reason = DeliveryState.DROPPED.value, reason
    row.covers = (row.covers or {}) | {"subjects": {}}
    session.flush()


def to_recall(row: RecallRow) -> Recall:
    """The row as a domain object."""
    changes = tuple(map(_rewording, row.changes))
    return Recall(
        row.id, RecallKind(row.kind), row.document_id, row.sequence, row.at, row.title, row.url, changes
    )  # fmt: skip


def _meeting(letter: DocumentRow) -> dict[str, Any]:
    """As it is when the letter changes: the letter itself may be forgotten."""
    row = letter.meeting
    return {"council": row.council, "dates": list(row.dates), "informal": row.informal}


def _rewording(kept: dict[str, Any]) -> Rewording:
    meeting = kept.get("meeting")
    if meeting is not None:
        days = tuple(map(date.fromisoformat, meeting["dates"]))
        meeting = Meeting(meeting["council"], days, informal=meeting["informal"])
    return Rewording(**kept | {"gone": tuple(kept["gone"]), "new": tuple(kept["new"]), "meeting": meeting})


def _is_at(row: DeliveryRow) -> ColumnElement[bool]:
    here = (ChatRow.channel == row.channel, ChatRow.workspace == row.workspace, ChatRow.chat == row.chat)
    return and_(*here, ChatRow.thread == row.thread)
