"""No names, certificates that ran out, a PostgreSQL that is full or dies: wait, say so, go on, lose nothing."""

import socket
import ssl
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from sqlalchemy import create_engine, text

from tests.bot.delivery.seen import ON_SQLITE
from tests.bot.delivery.test_faults import MONDAY, _rounds
from tests.stand_ins.clock import Clock
from tests.stand_ins.postgres import Postgres
from tests.stand_ins.tls import Guarded
from tests.world import World, make_world

FOLLOW = "volg migratie elke maandag 08:00"


async def _due_on_both(world: World) -> None:
    world.slack.strict = False
    await world.slack_types(FOLLOW)
    await world.telegram_types(FOLLOW)
    world.clock.now = MONDAY


def _came(world: World) -> tuple[int, int]:
    """How many briefings came on Slack and on Telegram."""
    told = [one for one in world.telegram.texts(42) if "Nieuws over" in one or "Migratie" in one]
    return len(world.slack.posts("C1")), len(told)


@contextmanager
def _no_names(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Nobody answers what a name stands for."""
    asked = socket.getaddrinfo

    def gone(host: Any, *more: Any, **named: Any) -> Any:
        if host in {"localhost", b"localhost"}:
            raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")
        return asked(host, *more, **named)

    with monkeypatch.context() as patched:
        patched.setattr(socket, "getaddrinfo", gone)
        patched.setattr("aiohttp.connector._DNSCacheTable.expired", lambda *_: True)  # ten seconds went by
        yield


@asynccontextmanager
async def _before(world: World, folder: Path, *, tls: bool) -> AsyncIterator[tuple[list[Guarded], dict[str, str]]]:
    """What stands before the two platforms, and the settings that lead there."""
    ports = [urlsplit(url).port or 0 for url in (world.slack.api_url, world.telegram.url)]
    slack, telegram = (Guarded(folder, port) for port in ports)
    async with slack.standing(tls=tls) as slack_url, telegram.standing(tls=tls) as telegram_url:
        yield [slack, telegram], {"SLACK_API_URL": f"{slack_url}/api/", "TELEGRAM_API_URL": telegram_url}


@ON_SQLITE
async def test_no_names_for_half_an_hour(
    filled_url: str, clock: Clock, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    async with (
        make_world(filled_url, clock) as world,
        _before(world, tmp_path, tls=False) as (ways, settings),
        world.running(**settings),
    ):
        await _due_on_both(world)
        before = _came(world)
        with _no_names(monkeypatch):
            for way in ways:
                way.cut()
            await _rounds(world, 5)
            assert _came(world) == before
            assert 'jbz_deliveries{state="waiting"} 2.0' in (await world.http.get("/metrics")).text
        await _rounds(world, 3)
        assert [new - old for new, old in zip(_came(world), before, strict=True)] == [1, 1]


@ON_SQLITE
async def test_a_certificate_that_ran_out_and_was_renewed(
    filled_url: str, clock: Clock, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    async with make_world(filled_url, clock) as world, _before(world, tmp_path, tls=True) as (ways, settings):
        for way in ways:
            way.certify(datetime.now(UTC) + timedelta(days=1))
        trusted = tmp_path / "trusted.pem"
        trusted.write_bytes(b"".join(way.authority.read_bytes() for way in ways))
        monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
        monkeypatch.setattr("aiohttp.connector._SSL_CONTEXT_VERIFIED", ssl.create_default_context(cafile=trusted))
        async with world.running(**settings):
            await _due_on_both(world)
            before = _came(world)
            for way in ways:
                way.certify(datetime.now(UTC) - timedelta(hours=1))
                way.cut()
            await _rounds(world, 3)
            assert _came(world) == before
            for way in ways:
                way.certify(datetime.now(UTC) + timedelta(days=90))
            await _rounds(world, 4)
            assert [new - old for new, old in zip(_came(world), before, strict=True)] == [1, 1]


async def test_a_postgresql_whose_disk_is_full(postgres_url: str, clock: Clock) -> None:
    async with make_world(postgres_url, clock) as world, world.running():
        await _due_on_both(world)
        await world.server.worker.plan()
        with _full(postgres_url):
            world.telegram.failures = ["slow"]
            await _rounds(world, 1)
            (answer,) = await world.slack_types("volg visa elke maandag 08:00", channel="C2")
            assert "ging hier iets mis" in answer["text"]
            ready = await world.http.get("/readyz")
            assert (ready.status_code, ready.json()["status"]) == (503, "wait")
        await _rounds(world, 4)
        assert (await world.http.get("/readyz")).json()["status"] == "ready"
        assert len(world.slack.posts("C1")) == 1
        assert (await world.slack_types("abonnementen", channel="C2"))[0]["text"].startswith(
            "Hier wordt nog niets gevolgd"
        )


@contextmanager
def _full(url: str) -> Iterator[None]:
    """Every table that grows refuses as PostgreSQL does with a full disk: SQLSTATE 53100."""
    engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://"), isolation_level="AUTOCOMMIT")
    tables = ("seen", "deliveries", "messages", "subscriptions", "chats", "lanes")
    with engine.connect() as connection:
        connection.execute(
            text(
                "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION"
                " 'could not extend file: No space left on device' USING ERRCODE = 'disk_full'; END $$"
            )
        )
        for table in tables:
            trigger = f"CREATE TRIGGER full_disk BEFORE INSERT OR UPDATE ON {table} EXECUTE FUNCTION full_disk()"
            connection.execute(text(trigger))
        yield
        connection.execute(text("DROP FUNCTION full_disk CASCADE"))
    engine.dispose()


async def test_a_postgresql_that_dies_while_a_message_is_on_its_way_and_another_takes_its_address(clock: Clock) -> None:
    with Postgres() as server:
        async with make_world(server.url, clock) as world, world.running():
            await _due_on_both(world)
            before = _came(world)
            await world.server.worker.plan()
            world.telegram.failures = ["slow"]
            await world.server.worker.send()
            server.fail_over()
            (answer,) = await world.slack_types("volg visa elke maandag 08:00", channel="C2")
            await world.server.worker.settle()
            await _rounds(world, 4)
            assert [new - old for new, old in zip(_came(world), before, strict=True)] == [1, 1]
            kept = (await world.slack_types("abonnementen", channel="C2"))[0]["text"]
            confirmed = "ging hier iets mis" not in answer["text"]
            assert kept.startswith("Wat hier wordt gevolgd") == confirmed
            assert (await world.http.get("/readyz")).json()["status"] == "ready"


async def test_a_postgresql_that_stays_away_for_an_hour(clock: Clock) -> None:
    with Postgres() as server:
        async with make_world(server.url, clock) as world, world.running():
            await _due_on_both(world)
            before = _came(world)
            server.die()
            await _rounds(world, 10)
            ready = await world.http.get("/readyz")
            assert (ready.status_code, ready.json()["reason"]) == (503, "database: OperationalError")
            assert (await world.http.get("/healthz")).status_code == 200
            server.start()
            await _rounds(world, 3)
            assert [new - old for new, old in zip(_came(world), before, strict=True)] == [1, 1]
