"""What is awaited for longer than is usual, and who wants to hear of it."""

from dataclasses import dataclass
from typing import Any

from bot.commands.command import Command, Declared, Does, Example, alone, nothing
from briefings.errors import NotUnderstood
from briefings.language.fold import fold
from briefings.model.chat import EVERY
from briefings.reading.formations import formation_named

_ALL = frozenset({"aan", "alles", "on", "all", "everything"})
_NONE = frozenset({"uit", "niets", "off", "nothing"})


@dataclass(frozen=True, slots=True)
class ShowSilences(Command):
    """Which letters are later than usual, and what is usual."""


@dataclass(frozen=True, slots=True)
class SetAlarm(Command):
    """Of which formations the chat hears when a letter is later than usual."""

    councils: tuple[str, ...]  #: codes; (EVERY,): of all; none: it hears of nothing


def _read(rest: str) -> SetAlarm | None:
    if not rest:
        return None
    typed = fold(rest)
    if typed in _ALL | _NONE:
        return SetAlarm((EVERY,) if typed in _ALL else ())
    found = [formation_named(part.strip()) for part in rest.replace(" en ", ",").replace(" and ", ",").split(",")]
    councils = tuple(dict.fromkeys(one.code for one in found if one))
    if not councils or None in found:
        raise NotUnderstood("Van welke Raad wilt u het horen? Zo kan het: alarm JBZ, alarm alles of alarm uit.")
    return SetAlarm(councils)


def _write(command: SetAlarm) -> str:
    if not command.councils:
        return "uit"
    return "alles" if command.councils == (EVERY,) else ", ".join(command.councils)


SILENCE: tuple[Declared[Any], ...] = (
    Declared(
        SetAlarm,
        nl=("alarm",),
        en=("alert",),
        read=_read,
        write=_write,
        does=Does.CHANGES,
        examples=(
            Example("alarm JBZ", "een bericht als een verslag of agenda langer uitblijft dan gewoonlijk"),
            Example("alarm alles", "hetzelfde van alle Raden", in_help=False),
            Example("alarm uit", "geen bericht meer", in_help=False),
        ),
    ),
    Declared(
        ShowSilences,
        nl=("alarm",),
        en=("alert",),
        read=alone(ShowSilences),
        write=nothing,
        examples=(Example("alarm", "welke brieven nu langer uitblijven dan gewoonlijk", in_help=False),),
    ),
)
