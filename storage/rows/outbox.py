"""What is to be sent, and who sends it."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from briefings.model.delivery import DeliveryState
from storage.rows.base import Base


class MessageRow(Base):
    """What was rendered, once for all chats that get the same."""

    __tablename__ = "messages"
    id: Mapped[int] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(unique=True)
    parts: Mapped[list[str]]
    reply: Mapped[dict[str, Any] | None]  #: what was rendered, to render it anew (bot/conversation/keeping.py)


class MessageItemRow(Base):
    """A message tells of an agenda item, which may be gone."""

    __tablename__ = "message_items"
    message_id: Mapped[int] = mapped_column(ForeignKey("messages.id"), primary_key=True)
    item_id: Mapped[int] = mapped_column(primary_key=True, index=True)


class RecallRow(Base):
    """A letter came to say something else, or was withdrawn: who was told of it is told so."""

    __tablename__ = "recalls"
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    document_id: Mapped[int] = mapped_column(index=True)
    sequence: Mapped[int]
    at: Mapped[datetime]
    title: Mapped[str]
    url: Mapped[str | None]
    changes: Mapped[list[Any]]
    reached: Mapped[int]  #: up to which delivery was looked who had it
    planned_at: Mapped[datetime | None] = mapped_column(index=True)  #: when all who had it were found


#: Also the words of queries that want these partial indexes.
OPEN = text("state IN ('waiting', 'sending')")
NEEDS_A_LOOK = text("state IN ('failed', 'unknown')")
OPEN_STATES = (DeliveryState.WAITING.value, DeliveryState.SENDING.value)  #: those of OPEN


class DeliveryRow(Base):
    """A briefing or notice on its way to a chat. Outlives its subscription, for the audit."""

    __tablename__ = "deliveries"
    __table_args__ = (
        UniqueConstraint("subscription_id", "due_at"),
        Index("ix_deliveries_chat", "lane", "chat", "due_at"),
        Index("ix_deliveries_due", "due_at"),
        Index("ix_deliveries_amends", "amends"),
        Index("ix_deliveries_recall", "recall_id"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    subscription_id: Mapped[int]
    kind: Mapped[str]
    channel: Mapped[str]
    workspace: Mapped[str]
    chat: Mapped[str]
    thread: Mapped[str]
    lane: Mapped[str]
    due_at: Mapped[datetime]
    state: Mapped[str]
    message_id: Mapped[int] = mapped_column(ForeignKey("messages.id"), index=True)
    part_count: Mapped[int]
    parts_sent: Mapped[int]
    attempts: Mapped[int]
    repeats: Mapped[int]  #: how often a part was sent again that may have arrived
    claimed_at: Mapped[datetime | None]  #: since when the part that is next may have been sent
    next_attempt_at: Mapped[datetime]
    reason: Mapped[str | None]
    sent_at: Mapped[datetime | None]
    covers: Mapped[dict[str, Any] | None]  #: what it tells, to be given back when it does not arrive (storage.owed)
    posted: Mapped[list[Any] | None]  #: what the platform named each part that it took; null: it did not
    amends: Mapped[int | None]  #: of an edit or a correction: the delivery that it is about
    places: Mapped[list[Any] | None]  #: of an edit: which parts of that delivery its own parts take the place of
    recall_id: Mapped[int | None]  #: what it was made for


class HoldRow(Base):
    """A lane, or one chat of it, that gets nothing until a moment."""

    __tablename__ = "holds"
    lane: Mapped[str] = mapped_column(primary_key=True)
    chat: Mapped[str] = mapped_column(primary_key=True)  #: empty: the whole lane
    until: Mapped[datetime]
    because: Mapped[str]
    times: Mapped[int]  #: how often in a row


class LaneRow(Base):
    """Who sends for a lane: one process at a time."""

    __tablename__ = "lanes"
    name: Mapped[str] = mapped_column(primary_key=True)
    owner: Mapped[str]
    leased_until: Mapped[datetime | None]  #: None: nobody has sent for it yet
