"""Reply -> Matrix messages."""

import json
from dataclasses import replace

import pytest

from bot.carried import CarriedCommand, read_carried
from bot.commands.following import Follow
from bot.commands.names import Named
from bot.matrix.content import TEXT, content_of, edit_of, newest
from bot.matrix.data import SIGNS, number_of, sealed_in
from bot.matrix.render import MatrixRenderer
from bot.reply import Button, Line, Section
from bot.seal import Seal
from bot.templates import bundled
from briefings.model.chat import Address
from tests.bot.replies import CARD, WHOLE
from tests.stand_ins.matrix_rules import refusal_of_event, wrong_with_html

SEAL = Seal("test")
RENDERER = MatrixRenderer(bundled(), SEAL)


def test_the_parts_of_a_reply_stand_in_their_order() -> None:
    (message,) = RENDERER.messages(WHOLE, "Els @room <b>")
    assert message["html"].split("<br>") == [
        "<h4>Migratie</h4>Eerst dit.",
        "",
        "<b>Over terugkeer</b>",
        "En nog iets. <i>(niet zeker)</i>",
        "",
        '<b><a href="https://jbz.example/items/1">Terugkeer &amp; &lt;opvang&gt;</a></b> (I.6)',
        "<i>JBZ-Raad</i>",
        "<b>Besluit:</b> De Raad nam het besluit.",
        "<b>Nederland:</b> Nederland &lt;!channel&gt; steunt dit.",
        '<a href="https://zoek.officielebekendmakingen.nl/kst-1.html">Verslag &lt;JBZ&gt; &amp; meer</a>',
        "",
        '<a href="https://zoek.officielebekendmakingen.nl/kst-1.html">Verslag &lt;JBZ&gt; &amp; meer</a>',
        "",
        "<i>Tot zover.</i>",
        '<a href="https://jbz.example/zoek?q=migratie">Lees meer</a>',
        "",
        "<i>Ingesteld door Els @\u200broom &lt;b&gt;</i>",
        "",
        f"{SIGNS[0]} Volg migratie",
        f"{SIGNS[1]} Meer",
        "<i>Kies met een reactie, of antwoord met het cijfer. Wat u typt, begint met !jbz.</i>",
    ]
    assert wrong_with_html(message["html"]) is None
    assert "Nederland: Nederland <!channel> steunt dit." in message["plain"].splitlines()


def test_a_button_is_kept_in_the_message_sealed_and_read_there() -> None:
    there = Button("Stop", Follow((Named("visa"),)), at=Address("matrix", "server", "@!dm:home.example"))
    (message,) = RENDERER.messages(replace(WHOLE, buttons=(*WHOLE.buttons, there)))
    content = json.loads(json.dumps(content_of(message, TEXT, key="7-1")))
    opened = [SEAL.open(sealed_in(content, number) or "") or "" for number in (1, 2, 3)]
    assert read_carried(opened[0]).command == Follow((Named("migratie"),))
    assert [read_carried(one).chat for one in opened] == ["", "", "@!dm:home.example"]
    assert sealed_in(content, 4) is None
    assert sealed_in({"jbz.buttons": 7}, 1) is None
    assert refusal_of_event("m.room.message", content) is None


def test_reading_and_writing_what_a_button_carries_are_inverse() -> None:
    for pressed in (
        CarriedCommand("volg a|b"),
        CarriedCommand("migratie", "@!dm:home.example"),
        CarriedCommand("x", "!r:h:8448"),
    ):
        assert read_carried(pressed.written) == pressed


@pytest.mark.parametrize(
    ("sign", "number"),
    [("1️⃣", 1), ("1\u20e3", 1), ("9", 9), ("🔟", 10), ("10", 10), ("0", None), ("11", None), ("👍", None), ("", None),
     ("1 2", None), ("²", None), ("١", None), ("9" * 5000, None)],
)  # fmt: skip
def test_a_sign_is_a_number(sign: str, number: int | None) -> None:
    assert number_of(sign) == number


def test_what_is_too_long_is_divided_between_items_and_the_buttons_stand_under_the_last() -> None:
    items = tuple(replace(CARD, number=f"I.{n}", lines=(Line("Zin & <nog> een. " * 300),)) for n in range(20))
    messages = RENDERER.messages(replace(WHOLE, sections=(Section(None, items),)))
    contents = [content_of(one, TEXT, key="1-1") for one in messages]
    edits = [edit_of(one, TEXT, "$x") for one in messages]
    assert [refusal_of_event("m.room.message", one) for one in (*contents, *edits)] == [None] * len(messages) * 2
    assert [bool(one["buttons"]) for one in messages] == [*[False] * (len(messages) - 1), True]
    whole = "\n".join(one["plain"] for one in messages)
    assert [n for n in range(20) if whole.count(f"(I.{n})") != 1] == []


def test_a_message_without_an_end_or_full_of_marks_is_taken() -> None:
    for text in ("a" * 100_000, "&<>\"'" * 20_000, "\\" * 50_000, "🔟" * 20_000, "é" * 60_000):
        for message in RENDERER.messages(replace(WHOLE, lead=(text,))):
            assert refusal_of_event("m.room.message", edit_of(message, TEXT, "$x")) is None
            assert wrong_with_html(message["html"]) is None


def test_the_newest_of_an_event_is_only_what_its_own_writer_made_of_it() -> None:
    event = {"sender": "@jbz:h", "content": {"body": "a"}}
    edit = {"sender": "@jbz:h", "content": {"m.new_content": {"body": "b"}}}
    assert newest(event) == {"body": "a"}
    assert newest({**event, "unsigned": {"m.relations": {"m.replace": edit}}}) == {"body": "b"}
    other = {**edit, "sender": "@eve:h"}
    assert newest({**event, "unsigned": {"m.relations": {"m.replace": other}}}) == {"body": "a"}
