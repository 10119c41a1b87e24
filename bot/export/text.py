"""Reply -> plain text, for the terminal."""

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
