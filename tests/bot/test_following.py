"""What can be followed, what it brings, and what a chat gets when there is nothing new."""

import json
import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import pytest

from briefings.model.document import Provenance
from tests.stand_ins.clock import Clock
from tests.world import World, make_world


@pytest.fixture
async def world(filled_url: str, clock: Clock) -> AsyncIterator[World]:
    async with make_world(filled_url, clock) as world, world.running():
        yield world


def _texts(message: dict[str, Any]) -> list[str]:
    return [block["text"]["text"] for block in message["blocks"] if "text" in block]


def _buttons(message: dict[str, Any]) -> dict[str, str]:
    return {
        b["text"]["text"]: b["value"].partition("|")[2]
        for block in message["blocks"]
        for b in block.get("elements", [])
        if "value" in b
    }


def _titles(message: dict[str, Any]) -> list[str]:
    """The items of a briefing, by their numbers."""
    firsts = [text.split("\n")[0] for text in _texts(message)]
    return [first.rpartition("(")[2].rstrip(")") for first in firsts if first.startswith("*<")]


def agenda(day: str = "13 juni 2025") -> bytes:
    """An annotated agenda of our own."""
    return (
        "Aan de Voorzitter van de Tweede Kamer der Staten-Generaal\nDen Haag, 26 maart 2025\n\n"
        f"Geannoteerde agenda van de JBZ-Raad van {day} te Luxemburg\n\n"
        "Binnenlandse Zaken\n1. Migratie aan de buitengrens\nDe Raad bespreekt de migratie over zee.\n"
        "Nederland zal pleiten voor snellere terugkeer.\n2. Drugs in havens\nDe Raad bespreekt drugs in havens.\n"
    ).encode()


async def _briefing(world: World, text: str) -> list[str]:
    """The items that following `text` brings at the next moment."""
    (said,) = await world.slack_types(text)
    assert _texts(said)[0].startswith("Dit kanaal volgt nu"), _texts(said)
    world.clock.forward(days=7)
    await world.deliver()
    return [number for post in world.slack.posts("C1") for number in _titles(post)]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("volg migratie", ["I.6", "I.9.a", "I.1"]),
        ("volg migratie zonder schengen", ["I.6", "I.9.a"]),
        ('volg migratie zonder "pact"', ["I.6", "I.1"]),
        ('volg "drugs"', ["I.8"]),
        ('volg "gezichtsherkenning"', []),
        ("volg standpunten duitsland", []),
        ("volg kst 19637", ["I.6"]),
        ("volg insolventie, migratie zonder schengen", ["II.1", "I.6", "I.9.a"]),
        ("volg migratie, terugkeer", ["I.6", "I.9.a", "I.1", "I.2", "I.7.b"]),
    ],
)
async def test_what_is_followed_brings_these_items_each_once(world: World, text: str, numbers: list[str]) -> None:
    assert await _briefing(world, text) == numbers


async def test_a_whole_council_and_someones_positions_can_be_followed(world: World) -> None:
    assert await _briefing(world, "volg raad JBZ") == ["I.1", "I.2", "I.3", "I.4", "I.5", "I.6", "I.7", "I.7.a"]
    assert "En nog 13 agendapunten." in [text for post in world.slack.posts("C1") for text in _texts(post)]
    await world.slack_types("stop alles")
    world.slack.messages.clear()
    assert await _briefing(world, "volg standpunten nederland") == [
        "I.1", "I.4", "I.6", "I.7.a", "I.7.b", "I.9.a", "II.1", "II.2",
    ]  # fmt: skip
    told = [line for post in world.slack.posts("C1") for text in _texts(post) for line in text.split("\n")]
    labels = {line.split("*")[1] for line in told if re.match(r"\*[^<\d]", line) and "2025" not in line}
    assert labels == {"Nederland:", "Standpunten van Nederland", "Wat komt er aan"}


