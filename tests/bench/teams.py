"""Briefings in Teams beside people who ask; `make bench` prints the figures.

The service runs in a process of its own, as `jbz serve` does, on SQLite; the stand-in, which refuses what goes over
Teams' limits, and the people run in this one, on the same two cores.
"""

import asyncio
import statistics
import tempfile
import time
from collections.abc import Iterator

import httpx

from briefings.model.chat import Address
from tests.bench.service import followed_by, ready, served
from tests.stand_ins.teams_server import TENANT, TeamsServer, channel

_ALLOWED = 50  #: messages a second in a tenant
_ASKING = 2.0  #: questions a second
_ASKERS = 200
_TEXTS = ("migratie", "wat zei nederland over terugkeer", "help", "migartie", "raad", "EES")
#: (chats, seconds until Teams answers)
_RUNS = ((600, 0.005), (600, 0.03))


def measure() -> Iterator[str]:
    """A line for each run."""
    for chats, latency in _RUNS:
        with tempfile.TemporaryDirectory() as folder:
            yield asyncio.run(_run(f"sqlite:///{folder}/bench.db", chats, latency))


async def _run(url: str, chats: int, latency: float) -> str:
    there = (Address("teams", TENANT, channel(f"b{number}")) for number in range(1, chats + 1))
    followed_by(url, there)
    teams = TeamsServer()
    teams.strict, teams.latency = True, latency
    await teams.start()
    try:
        async with served(url, teams.settings) as port:
            waits, sent, seconds = await _load(teams, port, chats)
    finally:
        await teams.stop()
    ordered = sorted(waits)
    rate = sent / seconds
    return (
        f"{chats:,} chats, Teams answers after {latency * 1000:.0f} ms: {rate:.1f} a second, {rate / _ALLOWED:.1%} of"
        f" what is allowed, {teams.refused.count('Throttled')} refused; {len(ordered)} answers beside it: median"
        f" {statistics.median(ordered) * 1000:.0f} ms, worst {ordered[-1] * 1000:.0f} ms"
    )


async def _load(teams: TeamsServer, port: int, chats: int) -> tuple[list[float], int, float]:
    """How long each answer took; how many messages went meanwhile, and in how many seconds."""
    waits: list[float] = []
    tasks = []
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=60) as http:
        await ready(http)
        began, number, before = time.perf_counter(), 0, len(teams.messages)
        while sum(1 for message in teams.messages if not message["conversation"].startswith("a:")) < chats:
            tasks.append(asyncio.create_task(_ask(teams, http, number, waits)))
            number += 1
            await asyncio.sleep(max(0.0, began + number / _ASKING - time.perf_counter()))
        sent, seconds = len(teams.messages) - before, time.perf_counter() - began
        await asyncio.gather(*tasks)
    return waits, sent, seconds


async def _ask(teams: TeamsServer, http: httpx.AsyncClient, number: int, waits: list[float]) -> None:
    """From the question until its answer is there."""
    chat = f"a:{number % _ASKERS}"
    there = len(teams.in_chat(chat))
    said = teams.says(_TEXTS[number % len(_TEXTS)], chat)
    began = time.perf_counter()
    response = await http.post("/teams/messages", json=said, headers=teams.signed(said))
    assert response.status_code == httpx.codes.OK
    while len(teams.in_chat(chat)) == there:  # noqa: ASYNC110 - the stand-in tells nobody
        await asyncio.sleep(0.005)
    waits.append(time.perf_counter() - began)


if __name__ == "__main__":
    for line in measure():
        print(line, flush=True)  # noqa: T201
