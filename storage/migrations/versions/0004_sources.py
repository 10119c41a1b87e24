"""Letters come in by themselves: how far sources were read, what they named, editions and corrections."""

import sqlalchemy as sa
from alembic import op

from storage.columns import UtcDateTime

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.add_column("documents", sa.Column("withdrawn_at", UtcDateTime(), nullable=True))
    for column in (
        sa.Column("form", sa.String(), nullable=True),
        sa.Column("origin", sa.String(), nullable=True),
        sa.Column("is_annex", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("withdrawn_at", UtcDateTime(), nullable=True),
    ):
        op.add_column("editions", column)
    op.create_index("ix_editions_origin", "editions", ["origin"])
    op.add_column("items", sa.Column("news_sequence", sa.Integer(), nullable=True))
    op.add_column("items", sa.Column("corrected_at", UtcDateTime(), nullable=True))
    op.create_index("ix_items_news_sequence", "items", ["news_sequence"])
    op.create_table(
        "feeds",
        sa.Column("name", sa.String(), primary_key=True),
        sa.Column("checkpoint", sa.String(), nullable=True),
        *(sa.Column(name, UtcDateTime(), nullable=True) for name in ("loaded_at", "asked_at", "answered_at")),
        sa.Column("next_ask_at", UtcDateTime(), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("trouble", sa.JSON(), nullable=True),
    )
    op.create_table(
        "offers",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("key", sa.String(), nullable=False, unique=True),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("feed", "version", "title", "address")),
        sa.Column("media_type", sa.String(), nullable=True),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("day", sa.Date(), nullable=True),
        *(sa.Column(name, sa.String(), nullable=True) for name in ("kamerstuk", "document_number", "chamber")),
        sa.Column("annex_of", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("reason", sa.JSON(), nullable=True),
        sa.Column("is_history", sa.Boolean(), nullable=False),
        sa.Column("is_released", sa.Boolean(), nullable=False),
        sa.Column("first_seen_at", UtcDateTime(), nullable=False),
        sa.Column("settled_at", UtcDateTime(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_attempt_at", UtcDateTime(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.Column("validators", sa.JSON(), nullable=True),
    )
    op.create_index("ix_offers_state", "offers", ["feed", "state", "next_attempt_at"])
