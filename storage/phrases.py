"""What both full-text indexes are asked."""

from collections.abc import Sequence
from dataclasses import dataclass

#: Any of these runs of folded words; each word is of a-z and 0-9 only (briefings.language.tokens, storage.tags).
Phrases = Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class WantedPhrase:
    """Items that hold one of each of these. Title words are met in the title only."""

    titles: tuple[Phrases, ...] = ()
    texts: tuple[Phrases, ...] = ()  #: anywhere
    tags: tuple[Sequence[str], ...] = ()
    without: tuple[Phrases, ...] = ()  #: items that hold any of these anywhere are not wanted; a tag is a phrase too
