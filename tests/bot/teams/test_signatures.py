"""Only what Teams signed, about a tenant that may use the bot, reaches a handler."""

from typing import Any

import pytest

from bot.teams.signatures import TRUSTED, is_trusted
from bot.telemetry import REQUESTS_REFUSED
from tests.stand_ins.teams_server import OTHER_TENANT, SECRET, TENANT, channel
from tests.world import World

CHAT = channel("c1")


async def _status(world: World, activity: dict[str, Any], headers: dict[str, str]) -> int:
    return (await world.http.post("/teams/messages", json=activity, headers=headers)).status_code


@pytest.mark.parametrize(
    ("claims", "status"),
    [
        ({}, 200),
        ({"iss": "https://login.microsoftonline.com/x/v2.0"}, 401),
        ({"aud": "22222222-2222-3333-4444-555555555555"}, 401),
        ({"exp": 1_700_000_000}, 401),
        ({"exp": "never"}, 401),
        ({"nbf": 1_999_999_999}, 401),
        ({"serviceurl": "https://kwaad.example/teams"}, 403),
        ({"serviceurl": None}, 403),
    ],
)
async def test_a_token_that_is_not_about_this_is_refused(world: World, claims: dict[str, Any], status: int) -> None:
    said = world.teams.says("volg migratie", CHAT)
    before = REQUESTS_REFUSED.labels("teams")._value.get()
    assert await _status(world, said, world.teams.signed(said, **claims)) == status
    assert REQUESTS_REFUSED.labels("teams")._value.get() - before == (status != 200)
    await world.server._services["teams"].settle()  # type: ignore[attr-defined]  # of Teams alone
    assert bool(world.teams.calls) is (status == 200)


async def test_without_a_signature_of_teams_nothing_is_believed(world: World) -> None:
    said = world.teams.says("volg migratie", CHAT)
    good = world.teams.signed(said)["Authorization"]
    head, body, sign = good.removeprefix("Bearer ").split(".")
    other = world.teams.says("stop alles", CHAT, serviceUrl="https://smba.trafficmanager.net/emea/")
    for wrong in (
        "", "Bearer", "Bearer ", "Bearer x", "Bearer x.y.z", f"Basic {head}.{body}.{sign}", f"Bearer {head}.{body}.",
        f"Bearer {head}.{world.teams.signed(other)['Authorization'].split('.')[1]}.{sign}",
        "Bearer eyJhbGciOiJub25lIn0.e30.", f"Bearer {'a' * 20_000}",
        world.teams.signed(said, key="elsewhere")["Authorization"], world.teams.signed(said, key="x")["Authorization"],
    ):  # fmt: skip
        assert await _status(world, said, {"Authorization": wrong}) == 401, wrong[:60]
    assert await _status(world, said, {}) == 401
    assert world.teams.calls == []


async def test_another_tenant_platform_and_server_are_refused(world: World) -> None:
    said = world.teams.says("migratie", CHAT)
    said["conversation"]["tenantId"] = OTHER_TENANT
    assert await _status(world, said, world.teams.signed(said)) == 403
    chat_on_a_page = world.teams.says("migratie", CHAT, channelId="webchat")
    assert await _status(world, chat_on_a_page, world.teams.signed(chat_on_a_page)) == 403
    for url in ("https://kwaad.example/", "http://smba.trafficmanager.net/teams", "", world.teams.url + "@x/"):
        elsewhere = world.teams.says("migratie", CHAT, serviceUrl=url)
        assert await _status(world, elsewhere, world.teams.signed(elsewhere)) == 403, url


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b"\xff", b"7", b'{"a":' * 100_000])
async def test_what_is_no_activity_is_said(world: World, body: bytes) -> None:
    assert (await world.http.post("/teams/messages", content=body)).status_code == 400


async def test_what_is_too_large_is_read_by_nobody(world: World) -> None:
    assert (await world.http.post("/teams/messages", content=b'{"a":"' + b"x" * 1_100_000)).status_code == 413


async def test_strange_activities_that_are_signed_end_nothing(world: World) -> None:
    strange: tuple[dict[str, Any], ...] = (
        {"text": 7}, {"entities": 7}, {"entities": ["x", {"type": "mention"}]}, {"from": None}, {"channelData": []},
        {"membersAdded": "x"}, {"type": "invoke", "name": "task/fetch"}, {"type": "typing"}, {"value": {"jbz": 7}},
        {"type": "invoke", "name": "task/submit", "value": {"data": 7}}, {"type": "conversationUpdate"},
        {"type": "invoke", "name": "composeExtension/query", "value": {"parameters": 7}}, {"type": None},
    )  # fmt: skip
    for more in strange:
        said = world.teams.says("migratie", CHAT) | more
        assert await _status(world, said, world.teams.signed(said)) == 200, more
    unknown = world.teams.says("x", CHAT) | {"type": "invoke", "name": "signin/verifyState"}
    assert await _status(world, unknown, world.teams.signed(unknown)) == 501


async def test_keys_are_asked_once_and_new_ones_after_a_minute(world: World) -> None:
    said = world.teams.says("migratie", CHAT)
    assert [await _status(world, said, world.teams.signed(said)) for _ in range(3)] == [200] * 3
    assert world.teams.key_calls == 1
    world.teams.keys.append("two")
    renewed = world.teams.says("migratie", CHAT)
    assert await _status(world, renewed, world.teams.signed(renewed)) == 401
    assert world.teams.key_calls == 1
    world.clock.forward(minutes=2)
    assert await _status(world, renewed, world.teams.signed(renewed)) == 200
    assert world.teams.key_calls == 2


async def test_where_the_keys_cannot_be_asked_it_comes_again(world: World) -> None:
    said = world.teams.says("migratie", CHAT)
    headers = world.teams.signed(said)
    await world.teams.stop()
    assert await _status(world, said, headers) == 503


@pytest.mark.parametrize("host", sorted(TRUSTED))
def test_only_microsofts_own_servers_get_our_token(host: str) -> None:
    own = "https://smba.trafficmanager.net/teams"
    assert is_trusted(f"https://{host}/emea", own)
    for wrong in (f"http://{host}/", f"https://{host}.kwaad.example/", f"https://x@{host}/", f"https://{host}:8443/",
                  f"https://kwaad.example/{host}", f"https://{host}/?x", f"//{host}/", "https://[", host):  # fmt: skip
        assert not is_trusted(wrong, own), wrong
    assert is_trusted("http://127.0.0.1:5/teams", "http://127.0.0.1:5/teams")
    assert not is_trusted("http://127.0.0.1:5/teams", "http://127.0.0.1:6/teams")


async def test_the_secret_is_in_no_log_or_answer(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    world.teams.secrets = {"another"}
    assert await world.teams_types("migratie", CHAT) == []
    told = capsys.readouterr()
    assert SECRET not in told.out + told.err
    assert "invalid_client" in told.out + told.err
    assert TENANT in world.teams.settings["TEAMS_TENANT_ID"]
