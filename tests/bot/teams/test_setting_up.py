"""What an administrator sees: the package for Teams, `jbz doctor`, and settings that do not fit."""

import json
import struct
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.cli.teams import check_teams
from bot.commands.asking import Ask
from bot.commands.grammar import command_in
from bot.settings import load_settings
from bot.teams.service import PATH
from briefings.errors import JbzError
from tests.stand_ins.faults import said
from tests.stand_ins.teams_server import CLIENT_ID, SECRET, TENANT
from tests.world import World

PACKAGE = Path(__file__).parents[3] / "deploy/teams"
MANIFEST: dict[str, Any] = json.loads((PACKAGE / "manifest.json").read_text("utf-8"))
ENGLISH: dict[str, str] = json.loads((PACKAGE / "en.json").read_text("utf-8"))


def test_the_package_keeps_the_rules_of_teams() -> None:
    """Those of MicrosoftTeams.schema.json and MicrosoftTeams.Localization.schema.json, version 1.29."""
    assert len(MANIFEST["name"]["short"]) <= 30
    assert len(MANIFEST["name"]["full"]) <= 100
    assert (ENGLISH["name.short"], len(ENGLISH["name.full"]) <= 100) == (MANIFEST["name"]["short"], True)
    for told in (MANIFEST["description"], {"short": ENGLISH["description.short"], "full": ENGLISH["description.full"]}):
        assert (len(told["short"]) <= 80, len(told["full"]) <= 4000) == (True, True)
    (bot,), (extension,) = MANIFEST["bots"], MANIFEST["composeExtensions"]
    assert {MANIFEST["id"], bot["botId"], extension["botId"], MANIFEST["webApplicationInfo"]["id"]} == {
        "00000000-0000-0000-0000-000000000000"
    }
    assert bot["scopes"] == ["personal", "team", "groupChat"]
    (menu,) = bot["commandLists"]
    assert (bot["supportsTargetedMessages"], menu["triggers"]) == (True, ["mention", "slash"])
    assert {MANIFEST["manifestVersion"], MANIFEST["$schema"].split("/")[-2], ENGLISH["$schema"].split("/")[-2]} == {
        "1.29", "v1.29"
    }  # fmt: skip
    search, check = extension["commands"]
    assert (search["id"], search["parameters"][0]["name"]) == ("search", "query")
    assert (check["id"], check["type"], check["context"], check["fetchTask"]) == ("check", "action", ["message"], True)
    for number, command in enumerate(extension["commands"]):
        named = f"composeExtensions[0].commands[{number}]"
        for told in (command, {name: ENGLISH[f"{named}.{name}"] for name in ("title", "description")}):
            assert (len(told["title"]) <= 32, len(told["description"]) <= 128) == (True, True)


@pytest.mark.parametrize(("file", "pixels"), [("color.png", 192), ("outline.png", 32)])
def test_the_icons_have_the_size_that_teams_asks(file: str, pixels: int) -> None:
    data = (PACKAGE / file).read_bytes()
    assert (data[:8], struct.unpack(">II", data[16:24])) == (b"\x89PNG\r\n\x1a\n", (pixels, pixels))


def test_every_command_in_the_menus_is_one() -> None:
    (menu,) = MANIFEST["bots"][0]["commandLists"]
    dutch = [one["title"] for one in menu["commands"]]
    english = [ENGLISH[f"bots[0].commandLists[0].commands[{n}].title"] for n in range(len(dutch))]
    for typed in (*dutch, *english):
        assert not isinstance(command_in(typed), Ask), typed
    assert all(len(one["title"]) <= 32 and len(one["description"]) <= 128 for one in menu["commands"])


async def _findings(world: World, **more: str) -> list[tuple[str, str | None]]:
    given = world.teams.settings | {"JBZ_BASE_URL": "https://testserver"} | more
    transport = httpx.ASGITransport(world.server.asgi)
    async with httpx.AsyncClient(mounts={"https://testserver": transport}) as client:
        return await check_teams(client, load_settings({k: v for k, v in given.items() if v}))


async def test_doctor_finds_nothing_wrong_when_nothing_is(world: World) -> None:
    assert await _findings(world) == [
        ("Microsoft Teams", None), ("Microsoft Teams, sleutels", None), ("Microsoft Teams, weg", None)
    ]  # fmt: skip
    assert await _findings(world, TEAMS_CLIENT_ID="") == [("Microsoft Teams staat uit (geen TEAMS_CLIENT_ID)", None)]


@pytest.mark.parametrize(
    ("change", "at", "words"),
    [
        ({"TEAMS_CLIENT_SECRET": "verlopen"}, 0, "TEAMS_CLIENT_SECRET"),
        ({"TEAMS_TENANT_ID": f"99999999-bbbb-cccc-dddd-eeeeeeeeeeee,{TENANT}"}, 0, "TEAMS_TENANT_ID"),
        ({"TEAMS_LOGIN_URL": "http://127.0.0.1:1"}, 0, "TEAMS_LOGIN_URL"),
        ({"TEAMS_OPENID_URL": "http://127.0.0.1:1/openid"}, 1, "TEAMS_OPENID_URL"),
        ({"JBZ_BASE_URL": "https://testserver/elders"}, 2, "antwoordt niet deze bot (404)"),
        ({"JBZ_BASE_URL": "http://127.0.0.1:1"}, 2, "is niet te bereiken"),
    ],
)
async def test_doctor_names_what_is_wrong(world: World, change: dict[str, str], at: int, words: str) -> None:
    found = (await _findings(world, **change))[at][1]
    assert found
    assert words in found
    assert SECRET not in found


async def test_doctor_sees_a_microsoft_that_answers_something_else(world: World) -> None:
    world.teams.token_failures = [said(200, []), said(503, {})]
    assert [found for _, found in [(await _findings(world))[0], (await _findings(world))[0]] if found] != []


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"TEAMS_CLIENT_ID": "jbz"}, "TEAMS_CLIENT_ID"),
        ({"TEAMS_TENANT_ID": "ministerie.onmicrosoft.com"}, "TEAMS_TENANT_ID"),
        ({"TEAMS_TENANT_ID": ""}, "TEAMS_TENANT_ID"),
        ({"TEAMS_CLIENT_SECRET": ""}, "TEAMS_CLIENT_SECRET"),
        ({"TEAMS_SERVICE_URL": "smba.trafficmanager.net"}, "TEAMS_SERVICE_URL"),
        ({"JBZ_ADMINISTRATORS": f"teams:{TENANT}"}, "JBZ_ADMINISTRATORS"),
    ],
)
def test_settings_that_do_not_fit_are_named(change: dict[str, str], named: str) -> None:
    given = {"TEAMS_CLIENT_ID": CLIENT_ID, "TEAMS_CLIENT_SECRET": SECRET, "TEAMS_TENANT_ID": TENANT} | change
    with pytest.raises(JbzError) as wrong:
        load_settings(given)
    assert named in str(wrong.value.message.values)


def test_administrators_may_be_told_in_teams() -> None:
    chats = f"teams:{TENANT}:19:c1@thread.tacv2,teams:{TENANT}:@a:1xyz_-"
    named = [one.chat for one in load_settings({"JBZ_ADMINISTRATORS": chats}).administrators]
    assert named == ["19:c1@thread.tacv2", "@a:1xyz_-"]


def test_the_documentation_names_the_address() -> None:
    assert f"https://jbz.example.nl{PATH}" in (PACKAGE.parents[1] / "docs/teams.md").read_text("utf-8")
