"""Every screen is as it was looked at; `make screens` writes the texts and pictures anew."""

import pytest

from bot.matrix.content import TEXT, content_of
from tests.screens.drawing import HERE
from tests.screens.matrix import made, text
from tests.stand_ins.matrix_rules import refusal_of_event, wrong_with_html


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_screen_is_as_it_was_looked_at_and_keeps_matrix_rules(language: str) -> None:
    shown = made(language)
    assert text(shown) == (HERE / f"matrix.{language}.txt").read_text("utf-8")
    for name, screen in shown:
        for message in screen["messages"]:
            assert refusal_of_event("m.room.message", content_of(message, TEXT, key="1-1")) is None, name
            assert wrong_with_html(message["html"]) is None, name
