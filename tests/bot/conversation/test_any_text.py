"""Whatever is typed gets an answer, the platforms take it, and its buttons do something."""

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.app import App
from bot.commands.grammar import read_command, write_command
from bot.reply import Reply
from bot.seal import Seal
from bot.slack.render import SlackRenderer
from bot.telegram.render import TelegramRenderer
from bot.templates import bundled
from briefings.model.chat import Address, Person
from tests.stand_ins.slack_rules import refusal_of_blocks
from tests.stand_ins.telegram_rules import refusal_of_html

pytestmark = pytest.mark.one_database

_to_slack, _to_telegram = SlackRenderer(bundled(), Seal("test")).messages, TelegramRenderer(bundled()).messages
_COMMANDS = (
    "help", "start", "thema's", "raad", "punt", "tijdlijn", "waarom", "toezeggingen",
    "nieuws", "besluiten", "volg", "abonnementen",
    "overzicht", "privacy", "vergeet", "rechten", "bronnen", "wijzig", "pauzeer", "hervat", "stop", "briefing",
    "taal", "tijdzone", "niets nieuws", "meer", "wat zei nederland over", "hoe", "wie is tegen",
)  # fmt: skip
_PIECES = (
    "migratie", "terugkeer", "insolventie", "EES", "JBZ-Raad", "raad", "Nederland", "iedereen", "beheerders", "alles",
    "elke", "dagelijks", "maandag", "eerste", "van de maand", "3 dagen voor de raad", "direct", "om", "8:00", "25:99",
    "niet op feestdagen", "tot", "1 september", "31 februari", "2025-02-30", "sinds", "in 2025", "maart", "week",
    "9999", "#1", "#2", "#0", "#-1", "#", "I.6", "1e", "0", "99999999999999999999", "en", "nl", "Europe/Brussels",
    "stil", "behalve", "zonder", ",", ".", '"', '""', "“", "'", "/", "?", "!", ":", "-", "(", "|", "*", "_", "`",
    "%s", "{0}", "<b>", "&amp;", "<@U1>", "²", "٣", "\u0301", "\u200b", "\u202e", "\u2028", "\x00", "\ud83d",
    "🎉", "ß", "a" * 300,
)  # fmt: skip
_texts = st.tuples(
    st.sampled_from(_COMMANDS) | st.just(""),
    st.lists(st.sampled_from(_PIECES) | st.text(max_size=5), max_size=5),
).map(lambda parts: " ".join((parts[0], *parts[1])))


def _check(reply: Reply) -> None:
    assert reply.title
    refusals = [refusal_of_blocks(message["blocks"]) for message in _to_slack(reply)]
    refusals += [refusal_of_html(message["html"]) for message in _to_telegram(reply)]
    assert [refusal for refusal in refusals if refusal] == []
    for button in reply.buttons:
        assert read_command(write_command(button.command)) == button.command


@pytest.mark.parametrize("chat", ["42", "-42"])
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=_texts, pressed=st.integers(0, 9))
@example(text='volg "', pressed=0)
@example(text="tijdzone migratie", pressed=0)
def test_whatever_is_typed_gets_an_answer_whose_buttons_do_something(
    app: App, chat: str, text: str, pressed: int
) -> None:
    address = Address("telegram", "1", chat)
    person = Person("7")
    reply = app.conversation.handle(text, address, person)
    _check(reply)
    if reply.buttons:
        _check(app.conversation.carry_out(reply.buttons[pressed % len(reply.buttons)].command, address, person))
