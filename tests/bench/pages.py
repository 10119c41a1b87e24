"""What a page costs with many letters: `make bench-pages` prints it for each kind; docs/benchmarks.md keeps figures.

1,000 reports of as many meetings with 20 items each, taken at random from the judged letters, and an agenda beside
every tenth. Then readers come to the service in a process of its own, beside the Slack load of `make bench`.
"""

import asyncio
import gc
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta

import httpx
from sqlalchemy import text, update
from sqlalchemy.orm import Session

from bot.app import App
from bot.server import Server
from bot.settings import load_settings
from bot.web import recent
from bot.web.room.addresses import Addresses
from briefings.model.document import Kind
from briefings.model.item import AgendaItem
from storage.content import to_content
from storage.items import place
from storage.reading import items, meetings
from storage.rows import CorpusRow, DocumentRow, EditionRow, ItemRow, MeetingRow
from storage.standing import JOINING, UNDERSTANDING
from storage.understanding import rebuild
from tests.bench import slack
from tests.bench.search.corpus import judged_letters
from tests.bench.service import UNLIMITED, ready, served
from tests.stand_ins import slack_server
from tests.stand_ins.postgres import Postgres
from tests.stand_ins.slack_server import SlackServer

MEETINGS, ITEMS = 1_000, 20
_COUNCILS = ("JBZ", "LANDBOUW", "ECOFIN", "MILIEU", "TRANSPORT", "RBZ")
_AGENDA_EVERY = 10
_NOW = datetime(2025, 11, 1, 12, 0, tzinfo=UTC)
_QUESTIONS = (
    "migratie", "migartie", "wat zei nederland over terugkeer", "EES", "lidstaten", "commissie voorstel", "nederland",
    "visserij", "interne veiligheid sinds 2020", "pizza", "drugs zeehavens",
)  # fmt: skip
_RUNS = 200
_READERS = 200


def measure() -> Iterator[str]:
    """A line for each figure: of pages on both databases, of readers beside Slack on SQLite."""
    with tempfile.TemporaryDirectory(prefix="jbz-bench") as folder:
        url = f"sqlite:///{folder}/bench.db"
        yield "SQLite"
        yield from _costs(url)
        for readers in (0, _READERS):
            app = App(load_settings({"JBZ_DATABASE_URL": url}), lambda: _NOW)
            yield asyncio.run(_beside_slack(app, readers))
            app.close()
    with Postgres() as server:
        yield "PostgreSQL"
        yield from _costs(server.url)


def _costs(url: str) -> list[str]:
    app = App(load_settings({"JBZ_DATABASE_URL": url} | UNLIMITED), lambda: _NOW)
    app.database.upgrade()
    fill(app)
    app.warm_up()
    told = asyncio.run(_pages(app))
    app.close()
    return told


