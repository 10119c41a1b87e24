"""The one analyser: the same words are indexed and asked for."""

import re

from briefings.language.fold import fold

_WORD = re.compile(r"[a-z0-9]+(?:['-][a-z0-9]+)*")


def words(text: str) -> list[str]:
    """The folded words of `text`. A hyphenated word ("EU-actieplan", "e-evidence") is one word, joined."""
    return [word.replace("-", "").replace("'", "") for word in _WORD.findall(fold(text))]


def hyphenated(text: str) -> list[tuple[str, ...]]:
    """The parts of each hyphenated word of `text`; of "EU-actieplan" "eu" and "actieplan"."""
    return [tuple(re.split(r"['-]", word)) for word in _WORD.findall(fold(text)) if "-" in word]


def index_words(text: str) -> list[str]:
    """The words of `text` as indexed: as `words`, and of a hyphenated word its parts behind it."""
    found: list[str] = []
    for word in _WORD.findall(fold(text)):
        if word.isalnum():
            found.append(word)
            continue
        parts = re.split(r"['-]", word)
        found.append("".join(parts))
        found.extend(part for part in parts if len(part) > 1)
    return found
