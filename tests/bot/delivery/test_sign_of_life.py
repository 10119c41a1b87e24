"""A sign of life each day by the way of a briefing, and a URL that hears whether it came."""

import asyncio
import logging
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from prometheus_client import REGISTRY
from typer.testing import CliRunner

from bot.cli import make_cli
from bot.cli.doctor import _sign_of_life
from bot.delivery.sign_of_life import SignOfLife
from bot.settings import load_settings
from briefings.errors import JbzError
from tests.stand_ins.clock import Clock
from tests.stand_ins.faults import Fault
from tests.stand_ins.healthchecks import CHECK, Healthchecks, healthchecks
from tests.world import World, make_world

TITLE = "Teken van leven: het bezorgen werkt"
SIX = datetime(2025, 3, 31, 4, 0, 5, tzinfo=UTC)  #: in Amsterdam, in summer


@pytest.fixture
def checks() -> Iterator[Healthchecks]:
    with healthchecks() as one:
        yield one


@pytest.fixture
async def world(filled_url: str, clock: Clock, checks: Healthchecks) -> AsyncIterator[World]:
    async with (
        make_world(filled_url, clock) as world,
        world.running(JBZ_CHECK_CHAT="slack:T1:CADMIN", JBZ_CHECK_URL=checks.url, JBZ_CHECK_AT="06:00"),
    ):
        clock.now = SIX
        yield world


def _sign(world: World) -> SignOfLife:
    assert world.server.sign_of_life
    return world.server.sign_of_life


async def _look(world: World, times: int = 2) -> None:
    for _ in range(times):
        await _sign(world).tick()
        await world.deliver()


def _titles(world: World) -> list[str]:
    return [post["text"] for post in world.slack.posts("CADMIN")]


async def test_it_comes_each_day_once_and_the_url_hears_it_once(world: World, checks: Healthchecks) -> None:
    await _look(world, 4)
    assert ([TITLE in one for one in _titles(world)], checks.heard) == ([True], ["success"])
    world.clock.forward(hours=23, minutes=59)
    await _look(world, 2)
    assert len(checks.heard) == 1
    world.clock.forward(minutes=1)
    await _look(world, 3)
    assert (len(_titles(world)), checks.heard) == (2, ["success", "success"])


async def test_what_is_not_there_after_a_quarter_of_an_hour_fails_and_when_it_comes_after_all_all_is_well(
    world: World, checks: Healthchecks
) -> None:
    world.slack.errors[""] = Fault(503, "<html>")
    await _look(world)
    assert checks.heard == []
    world.clock.forward(minutes=16)
    await _look(world)
    assert checks.heard == ["fail"]
    world.slack.errors.clear()
    world.clock.forward(minutes=6)
    for _ in range(2):
        world.rest()
        await _look(world)
    assert checks.heard == ["fail", "success"]


async def test_a_chat_that_is_gone_fails_at_once(world: World, checks: Healthchecks) -> None:
    world.slack.archive("CADMIN")
    await _look(world, 3)
    assert checks.heard == ["fail"]


async def test_a_url_that_is_ill_hears_it_when_it_is_well(world: World, checks: Healthchecks) -> None:
    checks.ill = True
    await _look(world, 3)
    checks.ill = False
    world.clock.forward(minutes=1)
    await _look(world)
    assert checks.heard == ["success"]


async def test_two_processes_send_one_and_tell_it_once(world: World, checks: Healthchecks) -> None:
    from bot.server import Server

    other = Server(world.app).sign_of_life
    assert other
    for _ in range(3):
        await asyncio.gather(_sign(world).tick(), other.tick())
        await world.deliver()
    assert (len(_titles(world)), checks.heard) == (1, ["success"])


async def test_how_long_none_arrived_is_a_metric(world: World) -> None:
    await _look(world, 2)
    world.clock.forward(hours=30)
    world.slack.errors[""] = Fault(503, "<html>")
    await _look(world, 1)
    seconds = REGISTRY.get_sample_value("jbz_sign_of_life_seconds")
    assert seconds == pytest.approx(30 * 3600, abs=5)


