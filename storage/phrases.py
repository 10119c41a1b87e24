"""What both full-text indexes are asked."""

from collections.abc import Sequence

#: Any of these runs of folded words; each word is of a-z and 0-9 only (briefings.language.tokens).
Phrases = Sequence[Sequence[str]]
