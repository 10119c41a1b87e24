"""A broadcast in Telegram beside people who ask; `make bench` prints the figures.

The service runs in a process of its own, as `jbz serve` does, on SQLite; the stand-in, which refuses what goes over
Telegram's limits, and the people run in this one, on the same two cores.
"""

import asyncio
import statistics
import tempfile
import time
from collections.abc import Iterator

import httpx

from briefings.model.chat import Address
from tests.bench.service import followed_by, ready, served
from tests.stand_ins import telegram_server
from tests.stand_ins.telegram_server import TelegramServer

_ALLOWED = 30  #: messages a second over all chats (PLATFORMS)
_ASKING = 2.0  #: questions a second
_ASKERS = 200
_FIRST_ASKER = 5_000_000
_TEXTS = ("migratie", "wat zei nederland over terugkeer", "/help", "migartie", "/raad", "EES")
#: (chats, seconds until Telegram answers, messages under way)
_RUNS = ((10_000, 0.02, 1), (1_500, 0.06, 1), (1_500, 0.06, 3))


def measure() -> Iterator[str]:
    """A line for each run."""
    for chats, latency, at_once in _RUNS:
        with tempfile.TemporaryDirectory() as folder:
            yield asyncio.run(_run(f"sqlite:///{folder}/bench.db", chats, latency, at_once))


async def _run(url: str, chats: int, latency: float, at_once: int) -> str:
    bot = telegram_server.TOKEN.partition(":")[0]
    there = (Address("telegram", bot, str(1_000_000 + number)) for number in range(1, chats + 1))
    followed_by(url, there)
    telegram = TelegramServer()
    telegram.strict, telegram.latency = True, latency
    await telegram.start()
    settings = {
        "TELEGRAM_MODE": "webhook", "TELEGRAM_BOT_TOKEN": telegram_server.TOKEN,
        "TELEGRAM_WEBHOOK_SECRET": telegram_server.WEBHOOK_SECRET,
        "TELEGRAM_API_URL": telegram.url, "TELEGRAM_AT_ONCE": str(at_once),
    }  # fmt: skip
    try:
        async with served(url, settings) as port:
            waits, sent, seconds = await _load(telegram, port, chats)
    finally:
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


if __name__ == "__main__":
    for line in measure():
        print(line, flush=True)  # noqa: T201
