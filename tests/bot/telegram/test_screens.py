"""Every screen is as it was looked at; `make screens` writes the texts and pictures anew."""

import pytest

from bot.telegram.sender import keyboard
from tests.screens.drawing import HERE
from tests.screens.telegram import made, text
from tests.stand_ins.telegram_rules import refusal_of_html, refusal_of_markup


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_screen_is_as_it_was_looked_at_and_keeps_telegrams_rules(language: str) -> None:
    shown = made(language)
    assert text(shown) == (HERE / f"telegram.{language}.txt").read_text("utf-8")
    for name, screen in shown:
        for message in screen.get("messages", []):
            assert refusal_of_html(message["html"]) is None, name
            assert refusal_of_markup(keyboard(message["keyboard"]).to_dict()) is None, name
        for result in screen.get("results", []):
            assert refusal_of_html(result.input_message_content.message_text) is None, name
