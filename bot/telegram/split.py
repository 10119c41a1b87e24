"""Pieces of text -> as few messages as Telegram's limits allow, divided between pieces and never inside one.

Limits (telegram.constants): 4,096 UTF-16 units after the markup is read, and 100 entities, of which Telegram makes
some by itself where a text holds an address.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import unescape
from itertools import pairwise

_UNITS = 4000
_ENTITIES = 90
_ENOUGH = 1500  #: units that a message holds at least before an item is moved whole to the next
_TAG = re.compile(r"<[^<>]*>")
_OPENING = re.compile(r"<[a-z]")


@dataclass(frozen=True, slots=True)
class Piece:
    """HTML that stays together."""

    html: str
    quoted: bool = False  #: stands in a quote that opens when it is pressed
    gap: str = "\n"  #: between it and the piece before
    leads: bool = False  #: a heading: stays with the piece after it
    starts: bool = False  #: begins an item, which is kept whole where there is room


def packed(pieces: Iterable[Piece]) -> list[str]:
    """The messages."""
    messages: list[list[Piece]] = [[]]
    for piece in pieces:
        if messages[-1] and not _fits([*messages[-1], piece]):
            messages.append(_taken_along(messages[-1], piece))
        messages[-1].append(piece)
    return [_joined(message) for message in messages if message]


def units(html: str) -> int:
    """The length as Telegram counts it: UTF-16 code units of what is left when the tags are read."""
    return len(unescape(_TAG.sub("", html)).encode("utf-16-le")) // 2


def _fits(pieces: Sequence[Piece]) -> bool:
    html = _joined(pieces)
    return units(html) <= _UNITS and len(_OPENING.findall(html)) <= _ENTITIES


def _taken_along(message: list[Piece], following: Piece) -> list[Piece]:
    """Takes off the end of a message what goes to the next with `following`: the item it belongs to, and headings."""
    began = next((at for at in range(len(message) - 1, 0, -1) if message[at].starts), len(message))
    if not following.starts and began < len(message):
        first = _before_headings(message, began)
        if units(_joined(message[:first])) >= _ENOUGH and _fits([*message[first:], following]):
            return _taken_off(message, first)
    first = _before_headings(message, len(message))
    return _taken_off(message, first) if first else []


def _before_headings(message: Sequence[Piece], end: int) -> int:
    """Where the headings begin that stand before `end`."""
    return next((at for at in range(end, 0, -1) if not message[at - 1].leads), 0)


def _taken_off(message: list[Piece], first: int) -> list[Piece]:
    taken = message[first:]
    del message[first:]
    return taken


def _joined(pieces: Sequence[Piece]) -> str:
    return "".join(_parts(pieces))


def _parts(pieces: Sequence[Piece]) -> Iterator[str]:
    quotes = [False, *(piece.quoted for piece in pieces), False]
    for at, (piece, (before, now)) in enumerate(zip(pieces, pairwise(quotes), strict=False)):
        if before and not now:
            yield "</blockquote>"
        if at:
            yield piece.gap
        if now and not before:
            yield "<blockquote expandable>"
        yield piece.html
    if quotes[-2]:
        yield "</blockquote>"
