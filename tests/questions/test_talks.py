"""What is asked leans on what was said before: the last question, the last meeting."""

from bot.app import App
from briefings.model.chat import Address, Person

HERE = Address("telegram", "1", "2")
SOMEONE = Person("someone")


def _titles(app: App, *typed: str) -> list[str]:
    talk = app.conversation.talks.at(HERE, "")
    return [app.conversation.handle(text, HERE, SOMEONE, talk).title for text in typed]


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
