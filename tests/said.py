"""What is said of an error or a doubt, in Dutch."""

from bot.words import Words
from briefings.errors import JbzError, Message


def said(what: JbzError | Message, language: str = "nl") -> str:
    return Words(language).say(what if isinstance(what, Message) else what.message)
