"""What a page costs with many letters: `make bench-pages` prints it for each kind; docs/benchmarks.md keeps figures.

About 1,000 meetings and 20,000 items, letters without meaning beside the judged ones; some meetings have an agenda
beside their report. Then readers come to the service in a process of its own, beside the Slack load of `make bench`.
"""

import asyncio
import os
import random
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from hashlib import sha256
from itertools import islice

import httpx

from bot.app import App
from bot.server import Server
from bot.web.room.addresses import Addresses
from briefings.intake.decide import Decision
from briefings.intake.library import Received, Shown
from briefings.model.document import Kind, Provenance
from briefings.reading.sniff import Format
from storage.reading import items, meetings
from tests.bench import slack
from tests.bench.search import noise
from tests.bench.search.corpus import noise_documents
from tests.bench.search.ours import Ours
from tests.stand_ins import slack_server
from tests.stand_ins.slack_server import SlackServer

ITEMS = 20_000
_AGENDAS = 60
_RUNS = 200
_READERS = 200
_ROOT = slack._ROOT


def measure() -> Iterator[str]:
    """A line for each figure."""
    ours = Ours(ITEMS, sqlite=True)
    try:
        _add_agendas(ours.app)
        yield from asyncio.run(_pages(ours.app))
        url = ours.app.settings.jbz_database_url
        for readers in (0, _READERS):
            yield asyncio.run(_beside_slack(url, ours.app, readers))
    finally:
        ours.close()


def _add_agendas(app: App) -> None:
    """The same items as they were planned, for the first meetings."""
    for number, document in enumerate(islice(noise_documents(_AGENDAS * noise._ITEMS), _AGENDAS)):
        planned = replace(document, kind=Kind.ANNOTATED_AGENDA, title=f"Geannoteerde agenda {number}")
        received = Received(
            b"%d" % number, Provenance(f"{number}"), sha256(b"%d" % number).hexdigest(), Format.PLAIN, app.clock()
        )
        app.library.keep(received, Shown(planned), Decision.NEW_BUT_OLD, None)


def _kinds(app: App) -> dict[str, Callable[[], str]]:
    """An address of each kind of page, another one each time."""
    rng, to = random.Random(1), Addresses("nl")  # noqa: S311 - no secret
    with app.database.reading() as session:
        every = list(items.every_id(session))
        lines = meetings.meetings(session)
    both = [line.meeting for line in lines if len(line.kinds) > 1]
    alone = [line.meeting for line in lines if len(line.kinds) == 1]
    years = sorted({line.meeting.dates[0].year for line in lines})
    themes = [slug for slug, size in app.index.theme_sizes().items() if size]
    words = [*noise.BROAD, "migratie", "migartie", "wat zei nederland over terugkeer", "EES"]
    return {
        "first page": lambda: "/",
        "meetings of a year": lambda: f"/vergaderingen?jaar={rng.choice(years)}",
        "meeting, report only": lambda: to.meeting(rng.choice(alone)),
        "meeting, agenda beside report": lambda: to.meeting(rng.choice(both)),
        "item": lambda: to.item(rng.choice(every)),
        "item, everybody marked": lambda: f"{to.item(rng.choice(every))}?markeer=iedereen",
        "themes": lambda: "/themas",
        "theme": lambda: to.theme(rng.choice(themes)),
        "search": lambda: to("/zoek", q=rng.choice(words)),
        "search, narrowed, newest first": lambda: to(
            "/zoek", q=rng.choice(words), soort="standpunt", volgorde="nieuwste"
        ),
        "every decision, newest first": lambda: to(
            "/zoek", soort="besluit", volgorde="nieuwste", pagina=rng.randint(1, 10)
        ),
        "timeline": lambda: to("/tijdlijn", q=rng.choice(words)),
        "announced": lambda: to("/toezeggingen", pagina=rng.randint(1, 10)),
        "announced, of a theme by someone": lambda: to("/toezeggingen", thema=rng.choice(themes), wie="commissie"),
        "feed of everything (Atom)": lambda: "/feeds/alles.atom",
        "feed of a theme (JSON)": lambda: f"/feeds/thema/{rng.choice(themes)}.json",
        "calendar": lambda: "/agenda.ics",
        "API: an item": lambda: f"/api/v1/items/{rng.choice(every)}",
        "API: a search": lambda: to("/api/v1/search", q=rng.choice(words)),
        "API: 20 items": lambda: f"/api/v1/items?offset={rng.randrange(5_000)}",
    }


async def _pages(app: App) -> list[str]:
    told = []
    transport = httpx.ASGITransport(Server(app).asgi)
    async with httpx.AsyncClient(transport=transport, base_url=app.settings.jbz_base_url) as http:
        for name, address in _kinds(app).items():
            times, largest = [], 0
            await http.get(address())
            for _ in range(_RUNS):
                path = address()
                began = time.perf_counter()
                answer = await http.get(path)
                times.append((time.perf_counter() - began) * 1000)
                assert answer.status_code == httpx.codes.OK, path
                largest = max(largest, len(answer.content))
            ordered = sorted(times)
            p99 = ordered[int(len(ordered) * 0.99)]
            told.append(
                f"{name:36} median {statistics.median(times):7.1f} ms   p99 {p99:7.1f} ms  "
                f" largest {largest / 1000:6.1f} kB"
            )
    return told


async def _beside_slack(url: str, app: App, readers: int) -> str:
    stand_in = SlackServer()
    stand_in.strict = False
    await stand_in.start()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = {
        "PATH": os.environ["PATH"], "JBZ_DATABASE_URL": url, "JBZ_SOURCES": "geen",
        "SLACK_BOT_TOKEN": slack_server.TOKEN, "SLACK_SIGNING_SECRET": slack_server.SECRET,
        "SLACK_API_URL": stand_in.api_url,
    }  # fmt: skip
    command = [sys.executable, "-m", "bot", "serve", "--port", str(port)]
    process = subprocess.Popen(command, env=settings, cwd=_ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: ASYNC220, S603 - ours
    read: list[float] = []
    reading = [asyncio.create_task(_read(port, list(_kinds(app).values()), read)) for _ in range(readers)]
    try:
        times, _ = await slack._load(stand_in, port)
    finally:
        for task in reading:
            task.cancel()
        process.terminate()
        await asyncio.to_thread(process.wait, 20)
        await stand_in.stop()
    ordered = sorted(times)
    beside = "alone"
    if read:
        pages = sorted(read)
        beside = (
            f"beside {readers} readers ({len(pages)} pages, median {statistics.median(pages):.0f} ms,"
            f" p99 {pages[int(len(pages) * 0.99)]:.0f} ms)"
        )
    return (
        f"{slack._RATE} Slack commands a second {beside}: acknowledged median {statistics.median(times):.1f} ms,"
        f" p99 {ordered[int(len(ordered) * 0.99)]:.1f} ms, worst {ordered[-1]:.1f} ms"
    )


async def _read(port: int, kinds: list[Callable[[], str]], times: list[float]) -> None:
    """A reader: a page, ten seconds to read it, the next page."""
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=30) as http:
        await slack.ready(http)
        await asyncio.sleep(random.random() * 10)  # noqa: S311 - no secret
        while True:
            began = time.perf_counter()
            await http.get(random.choice(kinds)())  # noqa: S311 - no secret
            times.append((time.perf_counter() - began) * 1000)
            await asyncio.sleep(10)


if __name__ == "__main__":
    for line in measure():
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()
