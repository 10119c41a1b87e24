"""Every screen is as it was looked at; `make screens` writes the texts and pictures anew."""

import pytest

from tests.screens.drawing import HERE
from tests.screens.slack import made, text
from tests.stand_ins.slack_rules import refusal_of_blocks, refusal_of_view


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_screen_is_as_it_was_looked_at_and_keeps_slacks_rules(language: str) -> None:
    shown = made(language)
    assert text(shown) == (HERE / f"slack.{language}.txt").read_text("utf-8")
    for name, screen in shown:
        if screen["type"] == "message":
            for at in range(0, len(screen["blocks"]), 10):
                assert refusal_of_blocks(screen["blocks"][at : at + 10]) is None, name
        else:
            assert refusal_of_view(screen, screen["type"]) is None, name
