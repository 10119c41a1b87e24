"""What an administrator sees: the manifest, `jbz doctor`, reconnecting, and what the stand-in refuses."""

import asyncio
import re
import shutil
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from bot.cli.slack import check_slack
from bot.settings import Settings, load_settings
from bot.slack.scopes import NEEDED, OPTIONAL
from tests.stand_ins import slack_server
from tests.stand_ins.clock import Clock
from tests.stand_ins.slack_rules import refusal_of_blocks, refusal_of_view
from tests.stand_ins.slack_server import texts
from tests.world import World, make_world

MANIFEST = (Path(__file__).parents[3] / "deploy/slack/manifest.yaml").read_text("utf-8")


def test_the_manifest_asks_the_scopes_that_the_code_knows() -> None:
    assert re.findall(r"^      - ([a-z_.]+:[a-z.]+|commands)\b", MANIFEST, re.MULTILINE) == [
        *sorted(NEEDED),
        *sorted(OPTIONAL),
    ]


async def _doctor(world: World, **settings: str) -> list[str | None]:
    given = {
        "JBZ_DATABASE_URL": world.url,
        "JBZ_BASE_URL": "https://testserver",
        "SLACK_BOT_TOKEN": slack_server.TOKEN,
        "SLACK_SIGNING_SECRET": slack_server.SECRET.replace("y", "0").replace("z", "0"),
        "SLACK_API_URL": world.slack.api_url,
    } | settings
    return [problem for _, problem in await _findings(world, load_settings({k: v for k, v in given.items() if v}))]


async def _findings(world: World, settings: Settings) -> list[tuple[str, str | None]]:
    transport = httpx.ASGITransport(world.server.asgi)
    async with httpx.AsyncClient(mounts={"https://testserver": transport}) as client:
        return await check_slack(client, settings)


@pytest.fixture
async def world(sqlite_file: Path, tmp_path: Path, clock: Clock) -> AsyncIterator[World]:
    shutil.copyfile(sqlite_file, tmp_path / "jbz.db")
    async with make_world(f"sqlite:///{tmp_path}/jbz.db", clock) as world:
        secret = slack_server.SECRET.replace("y", "0").replace("z", "0")
        world.clock.now = datetime.now(UTC)
        async with world.running(SLACK_SIGNING_SECRET=secret):
            yield world


async def test_doctor_finds_nothing_wrong_when_nothing_is(world: World) -> None:
    assert await _doctor(world) == [None, None, None]


async def test_doctor_names_what_is_wrong_and_how_to_mend_it(world: World) -> None:
    world.slack.scopes.remove("users:read")
    world.slack.scopes.remove("links:read")
    missing = "deze ontbreken: users:read (uw taal en tijdzone, en wie beheerder is)."
    assert (await _doctor(world))[1] == f"{missing} Voeg ze toe bij OAuth & Permissions en installeer opnieuw"
    wrong = [
        ({"SLACK_BOT_TOKEN": "xoxb-wrong"}, 0, "Slack weigert het token (invalid_auth)"),
        ({"SLACK_SIGNING_SECRET": "x"}, -1, "SLACK_SIGNING_SECRET is geen Signing Secret"),
        ({"SLACK_SIGNING_SECRET": "0" * 32}, -1, "heeft een ander SLACK_SIGNING_SECRET"),
        ({"JBZ_BASE_URL": "http://localhost:8000"}, -1, "Slack bereikt alleen een https-adres"),
        ({"JBZ_BASE_URL": "https://testserver/elders"}, -1, "antwoordt niet deze bot (404)"),
        ({"SLACK_APP_TOKEN": "xapp-wrong"}, -1, "Slack weigert SLACK_APP_TOKEN"),
        ({"SLACK_SIGNING_SECRET": ""}, -1, "zet SLACK_SIGNING_SECRET (HTTP) of SLACK_APP_TOKEN"),
        (
            {"SLACK_BOT_TOKEN": "", "SLACK_CLIENT_ID": "1.2", "SLACK_CLIENT_SECRET": "x"},
            0,
            "Slack weigert SLACK_CLIENT_ID",
        ),
        (
            {"SLACK_BOT_TOKEN": "", "SLACK_CLIENT_ID": "1.2", "SLACK_CLIENT_SECRET": slack_server.CLIENT_SECRET},
            1,
            "Zet JBZ_ENCRYPTION_KEY",
        ),
    ]
    for settings, at, said in wrong:
        assert said in str((await _doctor(world, **settings))[at]), settings


