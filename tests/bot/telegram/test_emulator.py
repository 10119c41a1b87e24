"""The same bot against an emulator of Telegram that nobody here wrote: npm's telegram-test-api, for what it covers.

It validates nothing, so it is a smoke test. A small proxy mends its answers: its getMe lacks `is_bot`, its
presses lack `chat_instance`, an edit gives null, and messages it gives back have dates in milliseconds and options of
link previews as text.
"""

import asyncio
import json
import shutil
import socket
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from aiohttp import ClientSession, web

from tests.stand_ins.clock import Clock
from tests.stand_ins.node import node
from tests.world import World, make_world

_HERE = Path(__file__).parent / "emulator"
_TOKEN = "666:TEST"
_PERSON = {"id": 42, "is_bot": False, "first_name": "Test"}
_CHAT = {"id": 42, "type": "private", "first_name": "Test"}


class Emulator:
    """The people of the emulator."""

    def __init__(self, url: str) -> None:
        self._url = url

    async def types(self, text: str) -> None:
        await self._post("sendMessage", {"botToken": _TOKEN, "from": _PERSON, "chat": _CHAT, "text": text, "date": 1})

    async def presses(self, label: str) -> None:
        """A button under the last message that has it."""
        sent = [one for one in await self.seen() if label in _buttons(one)][-1]
        message = {"message_id": sent["messageId"], "date": 1, "chat": _CHAT, "text": "x"}
        query = {"botToken": _TOKEN, "from": _PERSON, "message": message, "data": _buttons(sent)[label]}
        await self._post("sendCallback", query)

    async def seen(self) -> list[dict[str, Any]]:
        """The messages of the bot as they stand now."""
        told = await self._post("getUpdatesHistory", {"token": _TOKEN})
        return [one for one in told["result"] if "chat_id" in one.get("message", {})]

    async def until(self, wanted: Callable[[list[str]], bool]) -> list[str]:
        """The first lines of the bot's messages, once they are as wanted."""
        lines: list[str] = []
        for _ in range(200):
            lines = [str(one["message"]["text"]).split("\n")[0] for one in await self.seen()]
            if wanted(lines):
                return lines
            await asyncio.sleep(0.05)
        raise AssertionError(lines)

    async def _post(self, path: str, content: dict[str, Any]) -> Any:
        async with httpx.AsyncClient() as client:
            return (await client.post(f"{self._url}/{path}", json=content)).json()


def _buttons(sent: dict[str, Any]) -> dict[str, str]:
    rows = (sent["message"].get("reply_markup") or {}).get("inline_keyboard", [])
    return {button["text"]: button.get("callback_data", "") for row in rows for button in row}


@pytest.fixture
async def emulator() -> AsyncIterator[str]:
    """Its address."""
    assert (_HERE / "node_modules").is_dir(), "run: make emulator"
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = await asyncio.create_subprocess_exec(
        str(node()), str(_HERE / "server.js"), str(port), stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    assert await asyncio.wait_for(process.stdout.readline(), 30) == b"ready\n"
    yield f"http://127.0.0.1:{port}"
    process.kill()
    await process.communicate()


@pytest.fixture
async def proxy(emulator: str) -> AsyncIterator[str]:
    """The address at which its answers are mended."""
    async with ClientSession() as session:

        async def forward(request: web.Request) -> web.Response:
            async with session.post(
                f"{emulator}{request.path}", data=await request.read(), headers={"Content-Type": request.content_type}
            ) as answer:
                told = json.loads(await answer.read())
            result = told.get("result")
            if request.path.endswith("/getMe"):
                result["is_bot"] = True
            elif request.path.endswith("/editMessageText"):
                told["result"] = True
            elif isinstance(result, dict) and "date" in result:
                result["date"] //= 1000
                result.pop("link_preview_options", None)
            elif isinstance(result, list):
                for update in result:
                    update.get("callback_query", {}).setdefault("chat_instance", "1")
            return web.json_response(told, status=answer.status)

        app = web.Application()
        app.router.add_route("*", "/{path:.*}", forward)
        runner = web.AppRunner(app, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
        await runner.cleanup()


@pytest.fixture
async def world(sqlite_file: Path, tmp_path: Path, clock: Clock, proxy: str) -> AsyncIterator[World]:
    """The service, asking the emulator for updates."""
    shutil.copyfile(sqlite_file, tmp_path / "jbz.db")
    settings = {"TELEGRAM_MODE": "polling", "TELEGRAM_BOT_TOKEN": _TOKEN, "TELEGRAM_API_URL": proxy}
    async with make_world(f"sqlite:///{tmp_path}/jbz.db", clock) as world, world.running(**settings):
        yield world


async def test_asking_turning_the_page_following_and_a_briefing(
    world: World, emulator: str, capfd: pytest.CaptureFixture[str]
) -> None:
    people = Emulator(emulator)
    await people.types("wat zei nederland")
    await people.until(lambda lines: lines == ["<b>Nederland</b>"])
    before = (await people.seen())[0]["message"]["text"]
    await people.presses("Meer")
    for _ in range(200):
        if (await people.seen())[0]["message"]["text"] != before:
            break
        await asyncio.sleep(0.05)
    await people.presses("Vorige")
    await people.types("/volg")
    await people.until(lambda lines: "<b>Wat wilt u volgen?</b>" in lines)
    await people.presses("terugkeer")
    for _ in range(200):
        if "✓ terugkeer" in _buttons((await people.seen())[-1]):
            break
        await asyncio.sleep(0.05)
    await people.presses("Verder")
    await people.until(lambda lines: "<b>Wanneer wilt u de briefing?</b>" in lines)
    await people.presses("Volg")
    await people.until(lambda lines: "<b>U volgt nu terugkeer.</b>" in lines)
    world.clock.forward(days=7)
    for _ in range(5):
        await world.deliver()
        await asyncio.sleep(1.1)
    lines = [str(one["message"]["text"]).split("\n")[0] for one in await people.seen()]
    assert lines == ["<b>Nederland</b>", "<b>U volgt nu terugkeer.</b>", "<b>JBZ-briefing, week 14 van 2025</b>"]
    assert (await people.seen())[0]["message"]["text"] == before
    assert "update_failed" not in "".join(capfd.readouterr())
