"""What a button carries: sealed for the channel in which it stands. The server keeps it, no client sees it."""

from collections.abc import Sequence
from typing import Any

from bot.carried import CarriedCommand, read_carried
from bot.seal import Seal

CARRIED = "jbz"  #: the name of what a button carries


def sealed_for(channel: str, attachments: Sequence[dict[str, Any]], seal: Seal) -> list[dict[str, Any]]:
    """The attachments of a message as they go to a channel: their buttons do nothing anywhere else."""
    return [one | {"actions": [_sealed(channel, action, seal) for action in one["actions"]]} for one in attachments]


def opened_in(channel: str, context: Any, seal: Seal) -> CarriedCommand | None:
    """What the button carries that was pressed in a channel; None when we did not put it there."""
    carried = context.get(CARRIED) if isinstance(context, dict) else None
    opened = seal.open(carried) if isinstance(carried, str) else None
    where, _, written = (opened or "").partition("|")
    return read_carried(written) if channel and where == channel else None


def _sealed(channel: str, action: dict[str, Any], seal: Seal) -> dict[str, Any]:
    integration = action["integration"]
    carried = seal.close(f"{channel}|{integration['context'][CARRIED]}")
    return action | {"integration": integration | {"context": {CARRIED: carried}}}
