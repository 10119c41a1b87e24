"""The migrated tables are the tables of the code; on both databases."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, MetaData, select, text

from bot.app import App
from bot.settings import load_settings
from briefings.model.document import Document
from briefings.model.subscription import Watermark
from storage import subscriptions
from storage.content import to_content
from storage.database import Database
from storage.migrating import migrate_to
from storage.rows import Base, ItemRow
from storage.rows import partial as partial  # noqa: PLC0414 - adds its indexes to the tables


def test_the_migrated_schema_is_the_schema_of_the_code(database: Database) -> None:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={"include_name": lambda name, kind, _: kind != "table" or not str(name).startswith("item_texts")},
        )
        differences = compare_metadata(context, Base.metadata)
    assert differences == []


def test_upgrading_twice_changes_nothing(database: Database) -> None:
    database.upgrade()
    assert database.revision() == database.head


def test_what_the_first_release_kept_is_found_after_the_upgrade(database_url: str, report: Document) -> None:
    with _kept_by("0001", database_url) as (connection, tables):
        days = [date(2025, 3, 5), date(2025, 3, 7)]
        connection.execute(
            tables.tables["meetings"].insert(),
            {
                "id": 1,
                "council": "JBZ",
                "first_day": days[0],
                "last_day": days[1],
                "dates": [day.isoformat() for day in days],
                "informal": False,
            },
        )
        connection.execute(
            tables.tables["documents"].insert(),
            {
                "id": 1,
                "meeting_id": 1,
                "kind": "verslag",
                "title": "Verslag",
                "letter_date": report.letter_date,
                "kamerstuk": "32317-935",
                "signatories": {},
                "first_seen_at": datetime(2025, 3, 24),  # noqa: DTZ001 - as the table of that release has it
            },
        )
        kept = [
            {
                "id": position + 1,
                "document_id": 1,
                "position": position,
                "number": item.number,
                "title": item.title,
                "has_position": False,
                "last_day": days[1],
                "content": _as_first(to_content(item)),
            }
            for position, item in enumerate(report.items)
        ]
        connection.execute(tables.tables["items"].insert(), kept)
    app = App(load_settings({"JBZ_DATABASE_URL": database_url}))
    app.prepare()
    found = [(f.entry.source.id, f.entry.source.item.number) for f in app.answering.answer("motie Piri").items]
    assert found == [(6, "I.6")]
    assert [f.entry.source.item for f in app.answering.answer("punt I.6").items] == [report.items[5]]
    app.close()


def test_who_waits_for_a_first_briefing_still_gets_it_after_the_upgrade(database_url: str) -> None:
    with _kept_by("0006", database_url) as (connection, tables):
        chat = {"id": 1, "channel": "web", "workspace": "", "chat": "1", "thread": "", "language": "nl"}
        connection.execute(tables.tables["chats"].insert(), chat | {"timezone": "Europe/Amsterdam", "quiet": "line"})
        row = {"id": 1, "chat_id": 1, "schedule": "mon 08:00", "by_letter": False, "timezone": "Europe/Amsterdam"}
        connection.execute(tables.tables["subscriptions"].insert(), row)
        for position, (subject, told) in enumerate({"migratie": None, "terugkeer": 3}.items()):
            one = {"subscription_id": 1, "subject": subject, "without": [], "position": position, "told_until": told}
            connection.execute(tables.tables["followed"].insert(), one)
        connection.execute(tables.tables["corpus"].update().values(sequence=5))
    new = Database(database_url)
    new.upgrade()
    with new.reading() as session:
        ((kept, _),) = subscriptions.everything(session)
    assert [one.watermark for one in kept.followed] == [Watermark(5, nothing=True), Watermark(3)]
    new.close()


@pytest.mark.parametrize("asks_first", [True, False], ids=["asks first", "asks later"])
def test_an_older_release_at_work_does_not_make_the_upgrade_fail(postgres_url: str, *, asks_first: bool) -> None:
    """One unit of work of it looks at the form before it changes `deliveries`, another afterwards."""
    with _kept_by("0009", postgres_url):
        pass
    looks, changes = "SELECT version_num FROM alembic_version FOR SHARE", "UPDATE deliveries SET reason = ''"
    old, new = Database(postgres_url), Database(postgres_url)
    with old.engine.connect() as at_work, old.engine.connect() as watching, ThreadPoolExecutor(1) as other:
        at_work.execute(text("SET deadlock_timeout = '1min'"))  # so that it is the upgrade that is ended
        at_work.execute(text(looks if asks_first else changes))
        upgrading = other.submit(new.upgrade)
        while not watching.execute(text("SELECT 1 FROM pg_locks WHERE NOT granted")).all():
            assert not upgrading.done()
        at_work.execute(text(changes if asks_first else looks))
        at_work.commit()
        upgrading.result(30)
    assert new.revision() == new.head
    old.close()
    new.close()


def test_what_was_sent_keeps_its_items_to_itself_after_the_upgrade(database_url: str) -> None:
    """A message and a recall of before name items that are gone; the next item has a higher number than these."""
    with _kept_by("0019", database_url) as (connection, tables):
        moment = datetime(2025, 3, 24)  # noqa: DTZ001 - as the table of that release has it
        connection.execute(tables.tables["messages"].insert(), {"id": 1, "sha256": "0", "parts": []})
        connection.execute(tables.tables["message_items"].insert(), {"message_id": 1, "item_id": 70})
        recall = {
            "id": 1,
            "kind": "corrected",
            "document_id": 1,
            "sequence": 1,
            "at": moment,
            "title": "x",
            "reached": 0,
        }
        connection.execute(tables.tables["recalls"].insert(), recall | {"changes": [{"item": 3}, {"item": 81}]})
    app = App(load_settings({"JBZ_DATABASE_URL": database_url}))
    app.prepare()  # takes in the bundled report
    with app.database.reading() as session:
        numbers = sorted(session.scalars(select(ItemRow.id)))
    assert numbers == list(range(82, 82 + len(numbers))) if app.database.sqlite else numbers[0] == 1
    app.close()


@contextmanager
def _kept_by(revision: str, url: str) -> Iterator[tuple[Connection, MetaData]]:
    """An empty database as the code of that revision made it, to be filled."""
    old = Database(url)
    with old.engine.execution_options(immediate=True).begin() as connection:
        migrate_to(revision, connection)
        tables = MetaData()
        tables.reflect(connection)
        yield connection, tables
    old.close()


def _as_first(content: dict[str, Any]) -> dict[str, Any]:
    """An item's JSON as 0.1 wrote it."""
    older = {name: value for name, value in content.items() if name not in ("kind", "parts", "citations")}
    return older | {"statements": [statement[:6] for statement in content["statements"]]}
