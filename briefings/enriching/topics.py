"""Which themes an item is about, by rules that can be explained: which name, where."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

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
    body = _Text("\n".join(item.paragraphs))
    matches = [match for theme in themes if (match := _match(theme, title, body))]
    return tuple(sorted(matches, key=lambda match: (-match.score, match.slug)))


class _Text:
    """A text prepared for looking up names."""

    def __init__(self, raw: str) -> None:
        self.raw = raw
        self.words = Counter(words(raw))
        self.joined = f" {' '.join(words(raw))} "


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
    compounds = {"".join(words(name)) for name in theme.compounds}
    for name in theme.compounds:
        wanted = "".join(words(name))
        if count := sum(n for word, n in text.words.items() if wanted in word):
            yield name, False, count
    for name in dict.fromkeys((theme.nl, theme.en, *theme.synonyms)):
        wanted_words = words(name)
        if len(wanted_words) == 1 and any(compound in wanted_words[0] for compound in compounds):
            continue  # counted above
        if count := text.joined.count(f" {' '.join(wanted_words)} "):
            yield name, len(wanted_words) > 1, count
    for name in theme.abbreviations:
        if count := len(re.findall(rf"(?<!\w){re.escape(name)}(?!\w)", text.raw)):
            yield name, True, count
