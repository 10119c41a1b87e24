"""How often a meeting changed is counted from here on: what calendars are told must never fall.

It begins where the count of its editions stood, which is what calendars were told before.
"""

import sqlalchemy as sa
from alembic import op

from storage.columns import UtcDateTime

revision = "0012"
down_revision = "0011"

_EDITIONS = "FROM editions e JOIN documents d ON d.id = e.document_id WHERE d.meeting_id = meetings.id"


def upgrade() -> None:
    op.add_column("meetings", sa.Column("changes", sa.Integer(), nullable=False, server_default="0"))
    op.add_column(
        "meetings", sa.Column("changed_at", UtcDateTime(), nullable=False, server_default="1970-01-01 00:00:00+00")
    )
    for what in (
        f"changes = (SELECT COUNT(e.id) + COUNT(e.withdrawn_at) {_EDITIONS})",
        f"changed_at = COALESCE((SELECT MAX(COALESCE(e.withdrawn_at, e.received_at)) {_EDITIONS}), changed_at)",
    ):
        op.execute(f"UPDATE meetings SET {what}")  # noqa: S608 - ours
