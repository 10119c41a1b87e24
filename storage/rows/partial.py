"""Indexes over a part of a table. Only migrations compare them; naming PostgreSQL loads what SQLAlchemy has of it."""

from sqlalchemy import Index, text

from storage.rows.chats import SubscriptionRow
from storage.rows.outbox import NEEDS_A_LOOK, OPEN, DeliveryRow

_BY_LETTER = text("by_letter")

Index("ix_subscriptions_by_letter", SubscriptionRow.id, sqlite_where=_BY_LETTER, postgresql_where=_BY_LETTER)
Index(
    "ix_deliveries_open",
    DeliveryRow.lane,
    DeliveryRow.next_attempt_at,
    DeliveryRow.id,
    sqlite_where=OPEN,
    postgresql_where=OPEN,
)
Index("ix_deliveries_need_a_look", DeliveryRow.state, sqlite_where=NEEDS_A_LOOK, postgresql_where=NEEDS_A_LOOK)
