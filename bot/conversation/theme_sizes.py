"""How many items answer to each theme: the number that stands above its answer."""

from collections.abc import Callable, Mapping

from briefings.answering.answering import Answering
from briefings.themes.catalogue import Catalogue
from storage.search import StoredIndex


class ThemeSizes:
    """Counted as the answers count, once for each letter that comes in and each change of the themes.

    What an item is mainly about is another number: a theme may be named in many items that are about something else.
    """

    def __init__(self, index: StoredIndex, answering: Answering, catalogue: Callable[[], Catalogue]) -> None:
        self._index = index
        self._answering = answering
        self._catalogue = catalogue
        self._counted: tuple[int, Catalogue, Mapping[str, int]] | None = None

    def __call__(self) -> Mapping[str, int]:
        """By slug."""
        sequence, catalogue, counted = self._index.sequence(), self._catalogue(), self._counted
        if counted is None or counted[0] != sequence or counted[1] is not catalogue:
            sizes = {one.slug: self._answering.answer(one.slug, limit=1).total for one in catalogue.themes}
            counted = self._counted = sequence, catalogue, sizes
        return counted[2]
