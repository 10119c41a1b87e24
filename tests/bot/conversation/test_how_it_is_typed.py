"""What people type in other ways than the help says: English where Dutch is spoken, a theme twice, a bare number."""

import pytest

from bot.app import App
from bot.commands.following import OfferMoments
from bot.commands.grammar import command_in, is_english
from bot.commands.names import Named
from bot.commands.settings import SetLanguage
from bot.conversation.wishes import find_interests
from bot.reply import Reply
from tests.talk import CHANNEL, SOMEONE, buttons

pytestmark = pytest.mark.one_database


@pytest.mark.parametrize(
    ("typed", "english"),
    [("themes", True), ("/jbz follow return", True), ("thema's", False), ("migratie", False), ("help", False)],
)
def test_a_command_that_is_only_english_is_known_as_such(typed: str, english: bool) -> None:
    assert is_english(typed) is english


def test_who_types_english_is_offered_english_until_it_is_spoken(app: App) -> None:
    assert buttons(_ask(app, "themes"))["In English"] == SetLanguage("en")
    assert "In English" not in buttons(_ask(app, "thema's"))
    _ask(app, "language en")
    assert "In English" not in buttons(_ask(app, "themes"))


def test_help_in_another_language_changes_nothing_but_offers_it(app: App) -> None:
    said = _ask(app, "help in english")
    assert (said.language, said.title) == ("en", "What the Council decided, and what the Netherlands said")
    assert buttons(said)["English, please"] == SetLanguage("en")
    assert _ask(app, "help").language == "nl"


@pytest.mark.parametrize(
    ("typed", "slugs"),
    [
        ("terugkeer en terugkeer", ["terugkeer"]),
        ("terugkeer and visa", ["terugkeer", "visa"]),
        ("asiel en migratiepact", ["migratiepact"]),  # a theme of that name
    ],
)
def test_themes_joined_by_and_are_each_followed_once(app: App, typed: str, slugs: list[str]) -> None:
    found, doubts = find_interests([Named(typed)], [], app.catalogue)
    assert ([one.subject.name for one in found], doubts) == (slugs, [])


def test_what_is_asked_twice_is_asked_once(app: App) -> None:
    assert _ask(app, "terugkeer en terugkeer").title == _ask(app, "terugkeer").title


@pytest.mark.parametrize("typed", ["wijzig 5", "change 5", "edit #5"])
def test_a_subscription_is_named_by_its_number_alone(typed: str) -> None:
    assert command_in(typed) == OfferMoments(5)


def _ask(app: App, typed: str) -> Reply:
    return app.conversation.handle(typed, CHANNEL, SOMEONE)
