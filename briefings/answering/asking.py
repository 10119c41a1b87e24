"""The words with which people ask, by section (asking.txt)."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path


def section(name: str) -> frozenset[str]:
    """The words of a section; those of a phrase are joined: "groen_licht". Raises KeyError when there is none."""
    return _sections()[name]


@cache
def _sections() -> Mapping[str, frozenset[str]]:
    sections: dict[str, set[str]] = {}
    current: set[str] = set()
    for line in Path(__file__).with_name("asking.txt").read_text("utf-8").splitlines():
        if line.startswith("["):
            current = sections.setdefault(line.strip("[]"), set())
        elif not line.startswith("#"):
            current.update(line.split())
    return {name: frozenset(words) for name, words in sections.items()}
