"""Settings of a chat, and what the bot says of itself."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, TypeVar

from bot.commands.command import Command, Declared, Does, Example, InMenu, Menu, alone, nothing
from bot.words import LANGUAGES
from briefings.errors import NotUnderstood
from briefings.language.fold import fold
from briefings.model.chat import Changers, Quiet

_QUIETS = {
    "stil": Quiet.SILENT, "zwijg": Quiet.SILENT, "silent": Quiet.SILENT,
    "regel": Quiet.LINE, "een regel": Quiet.LINE, "line": Quiet.LINE, "one line": Quiet.LINE,
    "maandelijks": Quiet.MONTHLY, "elke maand": Quiet.MONTHLY, "monthly": Quiet.MONTHLY,
}  # fmt: skip
_CHANGERS = {
    "iedereen": Changers.EVERYONE, "everyone": Changers.EVERYONE,
    "makers": Changers.MAKERS, "maker": Changers.MAKERS,
    "beheerders": Changers.ADMINISTRATORS, "beheerder": Changers.ADMINISTRATORS,
    "admins": Changers.ADMINISTRATORS, "administrators": Changers.ADMINISTRATORS,
}  # fmt: skip
_LANGUAGES = {"nl": "nl", "nederlands": "nl", "dutch": "nl", "en": "en", "engels": "en", "english": "en"}
_NEWS = re.compile(r"^(?:nieuws|new)\s*:?\s*")
_BEFORE_CHOICE = re.compile(r"^(?:(?:naar|voor|aan|alleen|only|for|to|de|het|in|alle)\b[\s:]*)+")
#: What begins a clause behind a noun.
_CLAUSE = re.compile(r"(?:van|of|over|in|voor|for|bij|tussen|between|en|and)\b", re.IGNORECASE)
_LIKE = 0.8  #: of a choice that is mistyped, from 0 to 1


@dataclass(frozen=True, slots=True)
class Help(Command):
    """How it works; in the language of the chat, or in the one that is named."""

    language: str = ""


@dataclass(frozen=True, slots=True)
class Welcome(Command):
    """What it is for, to who is new."""


@dataclass(frozen=True, slots=True)
class ShowSources(Command):
    """When each source of letters was last asked, and what it gave."""


@dataclass(frozen=True, slots=True)
class ShowLetters(Command):
    """Which letters are known."""


@dataclass(frozen=True, slots=True)
class ShowPrivacy(Command):
    """What is kept of who uses the bot, and for how long."""


@dataclass(frozen=True, slots=True)
class SetLanguage(Command):
    """The chat's language."""

    language: str


@dataclass(frozen=True, slots=True)
class SetQuiet(Command):
    """What the chat gets when there is nothing new."""

    quiet: Quiet


@dataclass(frozen=True, slots=True)
class SetTimezone(Command):
    """The chat's zone, as someone typed it."""

    timezone: str


@dataclass(frozen=True, slots=True)
class SetChangers(Command):
    """Who may change what this chat follows."""

    changers: Changers


@dataclass(frozen=True, slots=True)
class Forget(Command):
    """Everything that is kept of this chat is erased."""


_T = TypeVar("_T")


def _word_for(value: _T, words: Mapping[str, _T]) -> str:
    return next(word for word, one in words.items() if one == value)


def _quiet(rest: str) -> SetQuiet | None:
    choice = fold(rest)
    if not _NEWS.match(choice):
        return None
    quiet = _QUIETS.get(_NEWS.sub("", choice))
    if quiet is None:
        raise NotUnderstood(
            "Wat wilt u als er niets is? Kies: niets nieuws stil, niets nieuws regel, of niets nieuws maandelijks."
        )
    return SetQuiet(quiet)


def _help(rest: str) -> Help | None:
    """ "help", "help en"."""
    language = _LANGUAGES.get(fold(rest), "")
    return Help(language) if language or not rest else None


def _choice(rest: str) -> str:
    """What is chosen, without the little words before it: "voor alle beheerders", "to: English"."""
    return _BEFORE_CHOICE.sub("", fold(rest).strip(" .:!"))


def _language(rest: str) -> SetLanguage | None:
    """ "taal en cultuur" is a question; of one word that is no language of ours it is said which are."""
    language = _LANGUAGES.get(_choice(rest))
    if language in LANGUAGES:
        return SetLanguage(language)
    if len(rest.split()) > 1:
        return None
    raise NotUnderstood("Ik spreek Nederlands en Engels: taal nl of taal en.")


