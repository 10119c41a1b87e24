"""No anchor makes room for removing what is younger than 30 days, so that nobody empties the audit unseen.

Who may add rows may add an anchor, which until now let any row go, however young. JBZ_AUDIT_KEEP is never less.
"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"

_SQLITE = (
    "DROP TRIGGER IF EXISTS audit_no_delete",
    """CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit
    WHEN OLD.id > coalesce((SELECT max(trimmed_to) FROM audit), 0) OR OLD.at > datetime('now', '-30 days')
    BEGIN SELECT RAISE(ABORT, 'audit: rows are never removed'); END""",
)
_POSTGRES = (
    """CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'DELETE' THEN
            IF OLD.id <= coalesce((SELECT max(trimmed_to) FROM audit), 0)
                AND OLD.at <= clock_timestamp() - interval '30 days' THEN RETURN OLD; END IF;
        END IF;
        RAISE EXCEPTION 'audit: rows are never altered or removed';
    END $$""",
)


def upgrade() -> None:
    for statement in _SQLITE if op.get_bind().dialect.name == "sqlite" else _POSTGRES:
        op.execute(sa.text(statement))
