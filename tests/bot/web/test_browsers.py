"""Browsers as chats: which cookie is believed, what is kept and printed of it, and where forms may come from."""

import hashlib
import json
from collections.abc import AsyncIterator
from socket import gethostname

import pytest
from sqlalchemy import text

from tests.conftest import RunJbz
from tests.stand_ins.clock import Clock
from tests.world import World, make_world

FOLLOW = {"q": "volg migratie elke maandag 08:00"}
BASE = "https://jbz.example.nl"


@pytest.fixture
async def world(filled_url: str, clock: Clock) -> AsyncIterator[World]:
    async with make_world(filled_url, clock) as world:
        yield world


def _chats(world: World) -> list[str]:
    with world.app.database.reading() as session:
        return list(session.scalars(text("SELECT chat FROM chats WHERE channel = 'web'")))


async def test_reading_gives_no_cookie_and_following_does(world: World) -> None:
    async with world.running():
        for path in ("/", "/zoek?q=migratie", "/items/1", "/privacy", "/bronnen", "/gesprek", "/gesprek?q=migratie"):
            assert "set-cookie" not in (await world.http.get(path)).headers, path
        followed = await world.http.post("/", data=FOLLOW)
        assert followed.headers["set-cookie"].startswith("jbz_chat=")
        assert "httponly" in followed.headers["set-cookie"].lower()
        assert len(_chats(world)) == 1
        forgotten = await world.http.post("/", data={"q": "vergeet alles"})
        assert (_chats(world), forgotten.headers["set-cookie"].split(";")[0]) == ([], 'jbz_chat=""')


async def test_who_starts_a_talk_can_ask_further_for_a_day(world: World) -> None:
    async with world.running():
        asked = await world.http.post("/gesprek", data={"q": "migratie"})
        assert "Max-Age=86400" in asked.headers["set-cookie"]
        further = await world.http.post("/gesprek", data={"q": "en nederland?"})
        assert "Nederland over migratie" in further.text
        assert _chats(world) == []
        alone = await world.http.get("/gesprek", params={"q": "migratie"}, headers={"Cookie": ""})
        assert "set-cookie" not in alone.headers
        world.clock.forward(days=2)
        later = await world.http.get("/gesprek")
        assert later.headers.get("set-cookie", "") == ""


async def test_what_names_a_browser_is_kept_as_a_hash_and_printed_nowhere(world: World, run_jbz: RunJbz) -> None:
    async with world.running():
        await world.http.post("/", data=FOLLOW)
        token = world.http.cookies["jbz_chat"]
        kept = hashlib.sha256(token.encode()).hexdigest()[:32]
        assert _chats(world) == [kept]
        world.clock.forward(days=7)
        await world.deliver()
    for arguments in (("subscriptions",), ("subscriptions", "--json"), ("deliveries",), ("deliveries", "--json")):
        told = run_jbz(*arguments, JBZ_DATABASE_URL=world.url).stdout.decode()
        assert "web" in told, arguments
        assert token not in told, arguments
        assert kept not in told, arguments
    assert json.loads(run_jbz("subscriptions", "--json", JBZ_DATABASE_URL=world.url).stdout)[0]["chat"] is None


@pytest.mark.parametrize("made_up", ["0" * 32, "f" * 32, "x", "", "a" * 31 + "Z", "'; --"])
async def test_a_cookie_that_we_did_not_give_names_nobody(world: World, made_up: str) -> None:
    async with world.running():
        followed = await world.http.post("/", data=FOLLOW, headers={"Cookie": f"jbz_chat={made_up}"})
        given = followed.headers["set-cookie"].partition("=")[2].partition(";")[0]
        assert given != made_up
        assert len(given) == 32
        assert _chats(world) == [hashlib.sha256(given.encode()).hexdigest()[:32]]


