"""A briefing that is asked for: of which days it is, of which word, and what its heading says."""

import pytest

from bot.app import App
from bot.commands.asking import Ask
from bot.commands.following import BriefNow
from bot.commands.names import Named
from bot.reply import Reply
from briefings.model.chat import Address, Person
from briefings.model.interest import Subject, SubjectKind
from tests.questions.conftest import say
from tests.talk import buttons


def _numbers(reply: Reply) -> list[str | None]:
    return [card.number for section in reply.sections for card in section.cards]


@pytest.mark.parametrize(
    ("typed", "title", "numbers"),
    [
        ("briefing oekraïne maart 2025", "JBZ-briefing: maart 2025", ["I.7.b", "II.3", "I.1"]),
        (
            "brief oekraïne vanaf 2025-03-01 tot 2025-10-31",
            "JBZ-briefing: maart – oktober 2025",
            ["I.4", "I.7.b", "II.3", "I.1"],
        ),
        ("brief asiel juni 2024", "JBZ-briefing: juni 2024", ["I.1"]),
        ("briefing drugs", "JBZ-briefing, week 44 van 2025", ["I.3"]),
        ("briefing wolf, zuivel", "“wolf” is geen thema dat ik ken.", []),
    ],
)
def test_the_heading_of_a_briefing_says_of_which_days_it_is(
    asked_once: App, typed: str, title: str, numbers: list[str]
) -> None:
    reply = say(asked_once, typed)
    assert (reply.title, _numbers(reply)) == (title, numbers)


def test_of_meetings_of_long_ago_the_heading_names_their_days(years: App) -> None:
    reply = say(years, "briefing drugs, oekraïne")
    assert reply.title == "JBZ-briefing: vergadering van 8 en 9 december 2025"
    assert reply.lead[0].startswith("2 thema's, 2 agendapunten")  # none of them is new


def test_of_a_week_what_every_council_of_it_discussed_is_told_where_nothing_is_followed(asked_once: App) -> None:
    reply = say(asked_once, "weekbriefing week 10 van 2025")
    assert (reply.title, reply.lead[1]) == (
        "JBZ-briefing: 3 maart 2025 – 9 maart 2025",
        "JBZ-Raad van 5 en 7 maart 2025 (Brussel)",
    )


def test_where_nothing_was_said_in_a_period_that_is_said_of_the_period(asked_once: App) -> None:
    reply = say(asked_once, "briefing drugs, asiel maart 2024")
    assert (reply.title, reply.lead) == (
        "JBZ-briefing: maart 2024",
        ("In die tijd staat er niets over drugs en asiel.",),
    )


def test_of_a_word_that_is_no_theme_the_question_and_the_way_to_follow_it_are_named(asked_once: App) -> None:
    reply = say(asked_once, "briefing kabels maart 2025")
    term = Subject(SubjectKind.TERM, "kabels")
    assert (reply.title, reply.lead) == (
        "“kabels” is geen thema dat ik ken.",
        (
            "Typ kabels maart 2025 voor wat de brieven erover zeggen.",
            'Of typ volg "kabels" om het te volgen.',
        ),
    )
    assert buttons(reply)["kabels"] == Ask("kabels maart 2025")
    assert buttons(reply)["Briefing: “kabels”"] == BriefNow((term,), when="maart 2025")
    assert buttons(reply)["Briefing: kritieke infrastructuur"] == BriefNow(
        (Named("kritieke-infrastructuur"),), when="maart 2025"
    )


def test_english_is_spoken_of_a_period(asked_once: App) -> None:
    reply = asked_once.conversation.handle(
        "briefing on drugs october 2025", Address("web", "web", "e"), Person("e", language="en")
    )
    assert reply.title == "JBZ briefing: October 2025"