async def test_nearly_a_theme_is_asked_about_and_followed_only_when_that_is_said(world: World) -> None:
    (asked,) = await world.slack_types("volg migartie elke dinsdag 09:00")
    assert _texts(asked) == [
        "“migartie” is geen thema dat ik ken.",
        "Er is nog niets gewijzigd. Bedoelt u een van deze?",
        (
            "*migratie:* 3 agendapunten in de laatste drie maanden\n"
            "*“migartie”:* 0 agendapunten in de laatste drie maanden"
        ),
    ]
    assert _buttons(asked) == {
        "Ja, migratie": "volg migratie elke dinsdag 09:00",
        "Ja, “migartie”": 'volg "migartie" elke dinsdag 09:00',
        "Alle thema's": "thema's",
    }
    (nothing,) = await world.slack_types("abonnementen")
    assert _texts(nothing)[0] == "Hier wordt nog niets gevolgd."
    fields, name = world.slack.press("jbz:0", asked["blocks"][-1]["elements"][0]["value"])
    await world.slack_sends(fields)
    (said,) = await world.slack.answers(name)
    assert _texts(said)[:2] == [
        "Dit kanaal volgt nu migratie.",
        (
            "Elke dinsdag 09:00. De eerste briefing komt dinsdag 25 maart om 09:00.\n"
            "In de laatste drie maanden had u hiermee 3 agendapunten gekregen."
        ),
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('volg "!"', '"!" is te kort of te lang om te volgen. Kies een of enkele woorden.'),
        ("volg raad Mars", "De raad “mars” ken ik niet. Zo kan het: volg raad JBZ."),
        ("volg kst 22", "Een dossier heeft vijf cijfers. Zo kan het: volg kst 22112. Eén stuk volgen kan niet."),
        (
            "volg standpunten van de paus",
            "Wie “van de paus” is, weet ik niet. Zo kan het: volg standpunten nederland, of commissie.",
        ),
        ("volg " + ", ".join(f"thema {n}" for n in range(30)), "Dat is te veel tegelijk: 20 is het meeste."),
        ("volg <!channel>", "“<!channel>” is geen thema dat ik ken."),
    ],
)  # fmt: skip
async def test_what_cannot_be_followed_says_what_can(world: World, text: str, said: str) -> None:
    (reply,) = await world.slack_types(text)
    assert _texts(reply)[0].replace("&lt;", "<").replace("&gt;", ">") == said
    assert world.slack.refused == []


async def test_a_subject_with_exceptions_is_shown_stopped_and_followed_again(world: World) -> None:
    await world.slack_types("volg migratie zonder visa, schengen")
    (shown,) = await world.slack_types("abonnementen")
    assert _texts(shown)[1] == (
        "*migratie zonder visa en Schengen:* elke maandag 08:00; de volgende komt maandag 31 maart om 08:00"
    )
    (stopped,) = await world.slack_types("stop migratie")
    assert _buttons(stopped) == {"Toch volgen": "volg migratie zonder visa, schengen"}


async def test_changing_the_moment_keeps_what_is_followed_and_what_was_told(world: World) -> None:
    await world.slack_types("volg migratie zonder visa dagelijks 08:00")
    await world.slack_types('volg "drugs" direct')
    world.clock.forward(days=1)
    await world.deliver()
    (said,) = await world.slack_types("wijzig elke eerste maandag van de maand 09:00, niet op feestdagen")
    assert _texts(said) == [
        "Dit kanaal volgt nu migratie zonder visa en “drugs”.",
        (
            "Elke eerste maandag van de maand 09:00, niet op feestdagen."
            " De eerste briefing komt maandag 7 april om 09:00."
        ),
    ]
    world.clock.now = datetime(2025, 4, 7, 7, 0, tzinfo=UTC)
    await world.deliver()
    leads = [_texts(post)[1].split("\n")[0] for post in world.slack.posts("C1")]
    assert leads[1:] == ["Niets nieuws over migratie zonder visa en “drugs”."]


async def test_the_first_briefing_has_every_letter_since_it_is_followed(world: World) -> None:
    await world.slack_types("volg migratie elke maandag 08:00")
    for day in ("25 maart 2025", "26 maart 2025"):
        report = agenda(day).replace(b"Geannoteerde agenda", b"Verslag").replace(b"Den Haag, 26", b"Den Haag, 27")
        world.app.take_in(report, Provenance(f"{day}.txt"))
    world.clock.forward(days=7)
    await world.deliver()
    (post,) = world.slack.posts("C1")
    told = [text for text in _texts(post) if "Migratie aan de buitengrens" in text]
    assert [day for text in told for day in ("26 maart", "25 maart", "7 maart") if day in text] == [
        "26 maart",
        "25 maart",
    ]


async def test_with_nothing_new_a_chat_gets_what_it_chose(world: World) -> None:
    world.slack.strict = False  # weeks go by in a second, and what Slack refuses then would be late
    for channel, choice in (("C1", "stil"), ("C2", "regel"), ("C3", "maandelijks")):
        await world.slack_types("volg migratie elke maandag 08:00", channel=channel)
        (said,) = await world.slack_types(f"niets nieuws {choice}", channel=channel)
        assert _texts(said)[0].startswith("Is er niets nieuws, dan krijgt u")
    for _ in range(6):
        world.clock.forward(days=7)
        world.rest()
        await world.deliver()
        await world.deliver()  # what a slow machine left for the next tick
    assert [len(world.slack.posts(channel)) for channel in ("C1", "C2", "C3")] == [1, 6, 2]


