"""Every screen is as it was looked at; `make screens` writes the texts and pictures anew."""

import pytest

from tests.screens.drawing import HERE
from tests.screens.mattermost import made, text
from tests.stand_ins.mattermost_rules import refusal_of_dialog, refusal_of_post


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_screen_is_as_it_was_looked_at_and_keeps_mattermosts_rules(language: str) -> None:
    shown = made(language)
    assert text(shown) == (HERE / f"mattermost.{language}.txt").read_text("utf-8")
    for name, screen in shown:
        for post in screen.get("posts", []):
            props = {"attachments": post["attachments"]}
            assert refusal_of_post({"message": post["message"], "props": props}) is None, name
        if "dialog" in screen:
            assert refusal_of_dialog(screen["dialog"]) is None, name
