"""What people type, press, fill in and search in Teams."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.conversation.contacts import Contact
from briefings.model.chat import Address
from storage import chats, subscriptions
from tests.stand_ins.faults import Fault, said
from tests.stand_ins.teams_rules import refusal_of_attachment, refusal_of_card, refusal_of_dialog
from tests.stand_ins.teams_server import TEAM, TENANT, buttons_of, channel, words_of
from tests.world import World

MONDAY = datetime(2025, 3, 31, 6, 0, 10, tzinfo=UTC)
CHAT, ALONE, GROUP = channel("c1"), "a:1xyz", "19:groep@unq.gbl.spaces"


def _followed(world: World, chat: str) -> list[str]:
    with world.app.database.reading() as session:
        kept = chats.find_chat(session, Address("teams", TENANT, chat))
        followed = subscriptions.of_chat(session, kept.id) if kept else []
        return [interest.subject.name for one in followed for interest in one.interests]


def _card(answer: dict[str, Any]) -> dict[str, Any]:
    assert refusal_of_dialog(answer) is None
    card: dict[str, Any] = answer["task"]["value"]["card"]["content"]
    return card


def _values(card: dict[str, Any]) -> dict[str, str]:
    return {block["id"]: block["value"] for block in card["body"] if "id" in block}


def _told_in(card: dict[str, Any]) -> list[str]:
    return [block["text"] for block in card["body"] if block.get("color") == "Attention"]


@pytest.mark.parametrize("chat", [CHAT, ALONE, GROUP])
async def test_a_mention_and_a_private_message_are_answered_where_they_were_said(world: World, chat: str) -> None:
    (answer,) = await world.teams_types("migratie", chat)
    assert "Externe dimensie van migratie" in words_of(answer)
    assert "Volg migratie" in buttons_of(answer)
    thread = ";messageid=1743400000000" if chat == CHAT else ""
    assert answer["conversation"] == chat + thread
    assert answer["from"] == {"id": "28:11111111-2222-3333-4444-555555555555"}


async def test_a_mention_without_a_word_gets_help_and_another_bot_nothing(world: World) -> None:
    (answer,) = await world.teams_types("", CHAT)
    assert "migratie" in words_of(answer)
    assert await world.teams_types("migratie", CHAT, user="u1") != []
    from_bot = world.teams.says("migratie", CHAT)
    from_bot["from"] = {"id": "28:elders"}
    assert await world.teams_gives(from_bot) == []


async def test_a_change_is_seen_by_everybody_once_with_who_made_it(world: World) -> None:
    told = world.teams.says("volg migratie elke maandag 08:00", CHAT)
    (answer,) = await world.teams_gives(told)
    assert words_of(answer).splitlines()[-1] == "Ingesteld door Naam u1"
    assert await world.teams_gives(told) == []
    assert _followed(world, CHAT) == ["migratie"]
    (alone,) = await world.teams_types("volg visa", ALONE)
    assert "Ingesteld door" not in words_of(alone)
    assert _followed(world, f"@{ALONE}") == ["visa"]


async def test_a_name_cannot_mention_or_link(world: World) -> None:
    told = world.teams.says("volg migratie", CHAT)
    told["from"]["name"] = "[klik](https://kwaad.example) <at>Allen</at>"
    (answer,) = await world.teams_gives(told)
    assert words_of(answer).splitlines()[-1] == (
        "Ingesteld door \\[klik\\]\u200b(https://kwaad.example) <\u200bat>Allen<\u200b/at>"
    )


async def test_what_is_followed_comes_by_itself_where_it_was_last_reached(world: World) -> None:
    await world.teams_types("volg migratie elke maandag 08:00", CHAT)
    await world.teams_types("volg visa elke maandag 08:00", ALONE)
    assert world.app.conversation.contacts.of(Address("teams", TENANT, CHAT)) == Contact(
        Address("teams", TENANT, CHAT), f"{world.teams.url}/teams", TEAM, ""
    )
    world.clock.now = MONDAY
    await world.deliver()
    briefing = world.teams.in_chat(CHAT)[-1]
    assert briefing["conversation"] == CHAT
    assert "JBZ-briefing" in words_of(briefing)
    assert "JBZ-briefing" in world.teams.texts(ALONE)[-1]


async def test_nothing_is_kept_of_who_only_asks_and_vergeet_takes_all_away(world: World) -> None:
    at = Address("teams", TENANT, CHAT)
    await world.teams_types("migratie", CHAT)
    assert world.app.conversation.contacts.of(at) is None
    await world.teams_types("volg migratie", CHAT)
    await world.teams_types("vergeet", CHAT)
    assert world.app.conversation.contacts.of(at) is None
    assert _followed(world, CHAT) == []


async def test_a_button_does_what_it_says_and_one_that_is_not_ours_nothing(world: World) -> None:
    (answer,) = await world.teams_types("migratie", CHAT)
    follow = buttons_of(answer)["Volg migratie"]
    (told,) = await world.teams_presses(follow, answer)
    assert "Dit kanaal volgt nu migratie." in words_of(told)
    for data in ({"jbz": "0000000000000000:|stop alles"}, {"jbz": 7}, {"jbz": None}):
        (refused,) = await world.teams_presses(follow | {"data": data}, answer)
        assert "Deze knop werkt niet meer" in words_of(refused)
    assert _followed(world, CHAT) == ["migratie"]


async def test_the_next_page_stands_in_place_of_the_first(world: World) -> None:
    (answer,) = await world.teams_types("nederland", ALONE)
    assert await world.teams_presses(buttons_of(answer)["Meer"], answer) == []
    (now,) = world.teams.in_chat(ALONE)
    assert now["edited"]
    assert words_of(now) != words_of(answer)
    world.teams.messages.clear()
    (again,) = await world.teams_presses(buttons_of(now)["Meer"], now)
    assert "edited" not in again


async def test_the_form_is_a_dialog_and_what_is_wrong_is_said_at_its_field(world: World) -> None:
    (offer,) = await world.teams_types("abonnementen", CHAT)
    card = _card(await world.teams_presses(buttons_of(offer)["Volg een thema"], offer))
    assert list(_values(card)) == ["what", "without", "when", "quiet", "zone"]

    async def submit(**given: str) -> dict[str, Any]:
        return await world.teams_asks(world.teams.submits(card, CHAT, **given))

    assert _told_in(_card(await submit(what=""))) == ["Kies ten minste één thema."]
    wrong = _card(await submit(what="migratie", when="ooit"))
    assert _values(wrong)["what"] == "migratie"
    assert len(_told_in(wrong)) == len(_told_in(_card(await submit(what="migratie", zone="Narnia")))) == 1
    assert "bedoel" in _told_in(_card(await submit(what="migartie")))[0].lower()
    assert _followed(world, CHAT) == []
    told = world.teams.submits(card, CHAT, what='migratie, "ai act"', when="dagelijks 07:30", quiet="silent")
    done = await world.teams_asks(told)
    assert await world.teams_asks(told) == {}
    assert (refusal_of_dialog(done), done["task"]["type"]) == (None, "message")
    assert _followed(world, CHAT) == ["migratie", "ai act"]
    assert words_of(world.teams.in_chat(CHAT)[-1]).splitlines()[-1] == "Ingesteld door Naam u1"
    assert world.app.conversation.contacts.of(Address("teams", TENANT, CHAT)) is not None


async def test_a_form_is_of_who_opened_it_and_of_us(world: World) -> None:
    (offer,) = await world.teams_types("abonnementen", CHAT)
    card = _card(await world.teams_presses(buttons_of(offer)["Volg een thema"], offer))
    forged = card | {"actions": [card["actions"][0] | {"data": {"jbz": f"{'0' * 16}:{{}}"}}]}
    for told in (
        world.teams.submits(card, CHAT, "u2", what="migratie"), world.teams.submits(forged, CHAT, what="migratie")
    ):  # fmt: skip
        answer = await world.teams_asks(told)
        assert "werkt niet meer" in answer["task"]["value"]
    opened = await world.teams_asks(world.teams.activity("invoke", CHAT, name="task/fetch", value={"data": {}}))
    assert "werkt niet meer" in opened["task"]["value"]
    assert _followed(world, CHAT) == []


async def test_a_changed_subscription_keeps_what_the_form_does_not_ask(world: World) -> None:
    await world.teams_types("volg migratie, visa zonder drugs elke maandag 08:00", ALONE)
    (shown,) = await world.teams_types("abonnementen", ALONE)
    change = next(action for name, action in buttons_of(shown).items() if name.startswith("Wijzig"))
    card = _card(await world.teams_presses(change, shown))
    assert (_values(card)["without"], _values(card)["when"]) == ("drugs", "elke maandag 08:00")
    done = await world.teams_asks(world.teams.submits(card, ALONE, when="elke dinsdag 09:00"))
    assert done["task"]["type"] == "message"
    assert _followed(world, f"@{ALONE}") == ["migratie", "visa"]
    stop = next(action for name, action in buttons_of(shown).items() if name.startswith("Stop"))
    await world.teams_presses(stop, shown)
    await world.teams_types("stop alles", ALONE)
    gone = await world.teams_presses(change, shown)
    assert gone["task"]["type"] == "message"


async def test_only_an_owner_of_the_team_administers_it(world: World) -> None:
    world.teams.owners.add("dir-u9")
    await world.teams_types("volg migratie", CHAT, user="u9")
    await world.teams_types("rechten beheerders", CHAT, user="u9")
    (refused,) = await world.teams_types("stop alles", CHAT, user="u1")
    assert "beheerder" in words_of(refused)
    assert _followed(world, CHAT) == ["migratie"]
    world.clock.forward(minutes=10)
    world.teams.consented = False
    (unknown,) = await world.teams_types("stop alles", CHAT, user="u9")
    assert "beheerder" in words_of(unknown)
    world.teams.consented = True
    await world.teams_types("stop alles", CHAT, user="u9")
    assert _followed(world, CHAT) == []


async def test_of_a_meeting_the_organiser_administers_and_in_a_group_all_are_equal(world: World) -> None:
    meeting = "19:meeting_1@thread.v2"

    async def types(text: str, user: str) -> list[dict[str, Any]]:
        told = world.teams.says(text, meeting, user)
        told["channelData"]["meeting"] = {"id": "m1"}
        return await world.teams_gives(told)

    world.teams.organisers.add("dir-u9")
    await types("volg migratie", "u9")
    await types("rechten beheerders", "u9")
    assert "beheerder" in words_of((await types("stop alles", "u1"))[0])
    await types("stop alles", "u9")
    assert _followed(world, meeting) == []
    await world.teams_types("volg migratie", GROUP)
    await world.teams_types("rechten beheerders", GROUP)
    await world.teams_types("stop alles", GROUP, user="u2")
    assert _followed(world, GROUP) == []


async def test_who_has_teams_in_english_is_answered_in_english_and_in_their_zone(world: World) -> None:
    (answer,) = await world.teams_types("pizza", ALONE, locale="en-GB")
    assert "Nothing found" in words_of(answer)
    await world.teams_types("follow migration every monday 08:00", ALONE, locale="en-GB", localTimezone="Europe/London")
    with world.app.database.reading() as session:
        kept = chats.find_chat(session, Address("teams", TENANT, f"@{ALONE}"))
    assert kept
    assert (kept.language, kept.timezone) == ("en", "Europe/London")


async def test_a_search_gives_items_that_can_be_put_into_a_message(world: World) -> None:
    def asks(*parameters: dict[str, str]) -> dict[str, Any]:
        value = {"commandId": "search", "parameters": list(parameters), "queryOptions": {"skip": 0, "count": 25}}
        return world.teams.activity("invoke", GROUP, name="composeExtension/query", value=value)

    found = (await world.teams_asks(asks({"name": "query", "value": "migratie"})))["composeExtension"]
    assert (found["type"], found["attachmentLayout"]) == ("result", "list")
    assert [refusal_of_attachment(one) for one in found["attachments"]] == [None] * len(found["attachments"])
    first = found["attachments"][0]
    assert "migratie" in first["preview"]["content"]["title"].lower()
    assert "ActionSet" not in {block["type"] for block in first["content"]["body"]}
    latest = (await world.teams_asks(asks({"name": "initialRun", "value": "true"})))["composeExtension"]
    assert len(latest["attachments"]) == 10
    none = (await world.teams_asks(asks({"name": "query", "value": "pizza"})))["composeExtension"]
    assert none == {"type": "message", "text": "Niets gevonden. Vraag het de bot"}
    assert world.teams.calls == []


NO_SENTENCE = "Zet er een zin uit een brief achter."


@pytest.mark.parametrize(
    ("kind", "content", "said"),
    [
        ("html", "<p>Nederland is <b>akkoord</b> gegaan met&nbsp;het voorstel.</p>", "Ja, dit staat woord voor woord"),
        ("text", "Nederland is niet akkoord gegaan met het voorstel.", "Nee, zo staat het niet"),
        ("html", '<attachment id="1"></attachment>', NO_SENTENCE),
        ("html", None, NO_SENTENCE),
    ],
)
async def test_the_action_on_a_message_checks_what_it_says(world: World, kind: str, content: Any, said: str) -> None:
    message = {"id": "1", "body": {"contentType": kind, "content": content}}
    value = {"commandId": "check", "commandContext": "message", "messagePayload": message}
    asked = world.teams.activity("invoke", GROUP, name="composeExtension/fetchTask", value=value)
    card = _card(await world.teams_asks(asked))
    assert (refusal_of_card(card), said in json.dumps(card, ensure_ascii=False)) == (None, True)
    assert world.teams.calls == []


async def test_each_person_checks_as_often_as_a_person_may(world: World) -> None:
    world.app.conversation.restraint.questions = 1

    def asked(user: str) -> dict[str, Any]:
        message = {"body": {"contentType": "text", "content": "Nederland is akkoord gegaan met het voorstel."}}
        value = {"commandId": "check", "messagePayload": message}
        return world.teams.activity("invoke", GROUP, user, name="composeExtension/fetchTask", value=value)

    told = [json.dumps(_card(await world.teams_asks(asked(user))), ensure_ascii=False) for user in ("u1", "u2", "u2")]
    assert ["Ja, dit staat" in one for one in told] == [True, True, False]


async def test_an_answer_that_is_refused_comes_as_words(world: World) -> None:
    world.teams.failures = [said(400, {"error": {"code": "BadSyntax", "message": "…"}})]
    (answer,) = await world.teams_types("migratie", CHAT)
    assert "Externe dimensie van migratie" in answer["text"]
    assert "attachments" not in answer


@pytest.mark.parametrize("failure", ["500", Fault(412), Fault(502), Fault(504), "ratelimited"])
async def test_an_answer_waits_for_what_passes(world: World, failure: str | Fault) -> None:
    if failure == "ratelimited":
        failure = said(429, {"error": {"code": "Throttled"}}, {"Retry-After": "0"})
    world.teams.failures = [failure]
    (answer,) = await world.teams_types("migratie", CHAT)
    assert "Externe dimensie van migratie" in words_of(answer)


async def test_a_token_that_was_taken_back_is_asked_anew(world: World) -> None:
    await world.teams_types("migratie", CHAT)
    assert world.teams.tokens_given == 1
    world.teams.forget_tokens()
    assert len(await world.teams_types("migratie", CHAT)) == 1
    assert world.teams.tokens_given == 2
    world.clock.forward(minutes=58)
    await world.teams_types("migratie", CHAT)
    assert world.teams.tokens_given == 3