async def test_a_commitment_that_comes_near_is_news_even_for_who_wants_silence(world: World) -> None:
    await world.slack_types("volg migratie elke maandag 08:00")
    await world.slack_types("niets nieuws stil")
    for _ in range(20):
        world.clock.forward(days=7)
        await world.deliver()
    told = [[text for text in _texts(post) if text in {"*Wat komt er aan*", "*De termijn is voorbij*"}]
            for post in world.slack.posts("C1")]  # fmt: skip
    assert told == [["*Wat komt er aan*"], ["*Wat komt er aan*"], ["*De termijn is voorbij*"]]


async def test_what_the_netherlands_will_say_stands_with_the_next_council(world: World) -> None:
    await world.slack_types("volg migratie elke maandag 08:00")
    world.app.take_in(agenda(), Provenance("agenda.txt"))
    world.clock.forward(days=7)
    await world.deliver()
    (post,) = world.slack.posts("C1")
    told = _texts(post)
    assert told[1].split("\n")[0] == "1 thema, 4 agendapunten, 1 aankondiging"
    at = told.index("*Volgende: JBZ-Raad van 13 juni 2025 (Luxemburg)*")
    assert [line.split(" <http")[0] for line in told[at + 1].split("\n")[-2:]] == [
        "De Raad bespreekt de migratie over zee.",
        "*Inzet Nederland:* Nederland zal pleiten voor snellere terugkeer.",
    ]
    assert json.dumps(told).count("Migratie aan de buitengrens") == 1


async def test_before_a_council_one_briefing_comes_when_its_agenda_is_there(world: World) -> None:
    (said,) = await world.slack_types("volg drugs 3 dagen voor de JBZ-Raad 08:00")
    first = _texts(said)[1].split("\n")[0]
    assert first == "3 dagen voor de JBZ-Raad 08:00. De eerste briefing komt zodra er een nieuwe brief is."
    world.app.take_in(agenda(), Provenance("agenda.txt"))
    await world.deliver()
    (shown,) = await world.slack_types("abonnementen")
    assert _texts(shown)[1].endswith("de volgende komt dinsdag 10 juni om 08:00")
    for day in (9, 10, 11, 12, 16):
        world.clock.now = datetime(2025, 6, day, 6, 0, 30, tzinfo=UTC)
        await world.deliver()
    (post,) = world.slack.posts("C1")
    assert "*Volgende: JBZ-Raad van 13 juni 2025 (Luxemburg)*" in _texts(post)


async def test_a_late_agenda_is_still_told_before_the_council(world: World) -> None:
    await world.slack_types("volg drugs 20 dagen voor de raad")
    world.app.take_in(agenda("9 april 2025"), Provenance("agenda.txt"))
    for _ in range(3):
        world.clock.forward(days=1)
        await world.deliver()
    assert len(world.slack.posts("C1")) == 1


async def test_a_briefing_now_takes_the_same_names(world: World) -> None:
    (now,) = await world.slack_types('briefing "drugs", migratie zonder schengen')
    assert _titles(now) == ["I.8", "I.6", "I.9.a"]
    (asked,) = await world.slack_types("briefing drgus")
    assert next(iter(_buttons(asked).values())) == "briefing drugs"


async def test_the_clock_set_back_and_a_schedule_made_again_send_nothing_twice(world: World) -> None:
    await world.slack_types("volg migratie elke maandag 08:00")
    world.clock.now = datetime(2025, 3, 31, 6, 0, tzinfo=UTC)
    await world.deliver()
    world.clock.forward(days=-3)
    await world.slack_types("pauzeer")
    await world.slack_types("hervat")
    world.clock.forward(days=3, minutes=5)
    await world.deliver()
    assert len(world.slack.posts("C1")) == 1
    world.clock.forward(days=7)
    await world.deliver()
    assert len(world.slack.posts("C1")) == 2


async def test_what_was_stopped_is_not_sent_any_more(world: World) -> None:
    await world.slack_types("volg migratie dagelijks 08:00")
    world.clock.forward(days=1)
    await world.server.worker.plan()
    await world.slack_types("stop alles")
    await world.deliver()
    assert world.slack.posts("C1") == []
