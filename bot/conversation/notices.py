"""Replies of one sentence."""

from bot.commands.command import Command
from bot.commands.settings import Help
from bot.reply import Button, Reply
from bot.telemetry import request_name
from bot.words import Words
from briefings.errors import JbzError


def notice(sentence: str, language: str = "nl") -> Reply:
    """One sentence, with the way to help."""
    return Reply(sentence, language, buttons=(Button(Words(language)("Help"), Help()),))


def of_error(error: JbzError, language: str = "nl") -> Reply:
    """What a person can act on."""
    return notice(Words(language).say(error.message), language)


def went_wrong(language: str = "nl") -> Reply:
    """That something of ours failed, with the name under which the log says what."""
    return notice(wrong(Words(language)), language)


def wrong(words: Words) -> str:
    """The sentence of it."""
    return words(
        "Er ging hier iets mis. Probeer het over een minuut nog eens. Blijft het zo, noem dan {request}.",
        request=request_name(),
    )


def confirm(command: Command, typed: str, language: str = "nl") -> Reply:
    """A button for a command that came by a link, as `typed` there, which by itself must change nothing."""
    words = Words(language)
    told = " ".join(typed.split())[:200]
    asked = words("Wilt u dit doen: {command}?", command=told)
    return Reply(asked, language, buttons=(Button(words("Ja, doe dit"), command),))
