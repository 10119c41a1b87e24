"""`jbz doctor` names what is wrong in Telegram's settings, and how to mend it."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from bot.cli.telegram import check_telegram
from bot.settings import load_settings
from tests.stand_ins import telegram_server
from tests.stand_ins.clock import Clock
from tests.world import World, make_world

_HOOK = "https://testserver/telegram/webhook"


@pytest.fixture
async def world(sqlite_file: Path, tmp_path: Path, clock: Clock) -> AsyncIterator[World]:
    shutil.copyfile(sqlite_file, tmp_path / "jbz.db")
    async with make_world(f"sqlite:///{tmp_path}/jbz.db", clock) as world, world.running():
        while not world.telegram.webhook:  # noqa: ASYNC110 - until it is connected
            await asyncio.sleep(0.02)
        world.telegram.webhook["url"] = _HOOK
        yield world


async def _doctor(world: World, **settings: str) -> list[str | None]:
    given = {
        "JBZ_BASE_URL": "https://testserver",
        "TELEGRAM_BOT_TOKEN": telegram_server.TOKEN,
        "TELEGRAM_WEBHOOK_SECRET": telegram_server.WEBHOOK_SECRET,
        "TELEGRAM_API_URL": world.telegram.url,
    } | settings
    loaded = load_settings({name: value for name, value in given.items() if value})
    transport = httpx.ASGITransport(world.server.asgi)
    async with httpx.AsyncClient(mounts={"https://testserver": transport}) as client:
        return [problem for _, problem in await check_telegram(client, loaded)]


async def test_doctor_finds_nothing_wrong_when_nothing_is(world: World) -> None:
    assert await _doctor(world) == [None, None, None]
    world.telegram.webhook = {}
    assert await _doctor(world, TELEGRAM_MODE="polling") == [None, None, None]
    assert await _doctor(world, TELEGRAM_BOT_TOKEN="") == [None]


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"TELEGRAM_BOT_TOKEN": "1:wrong"}, "Telegram weigert TELEGRAM_BOT_TOKEN (Unauthorized)"),
        ({"TELEGRAM_API_URL": "http://127.0.0.1:9"}, "niet te bereiken op TELEGRAM_API_URL"),
        ({"TELEGRAM_WEBHOOK_SECRET": ""}, "zet TELEGRAM_WEBHOOK_SECRET"),
        ({"TELEGRAM_WEBHOOK_SECRET": "a b"}, "zet TELEGRAM_WEBHOOK_SECRET"),
        ({"TELEGRAM_WEBHOOK_SECRET": "another"}, "heeft een ander TELEGRAM_WEBHOOK_SECRET"),
        ({"JBZ_BASE_URL": "https://elders.example"}, "bij Telegram staat https://testserver/telegram/webhook"),
        ({"TELEGRAM_MODE": "polling"}, "er staat een webhook"),
    ],
)
async def test_doctor_names_what_is_wrong_and_how_to_mend_it(world: World, settings: dict[str, str], said: str) -> None:
    assert (await _doctor(world, **settings))[-1] is not None
    assert said in str((await _doctor(world, **settings))[-1])


async def test_doctor_says_what_telegram_says_of_our_address(world: World) -> None:
    world.telegram.hook_says = {"last_error_message": "Connection refused", "pending_update_count": 5}
    assert (await _doctor(world))[-1] == "Telegram kon ons niet bereiken: Connection refused (5 berichten wachten)"
    world.telegram.hook_says = {"pending_update_count": 500}
    assert (await _doctor(world))[-1] == "er wachten 500 berichten. Kijk in het logboek van de dienst"
