"""A broadcast in Telegram beside people who ask; `make bench` prints the figures.

The service runs in a process of its own, as `jbz serve` does, on SQLite; the stand-in, which refuses what goes over
Telegram's limits, and the people run in this one, on the same two cores.
"""

import asyncio
import datetime as dt
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import httpx
from sqlalchemy import insert

from bot.app import App
from bot.settings import load_settings
from briefings.model.schedule import Schedule, Weekly
from storage.rows import ChatRow, FollowedRow, SubscriptionRow
from tests.bench.slack import ready
from tests.stand_ins import telegram_server
from tests.stand_ins.telegram_server import TelegramServer

_ALLOWED = 30  #: messages a second over all chats (PLATFORMS)
_ASKING = 2.0  #: questions a second
_ASKERS = 200
_FIRST_ASKER = 5_000_000
_TEXTS = ("migratie", "wat zei nederland over terugkeer", "/help", "migartie", "/raad", "EES")
_ROOT = Path(__file__).parents[2]
#: (chats, seconds until Telegram answers, messages under way)
_RUNS = ((10_000, 0.02, 1), (1_500, 0.06, 1), (1_500, 0.06, 3))


def measure() -> Iterator[str]:
    """A line for each run."""
    for chats, latency, at_once in _RUNS:
        with tempfile.TemporaryDirectory() as folder:
            yield asyncio.run(_run(f"sqlite:///{folder}/bench.db", chats, latency, at_once))


async def _run(url: str, chats: int, latency: float, at_once: int) -> str:
    app = App(load_settings({"JBZ_DATABASE_URL": url}))
    app.prepare()
    _fill(app, chats)
    app.close()
    telegram = TelegramServer()
    telegram.strict, telegram.latency = True, latency
    await telegram.start()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = {
        "PATH": os.environ["PATH"], "JBZ_DATABASE_URL": url, "JBZ_SOURCES": "geen",
        "JBZ_LIMIT_QUESTIONS": "0", "JBZ_LIMIT_CHANGES": "0", "TELEGRAM_MODE": "webhook",
        "TELEGRAM_BOT_TOKEN": telegram_server.TOKEN, "TELEGRAM_WEBHOOK_SECRET": telegram_server.WEBHOOK_SECRET,
        "TELEGRAM_API_URL": telegram.url, "TELEGRAM_AT_ONCE": str(at_once),
    }  # fmt: skip
    command = [sys.executable, "-m", "bot", "serve", "--port", str(port)]
    process = subprocess.Popen(command, env=settings, cwd=_ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: ASYNC220, S603 - ours
    try:
        waits, sent, seconds = await _load(telegram, port, chats)
    finally:
        process.terminate()
        await asyncio.to_thread(process.wait, 20)
        await telegram.stop()
    ordered = sorted(waits)
    rate = sent / seconds
    return (
        f"{chats:,} chats, Telegram answers after {latency * 1000:.0f} ms, {at_once} under way: {rate:.1f} a second,"
        f" {rate / _ALLOWED:.1%} of what is allowed, {telegram.refused.count('429')} refused; {len(ordered)} answers"
        f" beside it: median {statistics.median(ordered) * 1000:.0f} ms,"
        f" p99 {ordered[int(len(ordered) * 0.99)] * 1000:.0f} ms, worst {ordered[-1] * 1000:.0f} ms"
    )


async def _load(telegram: TelegramServer, port: int, chats: int) -> tuple[list[float], int, float]:
    """How long each answer took; how many messages went meanwhile, and in how many seconds."""
    waits: list[float] = []
    tasks = []
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=60) as http:
        await ready(http)
        began, number, before = time.perf_counter(), 0, len(telegram.sent)
        while sum(1 for message in telegram.sent if int(message["chat_id"]) < _FIRST_ASKER) < chats:
            tasks.append(asyncio.create_task(_ask(telegram, http, number, waits)))
            number += 1
            await asyncio.sleep(max(0.0, began + number / _ASKING - time.perf_counter()))
        sent, seconds = len(telegram.sent) - before, time.perf_counter() - began
        await asyncio.gather(*tasks)
    return waits, sent, seconds


async def _ask(telegram: TelegramServer, http: httpx.AsyncClient, number: int, waits: list[float]) -> None:
    update = telegram.says(_TEXTS[number % len(_TEXTS)], chat=_FIRST_ASKER + number % _ASKERS)
    headers = {"X-Telegram-Bot-Api-Secret-Token": telegram_server.WEBHOOK_SECRET}
    began = time.perf_counter()
    response = await http.post("/telegram/webhook", json=update, headers=headers)
    assert response.status_code == httpx.codes.OK
    waits.append(time.perf_counter() - began)  # it was answered before it was acknowledged


def _fill(app: App, chats: int) -> None:
    """So many private chats, each of which follows two themes, all due when the service starts."""
    slugs = [theme.slug for theme in app.catalogue.themes]
    bot = telegram_server.TOKEN.partition(":")[0]
    made, followed, following = [], [], []
    code = Schedule(Weekly(tuple(range(7))), at=dt.time(0, 1)).code
    for number in range(1, chats + 1):
        place = {"channel": "telegram", "workspace": bot, "chat": str(1_000_000 + number), "thread": ""}
        made.append({"id": number, **place, "language": "nl", "timezone": "Europe/Amsterdam", "quiet": "line"})
        due = {"schedule": code, "next_due_at": datetime.now(UTC)}
        followed.append({"id": number, "chat_id": number, "by_letter": False, "timezone": "Europe/Amsterdam", **due})
        theme = {"subscription_id": number, "without": [], "told_until": 0, "untold": True}
        following += [theme | {"subject": slug, "position": at} for at, slug in enumerate(("insolventie", slugs[-1]))]
    with app.database.writing() as session:
        session.execute(insert(ChatRow), made)
        session.execute(insert(SubscriptionRow), followed)
        session.execute(insert(FollowedRow), following)


if __name__ == "__main__":
    for line in measure():
        print(line, flush=True)  # noqa: T201
