"""What happens when a platform, a database or an administrator gets in the way of a delivery."""

import asyncio
import os
import re
import signal
import sqlite3
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event
from time import monotonic
from typing import Any

import pytest
from httpx import ASGITransport, AsyncClient
from sqlalchemy import event, select, text, update

from bot.app import App
from bot.cli.delivering import _as_line
from bot.delivery.planner import Planner
from bot.server import Server
from storage import endings, leases, outbox
from storage.rows import DeliveryRow, MessageRow
from tests.bot.test_deaths import ROOT, lives
from tests.stand_ins.clock import Clock
from tests.stand_ins.postgres import Postgres
from tests.world import NEVER, World, make_world

MONDAY = datetime(2025, 3, 31, 6, 0, 10, tzinfo=UTC)


@pytest.fixture
async def world(filled_url: str, clock: Clock) -> AsyncIterator[World]:
    async with make_world(filled_url, clock) as world:
        yield world


async def _follow_and_fall_due(world: World) -> None:
    await world.slack_types("volg migratie elke maandag 08:00")
    await world.telegram_types("volg insolventie elke maandag 08:00")
    world.clock.now = MONDAY
    await world.server.worker.plan()


def _states(world: World) -> list[tuple[str, str | None]]:
    with world.app.database.reading() as session:
        rows = session.scalars(select(DeliveryRow).order_by(DeliveryRow.id))
        found = [(row.state, row.reason) for row in rows]
    world.app.database.close()
    return found


@pytest.mark.parametrize("trouble", ["500", "ratelimited"])
async def test_slack_is_asked_again_whether_a_message_arrived_before_it_is_repeated(world: World, trouble: str) -> None:
    async with world.running():
        await _follow_and_fall_due(world)
        world.slack.failures = ["reset-after"]
        world.slack.history_failures = [trouble, trouble]
        for _ in range(5):
            await world.deliver()
            world.clock.forward(minutes=6)
    assert len(world.slack.posts("C1")) == 1
    assert _states(world)[0] == ("sent", None)


async def test_without_the_scope_to_look_a_message_is_repeated_once_rather_than_lost(world: World) -> None:
    async with world.running():
        await _follow_and_fall_due(world)
        world.slack.failures = ["reset"]
        world.slack.history_failures = ["missing_scope"] * 9
        for _ in range(3):
            await world.deliver()
            world.clock.forward(minutes=6)
        with world.app.database.reading() as session:
            shown = [_as_line(one) for one in outbox.list_deliveries(session)]
    assert len(world.slack.posts("C1")) == 1
    assert [re.sub(r"^\d+  ", "", line) for line in shown if "slack" in line] == [
        "2025-03-31 06:00 UTC  slack:T1 C1  sent 1/1  misschien dubbel"
    ]


async def test_what_never_gets_an_answer_ends_as_unknown_for_a_person_to_look_at(world: World) -> None:
    async with world.running():
        await _follow_and_fall_due(world)
        world.telegram.failures = ["reset-after"] * 9
        for _ in range(12):
            await world.deliver()
            world.clock.forward(minutes=6)
        assert _states(world)[1] == ("unknown", "may have arrived; sent several times without an answer")
        assert (await world.slack_types("abonnementen"))[0]["text"].startswith("Wat hier wordt gevolgd")
    assert len(world.telegram.texts(42)) == 1 + 5


async def test_a_message_whose_form_is_refused_goes_in_words_alone(world: World) -> None:
    async with world.running():
        await _follow_and_fall_due(world)
        with world.app.database.writing() as session:
            broken = '{"html": "<b>niet af", "keyboard": []}'
            of_telegram = select(DeliveryRow.message_id).where(DeliveryRow.channel == "telegram").scalar_subquery()
            session.execute(update(MessageRow).where(MessageRow.id == of_telegram).values(parts=[broken]))
        await world.deliver()
    assert _states(world)[1] == ("sent", None)
    assert world.telegram.texts(42)[-1] == "niet af"


async def test_who_made_a_subscription_is_told_when_its_channel_is_gone(world: World) -> None:
    async with world.running():
        await _follow_and_fall_due(world)
        world.slack.archive("C1")
        for _ in range(2):
            await world.deliver()
    (notice,) = world.slack.posts("U1")
    assert [b["text"]["text"] for b in notice["blocks"] if "text" in b] == [
        "De briefing kan niet worden bezorgd",
        (
            "Het gaat om C1. De reden: Slack: is_archived.\n"
            "Het abonnement daar staat stil. Is het hersteld? Typ dan daar: hervat."
        ),
    ]
    assert [state for state, _ in _states(world)] == ["failed", "sent", "sent"]


