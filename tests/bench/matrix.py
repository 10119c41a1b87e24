"""Briefings in Matrix beside people who ask; `.venv/bin/python -m tests.bench.matrix` prints the figures.

The service runs in a process of its own, as `jbz serve` does, on SQLite; the stand-in, which refuses what goes over the
homeserver's limit, and the people run in this one, on the same two cores.
"""

import asyncio
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator

import httpx

from bot.app import App
from bot.settings import load_settings
from briefings.model.chat import Address
from tests.bench.service import follow, ready, served
from tests.stand_ins import matrix_server
from tests.stand_ins.matrix_rules import Limit
from tests.stand_ins.matrix_server import MatrixServer

_ASKING = 1.0  #: questions a second
_ASKERS = 20
_TEXTS = ("!jbz migratie", "!jbz wat zei nederland over terugkeer", "!jbz help", "!jbz raad", "!jbz EES")
_LATENCY = 0.02  #: seconds until the homeserver answers
#: (rooms, events a second that the homeserver takes, and at once)
_RUNS = ((300, 20.0, 50), (300, 1000.0, 1000))


def measure() -> Iterator[str]:
    """A line for each run."""
    for rooms, per_second, burst in _RUNS:
        with tempfile.TemporaryDirectory() as folder:
            yield asyncio.run(_run(f"sqlite:///{folder}/bench.db", rooms, per_second, burst))


async def _run(url: str, rooms: int, per_second: float, burst: int) -> str:
    app = App(load_settings({"JBZ_DATABASE_URL": url}))
    app.prepare()
    there = (Address("matrix", "server", _room(number)) for number in range(1, rooms + 1))
    follow(app, there, lambda _: ("insolventie", "migratie"))
    app.close()
    matrix = MatrixServer()
    for room in (*map(_room, range(1, rooms + 1)), *map(_asker, range(_ASKERS))):
        matrix.has(room, "@els:home.example")
    matrix.limit, matrix.latency = Limit(per_second, burst), _LATENCY
    await matrix.start()
    settings = {
        "MATRIX_HOMESERVER": matrix.url, "MATRIX_USER": matrix_server.BOT, "MATRIX_ACCESS_TOKEN": matrix_server.TOKEN,
        "MATRIX_PER_SECOND": f"{per_second:g}", "MATRIX_BURST": str(burst),
    }  # fmt: skip
    try:
        async with served(url, settings) as port:
            waits, seconds = await _load(matrix, port, rooms)
    finally:
        await matrix.stop()
    twice = sum(len(matrix.posts(_room(number))) - 1 for number in range(1, rooms + 1))
    return (
        f"{rooms} rooms, {per_second:g} events a second allowed: {rooms / seconds:.1f} briefings a second,"
        f" {twice} twice, {len(matrix.refused)} refused; {len(waits)} answers beside it:"
        f" median {statistics.median(waits) * 1000:.0f} ms, worst {max(waits) * 1000:.0f} ms"
    )


async def _load(matrix: MatrixServer, port: int, rooms: int) -> tuple[list[float], float]:
    """How long each answer took, and how long until every room had its briefing."""
    waits: list[float] = []
    tasks: list[asyncio.Task[None]] = []
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=60) as http:
        await ready(http)
    await _until(lambda: matrix.since is not None)
    began = time.perf_counter()
    while any(not matrix.posts(_room(number)) for number in range(1, rooms + 1)):
        tasks.append(asyncio.create_task(_ask(matrix, len(tasks), waits)))
        await asyncio.sleep(max(0.0, began + len(tasks) / _ASKING - time.perf_counter()))
    seconds = time.perf_counter() - began
    await asyncio.gather(*tasks)
    return waits, seconds


async def _ask(matrix: MatrixServer, number: int, waits: list[float]) -> None:
    room, began = _asker(number % _ASKERS), time.perf_counter()
    asked = matrix.says(_TEXTS[number % len(_TEXTS)], room)
    await _until(
        lambda: any(one["content"].get("m.relates_to", {}).get("event_id") == asked for one in matrix.posts(room))
    )
    waits.append(time.perf_counter() - began)


async def _until(so: Callable[[], bool]) -> None:
    for _ in range(12_000):
        if so():
            return
        await asyncio.sleep(0.005)
    raise TimeoutError


def _room(number: int) -> str:
    return f"!room{number}:home.example"


def _asker(number: int) -> str:
    return f"!asks{number}:home.example"


if __name__ == "__main__":
    for line in measure():
        print(line, flush=True)  # noqa: T201
