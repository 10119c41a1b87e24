"""The search index in the order of answers, forms of words, commitments. What is derived is derived anew."""

import sqlalchemy as sa
from alembic import op

from storage.columns import Sorted, UtcDateTime

revision = "0002"
down_revision = "0001"

_SQLITE_TEXTS = (
    'CREATE VIRTUAL TABLE item_texts USING fts5(title, body, tags, tokenize = "unicode61 remove_diacritics 0")',
)
_POSTGRES_TEXTS = (
    "CREATE TABLE item_texts (place bigint PRIMARY KEY, title tsvector NOT NULL, everything tsvector NOT NULL)",
    "ALTER TABLE item_texts ALTER COLUMN everything SET STORAGE MAIN",
    "CREATE INDEX ix_item_texts_title ON item_texts USING gin(title) WITH (fastupdate = off)",
    "CREATE INDEX ix_item_texts_everything ON item_texts USING gin(everything) WITH (fastupdate = off)",
)


def upgrade() -> None:
    with op.batch_alter_table("corpus", schema=None) as batch_op:
        batch_op.add_column(sa.Column("understanding", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("items", schema=None) as batch_op:
        batch_op.drop_column("has_position")
        batch_op.add_column(sa.Column("place", sa.BigInteger(), nullable=False, server_default="0"))
        batch_op.create_index("ix_items_place", ["place"], unique=False)
    for table in ("item_texts", "item_actors", "item_themes", "vocabulary"):
        op.drop_table(table)
    op.create_table(
        "item_themes",
        sa.Column("place", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("theme", sa.String(), nullable=False),
        sa.Column("score", sa.Double(), nullable=False),
        sa.Column("in_title", sa.Boolean(), nullable=False),
        sa.Column("about", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("place", "theme"),
    )
    with op.batch_alter_table("item_themes", schema=None) as batch_op:
        batch_op.create_index("ix_item_themes_theme", ["theme", "about", "place"], unique=False)
    op.create_table(
        "commitments",
        sa.Column("place", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("statement", sa.Integer(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("place", "statement"),
    )
    with op.batch_alter_table("commitments", schema=None) as batch_op:
        batch_op.create_index("ix_commitments_due", ["due"], unique=False)
    op.create_table(
        "words",
        sa.Column("word", Sorted, nullable=False),
        sa.Column("backwards", Sorted, nullable=False),
        sa.Column("family", sa.String(), nullable=False),
        sa.Column("items", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("word"),
    )
    with op.batch_alter_table("words", schema=None) as batch_op:
        for column in ("backwards", "family", "sequence"):
            batch_op.create_index(f"ix_words_{column}", [column], unique=False)
    op.create_table(
        "theme_changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    for statement in _SQLITE_TEXTS if op.get_bind().dialect.name == "sqlite" else _POSTGRES_TEXTS:
        op.execute(statement)
