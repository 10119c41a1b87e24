"""Loads and checks the theme files."""

import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from briefings.errors import Message, NotUnderstood
from briefings.language.lemmas import lemma
from briefings.language.tokens import words
from briefings.model.theme import Theme

_FIELDS = {"nl", "en", "synonyms", "terms", "compounds", "abbreviations", "broader", "related"}
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


class _Wrong(ValueError):
    """Bad data, with what is wrong."""

    def __init__(self, code: str, **values: object) -> None:
        self.message = Message(code, values)
        super().__init__(str(self.message))


class Catalogue:
    """All themes, by slug and by name."""

    def __init__(self, themes: tuple[Theme, ...], merged: Mapping[str, str] | None = None) -> None:
        self.themes = themes
        self.merged = merged or {}  #: slugs that are no more -> the themes they were merged into
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

    def near(self, theme: Theme) -> tuple[str, ...]:
        """The slugs of the themes it is a part of, that are a part of it, and beside it."""
        within = (one.slug for one in self.themes if theme.slug in one.broader)
        return tuple(dict.fromkeys((*theme.broader, *within, *theme.related)))

    @cached_property
    def by_name(self) -> Mapping[str, Theme]:
        """Folded names (words joined by a space) to themes; the first theme to claim a name keeps it."""
        names: dict[str, Theme] = {}
        for theme in self.themes:
            for name in (theme.slug, *theme.names):
                names.setdefault(" ".join(words(name)), theme)
        return names

    def names_of(self, words: int) -> Sequence[str]:
        """The names of so many words."""
        return self._by_size.get(words, ())

    @cached_property
    def _by_size(self) -> Mapping[int, Sequence[str]]:
        sizes: dict[int, list[str]] = defaultdict(list)
        for name in self.by_name:
            sizes[name.count(" ") + 1].append(name)
        return sizes

    @cached_property
    def by_lemmas(self) -> Mapping[str, Theme]:
        """Names of dictionary forms ("visum" for "visa") to themes."""
        names: dict[str, Theme] = {}
        for name, theme in self.by_name.items():
            names.setdefault(" ".join(lemma(word) for word in name.split()), theme)
        return names

    @cached_property
    def by_term(self) -> Mapping[str, Theme]:
        """As `by_name`, and the words that belong to a theme without being its name."""
        terms = {" ".join(words(term)): theme for theme in self.themes for term in theme.terms}
        return terms | dict(self.by_name)

    @cached_property
    def single_words(self) -> frozenset[str]:
        """The names and terms of one word, abbreviations left out: what a typing error may stand for."""
        return frozenset(name for name in self.by_term if " " not in name) - self.abbreviations

    @cached_property
    def abbreviations(self) -> frozenset[str]:
        """Folded abbreviations: short words that must never be corrected into one another."""
        return frozenset("".join(words(name)) for theme in self.themes for name in theme.abbreviations)


@cache
def load_catalogue() -> Catalogue:
    """The themes of every file beside this module. Raises ValueError, naming the theme, on bad data."""
    tables = _bundled()
    _check_fields(tables)
    return _catalogue(tables, {})


def changed_catalogue(text: str) -> Catalogue:
    """The bundled themes as changed by `text`, in the same form: a table with a new slug is a new theme.

    A table with a known slug changes the fields it names; one with `into = "other"` is merged into that theme, which
    takes over its names. Raises JbzError with what is wrong.
    """
    try:
        changes: dict[str, dict[str, Any]] = tomllib.loads(text)
        _check_fields(changes, frozenset({"into"}))
        merged = {slug: str(table["into"]) for slug, table in changes.items() if "into" in table}
        kept = {slug: table for slug, table in changes.items() if slug not in merged}
        bundled = _bundled()
        return _catalogue({slug: bundled.get(slug, {}) | kept.get(slug, {}) for slug in bundled | changes}, merged)
    except (ValueError, TypeError, KeyError) as error:  # bad TOML is a ValueError too
        told: object = error.message if isinstance(error, _Wrong) else str(error)
        if isinstance(error, KeyError):
            told = Message("theme.missing", {"field": str(error)})
        raise NotUnderstood("themes.wrong", told=told) from error


