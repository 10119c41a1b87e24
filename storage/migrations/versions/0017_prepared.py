"""Of which meetings a preparation was told."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    op.add_column("followed", sa.Column("prepared", sa.JSON(), nullable=False, server_default="[]"))