@pytest.mark.parametrize(
    ("base", "headers", "status"),
    [
        ("", {"Origin": "http://testserver"}, 200),
        ("", {"Origin": "http://evil.example"}, 403),
        ("", {"Origin": "null"}, 403),
        ("", {"Sec-Fetch-Site": "cross-site"}, 403),
        ("", {"Sec-Fetch-Site": "same-site", "Origin": "http://testserver"}, 403),
        ("", {"Sec-Fetch-Site": "same-origin", "Origin": "http://testserver"}, 200),
        ("", {"Sec-Fetch-Site": "none"}, 200),
        ("", {}, 200),
        (BASE, {"Host": "127.0.0.1:8000", "Origin": BASE}, 200),
        (BASE, {"Host": "bot:8000", "Origin": BASE, "Sec-Fetch-Site": "same-origin"}, 200),
        ("", {"Origin": "http://["}, 403),
        ("", {"Host": "evil.example", "Origin": "http://evil.example"}, 421),
        ("", {"Host": "evil.example:8000", "Origin": "http://evil.example:8000", "Sec-Fetch-Site": "same-origin"}, 421),
        ("", {"Host": "localhost.evil.example"}, 421),
        ("", {"Host": "localhost:8000", "Origin": "http://localhost:8000"}, 200),
        ("", {"Host": "jbz.localhost", "Origin": "http://jbz.localhost"}, 200),
        ("", {"Host": "192.0.2.7:8000", "Origin": "http://192.0.2.7:8000"}, 200),
        ("", {"Host": "[::1]:8000"}, 200),
        ("", {"Host": "bot:8000", "Origin": "http://bot:8000"}, 200),
        ("", {"Host": gethostname(), "Origin": f"http://{gethostname()}"}, 200),
        (BASE, {"Origin": "http://["}, 403),
        (BASE, {"Host": "jbz.example.nl", "Origin": f"{BASE}:443"}, 403),
        (BASE, {"Host": "jbz.example.nl", "Origin": "https://evil.example"}, 403),
        (BASE, {"Host": "jbz.example.nl", "Origin": "http://jbz.example.nl"}, 403),
        (BASE, {"Host": "evil.example", "Origin": BASE}, 421),
        (BASE, {"Host": "jbz.example.nl.evil.example"}, 421),
        (BASE, {"Host": "JBZ.example.nl:443"}, 200),
        (BASE, {"Host": "10.1.2.3"}, 200),
        (BASE, {"Host": "[::1]:8000"}, 200),
        (BASE, {"Host": "[["}, 421),
        (f"{BASE}:8443/", {"Host": "jbz.example.nl:8443", "Origin": f"{BASE}:8443"}, 200),
    ],
)
async def test_a_form_is_taken_from_our_own_address_only(
    world: World, base: str, headers: dict[str, str], status: int
) -> None:
    async with world.running(JBZ_BASE_URL=base, TELEGRAM_BOT_TOKEN="", SLACK_BOT_TOKEN=""):
        answer = await world.http.post("/", data={"q": "migratie"}, headers=headers)
        assert answer.status_code == status
        if status == 421:
            assert answer.text.count("\n") == 1
        if status == 403:
            assert "Dit kwam niet van deze pagina" in answer.text


async def test_a_name_that_is_not_ours_gets_one_sentence_and_health_is_still_told(world: World) -> None:
    async with world.running(JBZ_BASE_URL=BASE, TELEGRAM_BOT_TOKEN="", SLACK_BOT_TOKEN=""):
        for path in ("/", "/items/1", "/briefing.pdf", "/sources", "/privacy", "/gesprek", "/en/zoek"):
            assert (await world.http.get(path, headers={"Host": "evil.example"})).status_code == 421, path
        assert (await world.http.get("/healthz", headers={"Host": "evil.example"})).status_code == 200


async def test_who_gave_no_address_is_told_to_in_the_readers_language(world: World) -> None:
    async with world.running(JBZ_BASE_URL="", TELEGRAM_BOT_TOKEN="", SLACK_BOT_TOKEN=""):
        dutch, english = [await world.http.get(path, headers={"Host": "jbz.example.nl"}) for path in ("/", "/en/zoek")]
        assert (dutch.status_code, english.status_code) == (421, 421)
        assert dutch.text == (
            "Op de naam waarmee u deze bot vroeg, antwoordt hij niet: hij weet niet of die van hem is. "
            "Bent u beheerder? Zet in JBZ_BASE_URL het adres waarop mensen de pagina's lezen, en start hem opnieuw.\n"
        )
        assert english.text.startswith("This bot does not answer to the name you asked it by")