async def test_the_url_stands_in_no_log(
    world: World, checks: Healthchecks, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    checks.ill = True
    with caplog.at_level(logging.INFO, "jbz"):
        await _look(world, 3)
    told = caplog.text + "".join(capsys.readouterr())
    assert ("sign_of_life_not_told" in told, CHECK in told) == (True, False)


async def test_without_a_chat_there_is_none(filled_url: str, clock: Clock) -> None:
    async with make_world(filled_url, clock) as world, world.running():
        assert world.server.sign_of_life is None


@pytest.mark.usefixtures("no_connection_left")
async def test_an_administrator_asks_for_one_now(
    world: World, checks: Healthchecks, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {
        "JBZ_DATABASE_URL": world.url, "JBZ_CHECK_CHAT": "slack:T1:CADMIN", "JBZ_CHECK_URL": checks.url,
    }.items():  # fmt: skip
        monkeypatch.setenv(name, value)
    world.clock.now = datetime.now(UTC)
    asked = asyncio.create_task(asyncio.to_thread(CliRunner().invoke, make_cli(), ["check-delivery", "--wait", "20"]))
    while not asked.done():
        world.clock.now = datetime.now(UTC)
        await world.deliver()
        await asyncio.sleep(0.1)
    done = asked.result()
    assert (done.exit_code, done.output.splitlines()[-2:]) == (
        0,
        ["JBZ_CHECK_URL weet het.", "Het teken van leven kwam aan in slack:T1:CADMIN."],
    )
    assert checks.heard == ["success"]


@pytest.mark.usefixtures("no_connection_left")
def test_nobody_sends_and_the_administrator_hears_why(
    sqlite_file: Path, checks: Healthchecks, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "jbz.db"
    file.write_bytes(sqlite_file.read_bytes())
    monkeypatch.setenv("JBZ_DATABASE_URL", f"sqlite:///{file}")
    done = CliRunner().invoke(make_cli(), ["check-delivery"])
    assert isinstance(done.exception, JbzError)
    assert str(done.exception).startswith("Zet eerst JBZ_CHECK_CHAT")
    monkeypatch.setenv("JBZ_CHECK_CHAT", "telegram:123456:-900")
    monkeypatch.setenv("JBZ_CHECK_URL", checks.url)
    done = CliRunner().invoke(make_cli(), ["check-delivery", "--wait", "1"])
    assert isinstance(done.exception, JbzError)
    assert done.exception.message.values == {
        "chat": "telegram:123456:-900", "state": "waiting", "why": "de bot draait niet, of is nog bezig",
    }  # fmt: skip
    assert checks.heard == ["fail"]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, None),
        ({"JBZ_CHECK_URL": "https://hc.example/x"}, "JBZ_CHECK_URL is er, JBZ_CHECK_CHAT niet. Zet beide"),
        ({"JBZ_CHECK_CHAT": "slack:T1:C1"}, "JBZ_CHECK_CHAT is een chat van Slack, en dat staat uit"),
        (
            {"JBZ_CHECK_CHAT": "slack:T1:C1", "SLACK_BOT_TOKEN": "xoxb-1"},
            "zonder JBZ_CHECK_URL slaat niemand alarm als het wegblijft. Maak er een, bij Healthchecks bijvoorbeeld",
        ),
    ],
)
def test_doctor_says_what_is_missing(given: dict[str, str], said: str | None) -> None:
    assert _sign_of_life(load_settings(given)) == said


@pytest.mark.parametrize("url", ["hc.example/x", "ftp://hc.example", "https://", "javascript:alert(1)"])
def test_a_url_that_is_none_is_refused_without_being_told(url: str) -> None:
    with pytest.raises(JbzError) as refused:
        load_settings({"JBZ_CHECK_URL": url})
    assert (refused.value.message.values["names"], url in str(refused.value)) == ("JBZ_CHECK_URL", False)
