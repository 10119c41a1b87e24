"""The Council formations, from formations.toml: their names through the years, and where a text names one."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from briefings.language.fold import fold
from briefings.model.formation import Formation, Name

_BETWEEN = r"[^0-9a-z]{1,3}"  #: words of a name: "VTE-Raad (Energie)"
_GLUED = r"[^0-9a-z]{0,3}"  #: before "Raad": "JBZ-Raad", "JBZ Raad", "JBZRaad"
_OF = r"(?:van ministers )?(?:voor |van |inzake |over )?(?:de )?"  #: between "Raad" and its field
_EUROPEAN = r"(?:\b(?:eu|europese)\b[^0-9a-z]{1,3}|\b(?:informele|ministeriele) [^.;]{0,60}?)"
_OF_EUROPE = r"(?= (?:van|uit|binnen) (?:de )?(?:eu\b|europese|lidstaten))"
#: What a text says of a Dutch advisory body with the name of a Council.
_ADVISES = re.compile(r"\b(?:advies|adviezen|rapport|signalement|adviseert|adviseerde)\b")
_PART = r"^[^.;:]{0,70}?\b(?:onderdeel|onderdelen|deel|gedeelte|formatie)[^0-9a-z]{1,3}"


@dataclass(frozen=True, slots=True)
class FormationMention:
    """A place in a folded text where a formation is named."""

    start: int
    end: int
    formation: Formation
    held: bool  #: by a name that was in use in that year
    by_ministers: bool = False  #: as a meeting of its ministers, so an informal one


@cache
def formations() -> tuple[Formation, ...]:
    """Every formation known."""
    tables = tomllib.loads(Path(__file__).with_name("formations.toml").read_text("utf-8"))
    return tuple(_formation(code, table) for code, table in tables.items())


def find_formation(title: str, year: int | None = None) -> Formation | None:
    """The formation a title is about: the one named first in it; the longest of names at one place."""
    first = first_mention(fold(title), year)
    return first.formation if first else None


def first_mention(folded: str, year: int | None = None, begin: int = 0) -> FormationMention | None:
    """Where a folded text first names a formation, by a name that was in use in `year` if there is one."""
    found = list(mentions(folded, year, begin))
    return next((one for one in found if one.held), None) or next(iter(found), None)


def mentions(folded: str, year: int | None = None, begin: int = 0) -> Iterator[FormationMention]:
    """Every place where a folded text names a formation, in order; of names at one place the longest."""
    advises = _ADVISES.search(folded) is not None
    at = begin
    while match := _names().search(folded, at):
        at = match.end()
        formation, name = _by_name()[_key(match[0])]
        if advises and name.text in formation.also_dutch:
            continue
        by_ministers = not name.text
        yield FormationMention(
            match.start(), match.end(), _part_of(formation, folded, match.end()), name.held(year), by_ministers
        )


def formation_named(name: str) -> Formation | None:
    """The formation with this code ("jbz"), or the one that the name is about."""
    code = fold(name)
    return next((formation for formation in formations() if fold(formation.code) == code), None) or find_formation(name)


def formation_of(dossier: str) -> Formation | None:
    """The formation whose letters alone a dossier holds; None where there are several or none."""
    whole = [one for one in formations() if one.dossier == dossier and one.of is None]
    return whole[0] if len(whole) == 1 else None


def label_of(code: str) -> str:
    """How people call the formation with this code; the code itself when it is not in the data."""
    return next((formation.label for formation in formations() if formation.code == code), code)


def _formation(code: str, table: Mapping[str, Any]) -> Formation:
    names = (Name(**one) if isinstance(one, dict) else Name(one) for one in _named(table["names"]))
    return Formation(
        code,
        table["label"],
        tuple(names),
        table["dossier"],
        tuple(fold(one) for one in table.get("ministers", ())),
        table.get("of"),
        tuple(table.get("parts", ())),
        tuple(table.get("also_dutch", ())),
    )


def _named(entries: list[Any]) -> Iterator[Any]:
    for entry in entries:
        yield (
            {"text": entry["name"], "since": entry.get("since"), "until": entry.get("until")}
            if isinstance(entry, dict)
            else entry
        )


def _part_of(formation: Formation, folded: str, end: int) -> Formation:
    """The part of it that the text goes on to name: "Raad WSBVC van 10 maart (onderdeel Volksgezondheid)"."""
    rest = folded[end : end + 120]
    for part in formations():
        if part.of == formation.code and re.search(_PART + rf"(?:{'|'.join(part.parts)})\b", rest):
            return part
    return formation


@cache
def _names() -> re.Pattern[str]:
    """Every name, the longest first, so that of names at one place the longest is found."""
    patterns = {_pattern(name.text): len(name.text) for formation in formations() for name in formation.names}
    ordered = sorted(patterns, key=lambda pattern: -patterns[pattern])
    return re.compile(rf"(?<![0-9a-z])(?:{'|'.join([*ordered, _ministers()])})(?![0-9a-z])")


def _pattern(name: str) -> str:
    words = re.findall(r"[0-9a-z]+", fold(name))
    out: str = words[0]
    for before, word in pairwise(words):
        between = _GLUED if word == "raad" else _BETWEEN
        out += between + (_OF if before == "raad" else "") + word
    return out


def _ministers() -> str:
    """Ministers who meet: "EU-transportministers", "de Europese ministers van Milieu"."""
    compounds = sorted({one for f in formations() for one in f.ministers if "minister" in one}, key=len, reverse=True)
    fields = sorted({one for f in formations() for one in f.ministers if "minister" not in one}, key=len, reverse=True)
    compound = "|".join(_loose(one) for one in compounds)
    field = "|".join(_loose(one) for one in fields)
    of_field = rf"ministers (?:van|voor) (?:{field})"
    return rf"{_EUROPEAN}(?:{compound}|{of_field})|(?:{compound}|{of_field}){_OF_EUROPE}"


def _loose(name: str) -> str:
    return _BETWEEN.join(re.findall(r"[0-9a-z]+", name))


@cache
def _by_name() -> Mapping[str, tuple[Formation, Name]]:
    found: dict[str, tuple[Formation, Name]] = {}
    for formation in formations():
        for name in formation.names:
            found.setdefault(_key(fold(name.text)), (formation, name))
        for field in formation.ministers:
            found.setdefault(f"ministers:{_bare(field)}", (formation, Name("")))
    return _Names(found)


class _Names(dict[str, tuple[Formation, Name]]):
    """By the words of a name; a meeting of ministers by its field, whatever stands before it."""

    def __missing__(self, key: str) -> tuple[Formation, Name]:
        fields = [one for one in self if one.startswith("ministers:") and key.endswith(one.removeprefix("ministers:"))]
        return self[max(fields, key=len)]


def _key(folded: str) -> str:
    """A name without what may stand between its words."""
    words = re.findall(r"[0-9a-z]+", folded)
    if words and words[0] == "raad":
        while len(words) > 1 and words[1] in {"van", "ministers", "voor", "inzake", "over", "de"}:
            del words[1]
    return "".join(words)


def _bare(folded: str) -> str:
    return "".join(re.findall(r"[0-9a-z]+", folded))
