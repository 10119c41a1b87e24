"""A name or phrase that no letter has as such, where a title or sentence has its words."""

import pytest

from bot.app import App
from tests.questions.conftest import answers_of


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("smokkelrichtlijn", "G:I.3"),
        ("steunde Nederland de smokkelrichtlijn?", "G:I.3"),
        ("smuggling directive", "G:I.3"),
    ],
)
def test_a_name_is_met_by_its_words_in_one_sentence_or_title(asked_once: App, typed: str, first: str) -> None:
    assert answers_of(asked_once)(typed)[0] == first


@pytest.mark.parametrize("typed", ["palestijnse staat", "veiling van 3,5 GHz", "prijs van 3,5 procent"])
def test_words_that_stand_apart_are_no_name(asked_once: App, typed: str) -> None:
    assert answers_of(asked_once)(typed) == []


def test_years_to_come_are_of_a_name(asked_once: App) -> None:
    assert answers_of(asked_once)("drugsstrategie 2026-2030") == answers_of(asked_once)("drugsstrategie")
