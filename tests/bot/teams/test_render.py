"""Reply -> Adaptive Cards."""

import json
from dataclasses import replace
from typing import Any

from bot.carried import read_carried
from bot.commands.asking import Ask
from bot.commands.following import Follow, StartFollowing
from bot.commands.names import Named
from bot.reply import Button, Line, Section
from bot.seal import Seal
from bot.teams.plainly import words_of
from bot.teams.render import TeamsRenderer
from bot.teams.sender import activity_with
from bot.templates import bundled
from briefings.model.chat import Address
from tests.bot.replies import CARD, WHOLE
from tests.stand_ins.teams_rules import refusal_of_activity

SEAL = Seal("test")
RENDERER = TeamsRenderer(bundled(), SEAL)


def _actions(message: dict[str, Any]) -> list[dict[str, Any]]:
    return [action for block in message["card"]["body"] for action in block.get("actions", [])]


def test_the_parts_of_a_reply_stand_in_their_order() -> None:
    (message,) = RENDERER.messages(WHOLE)
    assert (message["summary"], message["card"]["version"], message["card"]["lang"]) == ("Migratie", "1.5", "nl")
    blocks = message["card"]["body"]
    assert [(block["text"], block.get("style")) for block in blocks if block["type"] == "TextBlock"] == [
        ("Migratie", "heading"),
        ("Eerst dit.", None),
        ("Over terugkeer", "heading"),
        ("En nog iets. *(niet zeker)*", None),
        ("**[Terugkeer & <opvang>](https://jbz.example/items/1)** (I.6)", None),
        ("*JBZ-Raad*", None),
        ("**Besluit:** De Raad nam het besluit.", None),
        ("**Nederland:** Nederland <!channel> steunt dit.", None),
        ("[Verslag <JBZ> & meer](https://zoek.officielebekendmakingen.nl/kst-1.html)", None),
        ("[Verslag <JBZ> & meer](https://zoek.officielebekendmakingen.nl/kst-1.html)", None),
        ("*Tot zover.*", None),
        ("[Lees meer](https://jbz.example/zoek?q=migratie)", None),
    ]
    assert blocks[-1]["type"] == "ActionSet"
    assert all(block["wrap"] for block in blocks if block["type"] == "TextBlock")


def test_a_button_carries_its_command_sealed() -> None:
    there = Button("Stop", Follow((Named("visa"),)), at=Address("teams", "t", "@a:1"))
    form = Button("Volg een thema", StartFollowing(), about="thema's")
    (message,) = RENDERER.messages(replace(WHOLE, buttons=(*WHOLE.buttons, there, form)))
    actions = _actions(message)
    assert [action["title"] for action in actions] == ["Volg migratie", "Meer", "Stop", "Volg een thema"]
    opened = [read_carried(SEAL.open(action["data"]["jbz"]) or "") for action in actions]
    assert (opened[0].command, [one.chat for one in opened]) == (Follow((Named("migratie"),)), ["", "", "@a:1", ""])
    assert [action["data"].get("msteams") for action in actions] == [None, None, None, {"type": "task/fetch"}]
    assert actions[3]["tooltip"] == "Volg een thema: thema's"


def test_buttons_about_a_part_stand_under_it_six_in_a_row_and_what_cannot_be_carried_is_left_out() -> None:
    many = tuple(Button(f"Knop {n}", Ask(f"vraag {n}")) for n in range(8))
    part = Section("Kop", buttons=(*many, Button("Te lang", Ask("x" * 400))))
    (message,) = RENDERER.messages(replace(WHOLE, sections=(part,), buttons=()))
    rows = [len(block["actions"]) for block in message["card"]["body"] if block["type"] == "ActionSet"]
    assert rows == [6, 2]


def test_what_is_too_large_is_divided_between_items_and_fits() -> None:
    items = tuple(replace(CARD, number=f"I.{n}", lines=(Line("Één zin. " * 300),)) for n in range(20))
    messages = RENDERER.messages(replace(WHOLE, sections=(Section(None, items),)))
    assert len(messages) > 4
    assert [refusal_of_activity(activity_with(one)) for one in messages] == [None] * len(messages)
    whole = "\n".join(json.dumps(one, ensure_ascii=False) for one in messages)
    assert [n for n in range(20) if whole.count(f"(I.{n})") != 1] == []
    assert [bool(_actions(one)) for one in messages] == [*[False] * (len(messages) - 1), True]


def test_the_words_of_a_card_are_what_is_read_of_it() -> None:
    hostile = replace(WHOLE, title="a_b *c* [d](https://kwaad.example)", sections=(), footer=None, reading=None)
    (message,) = RENDERER.messages(hostile)
    assert words_of(message).split("\n\n") == [
        "a_b *c* [d](https://kwaad.example)",
        "Eerst dit.",
        "Verslag <JBZ> & meer (https://zoek.officielebekendmakingen.nl/kst-1.html)",
    ]
