"""What went wrong has one name: for who asked, and in the log."""

import json
import re
from collections.abc import AsyncIterator

import httpx
import pytest
from prometheus_client import REGISTRY
from sqlalchemy import text

from bot.conversation.conversation import Conversation
from bot.server import Server
from bot.telemetry import start_logging
from bot.web.requests import part_of
from tests.stand_ins.clock import Clock
from tests.world import World, make_world

pytestmark = pytest.mark.one_database

_NAMED = re.compile(r"noem dan ([A-Z2-9]{4}-[A-Z2-9]{4})\.")


@pytest.fixture
async def world(filled_url: str, clock: Clock) -> AsyncIterator[World]:
    async with make_world(filled_url, clock) as world, world.running():
        start_logging("json", ())
        yield world


def _logged(told: str, event: str) -> list[str]:
    """The names in the lines with this event, each of which is one object of JSON."""
    lines = [json.loads(line) for line in told.splitlines() if line.startswith("{")]
    return [line["request"] for line in lines if line["event"] == event]


@pytest.mark.parametrize("platform", ["slack", "telegram", "socket", "polling"])
async def test_what_a_person_is_told_to_mention_stands_in_the_log(
    filled_url: str, clock: Clock, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, platform: str
) -> None:
    async with make_world(filled_url, clock) as world:
        world.by_socket, world.by_polling = platform == "socket", platform == "polling"
        async with world.running():
            start_logging("json", ())
            monkeypatch.setattr(Conversation, "_with_standstill", lambda *_: 1 / 0)
            before = _faults(world, platform)
            told = []
            for _ in range(2):
                if platform in {"slack", "socket"}:
                    (answer,) = await world.slack_types("migratie")
                    told.append(answer["text"])
                else:
                    await world.telegram_types("migratie")
                    told.append(world.telegram.texts(42)[-1])
            names = [match[1] for one in told if (match := _NAMED.search(one))]
    assert len(set(names)) == 2
    assert _logged(capsys.readouterr().err, "command_failed") == names
    assert _faults(world, platform) - before == 2


def _faults(_world: World, platform: str) -> float:
    channel = {"socket": "slack", "polling": "telegram"}.get(platform, platform)
    return REGISTRY.get_sample_value("jbz_faults_total", {"channel": channel}) or 0.0


async def test_the_name_of_a_page_that_failed_stands_in_its_headers_and_is_never_the_askers(world: World) -> None:
    with world.app.database.writing() as session:
        session.execute(text("ALTER TABLE meetings RENAME TO gone"))
    transport = httpx.ASGITransport(Server(world.app).asgi, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://testserver") as http:
        page = await http.get("/", headers={"X-Request-ID": "mine\x1b[31m"})
    match = _NAMED.search(page.text)
    assert match
    assert page.headers["x-request-id"] == match[1]


async def test_the_time_of_requests_is_measured_by_the_part_of_the_site(world: World) -> None:
    def counted(part: str, status: str) -> float:
        return REGISTRY.get_sample_value("jbz_http_seconds_count", {"part": part, "status": status}) or 0.0

    before = [counted("pages", "2xx"), counted("pages", "4xx"), counted("api", "2xx"), counted("health", "2xx")]
    for path in ("/", "/nergens", "/api/v1/meetings", "/healthz"):
        await world.http.get(path)
    after = [counted("pages", "2xx"), counted("pages", "4xx"), counted("api", "2xx"), counted("health", "2xx")]
    assert [new - old for new, old in zip(after, before, strict=True)] == [1, 1, 1, 1]


async def test_questions_are_counted_by_what_came_of_them(world: World) -> None:
    def counted(outcome: str) -> float:
        return REGISTRY.get_sample_value("jbz_answers_total", {"outcome": outcome}) or 0.0

    before = counted("answer"), counted("nothing")
    await world.slack_types("migratie")
    await world.slack_types("voetbalplaatjes")
    assert (counted("answer") - before[0], counted("nothing") - before[1]) == (1, 1)


def test_an_address_that_nobody_has_is_no_part_of_its_own() -> None:
    asked = ["/", "/en/", "/en/api/v1", "/api/v1/items", "/metrics", "/wp-admin/x.php", "/slack/events", "/apiary"]
    assert [part_of(path) for path in asked] == [
        "pages", "pages", "api", "api", "health", "pages", "slack", "pages",
    ]  # fmt: skip
