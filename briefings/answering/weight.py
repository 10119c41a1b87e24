"""Which of two positions tells more."""

from briefings.model.statement import Act, Statement

_SIDES = (Act.ABSTAINS, Act.OPPOSES, Act.SUPPORTS)  #: the weightiest first
_VOTES = "stem"


def weight(said: Statement | None) -> int:
    """How much a position tells, the least number first: an abstention or a vote, then a side that is taken."""
    if said is None or said.act not in _SIDES:
        return len(_SIDES)
    votes = any(word.startswith(_VOTES) for seen in said.seen for word in seen.split())
    return 0 if votes else _SIDES.index(said.act)
