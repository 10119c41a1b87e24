"""Reply -> Telegram's HTML and inline keyboards."""

import json
from dataclasses import replace

from bot.commands.following import Follow
from bot.commands.names import Named
from bot.reply import Button, Line, Link, Reply, Section
from bot.telegram.data import read
from bot.telegram.render import TelegramRenderer
from bot.telegram.split import units
from bot.templates import bundled
from briefings.model.chat import Address
from tests.bot.replies import CARD, WHOLE

RENDERER = TelegramRenderer(bundled())


def test_the_parts_of_a_reply_stand_in_their_order() -> None:
    (message,) = RENDERER.messages(WHOLE)
    assert message["html"].splitlines() == [
        "<b>Migratie</b>",
        "Eerst dit.",
        "",
        "<b>Over terugkeer</b>",
        "En nog iets. <i>(niet zeker)</i>",
        "",
        '<b><a href="https://jbz.example/items/1">Terugkeer &amp; &lt;opvang&gt;</a></b> (I.6)',
        "<i>JBZ-Raad</i>",
        "<b>Besluit:</b> De Raad nam het besluit.",
        "<blockquote expandable><b>Nederland:</b> Nederland &lt;!channel&gt; steunt dit.</blockquote>",
        '<a href="https://zoek.officielebekendmakingen.nl/kst-1.html">Verslag &lt;JBZ&gt; &amp; meer</a>',
        "",
        '<a href="https://zoek.officielebekendmakingen.nl/kst-1.html">Verslag &lt;JBZ&gt; &amp; meer</a>',
        "",
        "<i>Tot zover.</i>",
    ]


def test_a_button_carries_its_command_and_a_link_its_address() -> None:
    ((follow, more, reading),) = RENDERER.messages(WHOLE)[0]["keyboard"]
    assert read(follow[1]).command == Follow((Named("migratie"),))
    assert (more[0], read(more[1]).text) == ("Meer", "migratie terugkeer")
    assert reading == ["Lees meer", "", "https://jbz.example/zoek?q=migratie"]


def test_an_address_that_is_not_on_the_internet_is_no_button() -> None:
    here = replace(WHOLE, reading=Link("Lees meer", "http://localhost:8000/zoek?q=x"))
    assert [label for row in RENDERER.messages(here)[0]["keyboard"] for label, *_ in row] == ["Volg migratie", "Meer"]


def test_a_button_about_another_chat_carries_that_chat() -> None:
    there = Button("Stop", Follow((Named("visa"),)), at=Address("telegram", "", "-100", "7"))
    (((_, data),),) = RENDERER.messages(Reply("Daar", "nl", buttons=(there,)))[0]["keyboard"]
    pressed = read(data)
    assert (pressed.chat, pressed.thread, pressed.command) == ("-100", "7", Follow((Named("visa"),)))


def test_parts_with_buttons_are_numbered_as_their_buttons() -> None:
    def part(what: str) -> Section:
        stop = Button("Stop", Follow((Named(what),)), about=what)
        return Section(lines=(Line(what, label="Thema"),), buttons=(stop,))

    (message,) = RENDERER.messages(Reply("Gevolgd", "nl", sections=(part("visa"), part("drugs"))))
    assert message["html"].splitlines()[2::2] == ["<b>1. Thema:</b> visa", "<b>2. Thema:</b> drugs"]
    assert [label for row in message["keyboard"] for label, _ in row] == ["Stop 1", "Stop 2"]


def test_what_is_too_long_is_divided_and_only_the_first_makes_a_sound() -> None:
    items = tuple(replace(CARD, number=f"I.{n}", lines=(Line("Zin. " * 100),)) for n in range(40))
    messages = RENDERER.messages(replace(WHOLE, sections=(Section(None, items),)))
    assert all(units(message["html"]) <= 4096 for message in messages)
    assert [message["quiet"] for message in messages] == [False, *[True] * (len(messages) - 1)]
    assert [bool(message["keyboard"]) for message in messages] == [*[False] * (len(messages) - 1), True]
    assert [json.loads(part) for part in RENDERER.parts(replace(WHOLE, sections=(Section(None, items),)))] == messages
