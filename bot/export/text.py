"""Reply -> plain text, for the terminal."""

from dataclasses import fields, is_dataclass, replace
from typing import Any

from bot.commands.command import Command
from bot.reply import Reply
from bot.templates import Templates, dependable
from bot.words import Words


def to_text(reply: Reply, templates: Templates) -> str:
    """The reply as lines. Control characters of a letter never reach the terminal."""
    values = {"reply": reply, "_": Words(reply.language)}
    text = dependable(lambda own: own.get("export/reply.txt.j2").render(values), templates)
    return printable(text).strip() + "\n"


def printable(text: str) -> str:
    """`text` without control characters, save the ends of its lines."""
    return "".join(char for char in text if char == "\n" or char.isprintable())


def cleaned(value: Any) -> Any:
    """A reply, or a part of one, in which every text is printable: what else there is, no document can hold."""
    match value:
        case str():
            return printable(value)
        case Command():
            return value
        case tuple():
            return tuple(cleaned(one) for one in value)
        case _ if is_dataclass(value) and not isinstance(value, type):
            return replace(value, **{one.name: cleaned(getattr(value, one.name)) for one in fields(value)})
        case _:
            return value
