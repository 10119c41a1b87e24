"""What cannot be kept is not confirmed: databases that fail over, files that go away, menus that nobody needs."""

import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.exc import SQLAlchemyError
from telegram import Bot

from storage.database import Database, Misplaced
from storage.engine import has_several_hosts
from tests.stand_ins.clock import Clock
from tests.stand_ins.postgres import Postgres
from tests.world import World, make_world

MONDAY = datetime(2025, 3, 31, 6, 0, 10, tzinfo=UTC)


def _said_to(server: Postgres, *statements: str) -> None:
    url = server.url.replace("postgresql:", "postgresql+psycopg:")
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()


async def test_a_postgresql_that_was_read_only_for_a_while_needs_no_restart_of_ours(clock: Clock) -> None:
    end_others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
    with Postgres() as server:
        async with make_world(server.url, clock) as world, world.running():
            await world.slack_types("volg migratie elke maandag 08:00")
            read_only = "ALTER SYSTEM SET default_transaction_read_only = on"
            _said_to(server, read_only, "SELECT pg_reload_conf()", end_others)
            world.clock.now = MONDAY
            await world.deliver()
            ready = await world.http.get("/readyz")
            assert ready.status_code == 503, ready.text
            (answer,) = await world.slack_types("volg visa elke maandag 08:00")
            assert "ging hier iets mis" in answer["text"]
            reset = "ALTER SYSTEM RESET default_transaction_read_only"
            _said_to(server, "SET default_transaction_read_only = off", reset, "SELECT pg_reload_conf()")
            world.clock.forward(minutes=6)
            for _ in range(4):
                world.rest()
                await world.deliver()
            assert (await world.http.get("/readyz")).json()["status"] == "ready"
            assert len(world.slack.posts("C1")) == 1
            (answer,) = await world.slack_types("volg visa elke maandag 08:00")
            assert answer["text"].startswith("Dit kanaal volgt nu visa")


@pytest.mark.parametrize(
    ("url", "several"),
    [
        ("postgresql://u@h1,h2/db", True),
        ("postgresql://u@/db?host=h1:1&host=h2:2", True),
        ("postgresql://u@/db?host=h1,h2", True),
        ("postgresql://u@h1/db", False),
        ("postgresql://u@/db?host=/tmp/x", False),
    ],
)
def test_of_several_hosts_the_one_that_takes_changes_is_asked_for(url: str, several: bool) -> None:
    assert has_several_hosts(make_url(url)) is several


@pytest.fixture
async def world(sqlite_file: Path, tmp_path: Path, clock: Clock) -> Any:
    shutil.copy(sqlite_file, tmp_path / "jbz.db")
    async with make_world(f"sqlite:///{tmp_path}/jbz.db", clock) as world, world.running():
        yield world


@pytest.mark.parametrize("how", ["deleted", "replaced"])
async def test_a_file_that_went_away_is_noticed_and_nothing_is_confirmed(
    world: World, tmp_path: Path, how: str
) -> None:
    assert (await world.http.get("/readyz")).json() == {"status": "ready"}
    file = tmp_path / "jbz.db"
    content = file.read_bytes()
    file.unlink()
    if how == "replaced":
        file.write_bytes(content)
    ready = await world.http.get("/readyz")
    said = {"deleted": "is gone", "replaced": "was replaced"}[how]
    assert (ready.status_code, said in ready.json()["reason"]) == (503, True)
    (answer,) = await world.slack_types("volg migratie elke maandag 08:00")
    assert "ging hier iets mis" in answer["text"]


def test_a_probe_leaves_nothing_behind_and_sees_what_cannot_be_written(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/jbz.db")
    database.upgrade()
    database.probe()
    assert database.value(text("SELECT count(*) FROM seen")) == 0
    with database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA query_only = ON")
        connection.rollback()
    with pytest.raises(SQLAlchemyError):
        database.probe()
    (tmp_path / "jbz.db").unlink()
    with pytest.raises(Misplaced), database.writing():
        pass
    database.close()


@pytest.mark.parametrize("fault", [TypeError("x"), KeyError("description"), TimeoutError()])
async def test_menus_that_cannot_be_set_keep_no_update_from_being_read(
    sqlite_file: Path, tmp_path: Path, clock: Clock, fault: Exception, monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    async def fails(*_: object, **__: object) -> None:
        raise fault

    for name in ("get_my_description", "set_my_commands", "get_my_short_description"):
        monkeypatch.setattr(Bot, name, fails)
    shutil.copy(sqlite_file, tmp_path / "jbz.db")
    async with make_world(f"sqlite:///{tmp_path}/jbz.db", clock) as world:
        world.by_polling = True
        async with world.running():
            await world.telegram_types("EES")
            assert len(world.telegram.texts(42)) == 1
    told = "".join(capfd.readouterr())
    assert "call=getMyDescription" in told
    assert "call=setMyCommands" in told
