"""Keys for encrypted rooms in Matrix."""

import sqlalchemy as sa
from alembic import op

from storage.columns import UtcDateTime

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    op.create_table(
        "keys",
        sa.Column("owner", sa.String(), primary_key=True),
        sa.Column("kind", sa.String(), primary_key=True),
        sa.Column("name", sa.String(), primary_key=True),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("used_at", UtcDateTime(), nullable=False),
    )
    op.create_index("keys_about", "keys", ["owner", "kind", "about"])
