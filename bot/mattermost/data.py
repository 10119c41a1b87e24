"""What a button carries: sealed, and kept by the server, so that no client sees or makes one."""

from dataclasses import dataclass

from bot.commands.command import Command
from bot.commands.grammar import command_in

_HIDDEN, _SHARE = "h", "s"


@dataclass(frozen=True, slots=True)
class Press:
    """A command as text, and where it was shown."""

    text: str
    chat: str = ""  #: the chat it is about, when that is another than where it is pressed
    hidden: bool = False  #: in a message that only one person sees
    share: bool = False  #: the answer is for everybody in the channel

    @property
    def written(self) -> str:
        """As it is sealed."""
        return f"{_HIDDEN * self.hidden}{_SHARE * self.share}|{self.chat}|{self.text}"

    @property
    def command(self) -> Command:
        """The command, as it is read when it was typed."""
        return command_in(self.text)


def read(opened: str) -> Press:
    """The inverse, of what was sealed by us."""
    marks, _, rest = opened.partition("|")
    chat, _, text = rest.partition("|")
    return Press(text, chat, _HIDDEN in marks, _SHARE in marks)
