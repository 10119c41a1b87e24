"""Reply -> Block Kit."""

from dataclasses import replace
from typing import Any

from bot.commands.following import Follow
from bot.commands.grammar import command_in
from bot.commands.names import Named
from bot.reply import Card, Line, Reply, Section
from bot.seal import Seal
from bot.slack.render import SlackRenderer
from bot.templates import bundled
from tests.bot.replies import CARD, WHOLE

SEAL = Seal("test")
RENDERER = SlackRenderer(bundled(), SEAL)


def _blocks(reply: Reply) -> list[dict[str, Any]]:
    (message,) = RENDERER.messages(reply)
    blocks: list[dict[str, Any]] = message["blocks"]
    return blocks


def _texts(reply: Reply) -> list[str]:
    return [block["text"]["text"] for block in _blocks(reply) if "text" in block]


def test_the_parts_of_a_reply_stand_in_their_order() -> None:
    kinds = [block["type"] for block in _blocks(WHOLE)]
    assert kinds == ["header", "section", "divider", "section", "section", "section", "context", "context", "actions"]
    heading, lead, part, *rest = _texts(WHOLE)
    assert (heading, lead, part) == ("Migratie", "Eerst dit.", "*Over terugkeer*")
    assert {"En nog iets. _(niet zeker)_"} < {text.splitlines()[0] for text in rest}


def test_an_item_is_one_section_with_who_says_what_and_nothing_in_it_is_markup_of_slack() -> None:
    (shown,) = [text for text in _texts(WHOLE) if "Terugkeer" in text]
    assert shown.splitlines() == [
        "*<https://jbz.example/items/1|Terugkeer &amp; &lt;opvang&gt;>* (I.6)",
        "_JBZ-Raad_",
        "*Besluit:* De Raad nam het besluit.",
        "*Nederland:* Nederland &lt;!channel&gt; steunt dit.",
        "<https://zoek.officielebekendmakingen.nl/kst-1.html|Verslag &lt;JBZ&gt; &amp; meer>",
    ]


def test_a_button_carries_its_command_sealed() -> None:
    follow, _ = _blocks(WHOLE)[-1]["elements"]
    assert follow["text"]["text"] == "Volg migratie"
    assert "volg" in follow["value"]
    opened = SEAL.open(follow["value"])
    assert opened is not None
    assert command_in(opened.rpartition("|")[2]) == Follow((Named("migratie"),))
    assert SEAL.open(follow["value"].replace("migratie", "drugs")) is None


def test_the_words_of_a_notification_are_the_title_and_the_lead() -> None:
    (message,) = RENDERER.messages(replace(WHOLE, title="A & <b>"))
    assert message["text"] == "A &amp; &lt;b&gt;. Eerst dit."


def test_what_is_too_long_is_divided_between_items_and_the_buttons_stand_under_the_last() -> None:
    items = tuple(replace(CARD, number=f"I.{n}", lines=(Line("Zin. " * 100),)) for n in range(40))
    messages = RENDERER.messages(replace(WHOLE, sections=(Section(None, items),)))
    assert len(messages) > 1
    assert all(len(message["blocks"]) <= 50 for message in messages)
    assert [any(block["type"] == "actions" for block in message["blocks"]) for message in messages] == [
        *[False] * (len(messages) - 1),
        True,
    ]
    shown = [block["text"]["text"] for message in messages for block in message["blocks"] if block["type"] == "section"]
    assert [n for n in range(40) if sum(f"(I.{n})" in text for text in shown) != 1] == []


def test_a_card_without_an_address_has_a_title_that_is_no_link() -> None:
    bare = Reply("Punt", "nl", sections=(Section(None, (Card("Visa", None, None),)),))
    assert _texts(bare)[-1] == "*Visa*"
