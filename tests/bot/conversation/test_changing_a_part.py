"""Another moment, a pause and its end: of a part of what is followed, with what else they touch said."""

from datetime import date

import pytest

from bot.app import App
from bot.commands.following import Pause, Resume
from bot.commands.names import Named
from bot.reply import Reply
from tests.stand_ins.clock import Clock
from tests.talk import Talk, buttons, lines

pytestmark = pytest.mark.one_database


@pytest.fixture
def talk(app: App, clock: Clock) -> Talk:
    """Who follows two themes at two moments."""
    talk = Talk(app, clock)
    talk.says("volg terugkeer elke dinsdag 08:00")
    talk.says("volg drugs elke maandag 08:00")
    return talk


def _told(reply: Reply) -> tuple[str, tuple[str, ...]]:
    return reply.title, reply.lead


def _followed(talk: Talk) -> list[tuple[str | None, str]]:
    return [(label, text.partition("; de volgende")[0]) for label, text in lines(talk.says("abonnementen"))]


def test_another_moment_keeps_the_pause_and_says_what_comes_together(talk: Talk) -> None:
    talk.says("pauzeer tot 1 maart 2027")
    assert _told(talk.says("wijzig elke donderdag 09:00")) == (
        "Gewijzigd: terugkeer en drugs.",
        (
            "Elke donderdag 09:00. De briefings staan stil tot 1 maart 2027.",
            "Dit komt nu samen in één briefing: terugkeer en drugs.",
        ),
    )
    assert _followed(talk) == [("terugkeer en drugs", "elke donderdag 09:00; staat stil tot 1 maart 2027")]


def test_only_what_is_named_gets_another_moment(talk: Talk) -> None:
    said = talk.says("wijzig terugkeer elke vrijdag 10:00")
    assert said.title == "Gewijzigd: terugkeer."
    assert _followed(talk) == [("drugs", "elke maandag 08:00"), ("terugkeer", "elke vrijdag 10:00")]


def test_what_is_paused_by_its_name_leaves_the_rest_alone(talk: Talk) -> None:
    said = talk.says("pauzeer terugkeer tot 1 maart 2027")
    assert _told(said) == ("De briefings staan stil tot 1 maart 2027.", ())
    assert buttons(said) == {"Hervat": Resume(names=(Named("terugkeer"),))}
    assert _followed(talk) == [
        ("terugkeer", "elke dinsdag 08:00; staat stil tot 1 maart 2027"),
        ("drugs", "elke maandag 08:00"),
    ]


def test_what_comes_in_the_same_briefing_is_said_to_stand_still_and_to_go_on_too(talk: Talk) -> None:
    talk.says("wijzig elke donderdag 09:00")
    also = ("Ook: drugs. Dat komt in dezelfde briefing.",)
    paused = talk.says("pauzeer terugkeer")
    assert _told(paused) == ("De briefings staan stil tot u hervat typt.", also)
    assert buttons(paused)["Tot 7 april"] == Pause(date(2025, 4, 7), names=(Named("terugkeer"),))
    assert _told(talk.says("hervat terugkeer")) == ("De briefings komen weer.", also)
    assert _followed(talk) == [("terugkeer en drugs", "elke donderdag 09:00")]


def test_a_pause_that_ends_because_the_rest_does_not_stand_still_is_said(talk: Talk) -> None:
    talk.says("pauzeer terugkeer tot 1 maart 2027")
    assert talk.says("wijzig elke donderdag 09:00").lead[1:] == (
        "Dit komt nu samen in één briefing: terugkeer en drugs.",
        "De pauze is voorbij voor: terugkeer.",
    )


def test_what_is_followed_at_a_moment_that_stands_still_ends_that_pause_and_says_so(talk: Talk) -> None:
    talk.says("pauzeer terugkeer")
    assert "De pauze is voorbij voor: terugkeer." in talk.says("volg visa elke dinsdag 08:00").lead


@pytest.mark.parametrize("typed", ["wijzig visa elke vrijdag 10:00", "pauzeer visa", "hervat visa"])
def test_what_is_not_followed_is_not_changed(talk: Talk, typed: str) -> None:
    before = _followed(talk)
    said = talk.says(typed)
    assert said.title == "Hier wordt niet gevolgd: visa. Typ abonnementen om te zien wat wel."
    assert _followed(talk) == before


def test_nearly_a_name_is_asked_about(talk: Talk) -> None:
    said = talk.says("pauzeer terugker tot 1 maart 2027")
    assert buttons(said)["Ja, terugkeer"] == Pause(date(2027, 3, 1), names=(Named("terugkeer"),))
