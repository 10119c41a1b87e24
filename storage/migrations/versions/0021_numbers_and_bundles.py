"""Links to a zip of what was delivered in a chat; how far letters that replaced another were told of.

And the number of an item that was removed is never given again: messages that were sent, and links, name items
by it. PostgreSQL gives none twice. SQLite gives the highest again that is free, unless the table says AUTOINCREMENT; it
begins above every number that anything kept still names.
"""

import sqlalchemy as sa
from alembic import op

from storage.columns import UtcDateTime

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    op.create_table(
        "bundle_tickets",
        sa.Column("digest", sa.String(), primary_key=True),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("channel", "workspace", "chat", "thread", "who")),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("good_until", UtcDateTime(), nullable=False),
    )
    op.create_index("ix_bundle_tickets_good_until", "bundle_tickets", ["good_until"])
    op.add_column("corpus", sa.Column("replaced_told", sa.Integer(), nullable=False, server_default="0"))
    _number_items()


def _number_items() -> None:
    connection = op.get_bind()
    if connection.dialect.name != "sqlite":
        return
    with op.batch_alter_table("items", recreate="always", table_kwargs={"sqlite_autoincrement": True}):
        pass
    highest = connection.scalar(
        sa.text(
            "SELECT max(number) FROM (SELECT max(id) AS number FROM items"
            " UNION ALL SELECT max(item_id) FROM message_items UNION ALL"
            " SELECT max(json_extract(change.value, '$.item')) FROM recalls, json_each(recalls.changes) change)"
        )
    )
    connection.execute(sa.text("DELETE FROM sqlite_sequence WHERE name = 'items'"))
    connection.execute(sa.text("INSERT INTO sqlite_sequence (name, seq) VALUES ('items', :seq)"), {"seq": highest or 0})
