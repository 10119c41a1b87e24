"""Telegram, complete: forms that are being filled in, and long commands under a short name."""

import sqlalchemy as sa
from alembic import op

from storage.columns import UtcDateTime

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "drafts",
        sa.Column("id", sa.Integer(), primary_key=True),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("channel", "workspace", "chat", "thread")),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
    )
    op.create_index("ix_drafts_changed_at", "drafts", ["changed_at"])
    op.create_table(
        "shorthands",
        sa.Column("key", sa.String(), primary_key=True),
        sa.Column("command", sa.String(), nullable=False),
        sa.Column("used_at", UtcDateTime(), nullable=False),
    )
    op.create_index("ix_shorthands_used_at", "shorthands", ["used_at"])
