"""An index in which only what a reader chose is found."""

from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace

from briefings.answering.forms import Forms
from briefings.answering.index import HitPage, ItemIndex, MeetingSummary, Narrowed, Search
from briefings.answering.vocabulary import Vocabulary
from briefings.model.briefing import StoredItem


class NarrowedIndex:
    """Another index, in which every search is narrowed."""

    def __init__(self, index: ItemIndex, narrowed: Narrowed) -> None:
        self._index = index
        self._narrowed = narrowed

    def at_once(self) -> AbstractContextManager[None]:
        """As in the whole index."""
        return self._index.at_once()

    def search(self, search: Search) -> HitPage:
        """One page of hits among what was chosen."""
        return self._index.search(replace(search, narrowed=self._narrowed))

    def forms(self, word: str) -> Forms:
        """As in the whole index: what a word means does not change."""
        return self._index.forms(word)

    def vocabulary(self) -> Vocabulary:
        """As in the whole index."""
        return self._index.vocabulary()

    def cited(self, keys: Collection[str]) -> Sequence[str]:
        """As in the whole index."""
        return self._index.cited(keys)

    def theme_sizes(self) -> Mapping[str, int]:
        """As in the whole index."""
        return self._index.theme_sizes()

    def meetings(self) -> Sequence[MeetingSummary]:
        """As in the whole index."""
        return self._index.meetings()

    def numbered(self, number: str, meeting_id: int | None = None) -> Sequence[StoredItem]:
        """As in the whole index."""
        return self._index.numbered(number, meeting_id)

    def items_of_meeting(self, meeting_id: int) -> Sequence[StoredItem]:
        """As in the whole index."""
        return self._index.items_of_meeting(meeting_id)

    def parts_of(self, item: StoredItem) -> Sequence[StoredItem]:
        """As in the whole index."""
        return self._index.parts_of(item)

    def letters_of_meeting(self, item: StoredItem) -> Sequence[StoredItem]:
        """As in the whole index."""
        return self._index.letters_of_meeting(item)
