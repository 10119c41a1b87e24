"""Slack under load: commands at fifty a second beside a running briefing round; `make bench` prints the figures.

The service runs in a process of its own, as `jbz serve` does; the load and the stand-in of Slack run in this one, on
the same two cores. Fifty commands a second, half of them questions, come signed over HTTP.
"""

import asyncio
import statistics
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime

import httpx

from bot.app import App
from bot.settings import load_settings
from briefings.model.chat import Address
from tests.bench.service import follow, ready, served
from tests.stand_ins import slack_server
from tests.stand_ins.slack_server import SlackServer

_RATE = 50
_SECONDS = 30
_SUBSCRIPTIONS = 20_000
_TEXTS = ("migratie", "wat zei nederland over terugkeer", "help", "abonnementen", "migartie", "raad", "EES")


def measure() -> Iterator[str]:
    """A line for each figure."""
    for briefings in (False, True):
        with tempfile.TemporaryDirectory() as folder:
            yield asyncio.run(_run(f"sqlite:///{folder}/bench.db", briefings=briefings))


async def _run(url: str, *, briefings: bool) -> str:
    app = App(load_settings({"JBZ_DATABASE_URL": url}))
    app.prepare()
    if briefings:
        slugs = [theme.slug for theme in app.catalogue.themes]
        there = (Address("slack", f"T{number % 10}", f"B{number}") for number in range(1, _SUBSCRIPTIONS + 1))
        follow(app, there, lambda number: [slugs[(number + 7 * step) % len(slugs)] for step in (1, 2)])
    app.close()
    slack = SlackServer()
    slack.strict = False
    await slack.start()
    settings = {
        "SLACK_BOT_TOKEN": slack_server.TOKEN, "SLACK_SIGNING_SECRET": slack_server.SECRET,
        "SLACK_API_URL": slack.api_url,
    }  # fmt: skip
    try:
        async with served(url, settings) as port:
            times, posted = await _load(slack, port)
    finally:
        await slack.stop()
    ordered = sorted(times)
    p99 = ordered[int(len(ordered) * 0.99)]
    beside = f"beside a round of {_SUBSCRIPTIONS:,} briefings ({posted} sent meanwhile)" if briefings else "alone"
    return (
        f"{_RATE} Slack commands a second, {beside}: acknowledged median {statistics.median(times):.1f} ms,"
        f" p99 {p99:.1f} ms, worst {ordered[-1]:.1f} ms ({len(times)} commands)"
    )


async def _load(slack: SlackServer, port: int) -> tuple[list[float], int]:
    times: list[float] = []
    limits = httpx.Limits(max_connections=200, max_keepalive_connections=50)
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=10, limits=limits) as http:
        await ready(http)
        tasks = []
        began = time.perf_counter()
        for number in range(_RATE * _SECONDS):
            await asyncio.sleep(max(0.0, began + number / _RATE - time.perf_counter()))
            tasks.append(asyncio.create_task(_ask(slack, http, number, times)))
        await asyncio.gather(*tasks)
        posted = len(slack.messages)
    return times, posted


async def _ask(slack: SlackServer, http: httpx.AsyncClient, number: int, times: list[float]) -> None:
    text = _TEXTS[number % len(_TEXTS)] if number % 2 else f"volg visa dagelijks {number % 24:02}:00"
    fields, _ = slack.command(text, f"C{number % 500}", f"U{number % 100}")
    body, headers = slack.signed(fields, datetime.now(UTC).timestamp())
    began = time.perf_counter()
    response = await http.post("/slack/events", content=body, headers=headers)
    times.append((time.perf_counter() - began) * 1000)
    assert response.status_code == httpx.codes.OK


if __name__ == "__main__":
    for line in measure():
        print(line)  # noqa: T201
