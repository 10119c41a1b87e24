"""Several workspaces: installing, tokens at rest, renewing, ending; and none sees another's rows."""

import base64
import json
import secrets
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from sqlalchemy import text

from bot.app import App
from bot.settings import Settings
from bot.slack.service import SlackService
from briefings.errors import JbzError
from storage import holds, subscriptions
from storage.vault import Vault
from tests.said import said
from tests.stand_ins import slack_server
from tests.stand_ins.clock import Clock
from tests.world import World, make_world

pytestmark = pytest.mark.one_database

HTTPS = "https://testserver"
KEY = base64.b64encode(b"k" * 32).decode()
OTHER_KEY = base64.b64encode(b"o" * 32).decode()
MANY = {
    "SLACK_BOT_TOKEN": "",
    "SLACK_CLIENT_ID": slack_server.CLIENT_ID,
    "SLACK_CLIENT_SECRET": slack_server.CLIENT_SECRET,
    "JBZ_ENCRYPTION_KEY": KEY,
    "JBZ_BASE_URL": HTTPS,
    "TELEGRAM_BOT_TOKEN": "",
}


@pytest.fixture
async def world(filled_url: str, clock: Clock) -> AsyncIterator[World]:
    async with make_world(filled_url, clock) as world:
        world.slack.tokens.clear()
        yield world


def _granted(key: str, token: str, /, **more: Any) -> dict[str, Any]:
    return {
        "access_token": token, "token_type": "bot", "scope": ",".join(slack_server.SCOPES), "bot_user_id": "UBOT",
        "app_id": "A1", "team": {"id": key, "name": f"Team {key}"}, "enterprise": None,
        "authed_user": {"id": "U1"}, "is_enterprise_install": False,
    } | more  # fmt: skip


async def _install(world: World, key: str, token: str, /, **more: Any) -> int:
    """A browser walks the way of an installation; the status at its end."""
    world.http.cookies.clear()
    begun = await world.http.get(f"{HTTPS}/slack/install")
    state = parse_qs(urlsplit(begun.headers["location"]).query)["state"][0]
    code = secrets.token_hex(8)
    world.slack.codes[code] = _granted(key, token, **more)
    return (await world.http.get(f"{HTTPS}/slack/oauth_redirect", params={"code": code, "state": state})).status_code


async def _returns(world: World, code: str, state: str) -> httpx.Response:
    """The browser that was given this state comes back with it."""
    world.http.cookies.clear()
    cookie = {"Cookie": f"slack-app-oauth-state={state}"}
    return await world.http.get(f"{HTTPS}/slack/oauth_redirect", params={"code": code, "state": state}, headers=cookie)


async def _follows(world: World, team: str, channel: str = "C1") -> None:
    fields, name = world.slack.command("volg migratie dagelijks 08:00", channel)
    await world.slack_gives(fields | {"team_id": team})
    await world.slack.answers(name)


def _rows(world: World) -> list[tuple[str, str, str | None]]:
    with world.app.database.reading() as session:
        return [
            (chat.address.workspace, chat.address.chat, kept.paused_because)
            for kept, chat in subscriptions.everything(session)
        ]


def _held(world: World) -> list[str]:
    with world.app.database.reading() as session:
        return [hold.because for hold in holds.now_held(session, world.clock.now).values()]


async def test_workspaces_install_and_each_gets_its_own_briefings_by_its_own_token(world: World) -> None:
    async with world.running(**MANY):
        assert [await _install(world, team, f"xoxb-{team}") for team in ("T1", "T2")] == [200, 200]
        await _follows(world, "T1")
        await _follows(world, "T2")
        world.clock.forward(days=1)
        await world.deliver()
        await world.deliver()
        kept = _kept_tokens(world)
    assert sorted(post["team"] for post in world.slack.posts("C1")) == ["T1", "T2"]
    assert all("xoxb" not in token for token in kept)


async def test_no_workspace_sees_or_changes_anothers_rows(world: World) -> None:
    async with world.running(**MANY):
        for team in ("T1", "T2"):
            await _install(world, team, f"xoxb-{team}")
        await _follows(world, "T1")
        with world.app.database.reading() as session:
            ((kept, _),) = subscriptions.everything(session)
        for typed in ("abonnementen", "overzicht", "stop alles", f"stop #{kept.id}", f"wijzig #{kept.id} direct"):
            fields, name = world.slack.command(typed, "C1")
            await world.slack_gives(fields | {"team_id": "T2"})
            (said,) = await world.slack.answers(name)
            assert "migratie:*" not in json.dumps(said)
        assert _rows(world) == [("T1", "C1", None)]
        refused, name = world.slack.command("help")
        await world.slack_sends(refused | {"team_id": "T3"})
        assert world.slack.responses[name][0]["text"].startswith("JBZ is hier niet geïnstalleerd.")


async def test_a_state_serves_once_in_its_own_browser_and_not_for_long(world: World) -> None:
    async with world.running(**MANY):
        begun = await world.http.get(f"{HTTPS}/slack/install")
        state = parse_qs(urlsplit(begun.headers["location"]).query)["state"][0]
        answers = []
        for code, given in (("a", state), ("b", state), ("c", f"{state}x"), ("d", "1.2.3")):
            world.slack.codes[code] = _granted("T1", f"xoxb-{code}")
            answers.append(await _returns(world, code, given))
        assert [answer.status_code for answer in answers] == [200, 401, 401, 401]
        assert "Begin opnieuw" in answers[1].text
        world.http.cookies.clear()
        begun = await world.http.get(f"{HTTPS}/slack/install")
        late = parse_qs(urlsplit(begun.headers["location"]).query)["state"][0]
        world.clock.forward(minutes=11)
        assert (
            await world.http.get(f"{HTTPS}/slack/oauth_redirect", params={"code": "e", "state": late})
        ).status_code == 401
        denied = await world.http.get(f"{HTTPS}/slack/oauth_redirect", params={"error": "<script>"})
        assert "<script>" not in denied.text
        assert [one.key for one in world.app.installations.all()] == ["T1"]