def _bundled() -> dict[str, dict[str, Any]]:
    files = sorted(Path(__file__).parent.glob("*.toml"))
    return {slug: table for file in files for slug, table in tomllib.loads(file.read_text("utf-8")).items()}


def _catalogue(tables: Mapping[str, Mapping[str, Any]], merged: Mapping[str, str]) -> Catalogue:
    themes = {slug: _theme(slug, table) for slug, table in tables.items()}
    for slug, into in merged.items():
        if into not in themes or into in merged or slug not in themes:
            raise _Wrong("theme.into", slug=slug, into=into)
        themes[into] = _joined(themes[into], themes.pop(slug))
    named = tuple(_pointing(theme, merged) for theme in themes.values())
    _check(named)
    return Catalogue(named, merged)


def _theme(slug: str, table: Mapping[str, Any]) -> Theme:
    if not _SLUG.fullmatch(slug):
        raise _Wrong("theme.slug", slug=slug)
    lists = {name: _names(slug, name, table.get(name, [])) for name in sorted(_FIELDS - {"nl", "en"})}
    for label in ("nl", "en"):
        if not isinstance(table.get(label), str) or not words(table[label]):
            raise _Wrong("theme.label", slug=slug, label=label)
    return Theme(slug=slug, nl=table["nl"], en=table["en"], **lists)


def _names(slug: str, field: str, names: Any) -> tuple[str, ...]:
    if not isinstance(names, list) or not all(isinstance(name, str) and words(name) for name in names):
        raise _Wrong("theme.names", slug=slug, field=field)
    return tuple(names)


def _joined(theme: Theme, other: Theme) -> Theme:
    """The theme with the names of another, which it takes the place of."""
    return replace(
        theme,
        synonyms=tuple(dict.fromkeys((*theme.synonyms, other.nl, other.en, *other.synonyms))),
        terms=tuple(dict.fromkeys((*theme.terms, *other.terms))),
        compounds=tuple(dict.fromkeys((*theme.compounds, *other.compounds))),
        abbreviations=tuple(dict.fromkeys((*theme.abbreviations, *other.abbreviations))),
        broader=tuple(slug for slug in theme.broader if slug != other.slug),
        related=tuple(slug for slug in theme.related if slug != other.slug),
    )


def _pointing(theme: Theme, merged: Mapping[str, str]) -> Theme:
    """The theme with its neighbours under the names they have now."""
    if not merged.keys() & {*theme.broader, *theme.related}:
        return theme
    broader, related = (tuple(merged.get(slug, slug) for slug in slugs) for slugs in (theme.broader, theme.related))
    return replace(
        theme,
        broader=tuple(slug for slug in dict.fromkeys(broader) if slug != theme.slug),
        related=tuple(slug for slug in dict.fromkeys(related) if slug != theme.slug),
    )


def _check_fields(tables: Mapping[str, Any], also: frozenset[str] = frozenset()) -> None:
    for slug, table in tables.items():
        if not isinstance(table, dict):
            raise TypeError(f"{slug}: staat buiten een thema")
        if unknown := set(table) - _FIELDS - also:
            raise _Wrong("theme.field", slug=slug, unknown=", ".join(sorted(unknown)))


def _check(themes: tuple[Theme, ...]) -> None:
    """Every neighbour is there, and a label names one theme only."""
    slugs = {theme.slug for theme in themes}
    labels = Counter(" ".join(words(theme.nl)) for theme in themes)
    for theme in themes:
        if labels[" ".join(words(theme.nl))] > 1:
            raise _Wrong("theme.twice", slug=theme.slug, name=theme.nl)
        for other in theme.broader + theme.related:
            if other not in slugs:
                raise _Wrong("theme.points", slug=theme.slug, other=other)
