"""What a button carries, to be sealed by us: its platform keeps it, and whoever gets the message can read it."""

from dataclasses import dataclass

from bot.commands.command import Command
from bot.commands.grammar import command_in, write_command
from bot.reply import Button

_HIDDEN, _SHARE = "h", "s"


@dataclass(frozen=True, slots=True)
class CarriedCommand:
    """A command as text, and where it was shown."""

    text: str
    chat: str = ""  #: the chat it is about, when that is another than where it is pressed
    hidden: bool = False  #: in a message that only one person sees
    share: bool = False  #: the answer is for everybody in the chat

    @property
    def written(self) -> str:
        """As it is sealed."""
        return f"{_HIDDEN * self.hidden}{_SHARE * self.share}|{self.chat}|{self.text}"

    @property
    def command(self) -> Command:
        """The command, as it is read when it was typed."""
        return command_in(self.text)


def carried_by(button: Button, *, hidden: bool = False, share: bool = False) -> CarriedCommand:
    """What a button carries."""
    return CarriedCommand(write_command(button.command), button.at.chat if button.at else "", hidden, share)


def read_carried(opened: str) -> CarriedCommand:
    """The inverse of `CarriedCommand.written`, of what was sealed by us."""
    marks, _, rest = opened.partition("|")
    chat, _, text = rest.partition("|")
    return CarriedCommand(text, chat, _HIDDEN in marks, _SHARE in marks)
