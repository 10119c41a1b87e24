"""What is asked leans on what was said before: the last question, the last meeting; on the page and in the database."""

from datetime import UTC, datetime, timedelta

from bot.app import App
from bot.conversation.talks import CarriedTalk, Said
from briefings.model.chat import Address, Person

HERE = Address("telegram", "1", "2")
SOMEONE = Person("someone")
NOW = datetime(2025, 11, 1, 12, tzinfo=UTC)


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


def test_a_question_leans_on_the_one_before_in_the_database_and_on_the_page(asked_app: App) -> None:
    assert _titles(asked_app, "wat zei eurojust", "en de Commissie over visa?") == [
        "Eurojust",
        "De Commissie over visa",
    ]
    page = asked_app.conversation.talks.carried("")
    asked_app.conversation.handle("wat zei nederland over terugkeer", HERE, SOMEONE, page)
    again = asked_app.conversation.talks.carried(page.carried)
    assert (
        asked_app.conversation.handle("en de Commissie?", HERE, SOMEONE, again).title == "De Commissie over terugkeer"
    )


def test_a_page_carries_a_talk_for_a_day_and_nothing_that_is_none() -> None:
    talk = CarriedTalk("", NOW)
    assert (talk.last(), talk.carried) == (Said(), "")
    talk.remember(Said("terugkeer ~ <b>", 3))
    carried = talk.carried
    assert CarriedTalk(carried, NOW + timedelta(hours=23)).last() == Said("terugkeer ~ <b>", 3)
    assert CarriedTalk(carried, NOW + timedelta(hours=25)).last() == Said()
    for made_up in ("x", "~~", "99999999999999999999~1~q", "-1~2~3", "1~a~b"):
        assert CarriedTalk(made_up, NOW).last() == Said()
