"""What people type, press and fill in in Mattermost."""

import json
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from bot.mattermost.people import SERVER
from bot.telemetry import REQUESTS_REFUSED
from briefings.model.chat import Address
from storage import chats, subscriptions
from tests.stand_ins.mattermost_server import BOT
from tests.world import World

pytestmark = pytest.mark.one_database

MONDAY = datetime(2025, 3, 31, 6, 0, 10, tzinfo=UTC)
DIRECT = f"{BOT}__u1"


def _actions(told: dict[str, Any]) -> dict[str, Any]:
    """The buttons of an answer or post, by their words."""
    last = (told.get("extra_responses") or [told])[-1]
    attachments = last.get("attachments") or last.get("props", {}).get("attachments") or []
    return {action["name"]: action for one in attachments for action in one["actions"]}


def _followed(world: World, chat: str) -> list[str]:
    with world.app.database.reading() as session:
        kept = chats.find_chat(session, Address("mattermost", SERVER, chat))
        followed = subscriptions.of_chat(session, kept.id) if kept else []
        return [interest.subject.name for one in followed for interest in one.interests]


async def test_a_question_is_answered_to_who_asked_it(world: World) -> None:
    told = await world.mattermost_types("migratie")
    assert (told["response_type"], told["skip_slack_parsing"]) == ("ephemeral", True)
    assert "Externe dimensie van migratie" in told["text"]
    assert "Volg migratie" in _actions(told)


async def test_who_has_no_token_of_the_command_reaches_nothing(world: World) -> None:
    fields = world.mattermost.command("volg migratie")
    before = REQUESTS_REFUSED.labels("mattermost")._value.get()
    for wrong in ({"token": ""}, {"token": "x"}, {"token": "é"}):
        refused = await world.http.post("/mattermost/command", data=fields | wrong)
        assert refused.status_code == 401
    by_header = await world.http.post(
        "/mattermost/command",
        data={name: value for name, value in fields.items() if name != "token"},
        headers={"Authorization": f"Token {fields['token']}"},
    )
    assert by_header.status_code == 200
    assert _followed(world, "c1") == ["migratie"]
    assert REQUESTS_REFUSED.labels("mattermost")._value.get() == before + 3


async def test_what_changes_for_everybody_is_seen_by_everybody_and_repeated_by_nobody(world: World) -> None:
    fields = world.mattermost.command("volg migratie")
    told = (await world.http.post("/mattermost/command", data=fields)).json()
    assert (told["response_type"], told["text"].splitlines()[-1]) == ("in_channel", "Ingesteld door @name-u1")
    again = await world.http.post("/mattermost/command", data=fields | {"text": "stop alles"})
    assert again.json() == {}
    assert _followed(world, "c1") == ["migratie"]


async def test_in_a_channel_without_the_bot_it_is_said_how_it_gets_there(world: World) -> None:
    world.mattermost.closed.add("c1")
    assert "Nodig de bot uit" in (await world.mattermost_types("volg migratie"))["text"]


@pytest.mark.parametrize(("name", "chat"), [(DIRECT, "@dmu1x"), ("u1__u2", "@dmu1")])
async def test_someone_alone_and_in_a_talk_of_two_has_the_chat_with_the_bot(world: World, name: str, chat: str) -> None:
    channel = "dmu1x" if name == DIRECT else "dmtwo"
    told = await world.mattermost_types("volg migratie", channel, name=name)
    assert told["response_type"] == "ephemeral"
    assert _followed(world, chat) == ["migratie"]
    world.clock.now = MONDAY
    await world.deliver()
    assert len(world.mattermost.posts(chat.removeprefix("@"))) == 1


async def test_a_button_does_what_it_says_and_another_mans_button_nothing(world: World) -> None:
    follow = _actions(await world.mattermost_types("migratie"))["Volg migratie"]
    assert await world.mattermost_presses(follow) == {}
    (post,) = world.mattermost.posts("c1")
    assert "Dit kanaal volgt nu migratie." in post["message"]
    assert post["message"].splitlines()[-1] == "Ingesteld door @name-u1"
    forged = {"integration": {"context": {"jbz": "0000000000000000:|| stop alles"}}}
    for context in (forged, {"integration": {"context": None}}, {"integration": {"context": {"jbz": 7}}}):
        said = "Deze knop werkt niet meer. Typ /jbz help. / This button no longer works. Type /jbz help."
        assert await world.mattermost_presses(context) == {"ephemeral_text": said}
    assert _followed(world, "c1") == ["migratie"]


