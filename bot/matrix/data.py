"""What a message of ours carries for who reacts to it: a reaction is one sign, and holds no text.

Which command a sign stands for is kept in the message itself, sealed, under names that no client reads. Nobody but the
bot can write or change a message of the bot, and it is read there when somebody reacts.
"""

from collections.abc import Mapping
from typing import Any

BUTTONS, KEY = "jbz.buttons", "jbz.key"  #: of a message's content: number -> sealed; the part of a delivery
_KEYCAP = "\ufe0f\u20e3"
#: The signs, in the order of the buttons; clients have them where people choose a reaction.
SIGNS = (*(f"{number}{_KEYCAP}" for number in range(1, 10)), "🔟")


def number_of(sign: str) -> int | None:
    """The button that a sign stands for, also without what makes it a picture; a number that was typed too."""
    bare = sign.strip().translate({0xFE0F: None, 0x20E3: None})
    if bare == SIGNS[-1]:
        return len(SIGNS)
    return int(bare) if bare.isascii() and bare.isdigit() and 1 <= int(bare[:3]) <= len(SIGNS) else None


def sealed_in(content: Mapping[str, Any], number: int) -> str | None:
    """What a message carries for a button."""
    kept = content.get(BUTTONS)
    value = kept.get(str(number)) if isinstance(kept, Mapping) else None
    return value if isinstance(value, str) else None
