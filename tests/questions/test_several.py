"""Several questions in one: each is asked by itself where no item has all of it."""

import pytest

from bot.app import App
from briefings.answering.answer import Outcome
from briefings.answering.several import questions_in
from tests.questions.conftest import answers_of, lines_shown, say


@pytest.mark.parametrize(
    ("typed", "questions"),
    [
        ("stijgt de melkprijs, en wat kost een koe?", ["stijgt de melkprijs", "wat kost een koe"]),
        ("Hoe gaat het met EES? Wat vond Polen?", ["Hoe gaat het met EES", "Wat vond Polen"]),
        ("wat is ETIAS en wanneer begint het", ["wat is ETIAS", "wanneer begint het"]),
        ("wat is ETIAS en hoe zit dat", ["wat is ETIAS en hoe zit dat"]),
        ("wie was tegen de wolf en wie was voor?", ["wie was tegen de wolf", "wie was voor"]),
        ("wat is er besloten en wanneer begint het EES", ["wat is er besloten en wanneer begint het EES"]),
        ("drugs en wapens", ["drugs en wapens"]),
        ("punt I.6", ["punt I.6"]),
        ("who opposed the wolf and how many bees are there", ["who opposed the wolf", "how many bees are there"]),
        ("", [""]),
        (" en ?! ", ["en"]),
    ],
)
def test_each_question_names_a_subject_or_somebody(typed: str, questions: list[str]) -> None:
    assert list(questions_in(typed)) == questions


def test_of_many_questions_the_last_are_one() -> None:
    assert len(questions_in(" en ".join(f"wat is makreel{number}" for number in range(9)))) == 4


@pytest.mark.parametrize(
    ("typed", "first", "not_found"),
    [
        ("Stijgt de melkprijs en wie bakt het brood?", "L:2", ["wie bakt het brood"]),
        ("Wat doet de bakker en wie was tegen de wolf?", "M:4", ["Wat doet de bakker"]),
        ("Wat vond Nederland van insolventie en hoe heet zijn hond?", "R:II.1", ["hoe heet zijn hond"]),
    ],
)  # fmt: skip
def test_what_is_known_is_answered_and_the_rest_is_said(
    asked_once: App, typed: str, first: str, not_found: list[str]
) -> None:
    answer = asked_once.answering.answer(typed)
    assert answers_of(asked_once)(typed)[0] == first
    assert (answer.outcome, list(answer.not_found), answer.query) == (Outcome.PARTIAL, not_found, typed)


def test_two_questions_get_the_items_of_both_in_turn_and_a_true_count(asked_once: App) -> None:
    typed = "Is er iets over makreel in het nieuws en hoe ver is het digitale rijbewijs?"
    answer = asked_once.answering.answer(typed)
    assert answers_of(asked_once)(typed) == ["L:1", "T:1"]
    assert (answer.total, answer.more, answer.outcome) == (2, False, Outcome.ANSWER)
    pages = [asked_once.answering.answer(typed, limit=1, offset=at).items for at in (0, 1, 2)]
    assert [[found.entry.source.item.number for found in page] for page in pages] == [["1"], ["1"], []]


def test_whose_words_are_asked_for_goes_on(asked_once: App) -> None:
    answer = asked_once.answering.answer(
        "hoeveel paddenstoelen telt Winschoten, wat vond Nederland van insolventie en wat zei de Commissie?"
    )
    assert (answer.actor, answer.not_found) == (None, ("hoeveel paddenstoelen telt Winschoten",))
    assert {found.entry.source.item.number for found in answer.items} == {"II.1"}


def test_an_item_that_answers_both_shows_the_sentences_for_both(asked_once: App) -> None:
    reply = say(asked_once, "wie was tegen de wolf en wie was voor?")
    shown = lines_shown(reply)
    assert "Spanje en Ierland stemden tegen." in shown
    assert "Nederland stemde voor." in shown
    assert len(shown) == len(set(shown))


def test_to_which_of_them_nobody_spoke_is_said(asked_once: App) -> None:
    reply = say(asked_once, "wat zei Nederland over EES en wat zei Duitsland over dataretentie?")
    assert reply.lead[0] == (
        "Op “wat zei Duitsland over dataretentie” vond ik geen antwoord; wel zinnen over het onderwerp."
    )
    reply = say(asked_once, "steunde Nederland minimumtarief op kerosine en was Malta tegen?")
    assert "Malta en Cyprus maakten bezwaar tegen het belasten van luchtvaart en scheepvaart." in lines_shown(reply)


def test_nothing_is_found_where_none_of_them_is(asked_once: App) -> None:
    answer = asked_once.answering.answer("hoeveel paddenstoelen telt Winschoten en wie wint de Elfstedentocht?")
    assert (answer.outcome, answer.items) == (Outcome.NOTHING, ())


@pytest.mark.parametrize(
    ("typed", "items"),
    [
        ("wolf en spoor", {"M:4", "T:3"}),
        ("wat is besloten over de wolf en over het spoor?", {"M:4", "T:3"}),
        ("confiscatie + slachtofferrechten", {"G:II.1", "V:II.3"}),
    ],
)
def test_things_that_no_item_has_together_are_answered_each(asked_once: App, typed: str, items: set[str]) -> None:
    answer = asked_once.answering.answer(typed)
    assert set(answers_of(asked_once)(typed)) == items
    assert (answer.outcome, answer.not_found) == (Outcome.ANSWER, ())


@pytest.mark.parametrize("typed", ["roodkapje en de wolf", "wolf en windhoos"])
def test_beside_a_thing_of_another_world_nothing_is_answered(asked_once: App, typed: str) -> None:
    assert asked_once.answering.answer(typed).outcome is Outcome.NOTHING
