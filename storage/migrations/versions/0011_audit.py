"""Every change is written down in rows that the database itself lets nobody alter or remove.

Only an anchor, itself a row of the chain, makes room for removing what is older than it says.
"""

import sqlalchemy as sa
from alembic import op

from storage.columns import UtcDateTime

revision = "0011"
down_revision = "0010"

_SQLITE = (
    """CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit
    BEGIN SELECT RAISE(ABORT, 'audit: rows are never altered'); END""",
    """CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit
    WHEN OLD.id > coalesce((SELECT max(trimmed_to) FROM audit), 0)
    BEGIN SELECT RAISE(ABORT, 'audit: rows are never removed'); END""",
    # INSERT OR REPLACE removes a row without asking the trigger above
    """CREATE TRIGGER audit_no_replace BEFORE INSERT ON audit
    WHEN EXISTS (SELECT 1 FROM audit WHERE id = NEW.id)
    BEGIN SELECT RAISE(ABORT, 'audit: rows are never altered'); END""",
)
_POSTGRES = (
    """CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'DELETE' THEN
            IF OLD.id <= coalesce((SELECT max(trimmed_to) FROM audit), 0) THEN RETURN OLD; END IF;
        END IF;
        RAISE EXCEPTION 'audit: rows are never altered or removed';
    END $$""",
    "CREATE TRIGGER audit_no_change BEFORE UPDATE OR DELETE ON audit FOR EACH ROW EXECUTE FUNCTION audit_refuse()",
    "CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON audit FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()",
    "REVOKE UPDATE, TRUNCATE ON audit FROM PUBLIC, CURRENT_USER",
)


def upgrade() -> None:
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("who", "place", "subject", "action", "what")),
        sa.Column("before", sa.JSON(), nullable=True),
        sa.Column("after", sa.JSON(), nullable=True),
        sa.Column("trimmed_to", sa.Integer(), nullable=True),
        sa.Column("previous", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
    )
    op.create_index("ix_audit_at", "audit", ["at"])
    op.create_index("ix_audit_subject", "audit", ["subject", "id"])
    op.create_table(
        "audit_head",
        sa.Column("key", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("newest", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
    )
    op.execute(sa.text("INSERT INTO audit_head (key, newest, hash) VALUES (1, 0, :none)").bindparams(none="0" * 64))
    for statement in _SQLITE if op.get_bind().dialect.name == "sqlite" else _POSTGRES:
        op.execute(sa.text(statement))
