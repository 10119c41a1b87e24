"""Editions that are kept and not shown until an administrator decides."""

import sqlalchemy as sa
from alembic import op

from storage.columns import UtcDateTime

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    op.add_column("editions", sa.Column("set_aside_at", UtcDateTime(), nullable=True))
