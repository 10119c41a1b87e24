"""What a button carries: at most 64 bytes (telegram.constants), so a long command goes by its short name.

Whoever has a changed Telegram program can send any data for any message. So none of it is believed: a command is what
its presser may also type, and a chat it is about is one where the presser's place is looked up.
"""

import re
from dataclasses import dataclass

from telegram.constants import InlineKeyboardButtonLimit

from bot.shorthand import key_of
from briefings.model.chat import Address

STEP = "*"  #: begins a step of a form that is being filled in
_SHORT = "="
_ABOUT = "@"
_MOST_BYTES = int(InlineKeyboardButtonLimit.MAX_CALLBACK_DATA)
_WHOLE = re.compile(r"@(-?\d{1,20}|)/(\d{0,20}) (.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Pressed:
    """A command from a button, and the chat it is about when that is another."""

    command: str
    chat: str = ""
    thread: str = ""


def whole_of(command: str, at: Address | None = None) -> str:
    """A command as it is put into a button."""
    if at is None and not command.startswith((STEP, _SHORT, _ABOUT)):
        return command
    return f"@{at.chat}/{at.thread} {command}" if at else f"@/ {command}"


def data_of(whole: str) -> tuple[str, str | None]:
    """The data of the button, and what is to be kept under its short name, if that is what it holds."""
    if len(whole.encode()) <= _MOST_BYTES:
        return whole, None
    return f"{_SHORT}{key_of(whole)}", whole


def short_name(data: str) -> str | None:
    """The short name in the data, if that is what it holds."""
    return data[1:] if data.startswith(_SHORT) else None


def read(whole: str) -> Pressed:
    """What was put into a button."""
    match = _WHOLE.fullmatch(whole)
    return Pressed(match[3], match[1], match[2]) if match else Pressed(whole)
