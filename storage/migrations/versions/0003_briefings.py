"""More to follow, more moments, messages kept once; who follows what and what was sent comes along.

From the next migration on tables only grow (docs/delivery.md, rolling upgrade). This one still replaces three of
them: no release before it knows that a newer one may run beside it.
"""

import hashlib
import json
from typing import Any

import sqlalchemy as sa
from alembic import op

from storage.columns import UtcDateTime

revision = "0003"
down_revision = "0002"

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_OPEN = sa.text("state IN ('waiting', 'sending')")
_NEED_A_LOOK = sa.text("state IN ('failed', 'unknown')")


def upgrade() -> None:
    with op.batch_alter_table("chats", schema=None) as batch_op:
        batch_op.add_column(sa.Column("quiet", sa.String(), nullable=False, server_default="line"))
    followed, subscriptions, deliveries = (_taken(name) for name in ("followed", "subscriptions", "deliveries"))
    _make_tables()
    _put("subscriptions", [_subscription(row) for row in subscriptions])
    _put("followed", [_followed(row) for row in followed])
    messages: dict[str, dict[str, Any]] = {}
    kept = [_delivery(row, messages) for row in deliveries]
    _put("messages", list(messages.values()))
    _put("deliveries", kept)
    _put("lanes", [{"name": name, "owner": "", "leased_until": None} for name in _new_lanes(deliveries)])


def _taken(name: str) -> list[dict[str, Any]]:
    """The rows of a table, which is gone after it."""
    table = sa.Table(name, sa.MetaData(), autoload_with=op.get_bind())
    rows = [dict(row) for row in op.get_bind().execute(sa.select(table)).mappings()]
    op.drop_table(name)
    return rows


def _put(name: str, rows: list[dict[str, Any]]) -> None:
    table = sa.Table(name, sa.MetaData(), autoload_with=op.get_bind())
    if rows:
        op.get_bind().execute(table.insert(), rows)
    if "id" in table.c and op.get_bind().dialect.name == "postgresql":
        last: int = op.get_bind().scalar(sa.select(sa.func.max(table.c.id))) or 0
        op.get_bind().execute(
            sa.select(sa.func.setval(sa.func.pg_get_serial_sequence(name, "id"), last + 1, sa.false()))
        )


def _subscription(row: dict[str, Any]) -> dict[str, Any]:
    days = [_DAYS[int(day)] for day in row["weekdays"].split(",") if day]
    kept = ("id", "chat_id", "timezone", "next_due_at", "paused_because", "paused_until")
    code = f"{','.join(days)} {row['at']}" if days else "immediate"
    return {name: row[name] for name in kept} | {"schedule": code, "by_letter": not days}


def _followed(row: dict[str, Any]) -> dict[str, Any]:
    kept = ("subscription_id", "position", "told_until")
    return {name: row[name] for name in kept} | {"subject": row["theme"], "without": []}


def _delivery(row: dict[str, Any], messages: dict[str, dict[str, Any]]) -> dict[str, Any]:
    digest = hashlib.sha256(json.dumps(row["parts"]).encode()).hexdigest()
    message = messages.setdefault(digest, {"id": len(messages) + 1, "sha256": digest, "parts": row["parts"]})
    kept = {name: value for name, value in row.items() if name != "parts"}
    return kept | {"message_id": message["id"], "part_count": len(row["parts"]), "kind": "briefing", "repeats": 0}


def _new_lanes(deliveries: list[dict[str, Any]]) -> set[str]:
    lanes = sa.Table("lanes", sa.MetaData(), autoload_with=op.get_bind())
    known = set(op.get_bind().scalars(sa.select(lanes.c.name)))
    return {row["lane"] for row in deliveries} - known


def _make_tables() -> None:
    op.create_table(
        "subscriptions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("chat_id", sa.Integer(), nullable=False),
        sa.Column("schedule", sa.String(), nullable=False),
        sa.Column("by_letter", sa.Boolean(), nullable=False),
        sa.Column("timezone", sa.String(), nullable=False),
        sa.Column("next_due_at", UtcDateTime(), nullable=True),
        sa.Column("last_moment", UtcDateTime(), nullable=True),
        sa.Column("told_at", UtcDateTime(), nullable=True),
        sa.Column("made_by", sa.String(), nullable=True),
        sa.Column("paused_because", sa.String(), nullable=True),
        sa.Column("paused_until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["chat_id"], ["chats.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("chat_id", "schedule"),
    )
    op.create_index("ix_subscriptions_chat_id", "subscriptions", ["chat_id"])
    op.create_index("ix_subscriptions_due", "subscriptions", ["next_due_at"])
    by_letter = sa.text("by_letter")
    op.create_index(
        "ix_subscriptions_by_letter", "subscriptions", ["id"], sqlite_where=by_letter, postgresql_where=by_letter
    )
    op.create_table(
        "followed",
        sa.Column("subscription_id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("without", sa.JSON(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("told_until", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["subscription_id"], ["subscriptions.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("subscription_id", "subject"),
    )
    op.create_table(
        "messages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("parts", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("sha256"),
    )
    op.create_table(
        "deliveries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subscription_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("channel", "workspace", "chat", "thread", "lane")),
        sa.Column("due_at", UtcDateTime(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=False),
        *(
            sa.Column(name, sa.Integer(), nullable=False)
            for name in ("part_count", "parts_sent", "attempts", "repeats")
        ),
        sa.Column("claimed_at", UtcDateTime(), nullable=True),
        sa.Column("next_attempt_at", UtcDateTime(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("sent_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["message_id"], ["messages.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("subscription_id", "due_at"),
    )
    open_ones = ["lane", "next_attempt_at", "id"]
    op.create_index("ix_deliveries_open", "deliveries", open_ones, sqlite_where=_OPEN, postgresql_where=_OPEN)
    op.create_index(
        "ix_deliveries_need_a_look",
        "deliveries",
        ["state"],
        sqlite_where=_NEED_A_LOOK,
        postgresql_where=_NEED_A_LOOK,
    )
    op.create_index("ix_deliveries_chat", "deliveries", ["lane", "chat", "due_at"])
    op.create_index("ix_deliveries_due", "deliveries", ["due_at"])
    op.create_index("ix_deliveries_message_id", "deliveries", ["message_id"])
    with op.batch_alter_table("lanes", schema=None) as batch_op:
        batch_op.alter_column("leased_until", existing_type=UtcDateTime(), nullable=True)
