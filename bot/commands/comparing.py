"""What can be asked of letters laid side by side."""

import re
from dataclasses import dataclass
from typing import Any

from bot.commands.command import Command, Declared, Example

_QUOTED = re.compile(r"[\"“”„«‘'](?P<text>.+)[\"“”»’']\.?")
#: "klopt het dat …" asks a question, and pastes nothing.
_ASKS = re.compile(r"(?:het|dat|dit|deze|die|er|de|if|whether|that|this|the|it)\b", re.IGNORECASE)
_SHORTEST_PASTED = 4  #: words without quotes around them that are taken as pasted


@dataclass(frozen=True, slots=True)
class CheckQuote(Command):
    """Whether a pasted sentence stands in a letter."""

    text: str


def _quote(rest: str) -> CheckQuote | None:
    if match := _QUOTED.fullmatch(rest):
        return CheckQuote(match["text"].strip()) if match["text"].strip() else None
    pasted = len(rest.split()) >= _SHORTEST_PASTED and not _ASKS.match(rest)
    return CheckQuote(rest) if pasted else None


COMPARING: tuple[Declared[Any], ...] = (
    Declared(
        CheckQuote,
        nl=("klopt", "citaat"),
        en=("check", "quote"),
        read=_quote,
        write=lambda command: f'"{command.text}"',
        examples=(
            Example('klopt "Nederland steunde het voorstel"', "of een zin in een brief staat, en wat er anders is"),
        ),
    ),
)
