"""How many, how much, how long: sentences with a number lead, and it is said where there is none."""

from datetime import date

import pytest

from bot.app import App
from bot.reply import Reply
from briefings.answering.frames import Asks
from briefings.answering.question import read_question
from briefings.language.dates import names_a_time
from briefings.language.numbers import says_how_many, speaks_of_counted
from tests.questions.conftest import say

_NONE = "Een aantal of bedrag hiervoor vond ik niet in de brieven. Wat ik wel vond:"


def _first(reply: Reply) -> str:
    return reply.sections[0].cards[0].lines[0].text


@pytest.mark.parametrize(
    ("typed", "asks", "counted"),
    [
        ("hoeveel lidstaten hebben EES ingevoerd", Asks.HOW_MANY, ("lidstaten",)),
        ("hoeveel lopende onderzoeken zijn er", Asks.HOW_MANY, ("lopende", "onderzoeken")),
        ("hoeveel Nederlandse bedrijven wachten", Asks.HOW_MANY, ("bedrijven",)),
        ("hoe hoog is de boete", Asks.HOW_MANY, ()),
        ("how many member states were against the wolf", Asks.AGAINST, ()),
        ("hoeveel landen waren tegen de wolf", Asks.AGAINST, ()),
        ("hoeveel besluiten over terugkeer", Asks.DECISIONS, ()),
        ("hoe ver is het digitale rijbewijs", None, ()),
    ],
)
def test_what_is_to_be_counted(typed: str, asks: Asks | None, counted: tuple[str, ...]) -> None:
    question = read_question(typed, date(2025, 11, 1))
    assert (question.asks, question.counted) == (asks, counted)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Drie lidstaten zijn niet gereed.", True),
        ("De boete is ten minste 3,5 procent van de omzet.", True),
        ("De pool omvat 21.000 herplaatsingen.", True),
        ("De helft van de lidstaten is gereed.", True),
        ("De Raad kwam op 5 maart 2025 bijeen.", False),
        ("Verordening (EU) 2022/382 geldt tot 2027.", False),
        ("Het voorstel COM(2025) 101 ligt voor, zie artikel 5.", False),
        ("De Commissie gaf een toelichting.", False),
    ],
)
def test_a_number_that_names_a_day_or_a_paper_counts_nothing(text: str, *, says: bool) -> None:
    assert says_how_many(text) is says


@pytest.mark.parametrize(
    ("text", "what", "speaks"),
    [
        ("Drie lidstaten zijn niet gereed.", "lidstaat", True),
        ("Er is 30 miljoen euro beschikbaar.", "geld", True),
        ("Er zijn 30 aansluitpunten.", "geld", False),
        ("De ministers komen twee keer bijeen.", "vaak", True),
    ],
)
def test_a_sentence_has_what_is_to_be_counted(text: str, what: str, *, speaks: bool) -> None:
    assert speaks_of_counted(text, what) is speaks


def test_the_sentence_with_the_number_leads(asked_once: App) -> None:
    assert _first(say(asked_once, "hoeveel lidstaten zijn niet klaar voor EES")) == "Drie lidstaten zijn niet gereed."


@pytest.mark.parametrize(
    "typed", ["hoeveel asielzoekers kwamen er in 2025 naar Nederland?", "hoeveel geld gaat er naar het pact"]
)
def test_where_there_is_no_number_that_is_said(asked_once: App, typed: str) -> None:
    assert _NONE in say(asked_once, typed).lead


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("De strategie is op 4 december jl. uitgebracht.", True),
        ("De termijn is 24 maanden.", True),
        ("Het begint in het tweede kwartaal.", True),
        ("De Commissie gaf een toelichting op 2022/382.", False),
        ("Men mag bezwaar maken.", False),
    ],
)
def test_when_is_answered_by_any_time(text: str, *, names: bool) -> None:
    assert names_a_time(text) is names


def test_of_each_theme_as_many_items_are_counted_as_answer_to_it(asked_once: App) -> None:
    counted = {line.label: line.text for section in say(asked_once, "thema's").sections for line in section.lines}
    told = {theme.nl: asked_once.answering.answer(theme.slug, limit=1).total for theme in asked_once.catalogue.themes}
    assert {label: int(text.split()[0]) for label, text in counted.items()} == told
    assert (counted["Eurodac"], counted["Oekraïne"], counted["terugkeer"]) == (
        "1 agendapunt",
        "5 agendapunten",
        "9 agendapunten",
    )


@pytest.mark.parametrize("typed", ["hoeveel brieven ken je", "welke brieven heb je?", "tot wanneer lopen je brieven"])
def test_which_letters_are_known_is_told_and_not_searched_for(asked_once: App, typed: str) -> None:
    reply = say(asked_once, typed)
    assert (reply.title, reply.lead[0]) == (
        "Ik ken 7 verslagen en 1 geannoteerde agenda.",
        "Ze gaan over 7 vergaderingen, van 13 juni 2024 tot en met 10 oktober 2025.",
    )
    assert len([line for section in reply.sections for line in section.lines]) == 7
