"""Every way into the conversation from Slack, by HTTP and through Socket Mode."""

import asyncio
import json

import pytest

from briefings.model.chat import Address, Person
from storage import chats, subscriptions
from tests.stand_ins.slack_server import buttons, texts
from tests.world import World


async def test_a_mention_is_answered_in_its_thread_and_the_next_leans_on_it(world: World) -> None:
    await world.slack_gives(world.slack.mention("wat zei nederland over terugkeer?"))
    (first,) = await world.slack.posted("C1")
    assert texts(first)[0] == "Nederland over terugkeer"
    assert first["thread_ts"] == "1700000000.1"
    await world.slack_gives(world.slack.mention("en de Commissie?", thread="1700000000.1"))
    second = (await world.slack.posted("C1", 2))[1]
    assert texts(second)[0] == "De Commissie over terugkeer"
    await world.slack_gives(world.slack.mention("en de Commissie?", thread="1800000000.1"))
    third = (await world.slack.posted("C1", 3))[2]
    assert texts(third)[0] == "Commissie"


async def test_a_direct_message_is_answered_and_the_bots_own_words_are_not(world: World) -> None:
    await world.slack_gives(world.slack.message("migratie &amp; asiel"))
    (said,) = await world.slack.posted("D1")
    assert "thread_ts" not in said
    assert "Deel in kanaal" not in buttons(said)
    for more in ({"bot_id": "B1"}, {"subtype": "message_changed"}):
        await world.slack_gives(world.slack.message("terugkeer", **more))
    await world.slack_gives(world.slack.message("visa"))
    assert texts((await world.slack.posted("D1", 2))[1])[0] == "Visa"
    assert len(world.slack.posts("D1")) == 2


async def test_an_event_that_comes_twice_is_answered_once(world: World) -> None:
    event = world.slack.mention("terugkeer")
    await world.slack_gives(event)
    await world.slack.posted("C1")
    for _ in range(500):
        if chats.begin(world.app.database, f"slack:{event['event_id']}", world.clock()) is chats.Begun.DONE:
            break
        await asyncio.sleep(0.01)
    await world.slack_gives(event)
    await world.slack_gives(world.slack.mention("visa"))
    await world.slack.posted("C1", 2)
    assert [texts(post)[0] for post in world.slack.posts("C1")] == ["Terugkeer", "Visa"]


async def test_following_by_a_direct_message_is_stored_before_it_is_acknowledged(world: World) -> None:
    await world.slack_gives(world.slack.message("volg migratie elke maandag 08:00"))
    with world.app.database.reading() as session:
        ((kept, chat),) = subscriptions.everything(session)
    assert (chat.address.chat, kept.made_by) == ("D1", None)


async def test_more_edits_the_message_it_was_pressed_in(world: World) -> None:
    (first,) = await world.slack_types("wat zei nederland")
    fields, name = world.slack.press("jbz:0", buttons(first)["Meer"])
    await world.slack_gives(fields)
    (second,) = await world.slack.answers(name)
    assert second["replace_original"] is True
    assert texts(second)[2:] != texts(first)[2:]
    fields, name = world.slack.press("jbz:1", buttons(second)["Vorige"])
    await world.slack_gives(fields)
    (again,) = await world.slack.answers(name)
    assert texts(again) == texts(first)


async def test_more_under_a_message_that_everybody_sees_answers_only_who_pressed(world: World) -> None:
    (first,) = await world.slack_types("wat zei nederland")
    fields, name = world.slack.press("jbz:0", buttons(first)["Meer"], ephemeral=False)
    await world.slack_gives(fields)
    (second,) = await world.slack.answers(name)
    assert (second["replace_original"], second["response_type"]) == (False, "ephemeral")


async def test_a_button_that_is_not_ours_does_nothing(world: World) -> None:
    for forged in ("stop alles", "0123456789abcdef:|stop alles", "", "x" * 2000):
        fields, name = world.slack.press("jbz:0", forged)
        await world.slack_gives(fields)
        (said,) = await world.slack.answers(name)
        assert texts(said) == ["Deze knop werkt niet meer. Typ /jbz help."]


async def test_a_long_item_opens_whole_with_its_footnotes(world: World) -> None:
    (first,) = await world.slack_types("rechtsstaat")
    label = next(label for label in buttons(first) if label.startswith("Lees"))
    fields, _ = world.slack.press("jbz:0", buttons(first)[label])
    await world.slack_gives(fields)
    (modal,) = await world.slack.shown()
    reply = world.app.conversation.handle("punt II.2", Address("slack", "T1", "C1"), Person("U1"))
    shown = "\n".join(texts(modal))
    for line in (line for part in reply.sections for card in part.cards for line in card.lines):
        assert line.text[:80].replace("&", "&amp;") in shown
    assert world.slack.refused == []


async def test_the_shortcut_on_a_message_tells_what_it_is_about(world: World) -> None:
    long = "Beste collega, morgen spreken we over de terugkeer van mensen zonder verblijf, en ook kort over Frontex."
    fields, name = world.slack.shortcut("jbz_about", text=long)
    await world.slack_gives(fields)
    (said,) = await world.slack.answers(name)
    assert texts(said)[1].startswith("In dat bericht gaat het over ")
    assert "terugkeer" in texts(said)[1].split("\n")[0]


