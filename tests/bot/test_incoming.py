"""Letters come in while the service runs, and people can see how it goes."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from prometheus_client import REGISTRY
from sqlalchemy import select

from bot import incoming
from briefings.sources import polite
from storage.rows import DocumentRow
from tests.letters.published import one, published
from tests.stand_ins.clock import Clock
from tests.stand_ins.parliament_server import Parliament
from tests.world import World, make_world


@pytest.fixture
async def world(filled_url: str) -> AsyncIterator[World]:
    async with make_world(filled_url, Clock(datetime(2025, 1, 10, 9, 0, tzinfo=UTC))) as world:
        yield world


async def _until(world: World, letters: int) -> None:
    for _ in range(200):
        with world.app.database.reading() as session:
            if len(session.scalars(select(DocumentRow.id)).all()) >= letters:
                return
        await asyncio.sleep(0.05)
    raise AssertionError("no letter came in")


async def test_letters_come_in_while_the_service_runs(
    world: World, parliament: Parliament, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(incoming, "_LOOK_SECONDS", 0.1)
    parliament.publish(published(one()), world.clock.now)
    given = parliament.settings() | {"JBZ_SOURCES": "tweedekamer", "JBZ_QUARANTINE": str(tmp_path / "q")}
    async with world.running(**given):
        await _until(world, 2)
        (answer,) = await world.slack_types("bronnen")
        page = (await world.http.get("/bronnen")).text
        ready = (await world.http.get("/readyz")).json()
    told = [block["text"]["text"] for block in answer["blocks"] if block["type"] == "section"]
    assert "*Tweede Kamer, JBZ-Raad*" in told
    assert one().subject in page
    assert ready == {"status": "ready"}


async def test_a_source_that_is_silent_is_said_and_keeps_the_service_ready(
    world: World, parliament: Parliament, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(incoming, "_LOOK_SECONDS", 0.05)
    monkeypatch.setattr(polite, "_FIRST_WAIT", 0.01)
    given = parliament.settings() | {"JBZ_SOURCES": "tweedekamer", "JBZ_QUARANTINE": str(tmp_path / "q")}
    async with world.running(**given):
        for _ in range(100):
            if any(feed.answered_at for feed in world.app.ledger.feeds()):
                break
            await asyncio.sleep(0.05)
        parliament.chance = lambda: "500"
        silence = None
        for _ in range(100):
            world.clock.forward(hours=7)
            await asyncio.sleep(0.05)
            silence = REGISTRY.get_sample_value("jbz_source_silence_seconds", {"source": "tweedekamer:JBZ"})
            if silence and silence > 24 * 3600:
                break
        assert silence
        assert silence > 24 * 3600
        assert (await world.http.get("/readyz")).status_code == 200
        reply = (await world.http.get("/bronnen")).text
    assert "Antwoordt niet. Laatste antwoord: 10 januari 2025" in reply


async def test_stopping_does_not_wait_for_a_slow_source(world: World, parliament: Parliament, tmp_path: Path) -> None:
    parliament.latency = 20
    given = parliament.settings() | {"JBZ_SOURCES": "tweedekamer", "JBZ_QUARANTINE": str(tmp_path / "q")}
    began = asyncio.get_running_loop().time()
    async with world.running(**given):
        await asyncio.sleep(0.5)
    assert asyncio.get_running_loop().time() - began < 8
