"""How people reach the bot in Telegram: commands, plain text, mentions, replies, links, buttons, inline."""

import asyncio
from typing import Any

import pytest

from tests.stand_ins.telegram_server import NAME
from tests.world import World

GROUP = -100500
_TYPE_COUNCIL = "Typ raad voor de agendapunten van de laatste vergadering.</b>"


def _first_lines(world: World, chat: int = 42) -> list[str]:
    return [text.split("\n")[0] for text in world.telegram.texts(chat)]


async def test_start_says_in_four_lines_what_it_is_for(world: World) -> None:
    await world.telegram_types("/start")
    (text,) = world.telegram.texts(42)
    assert text.split("\n") == [
        "<b>JBZ-briefings: wat de Raad van de EU besloot, en wat Nederland zei</b>",
        "Vraag: typ een onderwerp, bijvoorbeeld migratie, of: wat zei nederland over terugkeer.",
        "Volg een thema, dan krijgt u een briefing, bijvoorbeeld elke maandag om 08:00.",
        "Elke zin komt uit een brief van het kabinet; de link erachter brengt u daar.",
    ]
    assert world.telegram.buttons(42) == {"Laatste raad": "raad", "Volg een thema": "volg", "Help": "help"}


@pytest.mark.parametrize(
    ("payload", "said"),
    [
        ("volg_migratie", "<b>U volgt nu migratie.</b>"),
        ("volg_georganiseerde_criminaliteit", "<b>U volgt nu georganiseerde criminaliteit.</b>"),
        ("item_6", '<b><a href="https://bot.example.nl/items/6">Externe dimensie van migratie</a></b> (I.6)'),
        ("item_9999", "<b>Agendapunt #9999 ken ik niet. " + _TYPE_COUNCIL),
        ("item_9" + "9" * 58, "<b>Agendapunt #999999999999999999999999999999999999999 ken ik niet. " + _TYPE_COUNCIL),
        ("vraag_abc", "<b>JBZ-briefings: wat de Raad van de EU besloot, en wat Nederland zei</b>"),
        ("zomaar", "<b>JBZ-briefings: wat de Raad van de EU besloot, en wat Nederland zei</b>"),
    ],
)  # fmt: skip
async def test_a_link_to_the_bot_does_what_it_says(world: World, payload: str, said: str) -> None:
    await world.telegram_types(f"/start {payload}")
    assert _first_lines(world) == [said]


async def test_an_answer_is_one_message_whose_page_turns_in_place(world: World) -> None:
    await world.telegram_types("wat zei nederland")
    first = world.telegram.shown(42)[0]["text"]
    await world.telegram_gives(world.telegram.presses_label("Meer"))
    (second,) = world.telegram.shown(42)
    assert len(world.telegram.texts(42)) == 1
    assert (first == second["text"], "Vorige" in world.telegram.buttons(42)) == (False, True)
    await world.telegram_gives(world.telegram.presses_label("Vorige"))
    assert world.telegram.shown(42)[0]["text"] == first
    assert len(world.telegram.answered) == 2


async def test_an_answer_leads_to_the_item_the_reading_room_and_following(world: World) -> None:
    await world.telegram_types("migratie")
    assert world.telegram.buttons(42) == {
        "Lees I.6": "punt #6", "Lees I.9.a": "punt #12", "Lees I.1": "punt #1", "Volg migratie": "volg migratie",
        "Tijdlijn": "tijdlijn migratie", "Waarom dit?": "waarom migratie",
        "Lees meer": "https://bot.example.nl/?q=migratie",
    }  # fmt: skip
    await world.telegram_gives(world.telegram.presses_label("Lees I.6"))
    assert world.telegram.buttons(42)["Lees meer"] == "https://bot.example.nl/items/6"


async def test_a_command_too_long_for_a_button_comes_back_whole(world: World) -> None:
    named = '"gezichtsherkenning", "kunstmatige intelligentie", migratie, terugkeer'
    await world.telegram_types(f"volg {named} elke maandag 08:00")
    carried = world.telegram.buttons(42)["Stop"]
    assert (carried[0], len(carried.encode()) <= 64) == ("=", True)
    await world.telegram_gives(world.telegram.presses(carried))
    what = "“gezichtsherkenning”, “kunstmatige intelligentie”, migratie en terugkeer"
    assert _first_lines(world)[-1] == f"<b>U volgt {what} niet meer.</b>"


async def test_a_button_that_was_not_ours_says_so_and_changes_nothing(world: World) -> None:
    await world.telegram_types("migratie")
    for data in ("=0123456789abcdef01234567", "*999 ok", "*1 t ../../etc"):
        update = world.telegram.presses(data)
        await world.telegram_gives(update)
        assert world.telegram.answered[update["callback_query"]["id"]]["show_alert"] == "true"
    assert len(world.telegram.texts(42)) == 1


