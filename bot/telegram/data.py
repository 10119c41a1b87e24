"""What a button carries: at most 64 bytes (telegram.constants), so a long command goes by its short name.

Whoever has a changed Telegram program can send any data for any message. So none of it is believed: a command is what
its presser may also type, and a chat it is about is one where the presser's place is looked up.
"""

import re
from dataclasses import dataclass

from telegram.constants import InlineKeyboardButtonLimit

from bot.commands.command import Command
from bot.commands.grammar import command_in
from bot.shorthand import key_of
from briefings.model.chat import Address

STEP = "*"  #: begins a step of a form that is being filled in
_SHORT = "="
_ABOUT = "@"
_MOST_BYTES = int(InlineKeyboardButtonLimit.MAX_CALLBACK_DATA)
_WHOLE = re.compile(r"@(-?\d{1,20}|)/(\d{0,20}) (.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Pressed:
    """The text of a command from a button, and the chat it is about when that is another."""

    text: str
    chat: str = ""
    thread: str = ""

    @property
    def command(self) -> Command:
        """The command, as it is read when it was typed."""
        return command_in(self.text)


def whole_of(text: str, at: Address | None = None) -> str:
    """The text of a command as it is put into a button."""
    if at is None and not text.startswith((STEP, _SHORT, _ABOUT)):
        return text
    return f"@{at.chat}/{at.thread} {text}" if at else f"@/ {text}"


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