SENTENCE = "Nederland is akkoord gegaan met het voorstel."
CHANGED = "Nederland is niet akkoord gegaan met het voorstel."


@pytest.mark.parametrize(
    ("message", "said"),
    [
        (SENTENCE, "Ja, dit staat woord voor woord in een brief."),
        (
            f"Volgens <@U2|Els> staat er: “{SENTENCE}” &amp; dat klopt?",
            "Ja, dit staat woord voor woord in een brief.",
        ),
        (CHANGED, "Nee, zo staat het niet in een brief. Dit lijkt erop:"),
        (
            "Tot morgen!",
            (
                "Dit is te kort om te controleren, en geen hele zin uit een brief die ik ken. "
                "Plak minstens vier woorden uit de brief."
            ),
        ),
    ],
)
async def test_a_shortcut_on_a_message_checks_what_it_says(world: World, message: str, said: str) -> None:
    fields, name = world.slack.shortcut("jbz_check", text=message)
    await world.slack_gives(fields)
    (answer,) = await world.slack.answers(name)
    assert (answer["response_type"], said in "\n".join(texts(answer))) == ("ephemeral", True)
    assert world.slack.refused == []


async def test_a_message_without_words_is_not_checked_and_one_that_is_passed_on_is(world: World) -> None:
    for attachments, said in (([], "Zet er een zin uit een brief achter."), ([{"text": SENTENCE}], "woord voor woord")):
        fields, name = world.slack.shortcut("jbz_check", text="")
        payload = json.loads(fields["payload"])
        payload["message"]["attachments"] = attachments
        await world.slack_gives({"payload": json.dumps(payload)})
        (answer,) = await world.slack.answers(name)
        assert said in "\n".join(texts(answer))


async def test_the_shortcut_that_is_everywhere_asks_and_answers_in_a_modal(world: World) -> None:
    fields, _ = world.slack.shortcut("jbz_search")
    await world.slack_gives(fields)
    (modal,) = await world.slack.shown()
    values = {"question": {"question": {"type": "plain_text_input", "value": "terugkeer"}}}
    told = await world.slack_gives(world.slack.submit(modal, values))
    assert (told["response_action"], texts(told["view"])[0]) == ("update", "Terugkeer")
    values["question"]["question"]["value"] = "stop alles"
    told = await world.slack_gives(world.slack.submit(modal, values))
    assert texts(told["view"])[0] == "Wilt u dit doen: stop alles?"


async def test_a_link_to_the_reading_room_shows_its_item_and_no_other_link_does(world: World) -> None:
    here, there = "http://localhost:8000/items/6", "https://elsewhere.example/items/6"
    none = (f"http://localhost:8000/items/{told}" for told in ("99999", "9" * 30, "een"))
    links = [{"url": url, "domain": "x"} for url in (here, there, *none)]
    await world.slack_gives(
        world.slack.event(type="link_shared", channel="C1", user="U1", message_ts="1.1", links=links)
    )
    for _ in range(500):
        if world.slack.unfurled:
            break
        await asyncio.sleep(0.01)
    ((unfurled,)) = world.slack.unfurled
    assert list(unfurled["unfurls"]) == [here]
    assert "Externe dimensie van migratie" in texts(unfurled["unfurls"][here])[0]


async def test_menus_offer_themes_and_zones_that_are_like_what_is_typed(world: World) -> None:
    told = await world.slack_gives(world.slack.asks_options("jbz:themes", "migr"))
    assert told["options"][0] == {
        "text": {"type": "plain_text", "text": "migratie", "emoji": False},
        "value": "migratie",
    }
    everything = await world.slack_gives(world.slack.asks_options("jbz:themes", ""))
    assert len(everything["options"]) == 43
    zones = await world.slack_gives(world.slack.asks_options("jbz:zones", "brus"))
    assert [option["value"] for option in zones["options"]] == ["Europe/Brussels"]


async def test_english_is_spoken_to_who_reads_english(world: World) -> None:
    world.slack.people["U2"] = {"locale": "en-GB", "tz": "Europe/London"}
    (said,) = await world.slack_types("help", user="U2")
    assert texts(said)[0] == "What the Council decided, and what the Netherlands said"
    (dutch,) = await world.slack_types("help")
    assert texts(dutch)[0] == "Wat de Raad besloot, en wat Nederland zei"
    await world.slack_types("taal nl", channel="C2", user="U2")
    (chosen,) = await world.slack_types("help", channel="C2", user="U2")
    assert texts(chosen)[0] == texts(dutch)[0]


async def test_english_speakers_in_a_private_channel_are_told_how_to_invite_the_bot(world: World) -> None:
    await world.slack_types("language en", "G1", user="U2")
    fields, name = world.slack.command("follow migration every monday 08:00", "G1", "U2")
    await world.slack_gives(fields | {"channel_name": "privategroup"})
    followed, invitation = await world.slack.answers(name, 2)
    assert texts(followed)[0] == "This channel now follows migration."
    assert texts(invitation)[0] == "This is a private channel. Type /invite @JBZ, and I can deliver the briefing here."
    with world.app.database.reading() as session:
        assert [chat.address.chat for _, chat in subscriptions.everything(session)] == ["G1"]
