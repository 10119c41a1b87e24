"""Two processes behind one balancer: an event is handled once, and by the other when one dies half-way."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import httpx
import pytest

from bot.app import App
from bot.server import Server
from storage import chats
from storage.chats import Begun
from storage.database import Database
from tests.stand_ins.clock import Clock
from tests.stand_ins.slack_server import texts
from tests.world import NEVER, World, make_world


@pytest.fixture
async def world(filled_url: str, clock: Clock) -> AsyncIterator[World]:
    async with make_world(filled_url, clock) as world, world.running():
        yield world


async def test_an_event_that_reaches_two_processes_is_answered_once(world: World) -> None:
    other = App(world.app.settings, world.clock)
    asgi = Server(other, tick_seconds=NEVER).asgi
    transport = httpx.ASGITransport(asgi)
    async with (
        asgi.router.lifespan_context(asgi),
        httpx.AsyncClient(transport=transport, base_url="http://testserver") as http,
    ):
        for said in ("terugkeer", "volg migratie elke maandag 08:00"):
            body, headers = world.slack.signed(world.slack.mention(said), world.clock.now.timestamp())
            answers = await asyncio.gather(
                *(client.post("/slack/events", content=body, headers=headers) for client in (world.http, http))
            )
            assert min(answer.status_code for answer in answers) == 200
        await world.slack.posted("C1", 2)
    other.close()
    assert sorted(texts(post)[0] for post in world.slack.posts("C1")) == ["Dit kanaal volgt nu migratie.", "Terugkeer"]


def test_an_event_whose_process_died_is_handled_when_it_comes_again(database: Database, clock: Clock) -> None:
    assert chats.begin(database, "slack:Ev1", clock.now) is Begun.NOW
    assert chats.begin(database, "slack:Ev1", clock.now + timedelta(seconds=10)) is Begun.ELSEWHERE
    assert chats.begin(database, "slack:Ev1", clock.now + timedelta(seconds=31)) is Begun.NOW
    chats.finish(database, "slack:Ev1")
    assert chats.begin(database, "slack:Ev1", clock.now + timedelta(minutes=5)) is Begun.DONE


def test_what_was_handled_is_forgotten_after_two_days(database: Database, clock: Clock) -> None:
    chats.note(database, ["slack:a", "slack:b"], clock.now)
    chats.note(database, ["slack:b", "slack:c"], clock.now + timedelta(days=1))
    chats.forget_seen(database, clock.now + timedelta(days=2, seconds=1))
    assert [chats.was_seen(database, f"slack:{name}") for name in "abc"] == [False, False, True]
    assert [chats.first_time(database, f"slack:{name}", clock.now) for name in "ac"] == [True, False]