async def test_an_administrator_sends_again_and_drops(world: World) -> None:
    async with world.running():
        await _follow_and_fall_due(world)
        world.slack.archive("C1")
        await world.deliver()
        world.slack._archived.clear()
        with world.app.database.writing() as session:
            ((owner,), covered) = endings.retry(session, [1], world.clock.now)
            assert covered == []
            world.app.conversation.presence.found_again(session, owner)
        await world.deliver()
        assert len(world.slack.posts("C1")) == 1
        world.clock.forward(days=7)
        await world.server.worker.plan()
        with world.app.database.writing() as session:
            open_ones = [d.id for d in outbox.list_deliveries(session) if d.state.value == "waiting"]
            assert endings.drop(session, open_ones, "weggelegd", world.clock.now) == 2
        await world.deliver()
    assert len(world.slack.posts("C1")) == 1
    assert sorted(state for state, _ in _states(world)) == ["dropped", "dropped", "sent", "sent", "sent"]


async def test_a_lane_of_a_process_that_died_is_taken_over_within_thirty_seconds(world: World) -> None:
    async with world.running():
        await _follow_and_fall_due(world)
        with world.app.database.writing() as session:
            assert leases.take(session, "slack:T1", "the dead", world.clock.now, timedelta(seconds=20))
        await world.deliver()
        assert world.slack.posts("C1") == []
        world.clock.forward(seconds=21)
        await world.deliver()
    assert len(world.slack.posts("C1")) == 1


async def test_a_lease_that_a_clock_gave_that_was_hours_ahead_holds_nothing_up(world: World) -> None:
    async with world.running():
        await _follow_and_fall_due(world)
        ahead = world.clock.now + timedelta(hours=5)
        with world.app.database.writing() as session:
            assert leases.take(session, "slack:T1", "the dead", ahead, timedelta(seconds=20))
        await world.deliver()
    assert len(world.slack.posts("C1")) == 1


async def test_a_lease_of_a_process_whose_clock_differs_by_seconds_holds(world: World) -> None:
    async with world.running():
        await _follow_and_fall_due(world)
        with world.app.database.writing() as session:
            a_bit = world.clock.now + timedelta(seconds=30)
            assert leases.take(session, "slack:T1", "the other", a_bit, timedelta(seconds=20))
        await world.deliver()
        assert world.slack.posts("C1") == []


async def test_an_older_release_beside_a_newer_one_answers_but_plans_and_sends_nothing(world: World) -> None:
    async with world.running():
        await _follow_and_fall_due(world)
        with world.app.database.writing() as session:
            session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
            session.execute(text("ALTER TABLE subscriptions ADD COLUMN mood VARCHAR DEFAULT 'good' NOT NULL"))
            session.execute(text("ALTER TABLE deliveries ADD COLUMN mood VARCHAR DEFAULT 'good' NOT NULL"))
        await world.slack_types("volg visa dagelijks 08:00", channel="C2")
        world.clock.forward(days=7)
        await world.deliver()
        assert (await world.http.get("/readyz")).json()["note"] == "a newer release plans and sends; this one answers"
        assert world.slack.posts("C1") == []
        (answer,) = await world.slack_types("migratie")
        assert answer["text"].startswith("Migratie.")
        world.app.database.head = "9999"  # the newer release
        await world.deliver()
        await world.deliver()
    assert len(world.slack.posts("C1")) == 1  # last week's is too late: this week's covers both
    assert len(world.slack.posts("C2")) == 1


async def test_the_metrics_show_what_waits_and_what_failed(world: World) -> None:
    async with world.running():
        await _follow_and_fall_due(world)
        world.slack.archive("C1")
        world.telegram.failures = ["429"]
        world.clock.forward(seconds=90)
        await world.deliver()
        lines = (await world.http.get("/metrics")).text.split("\n")
    shown = {line.split(" ")[0]: float(line.split(" ")[1]) for line in lines if line.startswith("jbz_")}
    assert shown['jbz_deliveries{state="failed"}'] == 1
    assert shown['jbz_deliveries{state="waiting"}'] == 1  # the briefing for Telegram
    assert 90 <= shown["jbz_oldest_delivery_seconds"] <= 101


