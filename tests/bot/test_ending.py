"""The real process ends in time when every platform hangs, and when something of its own does."""

import asyncio
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path

import httpx
import pytest

from bot.app import App
from bot.ending import Ending
from bot.settings import load_settings
from briefings.model.chat import Address
from tests.bench.service import follow
from tests.stand_ins.silent_server import SilentServer
from tests.stand_ins.smtp_server import KEY
from tests.stand_ins.teams_server import TENANT

_PROMISED = 10.0  #: seconds (docs/delivery.md)
_PLATFORMS = {
    b"POST /api/chat.postMessage": "Slack",
    b"sendMessage": "Telegram",
    b"POST /api/v4/posts": "Mattermost",
    b"/_matrix/client/v3/rooms/": "Matrix",
    b"POST /login/": "Teams",
}


@pytest.fixture
async def silent() -> AsyncIterator[SilentServer]:
    server = SilentServer()
    await server.start()
    yield server
    await server.stop()


def _settings(url: str, silent: SilentServer) -> dict[str, str]:
    """Every channel is on, and none of its platforms says anything; nor does the relay or the inbox."""
    at = f"127.0.0.1:{silent.port}"
    return {
        "JBZ_DATABASE_URL": url, "JBZ_SOURCES": "geen", "JBZ_BASE_URL": "https://jbz.example.nl",
        "SLACK_BOT_TOKEN": "xoxb-test-token", "SLACK_SIGNING_SECRET": "signing", "SLACK_API_URL": f"{silent.url}/api/",
        "TELEGRAM_BOT_TOKEN": "123456:telegram-test-token", "TELEGRAM_API_URL": silent.url, "TELEGRAM_MODE": "polling",
        "MATTERMOST_URL": silent.url, "MATTERMOST_TOKEN": "mattermost-token", "MATTERMOST_COMMAND_TOKEN": "command",
        "MATRIX_HOMESERVER": silent.url, "MATRIX_USER": "@jbz:home.example", "MATRIX_ACCESS_TOKEN": "matrix-token",
        "TEAMS_CLIENT_ID": "11111111-2222-3333-4444-555555555555", "TEAMS_CLIENT_SECRET": "teams-secret",
        "TEAMS_TENANT_ID": TENANT, "TEAMS_SERVICE_URL": f"{silent.url}/teams", "TEAMS_LOGIN_URL": f"{silent.url}/login",
        "SMTP_URL": f"smtp+plain://{at}", "MAIL_FROM": "jbz@example.nl", "JBZ_ENCRYPTION_KEY": KEY,
        "IMAP_URL": f"imap://jbz:inbox-password@{at}/INBOX",
    }  # fmt: skip


def _everybody_follows(settings: dict[str, str]) -> None:
    """In each channel a briefing is due."""
    app = App(load_settings(settings))
    app.prepare()
    there = (
        Address("slack", "T1", "C1"), Address("telegram", "123456", "42"), Address("mattermost", "server", "c1"),
        Address("matrix", "server", "!r:home.example"), Address("teams", TENANT, "19:c1@thread.tacv2"),
        Address("email", "example.org", "anna@example.org"),
    )  # fmt: skip
    follow(app, there, lambda _: ("migratie", "insolventie"))
    app.close()


async def _serving(settings: dict[str, str], log: Path) -> tuple[asyncio.subprocess.Process, int]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with log.open("wb") as file:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "serve", "--port", str(port), env={"PATH": os.environ["PATH"], **settings},
            stdout=asyncio.subprocess.DEVNULL, stderr=file,
        )  # fmt: skip
    async with httpx.AsyncClient() as client:
        for _ in range(1200):
            with suppress(httpx.TransportError):
                if (await client.get(f"http://127.0.0.1:{port}/healthz")).status_code == 200:
                    return process, port
            await asyncio.sleep(0.05)
    raise AssertionError("the service does not come up")


async def test_every_platform_hangs_and_it_ends_in_time(filled_url: str, silent: SilentServer, tmp_path: Path) -> None:
    settings = _settings(filled_url, silent)
    await asyncio.to_thread(_everybody_follows, settings)
    process, _ = await _serving(settings, tmp_path / "log")
    asked: set[str] = set()
    for _ in range(400):
        asked = {name for start, name in _PLATFORMS.items() if any(start in one for one in silent.heard)}
        if asked == set(_PLATFORMS.values()) and silent.heard.count(b"") >= 2:  # the relay and the inbox speak first
            break
        await asyncio.sleep(0.05)
    assert (asked, silent.heard.count(b"") >= 2) == (set(_PLATFORMS.values()), True)
    began = time.monotonic()
    process.send_signal(signal.SIGTERM)
    status = await asyncio.wait_for(process.wait(), 30)
    took, told = time.monotonic() - began, (tmp_path / "log").read_text()
    assert (status, took < _PROMISED) == (-signal.SIGTERM, True), (status, took, told[-3000:])
    assert [word for word in ("Traceback", "not_ended_in_time", "not_finished") if word in told] == []


def test_what_hangs_is_named_and_left() -> None:
    ended, let_go = list[int](), threading.Event()
    hanging = threading.Thread(target=let_go.wait, name="a disk that hangs")
    hanging.start()
    over = threading.Event()

    def end(status: int) -> None:
        ended.append(status)
        over.set()

    ending = Ending(0.05, end)
    ending.begin()
    ending.begin()
    assert over.wait(5)
    time.sleep(0.2)
    let_go.set()
    hanging.join()
    assert ended == [1]


async def test_a_thread_that_cannot_be_called_back_ends_with_the_process() -> None:
    code = (
        "import asyncio, sys, time, uvicorn\n"
        "import bot.ending as ending\n"
        "ending.Ending.__init__.__defaults__ = (1.0, *ending.Ending.__init__.__defaults__[1:])\n"
        "async def app(scope, receive, send):\n"
        "    while True:\n"
        "        told = await receive()\n"
        "        if told['type'] == 'lifespan.startup':\n"
        "            await send({'type': 'lifespan.startup.complete'})\n"
        "            print('ready', flush=True)\n"
        "        else:\n"
        "            await asyncio.to_thread(time.sleep, 600)\n"
        "            await send({'type': 'lifespan.shutdown.complete'})\n"
        "            return\n"
        "ending.InTime(uvicorn.Config(app, port=0, log_config=None)).run()\n"
    )
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", code, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
    )
    assert process.stdout is not None
    assert b"ready" in await process.stdout.readline()
    began = time.monotonic()
    process.send_signal(signal.SIGTERM)
    told = await asyncio.wait_for(process.stdout.read(), 30)
    assert (await process.wait(), time.monotonic() - began < 10) == (1, True)
    assert b"not_ended_in_time" in told
    assert b"asyncio_0" in told
