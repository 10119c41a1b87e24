"""Loads and checks the theme files."""

import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from briefings.language.lemmas import lemma
from briefings.language.tokens import words
from briefings.model.theme import Theme

_FIELDS = {"nl", "en", "synonyms", "compounds", "abbreviations", "broader", "related"}


class Catalogue:
    """All themes, by slug and by name."""

    def __init__(self, themes: tuple[Theme, ...]) -> None:
        self.themes = themes
        self._by_slug = {theme.slug: theme for theme in themes}

    def __getitem__(self, slug: str) -> Theme:
        return self._by_slug[slug]

    def get(self, slug: str) -> Theme | None:
        """The theme with this slug, if there still is one."""
        return self._by_slug.get(slug)

    def label(self, slug: str, language: str) -> str:
        """The theme's name; the slug itself when the theme is no longer in the data."""
        theme = self.get(slug)
        return theme.label(language) if theme else slug

    @cached_property
    def by_name(self) -> Mapping[str, Theme]:
        """Folded names (words joined by a space) to themes; the first theme to claim a name keeps it."""
        names: dict[str, Theme] = {}
        for theme in self.themes:
            for name in (theme.slug, *theme.names):
                names.setdefault(" ".join(words(name)), theme)
        return names

    @cached_property
    def by_lemmas(self) -> Mapping[str, Theme]:
        """Names of dictionary forms ("visum" for "visa") to themes."""
        names: dict[str, Theme] = {}
        for name, theme in self.by_name.items():
            names.setdefault(" ".join(lemma(word) for word in name.split()), theme)
        return names

    @cached_property
    def abbreviations(self) -> frozenset[str]:
        """Folded abbreviations: short words that must never be corrected into one another."""
        return frozenset("".join(words(name)) for theme in self.themes for name in theme.abbreviations)


@cache
def load_catalogue() -> Catalogue:
    """The themes of every file beside this module. Raises ValueError, naming the theme, on bad data."""
    files = sorted(Path(__file__).parent.glob("*.toml"))
    themes = tuple(theme for file in files for theme in _read(tomllib.loads(file.read_text("utf-8"))))
    _check(themes)
    return Catalogue(themes)


def _read(tables: Mapping[str, Mapping[str, Any]]) -> Iterator[Theme]:
    for slug, table in tables.items():
        if unknown := set(table) - _FIELDS:
            raise ValueError(f"theme {slug}: unknown field {sorted(unknown)}")
        lists = {name: tuple(table.get(name, ())) for name in sorted(_FIELDS - {"nl", "en"})}
        yield Theme(slug=slug, nl=table["nl"], en=table["en"], **lists)


def _check(themes: tuple[Theme, ...]) -> None:
    counted = Counter(theme.slug for theme in themes)
    for theme in themes:
        if counted[theme.slug] > 1:
            raise ValueError(f"theme {theme.slug}: there are two")
        for other in theme.broader + theme.related:
            if other not in counted:
                raise ValueError(f"theme {theme.slug}: refers to {other}, which is not there")
