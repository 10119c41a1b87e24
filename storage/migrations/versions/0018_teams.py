"""Microsoft Teams: where each chat is reached, which it tells with what it sends."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    op.create_table(
        "contacts",
        *(sa.Column(name, sa.String(), primary_key=True) for name in ("channel", "workspace", "chat")),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("url", "team", "person")),
    )
    for name in ("team", "person"):
        op.create_index(f"ix_contacts_{name}", "contacts", ["channel", "workspace", name])
