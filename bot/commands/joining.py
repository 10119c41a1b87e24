"""One person's chats joined by a code, and moving what is followed from one chat to another."""

import re
from dataclasses import dataclass
from typing import Any

from bot.commands.command import Command, Declared, Does, Example, alone, nothing
from bot.commands.names import Name, listed, write_names
from bot.platforms import CHANNELS
from briefings.errors import NotUnderstood
from briefings.language.fold import fold

#: What a code is made of: no vowels, so that it is no word, and nothing that looks like something else.
ALPHABET = "23456789CDFGHJKMNPQRTVWXY"
CODE_LENGTH = 9  #: 25 signs: 41.8 bits
_CODE = re.compile(rf"[{ALPHABET}]{{{CODE_LENGTH}}}")
_LIKE_A_CODE = re.compile(r"(?=\S*[\d-])[A-Z0-9-]{5,15}", re.IGNORECASE)
_OF = re.compile(r"#([0-9]{1,9})(?:\s+|$)")
_TO = re.compile(r"(?:^|(?P<what>.*)\s)(?:naar|to)\s+(?P<where>\S.*)", re.IGNORECASE | re.DOTALL)
_CHAT = re.compile(r"chat ([0-9]{1,9})")
_ALL = frozenset({"", "alles", "all", "everything"})

HERE, MINE, GROUP = "here", "me", "group"
_WHERE = {
    "hier": HERE, "here": HERE,
    "mij": MINE, "me": MINE,
    "groep": GROUP, "een groep": GROUP, "group": GROUP, "a group": GROUP, "kanaal": GROUP, "channel": GROUP,
    **{name: name for name in CHANNELS},
    "e-mail": "email", "mail": "email",
    "pagina": "web", "page": "web", "gesprek": "web", "browser": "web",
}  # fmt: skip
_WRITTEN = {"email": "e-mail"}


@dataclass(frozen=True, slots=True)
class LinkChats(Command):
    """Gives a code that joins this chat with another of the same person."""


@dataclass(frozen=True, slots=True)
class UseCode(Command):
    """Joins the chat that gave the code with this one, or brings here what it was given for."""

    code: str  #: CODE_LENGTH signs of ALPHABET


@dataclass(frozen=True, slots=True)
class LeaveChats(Command):
    """The chat, or another of the person's, is joined with the others no more."""

    which: str = ""  #: a place as `Move.to`; empty: this one


@dataclass(frozen=True, slots=True)
class Move(Command):
    """Something that is followed comes in another chat from now on."""

    to: str  #: HERE, MINE, GROUP, a channel, "chat 7", or what someone typed for it
    names: tuple[Name, ...] = ()  #: none and no `of`: everything
    of: int | None = None  #: one subscription, by its number


@dataclass(frozen=True, slots=True)
class OfferMove(Command):
    """Asks to which chat something is to be moved."""

    names: tuple[Name, ...] = ()
    of: int | None = None


def written_code(code: str) -> str:
    """A code as it is shown: in threes."""
    return "-".join(code[at : at + 3] for at in range(0, len(code), 3))


def chat_place(number: int) -> str:
    """The place that is a chat by its number."""
    return f"chat {number}"


def numbered_chat(place: str) -> int | None:
    """The number in such a place."""
    match = _CHAT.fullmatch(place)
    return int(match[1]) if match else None


def _place(typed: str) -> str:
    folded = " ".join(fold(typed).split())
    return _WHERE.get(folded, folded)


def _write_place(place: str) -> str:
    return _WRITTEN.get(place) or next((word for word, one in _WHERE.items() if one == place), place)


def _read_code(rest: str) -> UseCode | None:
    compact = re.sub(r"[\s-]+", "", rest).upper()
    if _CODE.fullmatch(compact):
        return UseCode(compact)
    if _LIKE_A_CODE.fullmatch(rest):
        raise NotUnderstood("join.wrong_code" if len(compact) == CODE_LENGTH else "join.no_code")
    return None


def _read_leave(rest: str) -> LeaveChats | None:
    place = _place(rest) if rest else ""
    known = place in {"", *_WHERE.values()} or numbered_chat(place) is not None
    return LeaveChats("" if place == HERE else place) if known else None


def _read_what(text: str, held: Any) -> tuple[tuple[Name, ...], int | None] | None:
    """Names, or the number of a subscription; None where both are given."""
    match = _OF.match(text)
    of, behind = (int(match[1]), text[match.end() :]) if match else (None, text)
    if fold(behind) in _ALL:
        return (), of
    return None if of is not None else (held.names(behind), None)


def _read_move(rest: str) -> Move | None:
    found = listed(rest)
    match = _TO.fullmatch(found.text)
    what = _read_what((match["what"] or "").strip(), found) if match else None
    if match is None or what is None or '"' in match["where"]:
        return None
    return Move(_place(match["where"]), *what)


def _write_what(command: Move | OfferMove, *, marked: bool = False) -> str:
    if command.of is not None:
        return f"#{command.of}"
    return write_names(command.names, marked=marked)


def _write_move(command: Move, *, marked: bool = False) -> str:
    return f"{_write_what(command, marked=marked) or 'alles'} naar {_write_place(command.to)}"


def _read_offer(rest: str) -> OfferMove | None:
    found = listed(rest)
    what = _read_what(found.text.strip(), found)
    return None if what is None else OfferMove(*what)


JOINING: tuple[Declared[Any], ...] = (
    Declared(
        LinkChats,
        nl=("koppel",),
        en=("link",),
        read=alone(LinkChats),
        write=nothing,
        does=Does.CHANGES,
        examples=(Example("koppel", "een code die uw chats met elkaar verbindt", in_help=False),),
    ),
    Declared(
        UseCode,
        nl=("koppel",),
        en=("link",),
        read=_read_code,
        write=lambda command: written_code(command.code),
        does=Does.CHANGES,
        examples=(Example("koppel CDF-GHJ-KMN", "verbindt, in de andere chat getypt", in_help=False),),
    ),
    Declared(
        LeaveChats,
        nl=("ontkoppel",),
        en=("unlink",),
        read=_read_leave,
        write=lambda command: _write_place(command.which) if command.which else "",
        does=Does.CHANGES,
        examples=(Example("ontkoppel", "deze chat staat weer op zichzelf", in_help=False),),
    ),
    Declared(
        Move,
        nl=("verplaats",),
        en=("move",),
        read=_read_move,
        write=_write_move,
        mark=lambda command: _write_move(command, marked=True),
        does=Does.CHANGES,
        examples=(
            Example("verplaats migratie naar e-mail", "voortaan in uw andere chat", in_help=False),
            Example("verplaats alles naar groep", "naar een groep die dat goedvindt", in_help=False),
        ),
    ),
    Declared(
        OfferMove,
        nl=("verplaats",),
        en=("move",),
        read=_read_offer,
        write=_write_what,
        mark=lambda command: _write_what(command, marked=True),
        does=Does.OFFERS,
    ),
)
