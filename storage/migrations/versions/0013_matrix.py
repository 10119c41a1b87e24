"""How far a channel has read what its platform keeps for it: Matrix gives no message twice by itself."""

import sqlalchemy as sa
from alembic import op

from storage.columns import UtcDateTime

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.create_table(
        "streams",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("reached", sa.String(), nullable=False),
        sa.Column("reached_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
