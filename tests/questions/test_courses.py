"""What the Netherlands said through time, of sentences that say for or against and not of what."""

from dataclasses import replace

import pytest

from bot.app import App
from briefings.comparing.strands import turns_in
from briefings.comparing.whole import is_on_all
from tests.questions.test_digests import say

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