async def test_a_token_that_expires_is_renewed_in_time(world: World) -> None:
    async with world.running(**MANY):
        expiring = {"refresh_token": "xoxe-1", "expires_in": 43_200}
        await _install(world, "T1", "xoxb-old", **expiring)
        await _follows(world, "T1")
        world.slack.codes["xoxe-1"] = {
            "access_token": "xoxb-new", "refresh_token": "xoxe-2", "expires_in": 43_200, "team": {"id": "T1"},
        }  # fmt: skip
        with world.app.database.writing() as session:
            soon = {"soon": world.clock.now.replace(tzinfo=None)}
            session.execute(text("UPDATE installations SET expires_at = :soon"), soon)
        world.clock.forward(days=1)
        slack = world.server._services["slack"]
        assert isinstance(slack, SlackService)
        slack._many.forget()  # type: ignore[union-attr]
        await world.deliver()
        (kept,) = world.app.installations.all()
    assert (kept.token, kept.refresh_token) == ("xoxb-new", "xoxe-2")
    assert len(world.slack.posts("C1")) == 1


async def test_an_uninstalled_workspace_is_erased_and_an_older_word_of_it_is_not_believed(world: World) -> None:
    async with world.running(**MANY):
        for team in ("T1", "T2"):
            await _install(world, team, f"xoxb-{team}")
            await _follows(world, team)
        long_ago = datetime(2020, 1, 1, tzinfo=UTC).timestamp()
        await world.slack_gives(world.slack.event("T1", long_ago, type="app_uninstalled"))
        assert len(_rows(world)) == 2
        world.clock.forward(minutes=1)
        await world.slack_gives(world.slack.event("T1", type="app_uninstalled"))
        assert _rows(world) == [("T2", "C1", None)]
        assert [one.key for one in world.app.installations.all()] == ["T2"]
        with world.app.database.reading() as session:
            assert session.scalar(text("SELECT count(*) FROM chats WHERE workspace = 'T1'")) == 0


async def test_a_revoked_token_stops_the_lane_and_a_new_installation_goes_on(world: World) -> None:
    async with world.running(**MANY):
        await _install(world, "T1", "xoxb-1")
        await _follows(world, "T1")
        world.clock.forward(minutes=1)
        await world.slack_gives(world.slack.event("T1", type="tokens_revoked", tokens={"bot": ["UBOT"]}))
        assert (_rows(world), _held(world)) == ([("T1", "C1", None)], ["Slack: token_revoked"])
        assert _kept_tokens(world) == [""]
        world.clock.forward(days=1)
        await world.deliver()
        await world.deliver()
        assert (world.slack.posts("C1"), _held(world)) == ([], ["Slack: not_installed"])
        await _install(world, "T1", "xoxb-2")
        await world.deliver()
        assert (len(world.slack.posts("C1")), _held(world), _rows(world)) == (1, [], [("T1", "C1", None)])
        await world.slack_gives(world.slack.event("T1", type="tokens_revoked", tokens={"bot": ["UBOT"]}))
        world.clock.forward(days=31)
        assert world.app.installations.remove_ended(world.clock.now, world.clock.now) == ["T1"]
        assert _rows(world) == []


async def test_an_organisation_installs_for_all_its_workspaces(world: World) -> None:
    async with world.running(**MANY):
        whole = {"team": None, "enterprise": {"id": "E1", "name": "Ministerie"}, "is_enterprise_install": True}
        await _install(world, "", "xoxb-E1", **whole)
        for team in ("T5", "T6"):
            fields, name = world.slack.command("volg migratie dagelijks 08:00")
            organisation = {"team_id": team, "enterprise_id": "E1", "is_enterprise_install": "true"}
            await world.slack_gives(fields | organisation)
            await world.slack.answers(name)
        world.clock.forward(days=1)
        await world.deliver()
        await world.deliver()
        assert len(world.slack.posts("C1")) == 2
        gone = world.slack.event("T5", type="app_uninstalled") | {"enterprise_id": "E1"}
        gone["authorizations"][0] |= {"enterprise_id": "E1", "is_enterprise_install": True}
        await world.slack_gives(gone)
        assert _rows(world) == []


async def test_a_new_key_encrypts_what_an_old_one_did(world: World) -> None:
    async with world.running(**MANY):
        await _install(world, "T1", "xoxb-1")
    async with world.running(**MANY | {"JBZ_ENCRYPTION_KEY": f"{OTHER_KEY},{KEY}"}):
        (token,) = _kept_tokens(world)
        assert Vault([OTHER_KEY]).open(token) == "xoxb-1"
        with pytest.raises(JbzError):
            Vault([KEY]).open(token)


def test_a_key_that_is_none_is_refused_without_being_shown() -> None:
    with pytest.raises(JbzError) as refused:
        Vault(["geheim"])
    assert "geheim" not in f"{refused.value}{said(refused.value, 'en')}"


def _kept_tokens(world: World) -> list[str]:
    with world.app.database.reading() as session:
        return [row[0] for row in session.execute(text("SELECT token FROM installations ORDER BY key"))]


def test_without_a_key_the_service_does_not_start_and_says_why(settings: Settings) -> None:
    app = App(settings.model_copy(update={"slack_client_id": "1.2"}))
    with pytest.raises(JbzError, match=r"vault\.no_key"):
        app.prepare()
    app.close()
