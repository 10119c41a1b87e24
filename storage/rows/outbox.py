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
