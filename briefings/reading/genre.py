"""The words of the genre, from genre.toml; and the letters that only look like it."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from briefings.errors import ForeignLetter, Message
from briefings.language.fold import fold
from briefings.reading.blocks import CELL, Blocks

_BEGINNING = 60  #: lines that say what a paper is
_LONGEST_LINE = 200  #: a longer one is a sentence that only mentions it
_LONGEST_STATUS = 140
_LONGEST_WORD = 40


@dataclass(frozen=True, slots=True)
class LookAlike:
    """A kind of paper that is none of the genre."""

    pattern: re.Pattern[str]
    code: str  #: of the message that names it


@dataclass(frozen=True, slots=True)
class Genre:
    """The word lists, folded."""

    status: tuple[str, ...]
    parts: frozenset[str]
    containers: frozenset[str]
    sections: tuple[str, ...]
    hands_over: frozenset[str]
    closings: tuple[str, ...]
    openings: frozenset[str]
    clinging: frozenset[str]
    acts: frozenset[str]
    verbs: frozenset[str]
    chrome: re.Pattern[str]
    template: re.Pattern[str]
    look_alikes: tuple[LookAlike, ...]


@cache
def genre() -> Genre:
    """The words by which letters of the genre are built."""
    table = tomllib.loads(Path(__file__).with_name("genre.toml").read_text("utf-8"))
    return Genre(
        status=tuple(table["status"]),
        parts=frozenset(table["parts"]),
        containers=frozenset(table["containers"]),
        sections=tuple(table["sections"]),
        hands_over=frozenset(table["hands_over"]),
        closings=tuple(table["closings"]),
        openings=frozenset(table["openings"]),
        clinging=frozenset(table["clinging"]),
        acts=frozenset(table["acts"]),
        verbs=frozenset(table["verbs"]),
        chrome=re.compile("|".join(table["chrome"])),
        template=re.compile("|".join(table["template"])),
        look_alikes=tuple(LookAlike(re.compile(entry["pattern"]), entry["code"]) for entry in table["look_alikes"]),
    )


def is_status(line: str) -> bool:
    """A second title line that says what the Council did: "= Algemene oriëntatie", "(Update door …)"."""
    return len(line) <= _LONGEST_STATUS and _begins(re.sub(r"[()=\"]", "", fold(line)).strip(), genre().status)


def is_part(line: str) -> bool:
    """The name of a part of an item: "Inzet Nederland"."""
    return len(line) <= _LONGEST_STATUS and fold(line).rstrip(":. ") in genre().parts


def is_container(line: str) -> bool:
    """An item that only holds others: "Overige onderwerpen", "Diversen"."""
    return len(line) <= _LONGEST_STATUS and fold(line).strip("\"':. ") in genre().containers


def is_section(line: str) -> bool:
    """A part of the meeting: "Binnenlandse Zaken", "Donderdag 5 maart", "Eurogroep in reguliere samenstelling"."""
    return len(line) <= _LONGEST_STATUS and _begins(fold(line), genre().sections)


def is_section_name(line: str) -> bool:
    """The name of a part of the meeting and nothing else: "Binnenlandse Zaken"."""
    return len(line) <= _LONGEST_STATUS and fold(line).strip(": ") in genre().sections


def is_closing(line: str) -> bool:
    """A line that ends the letter proper: "Hoogachtend,"."""
    return len(line) <= _LONGEST_STATUS and _begins(fold(line), genre().closings)


def is_opening(line: str) -> bool:
    """The heading of what opens a text: "Inleiding"."""
    return len(line) <= _LONGEST_STATUS and fold(line).strip(":. 0123456789") in genre().openings


def clings(line: str) -> bool:
    """A line that goes on in the next: its last word leads to another."""
    return fold(line[-_LONGEST_WORD:]).rpartition(" ")[2] in genre().clinging


def has_verb(text: str) -> bool:
    """A sentence rather than a title: it has a finite verb that letters use."""
    return bool(genre().verbs & set(re.findall(r"[a-z]+", fold(text))))


def names_act(text: str) -> bool:
    """A title that begins with the kind of act or paper it is about."""
    return fold(text[:_LONGEST_WORD]).split(" ")[0].strip("\"'(") in genre().acts


def is_chrome(line: str) -> bool:
    """A line of the site or viewer around a letter."""
    return bool(genre().chrome.search(fold(line[:_LONGEST_LINE])))


def is_template(line: str) -> bool:
    """A line of a ministry's template that is no text."""
    return bool(genre().template.search(fold(line[:_LONGEST_LINE])))


def refuse_look_alikes(blocks: Blocks, name: str) -> None:
    """Raises ForeignLetter when the paper says by a line of its beginning that it is something else."""
    for block in (*blocks.lines[:_BEGINNING], *blocks.margins[:_BEGINNING]):
        if len(block.text) > _LONGEST_LINE:
            continue
        line = fold(block.text.replace(CELL, " "))
        if line.strip("()= ") in genre().status:  # "Voortgangsrapportage", under the title of an item
            continue
        for other in genre().look_alikes:
            if other.pattern.search(line):
                raise ForeignLetter("letter.other_paper", name=name, paper=Message(other.code))


def _begins(folded: str, phrases: tuple[str, ...]) -> bool:
    """`folded` begins with one of the phrases as whole words."""
    return any(folded.startswith(phrase) and not folded[len(phrase) : len(phrase) + 1].isalnum() for phrase in phrases)
