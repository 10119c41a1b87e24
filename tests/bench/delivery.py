"""Delivery at scale, beside the plain ways to build it. `make bench-delivery`; docs/benchmarks.md keeps the figures."""

import asyncio
import logging
import os
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import structlog
from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.background import BackgroundScheduler
from sqlalchemy import select, text

from bot.app import App
from bot.cli.serve import SWITCH_SECONDS
from bot.delivery.planner import BriefingTools, Planner
from bot.settings import load_settings
from briefings.sources.folder import find_files, load
from storage import deliveries, planning
from storage.rows import SubscriptionRow
from tests.stand_ins.clock import Clock
from tests.stand_ins.postgres import Postgres
from tests.world import make_world

_STORED = 1_000_000
_DUE = 100_000
_JOBS = (2_000, 20_000)
_LETTERS = Path(__file__).parents[1] / "questions" / "letters"
_NOW = datetime(2026, 3, 2, 7, 0, tzinfo=UTC)  #: Monday, eight o'clock in Amsterdam
_COUNT = "WITH RECURSIVE n(i) AS (SELECT {first} UNION ALL SELECT i + 1 FROM n WHERE i < {last}) "


def main() -> None:
    """Prints a line for each figure."""
    scale = float(sys.argv[1]) if len(sys.argv) > 1 else 1.0
    stored, due = int(_STORED * scale), int(_DUE * scale)
    with _postgres() as url:
        app = _filled(url)
        _say(f"PostgreSQL, {stored:,} subscriptions")
        for size in (stored // 100, stored // 10, stored):
            _store(app, size)
            _idle(app, f"idle tick, {size:,} stored")
        for number in (due // 100, due // 10, due):
            _make_due(app, number)
            _plan(app, number)
        _loop_over_all(app)
        app.close()
    with tempfile.TemporaryDirectory() as folder:
        app = _filled(f"sqlite:///{folder}/bench.db")
        _store(app, stored)
        _idle(app, f"SQLite, idle tick, {stored:,} stored")
        _make_due(app, due // 10)
        _plan(app, due // 10)
        app.close()
    with _postgres() as url:
        for size in _JOBS:
            _apscheduler(url, int(size * max(scale, 0.1)))
    for latency in (0.0, 0.02, 0.05):
        asyncio.run(_sending(latency))
    asyncio.run(_answers())


@contextmanager
def _postgres() -> Iterator[str]:
    with Postgres() as server:
        yield server.url


def _filled(url: str) -> App:
    """The product with the bundled report and the invented letters."""
    app = App(load_settings({"JBZ_DATABASE_URL": url}), Clock(_NOW))
    app.prepare()
    for path in find_files([_LETTERS]):
        letter = load(path)
        app.take_in(letter.data, letter.provenance)
    return app


def _store(app: App, many: int) -> None:
    """Fills up to `many` subscriptions of one or two themes, the popular ones more often, due next week."""
    slugs = [theme.slug for theme in app.catalogue.themes]
    popular = [slug for at, slug in enumerate(slugs) for _ in range(max(1, len(slugs) // (at + 1)))]
    with app.database.writing() as session:
        there = session.scalar(text("SELECT coalesce(max(id), 0) FROM subscriptions")) or 0
        count = _COUNT.format(first=there + 1, last=many)
        session.execute(text("CREATE TEMPORARY TABLE slots (at int PRIMARY KEY, slug varchar)"))
        session.execute(
            text("INSERT INTO slots VALUES (:at, :slug)"), [{"at": a, "slug": slug} for a, slug in enumerate(popular)]
        )
        session.execute(
            text(
                count + "INSERT INTO chats (id, channel, workspace, chat, thread, language, timezone, quiet) "
                "SELECT i, CASE WHEN i % 5 < 3 THEN 'slack' ELSE 'telegram' END, 'W' || (i % 50), 'C' || i, '',"
                " CASE WHEN i % 10 = 0 THEN 'en' ELSE 'nl' END, 'Europe/Amsterdam', 'line' FROM n"
            )
        )
        session.execute(
            text(
                count + "INSERT INTO subscriptions (id, chat_id, schedule, by_letter, timezone, next_due_at) "
                "SELECT i, i, 'mon 08:00', false, 'Europe/Amsterdam', :later FROM n"
            ),
            {"later": _stored(app, _NOW + timedelta(days=7))},
        )
        for position, times, step in ((0, 7919, 1), (1, 104729, 3)):
            session.execute(
                text(
                    count + "INSERT INTO followed (subscription_id, subject, without, position, told_until) "
                    f"SELECT i, slug, '[]', {position}, :told FROM n JOIN slots ON"
                    f" at = (CAST(i AS BIGINT) * {times} + {position} * (i / 170)) % {len(popular)} "
                    f"WHERE i % {step} = 0 ON CONFLICT DO NOTHING"
                ),
                {"told": 4},
            )
        session.execute(text("DROP TABLE slots"))
    with app.database.engine.connect() as connection:
        connection.execute(text("ANALYZE"))
        connection.commit()


def _stored(app: App, moment: datetime) -> Any:
    return f"{moment:%Y-%m-%d %H:%M:%S.%f}" if app.database.sqlite else moment


def _make_due(app: App, number: int) -> None:
    """So many are due now, and none was planned before."""
    with app.database.writing() as session:
        session.execute(text("DELETE FROM deliveries"))
        session.execute(
            text("UPDATE subscriptions SET next_due_at = :now, last_moment = NULL, told_at = NULL WHERE id <= :number"),
            {"now": _stored(app, _NOW), "number": number},
        )
        session.execute(text("UPDATE followed SET told_until = 4 WHERE subscription_id <= :number"), {"number": number})


def _planner(app: App) -> Planner:
    tools = BriefingTools(app.themes.catalogue, app.letters, app.renders, app.saying, app.calendar)
    return Planner(app.database, tools, app.clock)


def _idle(app: App, what: str) -> None:
    planner = _planner(app)

    def tick() -> None:
        planner.plan()
        deliveries.open_lanes(app.database, app.clock())

    before = _memory()
    times = _times(tick, 200)
    _figure(what, times, f"memory {before:.0f} -> {_memory():.0f} MiB")


def _plan(app: App, number: int) -> None:
    planner = _planner(app)
    before, began = _memory(), time.perf_counter()
    planned = planner.plan()
    took = time.perf_counter() - began
    with app.database.reading() as session:
        messages = session.scalar(text("SELECT count(*) FROM messages"))
    _say(
        f"{number:,} due at one minute: planned in {took:.1f} s ({1000 * took / max(planned, 1):.3f} ms each),"
        f" {messages:,} different messages; memory {before:.0f} -> {_memory():.0f} MiB"
    )


def _loop_over_all(app: App) -> None:
    """A loop over all rows, as a plain program does each minute."""

    def tick() -> None:
        with app.database.reading() as session:
            for row in session.execute(select(SubscriptionRow.id, SubscriptionRow.next_due_at)):
                assert row.next_due_at is None or row.next_due_at > _NOW - timedelta(days=1)

    _figure("a loop over all rows, idle", _times(tick, 3), f"memory {_memory():.0f} MiB")
    with app.database.reading() as session:
        assert planning.claim_due(session, _NOW - timedelta(days=1), 1) == []


def _apscheduler(url: str, size: int) -> None:
    """APScheduler with a job for each subscription in its SQLAlchemy job store."""
    store = SQLAlchemyJobStore(url.replace("postgresql://", "postgresql+psycopg://"), tablename=f"jobs_{size}")
    scheduler = BackgroundScheduler({"apscheduler.timezone": "Europe/Amsterdam"}, jobstores={"default": store})
    scheduler.start(paused=True)
    began = time.perf_counter()
    for number in range(size):
        scheduler.add_job(
            "time:sleep", "cron", args=[0], day_of_week="mon", hour=8, id=str(number), misfire_grace_time=None
        )
    added = time.perf_counter() - began
    idle = _times(lambda: store.get_due_jobs(datetime.now(UTC) - timedelta(days=30)), 20)
    began = time.perf_counter()
    jobs = store.get_due_jobs(datetime.now(UTC) + timedelta(days=8))
    for job in jobs:
        store.update_job(job)
    took = time.perf_counter() - began
    scheduler.shutdown(wait=False)
    _figure(f"APScheduler, {size:,} jobs: idle look", idle, f"added in {added:.1f} s")
    _say(
        f"APScheduler, {size:,} jobs: {len(jobs):,} due are loaded and moved on in {took:.1f} s"
        f" ({1000 * took / max(len(jobs), 1):.3f} ms each, without composing, rendering or keeping a message)"
    )


async def _sending(latency: float) -> None:
    """One Telegram lane against a stand-in that keeps Telegram's limits."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    with tempfile.TemporaryDirectory() as folder:
        clock = _Wall()
        async with make_world(f"sqlite:///{folder}/jbz.db", clock) as world, world.running():  # type: ignore[arg-type]  # a clock that goes
            world.telegram.strict = True
            world.telegram.latency = latency
            _follow_many(world.app, 2_000)
            await world.server.worker.plan()
            began, before = time.perf_counter(), len(world.telegram.sent)
            await world.server.worker.send()
            await asyncio.sleep(20)
            rate = (len(world.telegram.sent) - before) / (time.perf_counter() - began)
            refused = len([one for one in world.telegram.refused if one == "429"])
            await world.server.worker.stop()
        _say(f"Telegram answers after {1000 * latency:.0f} ms: {rate:.1f} messages a second, {refused} refused")


async def _answers() -> None:
    """Answers to people, alone and beside a briefing round."""
    sys.setswitchinterval(SWITCH_SECONDS)
    with tempfile.TemporaryDirectory() as folder:
        clock = _Wall()
        async with make_world(f"sqlite:///{folder}/jbz.db", clock) as world, world.running():  # type: ignore[arg-type]  # as above
            world.slack.strict = False

            async def asked() -> None:
                await world.slack_types("migratie")

            alone = [await _timed(asked) for _ in range(300)]
            _follow_many(world.app, 2_000)
            planning = asyncio.create_task(world.server.worker.tick())
            beside = [await _timed(asked) for _ in range(300)]
            await planning
            await world.server.worker.stop()
        _figure("an answer in Slack, alone", alone, "")
        _figure("an answer in Slack, beside a round of 2,000", beside, f"p99 times {_p99(beside) / _p99(alone):.2f}")


def _follow_many(app: App, many: int) -> None:
    """Chats of Telegram whose briefing is due."""
    now = datetime.now(UTC)
    with app.database.writing() as session:
        values = [{"i": i, "chat": str(1000 + i), "now": _stored(app, now)} for i in range(1, many + 1)]
        session.execute(
            text(
                "INSERT INTO chats (id, channel, workspace, chat, thread, language, timezone, quiet)"
                " VALUES (:i, 'telegram', '123456', :chat, '', 'nl', 'Europe/Amsterdam', 'line')"
            ),
            values,
        )
        session.execute(
            text(
                "INSERT INTO subscriptions (id, chat_id, schedule, by_letter, timezone, next_due_at)"
                " VALUES (:i, :i, 'mon,tue,wed,thu,fri,sat,sun 00:00', false, 'Europe/Amsterdam', :now)"
            ),
            values,
        )
        session.execute(
            text(
                "INSERT INTO followed (subscription_id, subject, without, position, told_until, untold)"
                " VALUES (:i, 'insolventie', '[]', 0, 0, true)"
            ),
            values,
        )


class _Wall:
    """The wall clock, in the place of a test's."""

    @property
    def now(self) -> datetime:
        return datetime.now(UTC)

    def __call__(self) -> datetime:
        return datetime.now(UTC)


async def _timed(work: Callable[[], Any]) -> float:
    began = time.perf_counter()
    await work()
    return (time.perf_counter() - began) * 1000


def _times(work: Callable[[], object], runs: int) -> list[float]:
    work()
    times = []
    for _ in range(runs):
        began = time.perf_counter()
        work()
        times.append((time.perf_counter() - began) * 1000)
    return times


def _p99(times: list[float]) -> float:
    return sorted(times)[min(len(times) - 1, int(len(times) * 0.99))]


def _memory() -> float:
    """MiB that this process has now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1024 / 1024


def _figure(what: str, times: list[float], more: str) -> None:
    _say(f"{what:50} median {statistics.median(times):9.2f} ms   p99 {_p99(times):9.2f} ms   {more}")


def _say(line: str) -> None:
    print(line, flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
    _say(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")