async def test_a_button_does_nothing_in_another_channel_than_its_own(world: World) -> None:
    follow = _actions(await world.mattermost_types("migratie"))["Volg migratie"]
    told = await world.mattermost_presses(follow, "c2")
    assert ("werkt niet meer" in told["ephemeral_text"], _followed(world, "c2")) == (True, [])
    await world.mattermost_presses(follow)
    world.clock.now = MONDAY
    await world.deliver()
    stop = _actions(world.mattermost.posts("c1")[-1])["Stop"]
    assert "werkt niet meer" in (await world.mattermost_presses(stop, "c2"))["ephemeral_text"]
    assert _followed(world, "c1") == ["migratie"]
    await world.mattermost_presses(stop)
    assert _followed(world, "c1") == []


HOSTILE = ["../channels/x/posts?a=", "..", "a/b", "a" * 27, "U1", "%2e%2e", "é", "\ud800", "x" * 20_000, "u1\n"]


async def test_before_the_seal_is_opened_nothing_is_asked_and_what_is_no_number_is_never_part_of_a_path(
    world: World,
) -> None:
    action = _actions(await world.mattermost_types("migratie"))["Volg migratie"]
    world.mattermost.asked.clear()
    names = (f"{BOT}__u1", "u1__u2", "x")
    forged = [
        world.mattermost.press({"jbz": sealed}, channel, user, name)
        for sealed in ("\ud800:a", "0" * 16 + ":c1||stop alles", "")
        for channel, user in (("c1", "u1"), *((one, "u1") for one in HOSTILE), *(("c1", one) for one in HOSTILE))
        for name in names
    ]
    good = action["integration"]["context"]
    forged += [world.mattermost.press(good, "c1", user, name) for user in HOSTILE for name in names]
    for address, told in [("198.51.100.7", one) for one in forged[:50]]:
        answer = await _posts(world, "/mattermost/action", told, address)
        assert (answer.status_code, list(answer.json())) == (200, ["ephemeral_text"])
    for number, told in enumerate(forged[50:]):
        answer = await _posts(world, "/mattermost/action", told, f"2001:db8:{number:x}::1")
        assert (answer.status_code, list(answer.json())) == (200, ["ephemeral_text"])
    for state in ("\ud800:a", good["jbz"], ""):
        told = {"state": state, "user_id": "u1", "submission": {}}
        answer = await _posts(world, "/mattermost/dialog", told, "198.51.100.8")
        assert (answer.status_code, list(answer.json())) == (200, ["error"])
    assert (world.mattermost.asked, _followed(world, "c1")) == ([], [])
    for one in HOSTILE[:6]:
        await world.mattermost_types("migratie", one, user=one)
        await world.mattermost_types("volg migratie", user=one, name="u1__u2")
    assert {path.rstrip("/") for path in world.mattermost.asked} <= {"/api/v4/users/me"}


async def test_who_goes_on_without_a_seal_has_to_wait_and_mattermost_goes_on(world: World) -> None:
    action = _actions(await world.mattermost_types("migratie"))["Volg migratie"]
    forged = world.mattermost.press({"jbz": "x"})
    statuses = [(await _posts(world, "/mattermost/action", forged, "2001:db8::1")).status_code for _ in range(60)]
    late = await _posts(world, "/mattermost/action", forged, "2001:db8::ffff")
    assert (set(statuses), late.status_code, int(late.headers["retry-after"]) > 0) == ({200}, 429, True)
    assert await world.mattermost_presses(action) == {}
    assert _followed(world, "c1") == ["migratie"]
    for body, status in ((b"[" * 60_000, 400), (b" " * 70_000, 413)):
        assert (await world.http.post("/mattermost/dialog", content=body)).status_code == status


async def _posts(world: World, path: str, told: dict[str, Any], address: str) -> httpx.Response:
    """A request from an address on the network."""
    transport = httpx.ASGITransport(world.server.asgi, client=(address, 1))
    async with httpx.AsyncClient(transport=transport, base_url="http://testserver") as http:
        return await http.post(path, content=json.dumps(told))


async def test_the_next_page_stands_in_place_of_the_first(world: World) -> None:
    told = await world.mattermost_types("nederland")
    more = _actions(told)["Meer"]
    answer = await world.mattermost_presses(more)
    assert answer["update"]["message"] != told["text"]
    assert answer["update"]["props"]["attachments"]


async def test_where_the_bot_may_not_whisper_the_words_come_all_the_same(world: World) -> None:
    followed = _actions(await world.mattermost_types("volg migratie"))
    look = next(action for name, action in followed.items() if name.startswith("Bekijk"))
    assert await world.mattermost_presses(look) == {}
    assert "Externe dimensie van migratie" in world.mattermost.ephemeral[-1]["message"]
    world.mattermost.may_whisper = False
    assert "Externe dimensie van migratie" in (await world.mattermost_presses(look))["ephemeral_text"]


