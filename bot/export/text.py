"""Reply -> plain text, for the terminal."""

from pathlib import Path

from bot.reply import Reply
from bot.words import Words, templates

_TEMPLATES = templates(Path(__file__).parent / "templates", html=False)


def to_text(reply: Reply) -> str:
    """The reply as lines. Control characters of a letter never reach the terminal."""
    text = _TEMPLATES.get_template("reply.txt.j2").render(reply=reply, _=Words(reply.language))
    return printable(text).strip() + "\n"


def printable(text: str) -> str:
    """`text` without control characters, save the ends of its lines."""
    return "".join(char for char in text if char == "\n" or char.isprintable())
