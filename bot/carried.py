"""What a button carries, to be sealed by us: its platform keeps it, and whoever gets the message can read it."""

from dataclasses import dataclass

from bot.commands.command import Command
from bot.commands.grammar import command_in, write_command
from bot.reply import Button


@dataclass(frozen=True, slots=True)
class CarriedCommand:
    """A command as text, and the chat it is about when that is another than where it is shown."""

    text: str
    chat: str = ""

    @property
    def written(self) -> str:
        """As it is sealed."""
        return f"{self.chat}|{self.text}"

    @property
    def command(self) -> Command:
        """The command, as it is read when it was typed."""
        return command_in(self.text)


def carried_by(button: Button) -> CarriedCommand:
    """What a button carries."""
    return CarriedCommand(write_command(button.command), button.at.chat if button.at else "")


def read_carried(opened: str) -> CarriedCommand:
    """The inverse of `CarriedCommand.written`, of what was sealed by us."""
    chat, _, text = opened.partition("|")
    return CarriedCommand(text, chat)