async def test_an_answer_is_shared_with_who_shared_it_and_without_buttons(world: World) -> None:
    share = _actions(await world.mattermost_types("migratie"))["Deel in kanaal"]
    assert await world.mattermost_presses(share) == {}
    post = world.mattermost.posts("c1")[-1]
    assert post["message"].splitlines()[-1] == "Gedeeld door @name-u1"
    assert _actions(post) == {}
    world.mattermost.closed.add("c1")
    await world.mattermost_presses(share)
    assert "Nodig de bot uit" in world.mattermost.ephemeral[-1]["message"]


async def test_the_form_is_a_dialog_and_what_is_wrong_is_said_at_its_field(world: World) -> None:
    assert await world.mattermost_types("volg") == {}
    (dialog,) = world.mattermost.dialogs
    assert dialog["elements"][0]["display_name"] == "Wat u volgt"

    async def submit(**given: str) -> Any:
        told = world.mattermost.submits(dialog, **given)
        return (await world.http.post("/mattermost/dialog", json=told)).json()

    assert set((await submit(what=""))["errors"]) == {"what"}
    assert set((await submit(what="migratie", when="ooit"))["errors"]) == {"when"}
    assert set((await submit(what="migratie", zone="Narnia"))["errors"]) == {"zone"}
    assert "bedoel" in str(await submit(what="migartie")).lower()
    assert _followed(world, "c1") == []
    assert await submit(what='migratie, "ai act"', when="dagelijks 07:30", quiet="silent") == {}
    assert _followed(world, "c1") == ["migratie", "ai act"]
    assert "dagelijks" in str(world.mattermost.posts("c1")[-1]["message"]).lower()


async def test_a_dialog_is_of_who_opened_it_and_of_us(world: World) -> None:
    await world.mattermost_types("volg")
    (dialog,) = world.mattermost.dialogs
    for told in (
        world.mattermost.submits(dialog, user="u2", what="migratie"),
        world.mattermost.submits(dialog | {"state": "0" * 16 + ":{}"}, what="migratie"),
        world.mattermost.submits(dialog, what="migratie") | {"submission": None},
    ):
        assert "error" in (await world.http.post("/mattermost/dialog", json=told)).json()
    for body in (b"", b"[]", b"{", b"\xff"):
        assert (await world.http.post("/mattermost/dialog", content=body)).status_code == 400
    assert _followed(world, "c1") == []


async def test_a_changed_subscription_keeps_what_the_dialog_does_not_ask(world: World) -> None:
    await world.mattermost_types("volg migratie, visa zonder drugs elke maandag 08:00")
    change = _actions(await world.mattermost_types("abonnementen"))
    await world.mattermost_presses(next(action for name, action in change.items() if name.startswith("Wijzig")))
    dialog = world.mattermost.dialogs[-1]
    given = {one["name"]: one["default"] for one in dialog["elements"]}
    assert (given["without"], given["when"]) == ("drugs", "elke maandag 08:00")
    told = world.mattermost.submits(dialog, when="elke dinsdag 09:00")
    assert (await world.http.post("/mattermost/dialog", json=told)).json() == {}
    assert _followed(world, "c1") == ["migratie", "visa"]


async def test_only_an_administrator_of_the_channel_is_one(world: World) -> None:
    world.mattermost.channel_admins.add(("c1", "u9"))
    await world.mattermost_types("volg migratie", user="u9")
    await world.mattermost_types("rechten beheerders", user="u9")
    refused = await world.mattermost_types("stop alles", user="u1")
    assert "beheerder" in refused["text"]
    assert _followed(world, "c1") == ["migratie"]
    await world.mattermost_types("stop alles", user="u9")
    assert _followed(world, "c1") == []


async def test_who_has_mattermost_in_english_is_answered_in_english(world: World) -> None:
    world.mattermost.people["u5"] = {
        "locale": "en",
        "timezone": {"useAutomaticTimezone": "true", "automaticTimezone": "Europe/London", "manualTimezone": ""},
    }
    told = await world.mattermost_types("help", user="u5")
    assert "What can" in told["text"] or "You can" in told["text"] or "Type" in told["text"]


async def test_a_server_that_is_down_takes_no_answer_away(world: World) -> None:
    await world.mattermost.stop()
    told = await world.mattermost_types("migratie")
    assert "Externe dimensie van migratie" in told["text"]
