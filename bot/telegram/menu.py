"""The menus of commands, and what Telegram says of the bot before it is started: in two languages."""

from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import TypeVar

from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeDefault,
)

from bot.telemetry import log
from bot.words import LANGUAGES, Phrase, Words

_T = TypeVar("_T")

#: What a command does, and its name in each language.
_MENU = (
    (Phrase("Stel een vraag: /jbz migratie"), "jbz", "jbz"),
    (Phrase("Volg een thema, met een vaste briefing"), "volg", "follow"),
    (Phrase("Wat u volgt"), "abonnementen", "subscriptions"),
    (Phrase("Een briefing nu"), "briefing", "briefing"),
    (Phrase("Het nieuws van de laatste vergadering"), "nieuws", "news"),
    (Phrase("Wat de Raad besloot"), "besluiten", "decisions"),
    (Phrase("De laatste vergadering"), "raad", "council"),
    (Phrase("De thema's"), "themas", "themes"),
    (Phrase("Wat er is aangekondigd"), "toezeggingen", "commitments"),
    (Phrase("Zet briefings even stil"), "pauzeer", "pause"),
    (Phrase("Ga door na een pauze"), "hervat", "resume"),
    (Phrase("Stop met volgen"), "stop", "stop"),
    (Phrase("Nederlands of English"), "taal", "language"),
    (Phrase("Wie hier mag wijzigen"), "rechten", "rights"),
    (Phrase("Wat ik bewaar"), "privacy", "privacy"),
    (Phrase("Wis alles van deze chat"), "vergeet", "forget"),
    (Phrase("Hoe het werkt"), "help", "help"),
)
_READS = {"jbz", "abonnementen", "nieuws", "besluiten", "raad", "themas", "toezeggingen", "privacy", "help"}
_SCOPES: tuple[tuple[BotCommandScope, set[str]], ...] = (
    (BotCommandScopeDefault(), _READS),
    (BotCommandScopeAllPrivateChats(), {name for _, name, _ in _MENU} - {"rechten"}),
    (BotCommandScopeAllGroupChats(), _READS),
    (BotCommandScopeAllChatAdministrators(), {name for _, name, _ in _MENU}),
)


def commands(language: str, wanted: set[str]) -> list[BotCommand]:
    """The menu in one language."""
    words = Words(language)
    return [
        BotCommand(dutch if language == "nl" else english, words(what))
        for what, dutch, english in _MENU
        if dutch in wanted
    ]


async def introduce(bot: Bot) -> None:
    """Sets menus and descriptions, as far as Telegram takes them; what fails is logged by the name of its call.

    Dutch is for who has no menu of their own language.
    """
    for language in LANGUAGES:
        code = None if language == "nl" else language
        for scope, wanted in _SCOPES:
            told = partial(bot.set_my_commands, commands(language, wanted), scope=scope, language_code=code)
            await _tried("setMyCommands", told)
        await _describe(bot, Words(language), code)


async def _describe(bot: Bot, words: Words, code: str | None) -> None:
    """Telegram keeps a strict limit on changes of these, so they are changed only when they differ."""
    long = "\n\n".join(_description(words))
    short = words("Wat de Raad van de EU besloot, en wat Nederland zei.")
    there = await _tried("getMyDescription", partial(bot.get_my_description, code))
    if there is not None and there.description != long:
        await _tried("setMyDescription", partial(bot.set_my_description, long, code))
    brief = await _tried("getMyShortDescription", partial(bot.get_my_short_description, code))
    if brief is not None and brief.short_description != short:
        await _tried("setMyShortDescription", partial(bot.set_my_short_description, short, code))


async def _tried(name: str, call: Callable[[], Awaitable[_T]]) -> _T | None:
    """What a call gives; None when it fails in whatever way: nobody waits for a menu."""
    try:
        return await call()
    except Exception as error:  # noqa: BLE001 - Telegram's answer may be anything, and the SDK may fall over it
        log.warning("telegram_menu_not_set", call=name, reason=f"{type(error).__name__}: {str(error)[:100]}")
        return None


def _description(words: Words) -> Sequence[str]:
    return (
        words("Ik lees de brieven waarin het kabinet verslag doet van de Raden van de EU."),
        words("Stel een vraag over een onderwerp, of volg een thema met een vaste briefing."),
        words("Elke zin komt uit een brief, met een link daarheen."),
    )
