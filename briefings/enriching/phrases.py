"""Turns of phrase by which somebody takes a side: phrases.toml, ready for looking up."""

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import NamedTuple

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
    for one in _phrases():
        if one.as_said.search(text):
            return one.stance
        if one.turned.search(text):
            return turned(one.stance, denied)
    return None


def noun_in(text: str, *, last: bool = False) -> Stance | None:
    """The stance of the first noun in a folded text that comes from somebody who takes one, or of the last."""
    found = [(noun.start(), one.stance) for one in _phrases() for noun in one.nouns.finditer(text)]
    return (max(found) if last else min(found))[1] if found else None


class _Phrases(NamedTuple):
    """The turns of phrase of a stance."""

    stance: Stance
    as_said: re.Pattern[str]
    turned: re.Pattern[str]
    nouns: re.Pattern[str]


@cache
def _phrases() -> tuple[_Phrases, ...]:
    """Compiled when a letter is read, and not when a question is answered."""
    tables = tomllib.loads(Path(__file__).with_name("phrases.toml").read_text("utf-8"))
    return tuple(
        _Phrases(Stance[name.upper()], *(_any_of(table.get(key, [])) for key in ("as_said", "turned", "nouns")))
        for name, table in tables.items()
    )


def _any_of(patterns: list[str]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(patterns)})\b" if patterns else r"(?!)")
