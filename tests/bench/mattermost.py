"""Briefings in Mattermost beside people who ask; `make bench` prints the figures.

The service runs in a process of its own, as `jbz serve` does, on SQLite; the stand-in, which refuses what goes over a
server's limit, and the people run in this one, on the same two cores.
"""

import asyncio
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Iterator

import httpx

from briefings.model.chat import Address
from tests.bench.service import followed_by, ready, served
from tests.stand_ins import mattermost_server
from tests.stand_ins.mattermost_server import MattermostServer

_ALLOWED = 10  #: requests a second
_ASKING = 1.0  #: questions a second
_TEXTS = ("migratie", "wat zei nederland over terugkeer", "help", "migartie", "raad", "EES")
_CHATS, _LATENCY = 200, 0.02


def measure() -> Iterator[str]:
    """One line."""
    with tempfile.TemporaryDirectory() as folder:
        yield asyncio.run(_run(f"sqlite:///{folder}/bench.db"))


async def _run(url: str) -> str:
    there = (Address("mattermost", "server", f"b{number}") for number in range(_CHATS))
    followed_by(url, there)
    mattermost = MattermostServer()
    mattermost.strict, mattermost.latency = True, _LATENCY
    await mattermost.start()
    settings = {
        "MATTERMOST_URL": mattermost.url,
        "MATTERMOST_TOKEN": mattermost_server.TOKEN,
        "MATTERMOST_COMMAND_TOKEN": mattermost_server.COMMAND_TOKEN,
    }
    try:
        async with served(url, settings) as port:
            waits, seconds = await _load(mattermost, port)
    finally:
        await mattermost.stop()
    ordered = sorted(waits)
    rate = len(mattermost.messages) / seconds
    twice = sum(number - 1 for number in Counter(one["props"]["jbz_key"] for one in mattermost.messages).values())
    return (
        f"{_CHATS} channels, Mattermost answers after {_LATENCY * 1000:.0f} ms: {rate:.1f} posts a second of"
        f" {_ALLOWED} requests allowed, {twice} twice, {len(mattermost.refused)} refused; {len(ordered)} answers beside"
        f" it: median {statistics.median(ordered) * 1000:.0f} ms, worst {ordered[-1] * 1000:.0f} ms"
    )


async def _load(mattermost: MattermostServer, port: int) -> tuple[list[float], float]:
    """How long each answer took, and in how many seconds all briefings came."""
    waits: list[float] = []
    tasks = []
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=60) as http:
        await ready(http)
        began, number = time.perf_counter(), 0
        while len(mattermost.messages) < _CHATS:
            tasks.append(asyncio.create_task(_ask(mattermost, http, number, waits)))
            number += 1
            await asyncio.sleep(max(0.0, began + number / _ASKING - time.perf_counter()))
        seconds = time.perf_counter() - began
        await asyncio.gather(*tasks)
    return waits, seconds


async def _ask(mattermost: MattermostServer, http: httpx.AsyncClient, number: int, waits: list[float]) -> None:
    """From the slash command until its answer, which is the answer to the request."""
    told = mattermost.command(_TEXTS[number % len(_TEXTS)], f"q{number}", f"u{number % 50}")
    began = time.perf_counter()
    response = await http.post("/mattermost/command", data=told)
    assert response.status_code == httpx.codes.OK
    assert response.json()["text"]
    waits.append(time.perf_counter() - began)


if __name__ == "__main__":
    for line in measure():
        print(line, flush=True)  # noqa: T201
