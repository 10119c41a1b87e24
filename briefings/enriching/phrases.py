"""Turns of phrase by which somebody takes a side: phrases.toml, ready for looking up."""

import re
import tomllib
from functools import cache
from pathlib import Path

from briefings.model.statement import Stance

_DENIED = {
    Stance.SUPPORT: Stance.OPPOSITION,
    Stance.OPPOSITION: Stance.NO_OBJECTION,
    Stance.CONCERN: Stance.NO_OBJECTION,
}


def turned(taken: Stance, denied: str | None) -> Stance:
    """A stance that is denied: "geen voorstander" is against."""
    return _DENIED.get(taken, taken) if denied else taken


def side_said(text: str, denied: str | None) -> Stance | None:
    """The stance of the turn of phrase in a folded clause; `denied`: the word by which the clause denies."""
    for stance, as_said, may_turn in _phrases():
        if as_said.search(text):
            return stance
        if may_turn.search(text):
            return turned(stance, denied)
    return None


@cache
def _phrases() -> tuple[tuple[Stance, re.Pattern[str], re.Pattern[str]], ...]:
    """Compiled when a letter is read, and not when a question is answered."""
    tables = tomllib.loads(Path(__file__).with_name("phrases.toml").read_text("utf-8"))
    return tuple(
        (Stance[name.upper()], _any_of(table.get("as_said", [])), _any_of(table.get("turned", [])))
        for name, table in tables.items()
    )


def _any_of(patterns: list[str]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(patterns)})\b" if patterns else r"(?!)")