def _timezone(rest: str) -> SetTimezone | None:
    """ "tijdzone van de Raad" is a question: no zone is named by a clause."""
    return None if _CLAUSE.match(rest) else SetTimezone(rest)


def _changers(rest: str) -> SetChangers | None:
    """ "rechten van slachtoffers" is a question; so is "rechten" before all that is nothing like a choice."""
    changers = _CHANGERS.get(_choice(rest))
    if changers is not None:
        return SetChangers(changers)
    if rest and not get_close_matches(_choice(rest), _CHANGERS, n=1, cutoff=_LIKE):
        return None
    raise NotUnderstood(
        "Wie mag wijzigen wat hier wordt gevolgd? Kies: rechten iedereen, rechten makers, of rechten beheerders."
    )


SETTINGS: tuple[Declared[Any], ...] = (
    Declared(
        SetLanguage,
        nl=("taal",),
        en=("language",),
        read=_language,
        write=lambda command: command.language,
        does=Does.CHANGES,
        examples=(Example("taal en", "English, please"),),
        menu=Menu(13, "taal", "language", "Nederlands of English", InMenu.OWN),
    ),
    Declared(
        SetTimezone,
        nl=("tijdzone",),
        en=("timezone",),
        read=_timezone,
        write=lambda command: command.timezone,
        does=Does.CHANGES,
        examples=(Example("tijdzone Europe/Brussels", "de tijdzone van deze chat", in_help=False),),
    ),
    Declared(
        SetQuiet,
        nl=("niets",),
        en=("nothing",),
        read=_quiet,
        write=lambda command: f"nieuws {_word_for(command.quiet, _QUIETS)}",
        does=Does.CHANGES,
        examples=(
            Example("niets nieuws stil", "geen bericht als er niets nieuws is", in_help=False),
            Example("niets nieuws regel", "één regel als er niets nieuws is", in_help=False),
            Example("niets nieuws maandelijks", "hooguit één zo'n regel per maand", in_help=False),
        ),
    ),
    Declared(
        SetChangers,
        nl=("rechten",),
        en=("rights",),
        read=_changers,
        write=lambda command: _word_for(command.changers, _CHANGERS),
        does=Does.CHANGES,
        examples=(
            Example("rechten iedereen", "iedereen mag wijzigen wat hier wordt gevolgd", in_help=False),
            Example("rechten makers", "alleen wie het instelde, en beheerders", in_help=False),
            Example("rechten beheerders", "alleen beheerders", in_help=False),
        ),
        menu=Menu(14, "rechten", "rights", "Wie hier mag wijzigen", InMenu.ADMINISTRATORS),
    ),
    Declared(
        ShowPrivacy,
        nl=("privacy",),
        en=(),
        read=alone(ShowPrivacy),
        write=nothing,
        examples=(Example("privacy", "wat ik van u bewaar", in_help=False),),
        menu=Menu(15, "privacy", "privacy", "Wat ik bewaar"),
    ),
    Declared(
        Forget,
        nl=("vergeet", "vergeten"),
        en=("forget",),
        read=lambda rest: Forget() if fold(rest) in {"", "mij", "me", "alles", "everything"} else None,
        write=lambda _: "",
        does=Does.CHANGES,
        examples=(Example("vergeet", "alles van deze chat wissen", in_help=False),),
        menu=Menu(16, "vergeet", "forget", "Wis alles van deze chat", InMenu.OWN),
    ),
    Declared(
        ShowSources,
        nl=("bronnen",),
        en=("sources",),
        read=alone(ShowSources),
        write=nothing,
        examples=(Example("bronnen", "waar de brieven vandaan komen, en wat elke bron gaf", in_help=False),),
    ),
    Declared(
        ShowLetters,
        nl=("brieven", "vergaderingen"),
        en=("letters", "meetings"),
        read=alone(ShowLetters),
        write=nothing,
        examples=(Example("brieven", "hoeveel brieven ik ken, en van welke vergaderingen", in_help=False),),
    ),
    Declared(
        Welcome, nl=("start", "hallo", "hoi", "welkom"), en=("hello", "welcome"), read=alone(Welcome), write=nothing
    ),
    Declared(
        Help,
        nl=("help", "hulp", "?"),
        en=(),
        read=_help,
        write=lambda command: command.language,
        menu=Menu(17, "help", "help", "Hoe het werkt"),
    ),
)
