"""Messages are found again when a letter is corrected or withdrawn: what each tells, and what a platform named it."""

import sqlalchemy as sa
from alembic import op

from storage.columns import UtcDateTime

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    op.add_column("messages", sa.Column("reply", sa.JSON(), nullable=True))
    op.create_table(
        "message_items",
        sa.Column("message_id", sa.Integer(), sa.ForeignKey("messages.id"), primary_key=True),
        sa.Column("item_id", sa.Integer(), primary_key=True),
    )
    op.create_index("ix_message_items_item_id", "message_items", ["item_id"])
    op.create_table(
        "recalls",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=True),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("reached", sa.Integer(), nullable=False),
        sa.Column("planned_at", UtcDateTime(), nullable=True),
    )
    op.create_index("ix_recalls_document_id", "recalls", ["document_id"])
    op.create_index("ix_recalls_planned_at", "recalls", ["planned_at"])
    op.add_column("deliveries", sa.Column("posted", sa.JSON(), nullable=True))
    op.add_column("deliveries", sa.Column("amends", sa.Integer(), nullable=True))
    op.add_column("deliveries", sa.Column("places", sa.JSON(), nullable=True))
    op.add_column("deliveries", sa.Column("recall_id", sa.Integer(), nullable=True))
    op.create_index("ix_deliveries_amends", "deliveries", ["amends"])
    op.create_index("ix_deliveries_recall", "deliveries", ["recall_id"])