async def test_a_socket_that_is_refreshed_or_broken_is_opened_again_and_nothing_is_lost(
    sqlite_file: Path, tmp_path: Path, clock: Clock
) -> None:
    shutil.copyfile(sqlite_file, tmp_path / "jbz.db")
    async with make_world(f"sqlite:///{tmp_path}/jbz.db", clock) as world:
        world.by_socket = True
        async with world.running():
            for trouble in (world.slack.refresh_sockets, world.slack.break_sockets):
                await world.slack_types("terugkeer")
                await trouble()
                (said,) = await asyncio.wait_for(world.slack_types("visa"), 30)
                assert texts(said)[0] == "Visa"


async def test_what_was_under_way_when_the_socket_broke_is_answered_once(
    sqlite_file: Path, tmp_path: Path, clock: Clock
) -> None:
    shutil.copyfile(sqlite_file, tmp_path / "jbz.db")
    async with make_world(f"sqlite:///{tmp_path}/jbz.db", clock) as world:
        world.by_socket = True
        async with world.running():
            for said in ("terugkeer", "volg visa"):
                envelope = await world.slack.deliver_by_socket(world.slack.mention(said))
                await world.slack.break_sockets()
                await asyncio.wait_for(world.slack.acknowledgement(envelope), 30)
            await world.slack.posted("C1", 2)
    assert sorted(texts(post)[0] for post in world.slack.posts("C1")) == ["Dit kanaal volgt nu visa.", "Terugkeer"]


_LONG: dict[str, dict[str, Any]] = {
    "header": {"type": "header", "text": {"type": "plain_text", "text": "x" * 151}},
    "section": {"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3001}},
    "context": {"type": "context", "elements": [{"type": "mrkdwn", "text": "x"}] * 11},
    "actions": {"type": "actions", "elements": [
        {"type": "button", "action_id": f"a{at}", "text": {"type": "plain_text", "text": "x"}} for at in range(26)
    ]},
    "select": {"type": "actions", "elements": [{"type": "static_select", "action_id": "a", "options": [
        {"text": {"type": "plain_text", "text": "x"}, "value": str(at)} for at in range(101)
    ]}]},
    "button": {"type": "actions", "elements": [
        {"type": "button", "action_id": "a", "text": {"type": "plain_text", "text": "x" * 76}}
    ]},
}  # fmt: skip


@pytest.mark.parametrize("name", _LONG)
def test_the_stand_in_refuses_what_slacks_own_models_refuse(name: str) -> None:
    assert refusal_of_blocks([_LONG[name]]) is not None
    (block,) = Block.parse_all([_LONG[name]])
    with pytest.raises(SlackObjectFormationError):
        _validate(block)


def _validate(block: Block) -> None:
    block.validate_json()
    for element in getattr(block, "elements", None) or []:
        element.validate_json()
        for option in getattr(element, "options", None) or []:
            option.validate_json()


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": {"type": "plain_text", "text": "x" * 25}},
        {"private_metadata": "x" * 3001},
        {"blocks": [{"type": "divider"}] * 101},
        {"callback_id": "x" * 256},
        {"close": {"type": "plain_text", "text": "x" * 25}},
    ],
)
def test_the_stand_in_refuses_views_that_slacks_own_models_refuse(wrong: dict[str, object]) -> None:
    good = {"type": "modal", "title": {"type": "plain_text", "text": "x"}, "blocks": [{"type": "divider"}]}
    assert refusal_of_view(good, "modal") is None
    View(**good).validate_json()  # type: ignore[arg-type]  # as JSON
    assert refusal_of_view(good | wrong, "modal") is not None
    with pytest.raises(SlackObjectFormationError):
        View(**good | wrong).validate_json()  # type: ignore[arg-type]  # as JSON
