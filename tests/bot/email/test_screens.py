"""Every mail and page is as it was looked at; `make screens` writes the texts and pictures anew."""

import pytest

from tests.screens.drawing import HERE
from tests.screens.email import made, text
from tests.stand_ins.smtp_rules import refusal_of_mail


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_screen_is_as_it_was_looked_at_and_every_mail_is_taken(language: str) -> None:
    shown = made(language)
    assert text(shown) == (HERE / f"email.{language}.txt").read_text("utf-8")
    assert [refusal_of_mail(one["mail"].data) for _, one in shown if "mail" in one] == [None] * 6
