"""Which ministry a minister is of, by their title."""

import re
from collections.abc import Iterable

from briefings.model.statement import Statement

_TITLE = re.compile(r"\b(?:minister|staatssecretaris)s? (?:van|voor) (?P<ministry>[A-Z][^,;()]*)", re.IGNORECASE)


def ministry_in(title: str | None) -> str | None:
    """ "De minister van Justitie en Veiligheid" -> "Justitie en Veiligheid"; None for who is no minister."""
    match = _TITLE.search(title or "")
    return match["ministry"].strip() if match else None


def ministries_of(said: Statement, roles: Iterable[str]) -> frozenset[str]:
    """The ministry of who promises something to parliament; where that is "ik", those of who signed the letter."""
    if not said.is_promise:
        return frozenset()
    if own := ministry_in(said.named):
        return frozenset({own})
    return frozenset(ministry for role in roles if (ministry := ministry_in(role)))
