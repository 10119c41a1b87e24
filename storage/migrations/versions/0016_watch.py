"""What is awaited for longer than is usual, and who hears of it: nothing that is silent at this upgrade is said."""

import sqlalchemy as sa
from alembic import op

from storage.columns import UtcDateTime

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    op.add_column("corpus", sa.Column("watched_on", sa.Date(), nullable=True))
    op.add_column("chats", sa.Column("alarm", sa.JSON(), nullable=False, server_default="[]"))
    op.create_table(
        "silences",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("dates", sa.JSON(), nullable=False),
        sa.Column("informal", sa.Boolean(), nullable=False),
        sa.Column("noted_at", UtcDateTime(), nullable=False),
        sa.Column("told", sa.Boolean(), nullable=False),
        sa.Column("over_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_index("ix_silences_over_at", "silences", ["over_at"])
