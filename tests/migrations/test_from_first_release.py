"""Data that release 0.1.0 itself made is taken along: who follows what, what waits, what was told; on both databases.

On Monday 31 March 2025 its service told C1, C2 and a Telegram chat of the Council; C3 stood still on request. On
Tuesday Slack answered 500, and C2's briefing waits.
"""

import gzip
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from storage import backup
from storage.database import Database
from tests.stand_ins.clock import Clock
from tests.world import World, make_world

RELEASES = Path(__file__).parent / "releases"
TUESDAY = datetime(2025, 4, 1, 6, 20, tzinfo=UTC)


@pytest.fixture
def kept(database_url: str, tmp_path: Path) -> str:
    """The address of a database as 0.1.0 left it."""
    if database_url.startswith("sqlite"):
        (tmp_path / "jbz.db").write_bytes(gzip.decompress((RELEASES / "0.1.0.db.gz").read_bytes()))
    else:
        statements = gzip.decompress((RELEASES / "0.1.0.sql.gz").read_bytes()).decode()
        engine = create_engine(database_url.replace("postgresql://", "postgresql+psycopg://"))
        with engine.begin() as connection:
            connection.connection.dbapi_connection.execute(statements)  # type: ignore[union-attr]  # many at once
        engine.dispose()
    return database_url


async def test_what_waited_comes_once_and_everything_goes_on(kept: str) -> None:
    clock = Clock(TUESDAY)
    async with make_world(kept, clock) as world, world.running():
        await world.deliver()
        await world.deliver()
        assert _posts(world) == {"C1": 0, "C2": 1, "C3": 0}
        (shown,) = await world.slack_types("subscriptions", channel="C2")
        assert re.sub(r"\s+", " ", shown["text"]).startswith("What is followed here")  # it had chosen English
        (answer,) = await world.slack_types("wat zei nederland over migratie")
        assert answer["text"].startswith("Nederland over migratie. 3 agendapunten in de JBZ-Raad van 5 en 7 maart 2025")
        clock.now = datetime(2025, 4, 7, 6, 0, 10, tzinfo=UTC)
        for _ in range(3):
            world.rest()
            await world.deliver()
        assert _posts(world) == {"C1": 1, "C2": 2, "C3": 0}
        await world.slack_types("hervat", channel="C3")
        clock.now = datetime(2025, 4, 14, 6, 0, 10, tzinfo=UTC)
        for _ in range(3):
            world.rest()
            await world.deliver()
        assert _posts(world)["C3"] == 1


def _posts(world: World) -> dict[str, int]:
    return {chat: len(world.slack.posts(chat)) for chat in ("C1", "C2", "C3")}


def test_a_copy_is_restored_in_todays_form_and_nothing_is_missing(kept: str, tmp_path: Path) -> None:
    database = Database(kept)
    tables = ("chats", "subscriptions", "deliveries", "documents", "editions", "items")
    before = _sizes(database, tables)
    database.upgrade()
    assert _sizes(database, tables) == before
    backup.backup(database, tmp_path / "copy.db")
    restored = Database(f"sqlite:///{tmp_path}/restored.db")
    backup.restore(restored, tmp_path / "copy.db")
    assert _sizes(restored, tables) == before
    database.close()
    restored.close()


def _sizes(database: Database, tables: tuple[str, ...]) -> dict[str, int]:
    with database.reading() as session:
        return {name: session.scalar(text(f"SELECT count(*) FROM {name}")) or 0 for name in tables}  # noqa: S608 - ours
