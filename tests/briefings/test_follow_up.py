"""A question that leans on the one before."""

from datetime import date

import pytest

from briefings.answering.follow_up import follow_up, follow_ups

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
        ("wat zei duitsland over chatcontrole", "is dat een besluit?", "wat is er besloten over chatcontrole"),
        ("wolf", "en wat is er besloten?", "wat is er besloten over wolf"),
        ("wolf", "heeft de raad daarover besloten?", "wat is er besloten over wolf"),
        ("EES", "en wat komt er nog?", "wat komt er nog aan over ees"),
        ("EES", "what's next?", "wat komt er nog aan over ees"),
        ("wolf", "wie was ertegen?", "wie was tegen wolf"),
        ("wolf", "wie was voor?", "wie was voor wolf"),
        ("wolf", "was Duitsland tegen?", "was duitsland tegen wolf"),
        ("wolf", "wat vond nederland daarvan?", "wat zei nederland over wolf"),
        ("wolf", "wanneer?", "wanneer is wolf"),
        ("wie was tegen de wolf", "en chatcontrole?", "wie was tegen chatcontrole"),
        ("wie was tegen de wolf", "en Duitsland?", "wat zei duitsland over wolf"),
        ("besluiten terugkeer", "en in 2024?", "wat is er besloten over terugkeer in 2024"),
        ("besluiten 2025", "in 2024", "wat is er besloten in 2024"),
        ("raad jbz 9 oktober 2025", "en wie was tegen?", "wie was tegen jbz-raad 9 oktober 2025"),
        ("wolf", "wie was tegen in 2025", "wie was tegen in 2025"),
        ("wolf", "wat is er besloten over visa", "wat is er besloten over visa"),
        ("", "en wie was tegen?", "en wie was tegen?"),
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


def test_behind_it_stands_what_asks_less_of_the_question_before() -> None:
    assert follow_ups("en dataretentie?", "wat zei frankrijk over ees in 2024", TODAY) == (
        "wat zei frankrijk over dataretentie in 2024",
        "wat zei frankrijk over dataretentie",
        "dataretentie in 2024",
        "dataretentie",
    )
    assert follow_ups("en in 2024?", "ees", TODAY) == ("ees in 2024",)
