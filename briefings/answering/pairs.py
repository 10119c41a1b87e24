"""The agenda beside the report: which item was planned and which was said."""

from collections.abc import Sequence
from dataclasses import dataclass

from briefings.answering.links import counterparts
from briefings.model.briefing import StoredItem


@dataclass(frozen=True, slots=True)
class Pair:
    """An item as it was planned and as it was reported; one of the two may be missing."""

    planned: StoredItem | None
    said: StoredItem | None

    @property
    def first(self) -> StoredItem:
        """What was said, else what was planned."""
        item = self.said or self.planned
        assert item is not None  # noqa: S101 - a pair is made of one or two
        return item


def pair(planned: Sequence[StoredItem], said: Sequence[StoredItem]) -> list[Pair]:
    """In the order of the report, each item with the planned one it surely is; then what was planned only.

    A planned item stands beside one item only: the one it fits best.
    """
    if not planned or not said:
        return [Pair(None, item) for item in said] + [Pair(item, None) for item in planned]
    links = [(found.score, item.id, found.item) for item in said for found in counterparts(item, planned)]
    partners: dict[int, StoredItem] = {}
    taken: set[int] = set()
    for _, item_id, other in sorted(links, key=lambda one: (-one[0], one[1], one[2].id)):
        if item_id not in partners and other.id not in taken:
            partners[item_id] = other
            taken.add(other.id)
    beside = [Pair(partners.get(item.id), item) for item in said]
    return beside + [Pair(item, None) for item in planned if item.id not in taken]
