"""A letter published as an annex knows its letter; a publication keeps its name; meetings are cancelled or moved.

What older releases joined wrongly is taken apart by the code that reads letters (storage/taking_apart.py), for which
`corpus.joining` says that it is still to be done.
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.add_column("corpus", sa.Column("joining", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("meetings", sa.Column("change", sa.String(), nullable=True))
    op.add_column("meetings", sa.Column("moved_to", sa.JSON(), nullable=True))
    op.add_column("documents", sa.Column("publication", sa.String(), nullable=True))
    op.add_column("documents", sa.Column("letter_id", sa.Integer(), nullable=True))
    op.create_index("ix_documents_letter_id", "documents", ["letter_id"])
    key = "(SELECT max(substr(origin, 4)) FROM editions WHERE document_id = documents.id AND origin LIKE '{}'"
    mine = " AND NOT is_annex AND withdrawn_at IS NULL)"
    numbered, bare = (key.format(form) + mine for form in ("ob/kst-%-%", "ob/kst-%"))
    op.execute(f"UPDATE documents SET publication = coalesce({numbered}, {bare})")  # noqa: S608 - our own words
