"""Every screen is as it was looked at; `make screens` writes the texts and pictures anew."""

import pytest

from tests.screens.drawing import HERE
from tests.screens.teams import made, text
from tests.stand_ins.teams_rules import refusal_of_card


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_screen_is_as_it_was_looked_at_and_keeps_the_rules_of_cards(language: str) -> None:
    shown = made(language)
    assert text(shown) == (HERE / f"teams.{language}.txt").read_text("utf-8")
    refused = [(name, why) for name, screen in shown for card in screen["cards"] if (why := refusal_of_card(card))]
    assert refused == []
