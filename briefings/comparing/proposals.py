"""Which proposal of the Commission an item is about: an older one and a newer one on a subject are two files."""

import re

from briefings.answering.links import own_papers
from briefings.model.briefing import StoredItem

_PROPOSAL = re.compile(r"com-\d{4}-\d+")  #: the key of a paper with which the Commission proposes something


def proposals_of(source: StoredItem) -> frozenset[str]:
    """The keys of the proposals that an item cites."""
    return frozenset(key for key in own_papers(source) if _PROPOSAL.fullmatch(key))


def are_on_one_proposal(one: StoredItem, other: StoredItem) -> bool:
    """Whether both are about one proposal: the only one that either cites, in one formation."""
    first, second = proposals_of(one), proposals_of(other)
    return len(first) == 1 and first == second and one.meeting.council == other.meeting.council


def are_on_two_proposals(one: StoredItem, other: StoredItem) -> bool:
    """Whether each cites proposals, and none of them both."""
    first, second = proposals_of(one), proposals_of(other)
    return bool(first and second) and not first & second
