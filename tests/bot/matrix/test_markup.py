"""Nothing that a letter or a person says is markup, or names somebody."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.matrix.markup import TAGS, address, broken, harmless, plain
from bot.matrix.render import MatrixRenderer
from bot.reply import Line, Reply, Section
from bot.seal import Seal
from bot.templates import bundled
from tests.stand_ins import matrix_rules
from tests.stand_ins.matrix_rules import refusal_of_event, wrong_with_html


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("JBZ-Raad (5 en 7 maart), € 3,- & meer", "JBZ-Raad (5 en 7 maart), € 3,- & meer"),
        ("@jan:example.nl en @room", "@\u200bjan:example.nl en @\u200broom"),
        ("#kamer:example.nl !abc:example.nl typ !jbz", "#\u200bkamer:example.nl !\u200babc:example.nl typ !jbz"),
        ("een\x00twee\x1b[31m drie\tvier", "een twee [31m drie vier"),
        ("\u202elinks\u202c om", "links om"),
    ],
)  # fmt: skip
def test_what_means_something_to_clients_is_shown_as_it_is(said: str, shown: str) -> None:
    assert harmless(said) == shown


@given(st.text(), st.text(), st.text())
def test_whatever_is_said_is_shown_by_every_client_and_names_nobody(title: str, label: str, said: str) -> None:
    reply = Reply(title, "nl", (said,), (Section(label, lines=(Line(said, label, said),)),), footer=said)
    for message in MatrixRenderer(bundled(), Seal("test")).messages(reply, said):
        assert wrong_with_html(message["html"]) is None
        assert refusal_of_event("m.room.message", {"msgtype": "m.text", "body": message["plain"]}) is None


def test_our_tags_are_all_shown() -> None:
    assert TAGS <= matrix_rules.TAGS


def test_the_plain_text_says_the_same() -> None:
    html = broken('<h4>Kop &amp; zo</h4>\nEerst\n<b>Dan</b> <a href="https://x.example/?a=1&amp;b=2">daar</a>')
    assert html == '<h4>Kop &amp; zo</h4>Eerst<br><b>Dan</b> <a href="https://x.example/?a=1&amp;b=2">daar</a>'
    assert plain(html) == "Kop & zo\nEerst\nDan daar (https://x.example/?a=1&b=2)"


def test_only_the_web_is_led_to() -> None:
    assert address("https://x.example/a") == "https://x.example/a"
    assert address("javascript:alert(1)") is None
