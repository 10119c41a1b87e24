"""The chats of one person joined; the codes that join them, and how often one was guessed."""

import sqlalchemy as sa
from alembic import op

from storage.columns import UtcDateTime

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    op.add_column("chats", sa.Column("joined", sa.String()))
    op.add_column("chats", sa.Column("lost", sa.String()))
    op.create_index("ix_chats_joined", "chats", ["joined"])
    op.create_table(
        "join_codes",
        sa.Column("digest", sa.String(), primary_key=True),
        sa.Column("chat_id", sa.Integer(), sa.ForeignKey("chats.id", ondelete="CASCADE"), nullable=False),
        sa.Column("subjects", sa.JSON()),
        sa.Column("meant_for", sa.String()),
        sa.Column("good_until", UtcDateTime(), nullable=False),
    )
    op.create_index("ix_join_codes_chat_id", "join_codes", ["chat_id"])
    op.create_index("ix_join_codes_good_until", "join_codes", ["good_until"])
    op.create_table(
        "join_tries",
        sa.Column("who", sa.String(), primary_key=True),
        sa.Column("since", UtcDateTime(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
    )
    op.create_index("ix_join_tries_since", "join_tries", ["since"])
