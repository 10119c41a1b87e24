"""The Council formations, from formations.toml."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from briefings.language.fold import fold


@dataclass(frozen=True, slots=True)
class Formation:
    """A Council formation and the names letters give it."""

    code: str  #: "JBZ"
    label: str  #: "JBZ-Raad"
    names: tuple[str, ...]  #: folded
    dossier: str
    titles: tuple[str, ...]  #: the names as printed


@cache
def formations() -> tuple[Formation, ...]:
    """Every formation known."""
    tables = tomllib.loads(Path(__file__).with_name("formations.toml").read_text("utf-8"))
    return tuple(
        Formation(
            code, table["label"], tuple(fold(name) for name in table["names"]), table["dossier"], tuple(table["names"])
        )
        for code, table in tables.items()
    )


def find_formation(title: str) -> Formation | None:
    """The formation a title is about: the one named first in it; the longest of names at one place."""
    folded = f" {fold(title)} "
    found = [
        (at, -len(name), formation)
        for formation in formations()
        for name in formation.names
        if (at := _find_word(folded, name)) >= 0
    ]
    return min(found, key=lambda hit: hit[:2])[2] if found else None


def formation_named(name: str) -> Formation | None:
    """The formation with this code ("jbz"), or the one that the name is about."""
    code = fold(name)
    return next((formation for formation in formations() if fold(formation.code) == code), None) or find_formation(name)


def label_of(code: str) -> str:
    """How people call the formation with this code; the code itself when it is not in the data."""
    return next((formation.label for formation in formations() if formation.code == code), code)


def _find_word(text: str, name: str) -> int:
    at = text.find(name)
    while at >= 0:
        end = at + len(name)
        if not text[at - 1].isalnum() and not text[end : end + 1].isalnum():
            return at
        at = text.find(name, at + 1)
    return -1