def fill(app: App) -> None:
    """As if the letters had been there long: rows at once, then the index over all of them."""
    rng = random.Random(1)  # noqa: S311 - no secret
    pool = [item for _, document in judged_letters() for item in document.items]
    with app.database.writing() as session:
        for number in range(MEETINGS):
            first = date(2010, 1, 4) + timedelta(days=number * 5_780 // MEETINGS)
            row = MeetingRow(
                council=_COUNCILS[number % len(_COUNCILS)],
                first_day=first,
                last_day=first + timedelta(days=1),
                dates=[first.isoformat(), (first + timedelta(days=1)).isoformat()],
                location="Brussel",
                informal=False,
                changed_at=_NOW,
            )
            chosen = rng.sample(pool, ITEMS)
            _letter(session, row, Kind.REPORT, number, chosen)
            if number % _AGENDA_EVERY == 0:
                _letter(session, row, Kind.ANNOTATED_AGENDA, number, chosen)
            session.flush()
            session.expunge_all()
        rebuild(session, app.database)
        current = {"understanding": UNDERSTANDING, "joining": JOINING}
        session.execute(update(CorpusRow).values(**current))
        session.execute(text("ANALYZE"))


def _letter(session: Session, meeting: MeetingRow, kind: Kind, number: int, chosen: list[AgendaItem]) -> None:
    letter = DocumentRow(
        meeting=meeting,
        kind=kind.value,
        title=f"{kind.value} {number}",
        letter_date=meeting.last_day + timedelta(days=14),
        kamerstuk=f"32317-{number}" if kind is Kind.REPORT else f"32318-{number}",
        signatories={"signatories": [["A.B. van Verzonnen", "minister van Proefzaken"]]},
        first_seen_at=_NOW,
    )
    session.add(letter)
    session.flush()
    data = f"{kind} {number}"
    edition = EditionRow(document_id=letter.id, sha256=data, name=data, data=b"", received_at=_NOW, form="PLAIN")
    session.add(edition)
    for position, item in enumerate(chosen):
        session.add(
            ItemRow(
                document_id=letter.id,
                position=position,
                number=item.number,
                title=item.title,
                last_day=meeting.last_day,
                content=to_content(item),
                place=place(letter, position, item),
            )
        )


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
    return {
        "first page": lambda: "/",
        "meetings of a year": lambda: f"/vergaderingen?jaar={rng.choice(years)}",
        "meeting, report only": lambda: to.meeting(rng.choice(alone)),
        "meeting, agenda beside report": lambda: to.meeting(rng.choice(both)),
        "item": lambda: to.item(rng.choice(every)),
        "item, everybody marked": lambda: f"{to.item(rng.choice(every))}?markeer=iedereen",
        "themes": lambda: "/themas",
        "theme": lambda: to.theme(rng.choice(themes)),
        "search": lambda: to("/zoek", q=rng.choice(_QUESTIONS)),
        "search, narrowed, newest first": lambda: to(
            "/zoek", q=rng.choice(_QUESTIONS), soort="standpunt", volgorde="nieuwste"
        ),
        "every decision, newest first": lambda: to(
            "/zoek", soort="besluit", volgorde="nieuwste", pagina=rng.randint(1, 10)
        ),
        "timeline": lambda: to("/tijdlijn", q=rng.choice(_QUESTIONS)),
        "announced": lambda: to("/toezeggingen", pagina=rng.randint(1, 10)),
        "announced, of a theme by someone": lambda: to("/toezeggingen", thema=rng.choice(themes), wie="commissie"),
        "feed of everything (Atom)": lambda: "/feeds/alles.atom",
        "feed of a theme (JSON)": lambda: f"/feeds/thema/{rng.choice(themes)}.json",
        "calendar": lambda: "/agenda.ics",
        "API: an item": lambda: f"/api/v1/items/{rng.choice(every)}",
        "API: a search": lambda: to("/api/v1/search", q=rng.choice(_QUESTIONS)),
        "API: 20 items": lambda: f"/api/v1/items?offset={rng.randrange(5_000)}",
    }


async def _pages(app: App) -> list[str]:
    told = []
    recent._SECONDS = 0.0  # each is made anew
    gc.collect()
    gc.freeze()  # as `jbz serve` does
    transport = httpx.ASGITransport(Server(app).asgi)
    async with httpx.AsyncClient(transport=transport, base_url=app.settings.jbz_base_url) as http:
        for name, address in _kinds(app).items():
            times, worked, largest = [], [], 0
            await http.get(address())
            for _ in range(_RUNS):
                path = address()
                began, busy = time.perf_counter(), time.process_time()
                answer = await http.get(path)
                times.append((time.perf_counter() - began) * 1000)
                worked.append((time.process_time() - busy) * 1000)
                assert answer.status_code == httpx.codes.OK, path
                largest = max(largest, len(answer.content))
            told.append(
                f"{name:34} median {statistics.median(times):6.1f} ms  p99 {_p99(times):6.1f} ms  processor median"
                f" {statistics.median(worked):6.1f} ms  p99 {_p99(worked):6.1f} ms  largest {largest / 1000:6.1f} kB"
            )
    return told


def _p99(times: list[float]) -> float:
    return sorted(times)[int(len(times) * 0.99)]


async def _beside_slack(app: App, readers: int) -> str:
    stand_in = SlackServer()
    stand_in.strict = False
    await stand_in.start()
    settings = {
        "SLACK_BOT_TOKEN": slack_server.TOKEN, "SLACK_SIGNING_SECRET": slack_server.SECRET,
        "SLACK_API_URL": stand_in.api_url,
    }  # fmt: skip
    read: list[float] = []
    kinds = list(_kinds(app).values())
    async with served(app.settings.jbz_database_url, settings) as port:
        limits = httpx.Limits(max_connections=readers or 1)
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=30, limits=limits) as http:
            await ready(http)
            await http.get("/")  # a process that just begins is not what is measured
            reading = [asyncio.create_task(_read(http, kinds, read)) for _ in range(readers)]
            try:
                times, _ = await slack._load(stand_in, port)
            finally:
                for task in reading:
                    task.cancel()
                await asyncio.gather(*reading, return_exceptions=True)
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


async def _read(http: httpx.AsyncClient, kinds: list[Callable[[], str]], times: list[float]) -> None:
    """A reader: a page, ten seconds to read it, the next page."""
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