async def test_the_service_is_there_before_a_round_is_planned_and_stops_while_slack_hangs(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with world.running():
        await _follow_and_fall_due(world)
    planning = Event()
    monkeypatch.setattr(Planner, "plan", lambda _: int(planning.wait(60)))
    world.app = App(world.app.settings, world.clock)
    world.server = Server(world.app, tick_seconds=NEVER)
    asgi = world.server.asgi
    world.slack.answers_after = 60.0
    async with (
        asgi.router.lifespan_context(asgi),
        AsyncClient(transport=ASGITransport(asgi), base_url="http://testserver") as world.http,
    ):
        assert (await world.http.get("/healthz")).status_code == 200
        fields, _ = world.slack.command("terugkeer")
        assert (await world.slack_sends(fields)).status_code == 200
        await asyncio.sleep(0.3)
        planning.set()
        began = monotonic()
    assert monotonic() - began < 10
    world.app.close()


async def test_deliveries_that_ended_long_ago_are_forgotten_and_open_ones_are_kept(world: World) -> None:
    async with world.running():
        await _follow_and_fall_due(world)
        world.telegram.failures = ["500"]
        await world.deliver()
        world.clock.forward(days=401)
        await world.server.worker.clean(timedelta(days=400))
        with world.app.database.reading() as session:
            kept = session.scalars(select(DeliveryRow.channel)).all()
            messages = len(session.scalars(select(MessageRow.id)).all())
    assert (kept, messages) == (["telegram"], 1)


async def test_a_disk_that_is_full_is_said_and_nothing_is_lost(tmp_path: Path, clock: Clock) -> None:
    async with make_world(f"sqlite:///{tmp_path}/jbz.db", clock) as world, world.running():
        await world.slack_types("volg migratie elke maandag 08:00")
        world.clock.now = MONDAY
        full = {"full": True}

        def limit(connection: Any) -> None:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
            connection.exec_driver_sql(f"PRAGMA max_page_count={pages if full['full'] else 1_000_000_000}")

        event.listen(world.app.database.engine, "begin", limit)
        for _ in range(3):
            await world.deliver()
        assert world.slack.posts("C1") == []
        waiting = await world.http.get("/readyz")
        assert (waiting.status_code, waiting.json()) == (
            503,
            {"status": "wait", "reason": "delivery: OperationalError"},
        )
        full["full"] = False
        await world.deliver()
        assert (await world.http.get("/readyz")).json() == {"status": "ready"}
        assert len(world.slack.posts("C1")) == 1


async def test_a_database_that_is_locked_after_the_platform_took_a_message_repeats_nothing(
    tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.engine.BUSY_SECONDS", 0.2)
    monkeypatch.setattr("storage.database.BUSY_SECONDS", 0.2)
    async with make_world(f"sqlite:///{tmp_path}/jbz.db", clock) as world, world.running():
        await world.telegram_types("volg insolventie elke maandag 08:00")
        world.clock.now = MONDAY
        await world.server.worker.plan()
        world.telegram.failures = ["slow"]
        await world.server.worker.send()
        await asyncio.sleep(0.15)  # on its way
        other = sqlite3.connect(tmp_path / "jbz.db", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        await asyncio.sleep(1.5)
        other.execute("ROLLBACK")
        await world.server.worker.settle()
        await world.deliver()
    assert len(world.telegram.texts(42)) == 2  # what it said to "volg", and one briefing


async def test_postgresql_restarted_is_waited_for(clock: Clock) -> None:
    with Postgres() as server:
        async with make_world(server.url, clock) as world, world.running():
            await world.slack_types("volg migratie elke maandag 08:00")
            world.clock.now = MONDAY
            server.stop()
            for _ in range(2):
                await world.deliver()
            down = await world.http.get("/readyz")
            assert (down.status_code, down.json()["status"]) == (503, "wait")
            server.start()
            await world.deliver()
            assert (await world.http.get("/readyz")).json() == {"status": "ready"}
            assert len(world.slack.posts("C1")) == 1


@pytest.mark.parametrize("processes", [2, 3])
async def test_a_process_stopped_past_its_lease_and_continued_sends_nothing(postgres_url: str, processes: int) -> None:
    async with lives(postgres_url, [ROOT] * processes) as made:
        for chat in range(2):
            made.follows("volg migratie dagelijks 08:00", chat)
        made.now += timedelta(days=1)
        stopped = await made.born(0, step="claimed", how="stop", lease=2, idle=1, seconds=12, linger=True)
        await asyncio.sleep(1.5)
        made.now += timedelta(seconds=3)
        for other in range(1, processes):
            await made.born(other, lease=2, seconds=5, linger=True)
        await asyncio.gather(*(made.over(other) for other in range(1, processes)))
        assert (len(made.slack.messages), len(made.telegram.sent)) == (2, 2)
        os.kill(stopped, signal.SIGCONT)
        await asyncio.sleep(1.5)
        assert (len(made.slack.messages), len(made.telegram.sent)) == (2, 2)
        os.kill(stopped, signal.SIGKILL)
        await made.over(0)
