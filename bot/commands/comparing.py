"""What can be asked of letters laid side by side."""

import re
from dataclasses import dataclass
from typing import Any

from bot.commands.asking import by_id, written
from bot.commands.command import Command, Declared, Example
from briefings.errors import NotUnderstood

_QUOTED = re.compile(r"[\"“”„«‘'](?P<text>.+)[\"“”»’']\.?")
_NOTHING = re.compile(r"[\"“”„«‘']?\s*[\"“”»’']?")  #: no words, or quotes around none
#: "klopt het dat …" asks a question, and pastes nothing.
_ASKS = re.compile(r"(?:het|dat|dit|deze|die|er|de|if|whether|that|this|the|it)\b", re.IGNORECASE)
_SHORTEST_PASTED = 4  #: words without quotes around them that are taken as pasted
_LONGEST_PASTED = 1000  #: characters of a message that are checked
_WITHIN = re.compile(r"[“„\"](?P<text>[^“”„\"]+)[”“\"]")


@dataclass(frozen=True, slots=True)
class CheckQuote(Command):
    """Whether a pasted sentence stands in a letter."""

    text: str


@dataclass(frozen=True, slots=True)
class ComparePlanned(Command):
    """What was planned for a meeting beside what was said there; the latest of which both are known."""

    of: int | str = ""


@dataclass(frozen=True, slots=True)
class ShowCourse(Command):
    """What the Netherlands said on a subject through time, and where that changed."""

    text: str


@dataclass(frozen=True, slots=True)
class Prepare(Command):
    """What to know before a Council, item by item; the next of which an annotated agenda is known."""

    of: int | str = ""


@dataclass(frozen=True, slots=True)
class ShowHandover(Command):
    """A year of a subject for who takes it over."""

    text: str


def check_of_message(message: str) -> CheckQuote | None:
    """The check of a message that somebody points at: of what it quotes when that is one passage, else of all it says.

    None where it says nothing.
    """
    said = " ".join("".join(char if char.isprintable() else " " for char in message).split())[:_LONGEST_PASTED]
    quoted = [one["text"].strip() for one in _WITHIN.finditer(said) if len(one["text"].split()) >= _SHORTEST_PASTED]
    pasted = quoted[0] if len(quoted) == 1 else said
    return CheckQuote(pasted) if pasted else None


def _quote(rest: str) -> CheckQuote | None:
    if _NOTHING.fullmatch(rest):
        raise _no_sentence()
    if match := _QUOTED.fullmatch(rest):
        return CheckQuote(match["text"].strip()) if match["text"].strip() else None
    if _ASKS.match(rest):
        return None
    if len(rest.split()) < _SHORTEST_PASTED:
        raise _no_sentence()
    return CheckQuote(rest)


def _no_sentence() -> NotUnderstood:
    return NotUnderstood(
        "Zet er een zin uit een brief achter. Zo kan het: klopt “Nederland steunde het voorstel niet”."
    )


def _course(rest: str) -> ShowCourse:
    if not rest:
        raise NotUnderstood("Zet er een onderwerp achter. Zo kan het: koers terugkeer.")
    return ShowCourse(rest)


def _hand_over(rest: str) -> ShowHandover:
    if not rest:
        raise NotUnderstood("Zet er een thema en een jaar achter. Zo kan het: overdracht migratie 2025.")
    return ShowHandover(rest)


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
    Declared(
        ShowCourse,
        nl=("koers",),
        en=("course",),
        read=_course,
        write=lambda command: command.text,
        examples=(Example("koers terugkeer", "wat Nederland over een onderwerp zei, en waar dat veranderde"),),
    ),
    Declared(
        ComparePlanned,
        nl=("gepland", "vooraf"),
        en=("planned",),
        read=lambda rest: ComparePlanned(by_id(rest)),
        write=lambda command: written(command.of),
        examples=(
            Example("gepland", "wat Nederland vooraf aankondigde, en wat daarvan in het verslag staat"),
            Example("gepland oktober 2025", "hetzelfde van een andere vergadering", in_help=False),
        ),
    ),
    Declared(
        Prepare,
        nl=("voorbereiding",),
        en=("preparation", "prepare", "pack"),
        read=lambda rest: Prepare(by_id(rest)),
        write=lambda command: written(command.of),
        examples=(
            Example("voorbereiding", "per agendapunt van de komende Raad: wat Nederland zegt, en wat eerder is gezegd"),
            Example("voorbereiding jbz oktober 2025", "hetzelfde van een andere vergadering", in_help=False),
        ),
    ),
    Declared(
        ShowHandover,
        nl=("overdracht",),
        en=("handover",),
        read=_hand_over,
        write=lambda command: command.text,
        examples=(Example("overdracht migratie 2025", "een jaar van een thema, voor wie het overneemt"),),
    ),
)
