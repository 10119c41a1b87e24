"""What a button carries, sealed by us: a card is kept by Teams, and whoever gets one can read it."""

from dataclasses import dataclass

from bot.commands.command import Command
from bot.commands.grammar import command_in


@dataclass(frozen=True, slots=True)
class CardPress:
    """A command as text, and where it is about."""

    text: str
    chat: str = ""  #: the chat it is about, when that is another than where it is pressed

    @property
    def written(self) -> str:
        """As it is sealed."""
        return f"{self.chat}|{self.text}"

    @property
    def command(self) -> Command:
        """The command, as it is read when it was typed."""
        return command_in(self.text)


def pressed_in(opened: str) -> CardPress:
    """The inverse, of what was sealed by us."""
    chat, _, text = opened.partition("|")
    return CardPress(text, chat)
