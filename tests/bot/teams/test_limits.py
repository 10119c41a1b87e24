"""The limits of Teams are kept while briefings and answers come together, and what it asks to wait is waited."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.channel import Later, Stopped
from bot.teams.client import TeamsClient
from briefings.model.chat import Address, Person
from tests.stand_ins.clock import Clock
from tests.stand_ins.faults import Fault, said
from tests.stand_ins.teams_server import CLIENT_ID, SECRET, TENANT, TeamsServer, channel, words_of
from tests.world import World, make_world

MONDAY = datetime(2025, 3, 31, 6, 0, 10, tzinfo=UTC)
_CHATS = 90


@pytest.fixture
async def strict(sqlite_file: Path, tmp_path: Path, clock: Clock) -> AsyncIterator[World]:
    shutil.copyfile(sqlite_file, tmp_path / "jbz.db")
    off = dict.fromkeys(("SLACK_BOT_TOKEN", "TELEGRAM_BOT_TOKEN", "MATTERMOST_TOKEN"), "")
    async with make_world(f"sqlite:///{tmp_path}/jbz.db", clock) as world, world.running(**off):
        world.teams.strict = True
        yield world


async def test_many_briefings_and_answers_at_once_exceed_nothing(strict: World) -> None:
    for number in range(_CHATS):
        at = Address("teams", TENANT, channel(f"b{number}"))
        strict.app.conversation.handle("volg migratie elke maandag 08:00", at, Person("29:u1"))
    strict.clock.now = MONDAY
    await strict.server.worker.plan()
    sending = asyncio.create_task(strict.server.worker.send())
    asked = [strict.teams.says("migratie", channel(f"q{number}")) for number in range(20)]
    await asyncio.gather(*(strict.teams_sends(one) for one in asked))
    await sending
    await strict.server.worker.settle()
    await strict.server._services["teams"].settle()  # type: ignore[attr-defined]  # of Teams alone
    assert strict.teams.refused == []
    came = [one for one in strict.teams.messages if "JBZ-briefing" in words_of(one)]
    assert (len(came), len(strict.teams.messages)) == (_CHATS, _CHATS + 20)


async def test_answers_to_one_chat_wait_for_their_turn(strict: World) -> None:
    chat = channel("druk")
    asked = [strict.teams.says("migratie", chat, f"u{number}") for number in range(6)]
    await asyncio.gather(*(strict.teams_sends(one) for one in asked))
    for _ in range(3):
        await asyncio.sleep(0.5)
    assert strict.teams.refused == []
    assert 4 <= len(strict.teams.in_chat(chat)) <= 6


@pytest.fixture
async def server() -> AsyncIterator[TeamsServer]:
    server = TeamsServer()
    await server.start()
    yield server
    await server.stop()


async def _post(server: TeamsServer) -> int:
    urls = f"{server.url}/login", f"{server.url}/graph"
    client = TeamsClient(CLIENT_ID, SECRET, TENANT, urls, lambda: datetime.now(UTC))
    try:
        message = {"type": "message", "text": "x"}
        return (await client.post(f"{server.url}/teams", channel("c1"), message)).status
    finally:
        await client.close()


@pytest.mark.parametrize(
    ("fault", "kind", "seconds"),
    [
        (Fault(503), Later, None),
        (said(429, {"error": "temporarily_unavailable"}, {"Retry-After": "30"}), Later, 30),
        (Fault(200, "<html>"), Later, None),
        (said(401, {"error": "invalid_client"}), Stopped, None),
        (said(400, {"error": "unauthorized_client"}), Stopped, None),
    ],
)
async def test_without_a_token_nothing_is_sent(
    server: TeamsServer, fault: Fault, kind: type[Exception], seconds: float | None
) -> None:
    server.token_failures = [fault]
    with pytest.raises(kind) as failed:
        await _post(server)
    assert getattr(failed.value, "seconds", None) == seconds
    assert server.calls == []
    assert await _post(server) == 201
