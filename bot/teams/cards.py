"""Adaptive Cards 1.5, as Teams shows them: the few elements that we use, and how large a message may be.

Source: adaptivecards.io/explorer (the elements), learn.microsoft.com, "Format your bot messages" (28 KB in the oldest
form of the rule, later 40, now 100 of which 80 are advised, counted as UTF-16) and "Cards reference" (six buttons
beside each other).
"""

import json
from collections.abc import Sequence
from typing import Any

Block = dict[str, Any]
CardMessage = dict[str, Any]  #: `summary` for the notification, and the `card`

CARD = "application/vnd.microsoft.card.adaptive"
MOST_BYTES = 28 * 1024  #: of a message
ROOM = 25_000  #: bytes of the blocks of one card; the rest is what stands around them
_BESIDE = 6  #: buttons in a row; what comes after hides in a menu
_AROUND = 2  #: bytes of what stands between two blocks: a comma


def text_block(text: str, **how: Any) -> Block:
    """Text that goes on over lines."""
    return {"type": "TextBlock", "text": text, "wrap": True, **how}


def heading_block(text: str, size: str) -> Block:
    """A heading, also for who hears the card."""
    return text_block(text, style="heading", weight="Bolder", size=size)


def rows_of(actions: Sequence[Block]) -> list[Block]:
    """Buttons in rows."""
    parts = [actions[at : at + _BESIDE] for at in range(0, len(actions), _BESIDE)]
    return [{"type": "ActionSet", "actions": list(part)} for part in parts]


def card(blocks: Sequence[Block], language: str, actions: Sequence[Block] = ()) -> Block:
    """A whole card."""
    whole: Block = {
        "type": "AdaptiveCard",
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "version": "1.5",
        "lang": language,
        "msteams": {"width": "full"},
        "body": list(blocks),
    }
    return whole | ({"actions": list(actions)} if actions else {})


def size_of(value: object) -> int:
    """Bytes of it as Teams counts them: its JSON in UTF-16."""
    return len(json.dumps(value, ensure_ascii=False).encode("utf-16-le", "surrogatepass"))


def divided(pieces: Sequence[Sequence[Block]], most: int = ROOM) -> list[list[Block]]:
    """The pieces as the blocks of as few cards as their order allows; a piece is never parted."""
    cards: list[list[Block]] = [[]]
    left = most
    for piece in pieces:
        needed = sum(size_of(block) + _AROUND for block in piece)
        if needed > left and cards[-1]:
            cards.append([])
            left = most
        cards[-1].extend(piece)
        left -= needed
    return cards
