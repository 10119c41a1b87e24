"""What a button carries: sealed for the channel in which it stands. The server keeps it, no client sees it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.commands.command import Command
from bot.commands.grammar import command_in
from bot.seal import Seal

CARRIED = "jbz"  #: the name of what a button carries
_HIDDEN, _SHARE = "h", "s"


@dataclass(frozen=True, slots=True)
class ButtonPress:
    """A command as text, and where it was shown."""

    text: str
    chat: str = ""  #: the chat it is about, when that is another than where it is pressed
    hidden: bool = False  #: in a message that only one person sees
    share: bool = False  #: the answer is for everybody in the channel

    @property
    def written(self) -> str:
        """As it is sealed, with the channel in front."""
        return f"{_HIDDEN * self.hidden}{_SHARE * self.share}|{self.chat}|{self.text}"

    @property
    def command(self) -> Command:
        """The command, as it is read when it was typed."""
        return command_in(self.text)


def sealed_for(channel: str, attachments: Sequence[dict[str, Any]], seal: Seal) -> list[dict[str, Any]]:
    """The attachments of a message as they go to a channel: their buttons do nothing anywhere else."""
    return [one | {"actions": [_sealed(channel, action, seal) for action in one["actions"]]} for one in attachments]


def opened_in(channel: str, context: Any, seal: Seal) -> ButtonPress | None:
    """What the button carries that was pressed in a channel; None when we did not put it there."""
    carried = context.get(CARRIED) if isinstance(context, dict) else None
    opened = seal.open(carried) if isinstance(carried, str) else None
    where, _, written = (opened or "").partition("|")
    return read(written) if channel and where == channel else None


def _sealed(channel: str, action: dict[str, Any], seal: Seal) -> dict[str, Any]:
    integration = action["integration"]
    carried = seal.close(f"{channel}|{integration['context'][CARRIED]}")
    return action | {"integration": integration | {"context": {CARRIED: carried}}}


def read(written: str) -> ButtonPress:
    """The inverse of `ButtonPress.written`."""
    marks, _, rest = written.partition("|")
    chat, _, text = rest.partition("|")
    return ButtonPress(text, chat, _HIDDEN in marks, _SHARE in marks)
