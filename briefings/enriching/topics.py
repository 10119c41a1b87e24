"""Which themes an item is about, by rules that can be explained: which name, where."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from briefings.enriching.offices import without_offices
from briefings.language.tokens import words
from briefings.model.item import AgendaItem
from briefings.model.theme import Theme, ThemeMatch

#: What one mention weighs. A phrase or an abbreviation is exact, so one of them makes an item "about" a theme.
_IN_TITLE = 5.0
_EXACT_IN_TEXT = 2.0
_WORD_IN_TEXT = 1.0


def find_themes(item: AgendaItem, themes: Sequence[Theme]) -> tuple[ThemeMatch, ...]:
    """The themes of the item, heaviest first; each with the names found and where they stand."""
    title = _Text(f"{item.title}\n{item.subtitle or ''}")
    body = _Text(without_offices("\n".join(item.paragraphs)))
    matches = [match for theme in themes if (match := _match(theme, title, body))]
    return tuple(sorted(matches, key=lambda match: (-match.score, match.slug)))


def names_theme(theme: Theme, text: str) -> bool:
    """Whether a name or term of the theme stands in a text."""
    return next(_found(theme, _Text(text)), None) is not None


class _Text:
    """A text prepared for looking up names."""

    def __init__(self, raw: str) -> None:
        self.raw = raw
        found = words(raw)
        self.words = Counter(found)
        self.joined = f" {' '.join(found)} "


def _match(theme: Theme, title: _Text, body: _Text) -> ThemeMatch | None:
    score = 0.0
    terms: list[tuple[str, str]] = []
    for name, _exact, _count in _found(theme, title):
        score += _IN_TITLE
        terms.append((name, "title"))
    for name, exact, count in _found(theme, body):
        score += (_EXACT_IN_TEXT if exact else _WORD_IN_TEXT) * count
        terms.append((name, "text"))
    return ThemeMatch(theme.slug, score, tuple(terms)) if terms else None


def _found(theme: Theme, text: _Text) -> Iterator[tuple[str, bool, int]]:
    """(name, whether it is an exact phrase or abbreviation, how often) for each name that stands in `text`."""
    names = _names(theme)
    for name, word in names.compounds:
        if word not in text.joined:
            continue
        if count := sum(n for known, n in text.words.items() if word in known):
            yield name, False, count
    for name, first, phrase, exact in names.phrases:
        if first in text.words and (count := text.joined.count(phrase)):
            yield name, exact, count
    for name, pattern in names.abbreviations:
        if name in text.raw and (count := len(pattern.findall(text.raw))):
            yield name, True, count


@dataclass(frozen=True, slots=True)
class _Names:
    """A theme's names, prepared for looking up."""

    compounds: tuple[tuple[str, str], ...]  #: (name, folded word)
    phrases: tuple[tuple[str, str, str, bool], ...]  #: (name, first word, words between spaces, more than one word)
    abbreviations: tuple[tuple[str, re.Pattern[str]], ...]


@cache
def _names(theme: Theme) -> _Names:
    compounds = tuple((name, "".join(words(name))) for name in theme.compounds)
    split = {name: words(name) for name in (theme.nl, theme.en, *theme.synonyms, *theme.terms)}
    return _Names(
        compounds=compounds,
        phrases=tuple(
            (name, parts[0], f" {' '.join(parts)} ", len(parts) > 1)
            for name, parts in split.items()
            if len(parts) > 1 or not any(word in parts[0] for _, word in compounds)  # else counted as a compound
        ),
        abbreviations=tuple((name, re.compile(rf"(?<!\w){re.escape(name)}(?!\w)")) for name in theme.abbreviations),
    )
