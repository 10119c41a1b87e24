"""Briefings in Teams beside people who ask; `make bench` prints the figures.

The service runs in a process of its own, as `jbz serve` does, on SQLite; the stand-in, which refuses what goes over
Teams' limits, and the people run in this one, on the same two cores.
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
from tests.stand_ins.teams_server import TENANT, TeamsServer, channel

_ALLOWED = 50  #: messages a second in a tenant
_ASKING = 2.0  #: questions a second
_ASKERS = 200
_TEXTS = ("migratie", "wat zei nederland over terugkeer", "help", "migartie", "raad", "EES")
_ROOT = Path(__file__).parents[2]
#: (chats, seconds until Teams answers)
_RUNS = ((600, 0.005), (600, 0.03))


def measure() -> Iterator[str]:
    """A line for each run."""
    for chats, latency in _RUNS:
        with tempfile.TemporaryDirectory() as folder:
            yield asyncio.run(_run(f"sqlite:///{folder}/bench.db", chats, latency))


async def _run(url: str, chats: int, latency: float) -> str:
    app = App(load_settings({"JBZ_DATABASE_URL": url}))
    app.prepare()
    _fill(app, chats)
    app.close()
    teams = TeamsServer()
    teams.strict, teams.latency = True, latency
    await teams.start()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = {
        "PATH": os.environ["PATH"], "JBZ_DATABASE_URL": url, "JBZ_SOURCES": "geen",
        "JBZ_LIMIT_QUESTIONS": "0", "JBZ_LIMIT_CHANGES": "0",
    } | teams.settings  # fmt: skip
    command = [sys.executable, "-m", "bot", "serve", "--port", str(port)]
    process = subprocess.Popen(command, env=settings, cwd=_ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: ASYNC220, S603 - ours
    try:
        waits, sent, seconds = await _load(teams, port, chats)
    finally:
        process.terminate()
        await asyncio.to_thread(process.wait, 20)
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


def _fill(app: App, chats: int) -> None:
    """So many channels, each of which follows two themes, all due when the service starts."""
    slugs = [theme.slug for theme in app.catalogue.themes]
    made, followed, following = [], [], []
    code = Schedule(Weekly(tuple(range(7))), at=dt.time(0, 1)).code
    for number in range(1, chats + 1):
        place = {"channel": "teams", "workspace": TENANT, "chat": channel(f"b{number}"), "thread": ""}
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
