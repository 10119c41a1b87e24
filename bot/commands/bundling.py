"""What can be asked of what was delivered in a chat."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.commands.command import Command, Declared, Example
from briefings.language.fold import fold
from briefings.language.periods import find_asked

_ANY_DAY = date(2025, 1, 1)  #: what a period is, does not hang on the day; only which days it has


@dataclass(frozen=True, slots=True)
class TakeBundle(Command):
    """Gives a link to a zip of what was delivered in this chat in a period; without one of all that is kept."""

    text: str = ""


def _read(rest: str) -> TakeBundle | None:
    """ "bundel maatregelen" is a question."""
    found = find_asked(rest, _ANY_DAY)
    is_period = found is not None and not f"{fold(rest)[: found.start]}{fold(rest)[found.end :]}".strip()
    return TakeBundle(rest) if is_period or not rest else None


BUNDLING: tuple[Declared[Any], ...] = (
    Declared(
        TakeBundle,
        nl=("bundel",),
        en=("bundle",),
        read=_read,
        write=lambda command: command.text,
        examples=(
            Example("bundel maart 2025", "een zip van wat hier in een periode is bezorgd, met de brieven erbij"),
            Example("bundel", "hetzelfde van alles wat is bewaard", in_help=False),
        ),
    ),
)
