"""The first briefing also tells what came in since something is followed.

Up to now nothing was kept of when that was: for who waits for a first briefing it is this moment.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.add_column("followed", sa.Column("untold", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.execute(
        "UPDATE followed SET untold = true, told_until = coalesce((SELECT max(sequence) FROM corpus), 0)"
        " WHERE told_until IS NULL"
    )
    with op.batch_alter_table("followed") as followed:
        followed.alter_column("told_until", existing_type=sa.Integer(), nullable=False)
