"""Of which meetings a preparation was told."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.add_column("followed", sa.Column("prepared", sa.JSON(), nullable=False, server_default="[]"))
