"""What is asked leans on what was said before: the last question, the last meeting."""

from bot.app import App
from bot.reply import Reply
from briefings.model.chat import Address, Person

HERE = Address("telegram", "1", "2")
SOMEONE = Person("someone")


def _titles(app: App, *typed: str) -> list[str]:
    talk = app.conversation.talks.at(HERE, "")
    return [app.conversation.handle(text, HERE, SOMEONE, talk).title for text in typed]


def _last(app: App, *typed: str) -> Reply:
    talk = app.conversation.talks.at(HERE, str(typed))
    return [app.conversation.handle(text, HERE, SOMEONE, talk) for text in typed][-1]


def _said(app: App, *typed: str) -> list[str]:
    return [line.text for section in _last(app, *typed).sections for card in section.cards for line in card.lines]


def test_the_kind_of_sentence_that_is_asked_for_is_of_the_subject_before(asked_once: App) -> None:
    decided = "De Raad stemde in met het verlagen van de beschermde status van de wolf onder het Verdrag van Bern."
    assert _said(asked_once, "wat zei nederland over de wolf", "en wat is er besloten?") == [decided]
    assert _said(asked_once, "wat zei nederland over de wolf", "is dat een besluit?") == [decided]
    assert _said(asked_once, "wolf", "en wat is er besloten?", "en wie was tegen?") == [
        "Spanje en Ierland stemden tegen."
    ]
    coming = _said(asked_once, "EES", "en wat komt er nog?")
    assert any(text.startswith("De Commissie zegde toe in het eerste kwartaal van 2026") for text in coming)


def test_after_an_item_it_is_asked_of_what_that_is_about(asked_once: App) -> None:
    typed = ("raad oktober 2025", "punt II.1", "en wie was tegen?")
    assert _said(asked_once, *typed)[0] == "Duitsland verzette zich tegen het compromis."
    assert _said(asked_once, *typed, "en Duitsland?") == ["Duitsland verzette zich tegen het compromis."]


def test_why_alone_asks_it_of_the_answer_before(asked_once: App) -> None:
    assert _last(asked_once, "EES", "waarom?").lead[0] == "Ik zocht op: Entry/Exit System (EES)."
    alone = _last(asked_once, "waarom")
    assert (alone.title, alone.lead) == ("Zet er een vraag achter. Zo kan het: waarom migratie.", ())


def test_where_nothing_answers_all_of_it_less_is_asked_and_that_is_said(asked_once: App) -> None:
    reply = _last(asked_once, "EES", "en Frankrijk?", "en in 2024?", "en dataretentie?")
    assert reply.lead[:2] == (
        "Dit is het antwoord op: wat zei frankrijk over dataretentie.",
        "Frankrijk: hierover vond ik niets. Wat er wel over staat:",
    )


def test_a_time_after_decisions_asks_for_those_of_that_time(asked_once: App) -> None:
    assert _last(asked_once, "besluiten 2025", "en in 2024?").title == "Besluiten: 2024"
    assert _last(asked_once, "2025").title == "Nieuws: 2025"


def test_a_number_is_of_the_meeting_that_was_spoken_of(asked_app: App) -> None:
    assert _titles(asked_app, "raad maart 2025", "punt II.1", "II.2") == [
        "JBZ-Raad van 5 en 7 maart 2025 (Brussel)",
        "II.1 Richtlijn tot harmonisatie van bepaalde aspecten van het insolventierecht",
        "II.2 De rechtsstaat als pijler voor democratie in Europa",
    ]
    assert _titles(asked_app, "raad #1", "item II.1")[1] == (
        "II.1 Richtlijn tot harmonisatie van bepaalde aspecten van het insolventierecht"
    )
    assert _titles(asked_app, "milieuraad", "punt 1") == [
        "Milieuraad van 14 oktober 2024 (Luxemburg)",
        "1 Klimaatdoel voor 2040",
    ]


def test_a_question_leans_on_the_one_before_in_the_database(asked_app: App) -> None:
    assert _titles(asked_app, "wat zei eurojust", "en de Commissie over visa?") == [
        "Eurojust",
        "De Commissie over visa",
    ]


def test_after_what_somebody_said_of_one_thing_another_is_asked_of_that(asked_once: App) -> None:
    reply = _last(asked_once, "wat zei eurojust", "en de Commissie?")
    assert next(card.number for section in reply.sections for card in section.cards) == "II.3"
    assert "De Commissie over" in reply.title
