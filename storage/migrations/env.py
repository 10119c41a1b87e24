"""Runs the migrations on the connection that storage.database hands over."""

from alembic import context

from storage.rows import Base
from storage.rows import partial as partial  # noqa: PLC0414 - adds its indexes to the tables

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    compare_type=True,
    include_name=lambda name, kind, _parents: kind != "table" or not (name or "").startswith("item_texts"),
)
context.run_migrations()