async def test_in_a_group_commands_mentions_and_replies_are_for_us_and_nothing_else(world: World) -> None:
    async def typed(text: str, **more: Any) -> None:
        await world.telegram_types(text, chat=GROUP, kind="supergroup", **more)

    await typed("zomaar een gesprek over migratie")
    await typed("/weer Amsterdam")  # another bot's
    await typed("/jbz@another_bot migratie")
    await typed("migratie", via_bot={"id": 123456, "is_bot": True, "first_name": "JBZ"})
    await typed("/jbz migratie", is_automatic_forward=True)
    assert world.telegram.texts(GROUP) == []
    await typed(f"/jbz@{NAME} terugkeer")
    await typed(f"@{NAME.upper()} rechtsstaat")
    last = world.telegram.shown(GROUP)[-1]
    await world.telegram_gives(world.telegram.replies("EES", last, GROUP, kind="supergroup"))
    assert _first_lines(world, GROUP) == ["<b>Terugkeer</b>", "<b>Rechtsstaat</b>", "<b>Entry/Exit System (EES)</b>"]
    assert ["reply_parameters" in message for message in world.telegram.sent] == [True, True, True]


async def test_the_next_question_leans_on_the_one_before(world: World) -> None:
    await world.telegram_types("wat zei nederland over terugkeer")
    await world.telegram_types("en de Commissie?")
    assert _first_lines(world) == ["<b>Nederland over terugkeer</b>", "<b>De Commissie over terugkeer</b>"]


async def test_what_is_no_text_is_said_to_be_not_read(world: World) -> None:
    photo = [{"file_id": "1", "file_unique_id": "1", "width": 1, "height": 1}]
    update = world.telegram.says("x", photo=photo)
    del update["message"]["text"]
    await world.telegram_gives(update)
    assert _first_lines(world) == ["<b>Ik lees alleen tekst. Typ een onderwerp, bijvoorbeeld migratie.</b>"]


async def test_inline_gives_ten_items_at_most_and_nothing_personal(world: World) -> None:
    world.telegram.language = "en"
    for text in ("nederland", "terugkeer", "", "pizza", "<b>", "x" * 256):
        update = world.telegram.asks_inline(text)
        await world.telegram_gives(update)
    nederland, terugkeer, nothing_typed, pizza, *_ = world.telegram.inline.values()
    assert len(nederland["results"]) <= 10
    assert [result["id"] for result in terugkeer["results"]][:2] == ["item-2", "item-1"]
    assert nothing_typed["results"][0]["title"] == "I.1 Staat van het Schengengebied"
    assert pizza["results"] == []
    assert '"start_parameter": "hulp"' in pizza["button"]
    given = list(world.telegram.inline.values())
    assert {(one["cache_time"], one["is_personal"]) for one in given} == {("300", "false")}
    assert world.telegram.refused == []


async def test_english_is_spoken_to_who_reads_english_and_menus_are_in_both(world: World) -> None:
    world.telegram.language = "en-GB"
    await world.telegram_types("pizza")
    assert _first_lines(world) == ["<b>Nothing found</b>"]
    for _ in range(100):
        if len(world.telegram.descriptions) == 4:
            break
        await asyncio.sleep(0.02)
    menus = world.telegram.menus
    assert menus["all_private_chats", ""][:3] == ["jbz", "volg", "abonnementen"]
    assert menus["all_private_chats", "en"][:3] == ["jbz", "follow", "subscriptions"]
    reads = "jbz abonnementen nieuws besluiten raad themas toezeggingen privacy help".split()
    assert menus["all_group_chats", ""] == reads
    assert {"volg", "rechten", "vergeet"} <= set(menus["all_chat_administrators", ""])
    assert sorted(world.telegram.descriptions) == [("long", ""), ("long", "en"), ("short", ""), ("short", "en")]


@pytest.mark.parametrize(
    "data",
    [
        "*999999999 t migratie", "*999999999999 ok", "*1 zz", "*²  t x", "=", "=nietsvanons", "@/ ", "@abc/ volg visa",
        "@99999999999999999999/1 volg visa", "@-1/99999999999999999999 stop alles", "meer 9999 x", "\x00", "punt #²",
    ],
)  # fmt: skip
async def test_a_button_that_someone_made_up_brings_about_no_fault(
    world: World, data: str, capfd: pytest.CaptureFixture[str]
) -> None:
    await world.telegram_types("migratie")
    await world.telegram_gives(world.telegram.presses(data))
    assert len(world.telegram.answered) == 1
    assert "failed" not in capfd.readouterr().out


SENTENCE = "Nederland is akkoord gegaan met het voorstel."
YES = "Ja, dit staat woord voor woord in een brief."


@pytest.mark.parametrize(
    ("chat", "typed"), [(42, "klopt"), (42, "Klopt dit?"), (GROUP, "/klopt"), (GROUP, "@{name} check")]
)
async def test_klopt_checks_the_message_that_it_answers(world: World, chat: int, typed: str) -> None:
    kind = "private" if chat > 0 else "supergroup"
    answered = {"message_id": 5, "date": 0, "chat": {"id": chat, "type": kind}, "text": SENTENCE}
    await world.telegram_types(typed.format(name=NAME), chat, kind=kind, reply_to_message=answered)
    (said,) = world.telegram.texts(chat)
    assert YES in said


async def test_of_what_is_answered_only_what_was_marked_is_checked(world: World) -> None:
    answered = {"message_id": 5, "date": 0, "chat": {"id": 42, "type": "private"}, "caption": f"Zie: {SENTENCE}"}
    marked = {"text": SENTENCE, "position": 5}
    await world.telegram_types("klopt", reply_to_message=answered, quote=marked)
    await world.telegram_types("klopt")
    first, second = world.telegram.texts(42)
    assert (YES in first, "Zet er een zin uit een brief achter." in second) == (True, True)
