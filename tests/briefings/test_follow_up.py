"""A question that leans on the one before."""

from datetime import date

import pytest

from briefings.answering.follow_up import follow_up

TODAY = date(2025, 3, 24)


@pytest.mark.parametrize(
    ("before", "text", "meant"),
    [
        ("wat zei nederland over terugkeer", "en de Commissie?", "wat zei de commissie over terugkeer"),
        ("wat zei nederland over terugkeer", "en over visa", "wat zei nederland over visa"),
        ("wat zei nederland over terugkeer", "en Duitsland over visa", "wat zei duitsland over visa"),
        ("wat zei nederland over terugkeer", "en in 2024?", "wat zei nederland over terugkeer in 2024"),
        ("terugkeer sinds 2024", "de lidstaten", "wat zei de lidstaten over terugkeer sinds 2024"),
        ("terugkeer sinds 2024", "en visa", "visa sinds 2024"),
        ("terugkeer", "visa", "visa"),
        ("terugkeer", "wat zei nederland over visa", "wat zei nederland over visa"),
        ("terugkeer", "en", "en"),
        ("terugkeer", "?!", "?!"),
        ("terugkeer", "I.6", "I.6"),
    ],
)
def test_what_is_named_takes_the_place_of_the_same_part_of_the_question_before(
    before: str, text: str, meant: str
) -> None:
    assert follow_up(text, before, TODAY) == meant
