"""What people type -> a theme: by its exact name, another form of it, or in spite of a typing error."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from briefings.language.lemmas import is_ordinary, lemma
from briefings.model.theme import Theme
from briefings.themes.catalogue import Catalogue

_LONGEST_NAME = 6  #: words
_SHORTEST_CORRECTED = 5
_CHARACTERS_AN_ERROR = 5  #: one typing error for so many characters
_MOST_ERRORS = 3
_RESEMBLES = 75.0


@dataclass(frozen=True, slots=True)
class Recognised:
    """A theme found in typed words, and which of the words named it."""

    theme: Theme
    start: int
    end: int
    corrected: bool = False


def recognise(typed: Sequence[str], catalogue: Catalogue) -> Recognised | None:
    """The theme that all of `typed` (folded words) names."""
    found = next((hit for hit in recognise_within(typed, catalogue) if hit.end - hit.start == len(typed)), None)
    return found or _corrected(typed, catalogue)


def recognise_within(typed: Sequence[str], catalogue: Catalogue) -> Iterator[Recognised]:
    """The themes named inside `typed`, the longest names first read, without overlap and correction."""
    at = 0
    while at < len(typed):
        for end in range(min(len(typed), at + _LONGEST_NAME), at, -1):
            theme = _named(typed[at:end], catalogue)
            if theme is not None:
                yield Recognised(theme, at, end)
                at = end
                break
        else:
            at += 1


def misspelt_at(typed: Sequence[str], at: int, catalogue: Catalogue) -> Recognised | None:
    """The theme that several words from `at` on name, but for a typing error: "entry exot system"."""
    for end in range(min(len(typed), at + _LONGEST_NAME), at + 1, -1):
        within = typed[at:end]
        if all(map(is_ordinary, within)):
            continue
        names = catalogue.names_of(len(within))
        found = process.extractOne(" ".join(within), names, scorer=OSA.distance, score_cutoff=1)
        if found is not None and differs_in_unknown(within, found[0].split()):
            return Recognised(catalogue.by_name[found[0]], at, end, corrected=True)
    return None


def resembling(text: str, catalogue: Catalogue, limit: int) -> list[Theme]:
    """Themes with a name or term that looks like `text` or stands in it, the likest first."""
    names = catalogue.by_term
    like = [name for name in names if len(name) >= _SHORTEST_CORRECTED or name == text]
    hits = process.extract(text, like, scorer=fuzz.ratio, score_cutoff=_RESEMBLES, limit=None)
    inside = [name for name in like if re.search(rf"\b{re.escape(name)}|{re.escape(name)}\b", text)]
    found = [*(name for name, _, _ in hits), *sorted(inside, key=len, reverse=True)]
    return list({names[name].slug: names[name] for name in found}.values())[:limit]


def _named(typed: Sequence[str], catalogue: Catalogue) -> Theme | None:
    name = " ".join(typed)
    exact = catalogue.by_name.get(name) or catalogue.by_name.get("".join(typed))
    if exact is not None or len(name) < _SHORTEST_CORRECTED:
        return exact
    return catalogue.by_lemmas.get(" ".join(lemma(word) for word in typed))


def _corrected(typed: Sequence[str], catalogue: Catalogue) -> Recognised | None:
    """The nearest name, when some word is no ordinary one and the errors are few for the length."""
    text = " ".join(typed)
    if len(text) < _SHORTEST_CORRECTED or text in catalogue.abbreviations or all(map(is_ordinary, typed)):
        return None
    allowed = min(len(text) // _CHARACTERS_AN_ERROR, _MOST_ERRORS)
    names = [name for name in catalogue.by_name if len(name) >= _SHORTEST_CORRECTED]
    found = process.extractOne(text, names, scorer=OSA.distance, score_cutoff=allowed)
    if found is None or found[0] in catalogue.abbreviations or not differs_in_unknown(typed, found[0].split()):
        return None
    return Recognised(catalogue.by_name[found[0]], 0, len(typed), corrected=True)


def differs_in_unknown(typed: Sequence[str], name: Sequence[str]) -> bool:
    """Only words that are no ordinary ones were changed: "pizza" in "pizza beleid" is not a typing error."""
    if len(typed) != len(name):
        return True
    return all(word == known or not is_ordinary(word) for word, known in zip(typed, name, strict=True))
