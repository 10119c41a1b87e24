"""How fast mails leave, by the number of domains; `make bench` prints the figures.

The service and the relay run in one process, on SQLite; each mail is a connection of its own, and the relay answers
its content after a while.
"""

import asyncio
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime

from bot.app import App
from bot.server import Server
from bot.settings import load_settings
from briefings.model.chat import Address
from briefings.model.schedule import Schedule, Weekly
from tests.bench.service import follow
from tests.stand_ins.clock import Clock
from tests.stand_ins.smtp_server import SmtpServer

_MONDAY = datetime(2025, 3, 31, 6, 0, 10, tzinfo=UTC)
#: (addresses, domains, seconds until the relay answers)
_RUNS = ((600, 1, 0.02), (600, 6, 0.02), (600, 30, 0.02))


def measure() -> Iterator[str]:
    """A line for each run."""
    for addresses, domains, latency in _RUNS:
        with tempfile.TemporaryDirectory() as folder:
            yield asyncio.run(_run(f"sqlite:///{folder}/bench.db", addresses, domains, latency))


async def _run(url: str, addresses: int, domains: int, latency: float) -> str:
    relay = SmtpServer(latency=latency)
    await relay.start()
    app = App(load_settings(relay.settings(JBZ_DATABASE_URL=url, JBZ_SOURCES="geen")), Clock(_MONDAY))
    app.prepare()
    at = (f"d{number % domains}.example" for number in range(1, addresses + 1))
    there = (Address("email", domain, f"p{number}@{domain}") for number, domain in enumerate(at, 1))
    follow(app, there, lambda _: ("migratie",), Schedule(Weekly((0,))), _MONDAY)
    server = Server(app, tick_seconds=3600)
    async with server.asgi.router.lifespan_context(server.asgi):
        begun = time.monotonic()
        await server.worker.tick()
        await server.worker.settle()
        while len(relay.taken) < addresses:
            await server.worker.tick()
            await server.worker.settle()
        took = time.monotonic() - begun
    app.close()
    await relay.stop()
    twice = len(relay.taken) - len({one.to for one in relay.taken})
    return f"e-mail, {addresses} briefings, {domains} domains: {addresses / took:.0f} a second, {twice} twice"


if __name__ == "__main__":
    for line in measure():
        print(line, flush=True)  # noqa: T201
