"""Every command that is declared has a handler, and no handler is for anything else."""

from bot.app import App
from bot.commands.grammar import DECLARED
from bot.commands.settings import SetLanguage
from bot.words import LANGUAGES
from tests.talk import CHANNEL, SOMEONE


def test_every_command_has_one_handler(app: App) -> None:
    assert set(app.conversation.handlers) == {declared.kind for declared in DECLARED}


def test_what_is_typed_wrong_is_said_in_the_language_of_the_chat(app: App) -> None:
    said = []
    for language in LANGUAGES:
        app.conversation.carry_out(SetLanguage(language), CHANNEL, SOMEONE)
        said.append(app.conversation.handle("wijzig 90 dagen voor kerst", CHANNEL, SOMEONE).title.split(".")[0])
    assert said == ["Ik begrijp niet wanneer", "I do not understand when"]
