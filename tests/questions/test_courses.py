"""What the Netherlands said through time and beside what it planned, of sentences that lean on others."""

from dataclasses import replace

import pytest

from bot.app import App
from briefings.comparing.strands import turns_in
from briefings.comparing.whole import is_on_all
from tests.questions.conftest import say

CANNOT = "Nederland kan niet instemmen met een verplichting tot detectie in berichten met eind-tot-eindversleuteling."
ABSTAINS = "Nederland zal zich van stemming onthouden."
ABSTAINED = "Nederland onthield zich van een standpunt over detectie in berichten met eind-tot-eindversleuteling."


def test_what_was_announced_is_no_change(asked_once: App) -> None:
    reply = say(asked_once, "koers chatcontrole")
    assert reply.lead[0] == (
        "3 zinnen van Nederland, van 10 oktober 2025 tot en met 10 oktober 2025. Gevonden: 0 veranderingen."
    )
    assert [line.text for line in reply.sections[0].lines] == [ABSTAINED, ABSTAINS, CANNOT]


def test_what_was_not_announced_is_a_change(asked_once: App) -> None:
    course = asked_once.courses.of("chatcontrole")
    assert course is not None
    cannot, abstains, abstained = course.positions
    assert turns_in([cannot, abstained]) == []
    item = cannot.source.item
    only = tuple(one for one in item.statements if item.text_of(one) != abstains.sentence.text)
    unsaid = replace(cannot, source=replace(cannot.source, item=replace(item, statements=only)))
    assert [(turn.before.sentence, turn.after.sentence) for turn in turns_in([unsaid, abstained])] == [
        (cannot.sentence, abstained.sentence)
    ]


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        (ABSTAINS, True),
        ("Nederland stemde voor.", True),
        ("Nederland maakte bezwaar.", True),
        ("Ook Nederland kon hiermee instemmen.", True),
        ("Nederland onthield zich als enige lidstaat van stemming.", True),
        (ABSTAINED, False),
        ("Nederland stemde voor de verlaging.", False),
        ("Nederland steunt het voorstel.", False),
    ],
)
def test_a_sentence_that_names_no_matter_is_on_all(text: str, *, whole: bool) -> None:
    assert is_on_all(text) is whole


def test_what_was_planned_stands_beside_what_the_netherlands_said_of_it(asked_once: App) -> None:
    reply = say(asked_once, "gepland oktober 2025")
    lines = [
        (line.label, line.text)
        for line in next(s for s in reply.sections if s.heading == "Staat er misschien, in andere woorden").lines
    ]
    assert lines[:5] == [
        ("Gepland", "Nederland steunt de gedeeltelijke algemene oriëntatie."),
        (
            "Verslag",
            "Nederland steunde het compromis en pleitte voor verplichte wederzijdse erkenning van terugkeerbesluiten.",
        ),
        (
            "Gepland",
            (
                "Nederland zal in de Raad pleiten voor verplichte wederzijdse erkenning van terugkeerbesluiten en voor"
                " een heldere rechtsgrondslag voor terugkeerhubs."
            ),
        ),
        (
            "Verslag",
            "Nederland steunde het compromis en pleitte voor verplichte wederzijdse erkenning van terugkeerbesluiten.",
        ),
        (
            "Verslag",
            (
                "Nederland verwelkomde de rechtsgrondslag voor terugkeerhubs, mits de mensenrechten in het derde land"
                " geborgd zijn."
            ),
        ),
    ]


def test_of_what_meetings_can_be_compared_instead_is_named(asked_once: App) -> None:
    assert say(asked_once, "gepland juni 2024").lead == (
        "Van deze vergadering ken ik geen geannoteerde agenda.",
        "Wel van: JBZ-Raad van 9 en 10 oktober 2025 (Luxemburg).",
    )
