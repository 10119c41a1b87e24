"""Slack, complete: workspaces and their tokens, own pages, talks, who may change what a chat follows."""

import sqlalchemy as sa
from alembic import op

from storage.columns import UtcDateTime

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.add_column("chats", sa.Column("changers", sa.String(), nullable=True))
    op.add_column("seen", sa.Column("is_done", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.create_table(
        "installations",
        sa.Column("key", sa.String(), primary_key=True),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("name", "bot_id", "bot_user")),
        sa.Column("scopes", sa.JSON(), nullable=False),
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("refresh_token", sa.String(), nullable=True),
        sa.Column("expires_at", UtcDateTime(), nullable=True),
        sa.Column("renewing_until", UtcDateTime(), nullable=True),
        sa.Column("installed_at", UtcDateTime(), nullable=False),
        sa.Column("ended_because", sa.String(), nullable=True),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
    )
    op.create_index("ix_installations_ended_at", "installations", ["ended_at"])
    op.create_table(
        "teams",
        sa.Column("team", sa.String(), primary_key=True),
        sa.Column("installation", sa.String(), sa.ForeignKey("installations.key", ondelete="CASCADE"), nullable=False),
    )
    op.create_index("ix_teams_installation", "teams", ["installation"])
    op.create_table(
        "homes",
        *(sa.Column(name, sa.String(), primary_key=True) for name in ("channel", "workspace", "person")),
        sa.Column("chat", sa.String(), nullable=False),
    )
    op.create_table(
        "talks",
        *(sa.Column(name, sa.String(), primary_key=True) for name in ("channel", "workspace", "chat", "talk")),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
    )
    op.create_index("ix_talks_asked_at", "talks", ["asked_at"])
