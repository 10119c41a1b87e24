"""What a chat was told is what arrived there; a chat that cannot be reached is another fact than a pause.

Deliveries from here on say what they tell, so that it can be given back. Of those of before nothing is known: they are
left as they were, so that nothing is told twice by this upgrade.
"""

import sqlalchemy as sa
from alembic import op

from storage.columns import UtcDateTime

revision = "0010"
down_revision = "0009"

_ON_REQUEST = "op verzoek"


def upgrade() -> None:
    op.add_column("subscriptions", sa.Column("unreachable", sa.String(), nullable=True))
    op.add_column("followed", sa.Column("gaps", sa.JSON(), nullable=False, server_default="[]"))
    op.add_column("deliveries", sa.Column("covers", sa.JSON(), nullable=True))
    op.create_table(
        "holds",
        sa.Column("lane", sa.String(), nullable=False),
        sa.Column("chat", sa.String(), nullable=False),
        sa.Column("until", UtcDateTime(), nullable=False),
        sa.Column("because", sa.String(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("lane", "chat"),
    )
    op.execute(
        sa.text(
            "UPDATE subscriptions SET unreachable = paused_because, paused_because = NULL"
            " WHERE paused_because <> :on_request"
        ).bindparams(on_request=_ON_REQUEST)
    )
