"""A letter that is later than usual: who hears of it, once, and once when it is there."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from prometheus_client import REGISTRY
from sqlalchemy import select

from bot.app import App
from bot.server import Server
from bot.settings import load_settings
from storage import backup
from storage.database import Database
from storage.rows import DeliveryRow, FeedRow, SilenceRow
from tests.bot.delivery.places import heard_on
from tests.bot.delivery.seen import ON_SQLITE
from tests.letters.told_over_years import LETTERS, comes_in
from tests.stand_ins.clock import Clock
from tests.world import World, make_world

HELD_BACK = next(letter for letter in LETTERS if letter.name == "2024-10_verslag.txt")
OVER = datetime(2024, 10, 12, 9, tzinfo=UTC)  #: the Council was on 10 and 11 October; reports took fourteen days each
LATE = datetime(2024, 10, 29, 9, tzinfo=UTC)
MEETING = "JBZ-Raad van 10 en 11 oktober 2024 (Luxemburg)"
NOT_THERE = f"{MEETING}: er is nog geen verslag, 18 dagen na de Raad. Meestal komt het na 14 dagen."
THERE = "JBZ-Raad van 10 en 11 oktober 2024: het verslag is er nu."


@pytest.fixture
async def world(filled_url: str, clock: Clock) -> AsyncIterator[World]:
    told = "slack:T1:CADMIN,telegram:123456:-900,mattermost:server:cadmin"
    async with make_world(filled_url, clock) as world, world.running(JBZ_ADMINISTRATORS=told):
        for letter in LETTERS:
            if letter != HELD_BACK:
                comes_in(world.app, clock, letter)
        clock.now = OVER
        yield world


async def _look(world: World, at: datetime, times: int = 2) -> None:
    world.clock.now = at
    for _ in range(times):
        await world.server.alarm.tick()
        await world.deliver()


def _heard(world: World, text: str) -> tuple[list[int], list[int], list[int], list[int]]:
    """How often each of its messages has the text: of administrators, Slack's C1, Telegram's 42, Mattermost's c1."""
    slack = [str(post["blocks"]) for post in world.slack.posts("C1")]
    mattermost = [post["message"] for post in world.mattermost.posts("c1")]
    every = [one for told in heard_on(world) for one in told]
    return tuple([one.count(text) for one in told] for told in (every, slack, world.telegram.texts(42), mattermost))  # type: ignore[return-value]  # of four


@ON_SQLITE
async def test_it_is_said_once_to_administrators_and_who_asked_and_once_when_the_letter_is_there(world: World) -> None:
    await world.slack_types("alarm JBZ")
    await world.telegram_types("/jbz alarm alles")
    await world.mattermost_types("alarm landbouw")
    asked = len(world.telegram.texts(42))
    await _look(world, OVER)
    await _look(world, LATE.replace(day=28))
    assert [sum(one) for one in _heard(world, "geen verslag")] == [0, 0, 0, 0]
    await _look(world, LATE, 3)
    assert _heard(world, NOT_THERE) == ([1, 1, 1], [1], [0] * asked + [1], [])
    comes_in(world.app, world.clock, HELD_BACK)
    await _look(world, LATE.replace(hour=11), 3)
    await _look(world, LATE.replace(month=11), 2)
    assert _heard(world, THERE) == ([0, 1] * 3, [0, 1], [0] * (asked + 1) + [1], [])


@ON_SQLITE
async def test_a_chat_that_turned_it_off_or_paused_everything_hears_nothing(world: World) -> None:
    await world.slack_types("alarm JBZ")
    await world.slack_types("alarm uit")
    await world.telegram_types("/jbz volg migratie")
    await world.telegram_types("/jbz alarm alles")
    await world.telegram_types("/jbz pauzeer")
    asked = len(world.telegram.texts(42))
    await _look(world, OVER)
    await _look(world, LATE)
    assert _heard(world, NOT_THERE) == ([1, 1, 1], [], [0] * asked, [])


@ON_SQLITE
async def test_at_night_and_while_a_source_does_not_answer_nobody_is_told(world: World) -> None:
    await _look(world, OVER)
    await _look(world, LATE.replace(hour=3))
    with world.app.database.writing() as session:
        session.add(FeedRow(name="map", failures=3, asked_at=LATE, loaded_at=OVER, answered_at=OVER))
    await _look(world, LATE)
    assert sum(_heard(world, NOT_THERE)[0]) == 0
    with world.app.database.writing() as session:
        session.get_one(FeedRow, "map").answered_at = LATE
    await _look(world, LATE)
    assert sum(_heard(world, NOT_THERE)[0]) == 3


async def test_processes_that_look_at_once_say_it_once(world: World) -> None:
    await _look(world, OVER)
    world.clock.now = LATE
    others = [App(world.app.settings, world.clock) for _ in range(3)]
    await asyncio.gather(*(alarm.tick() for alarm in (world.server.alarm, *(Server(app).alarm for app in others))))
    for app in others:
        app.close()
    with world.app.database.reading() as session:
        rows = list(session.scalars(select(SilenceRow)))
        put = list(session.scalars(select(DeliveryRow)))
    assert [(row.key, row.told) for row in rows] == [("report JBZ 2024-10-10", True)]
    assert sorted(one.channel for one in put) == ["mattermost", "slack", "telegram"]


@ON_SQLITE
async def test_after_an_upgrade_or_a_restore_nothing_is_said_of_what_was_silent_already(
    world: World, tmp_path: Path
) -> None:
    await _look(world, LATE)  # the first look ever: as after an upgrade
    assert sum(_heard(world, NOT_THERE)[0]) == 0
    copy, url = tmp_path / "copy.db", f"sqlite:///{tmp_path}/restored.db"
    with world.app.database.writing() as session:
        session.execute(SilenceRow.__table__.update().values(told=True))  # type: ignore[attr-defined]  # a table
    backup.backup(world.app.database, copy)
    backup.verify(copy)
    backup.restore(Database(url), copy)
    app = App(load_settings({"JBZ_DATABASE_URL": url, "JBZ_SOURCES": "geen"}), world.clock)
    try:
        alarm = Server(app).alarm
        world.clock.now = LATE.replace(hour=10)
        assert (alarm.look().begun, alarm.look().unsaid) == ((), ())
        comes_in(app, world.clock, HELD_BACK)
        world.clock.now = LATE.replace(hour=11)
        seen = alarm.look()
        assert (seen.came, seen.over) == ((), ("report JBZ 2024-10-10",))
    finally:
        app.close()


@ON_SQLITE
async def test_it_is_counted_for_who_watches(world: World) -> None:
    def counted() -> list[float | None]:
        return [REGISTRY.get_sample_value("jbz_silences", {"kind": kind}) for kind in ("report", "agenda", "source")]

    await _look(world, LATE)
    assert counted() == [1.0, 0.0, 0.0]
    comes_in(world.app, world.clock, HELD_BACK)
    await _look(world, LATE)
    assert counted() == [0.0, 0.0, 0.0]
