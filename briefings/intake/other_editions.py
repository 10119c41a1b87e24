"""What the editions of a letter say that are kept and not shown."""

from collections import OrderedDict
from collections.abc import Sequence
from threading import Lock

from briefings.errors import JbzError
from briefings.intake.editions import best
from briefings.intake.library import Library
from briefings.intake.take_in import Read
from briefings.model.document import Provenance
from briefings.model.item import AgendaItem

_KEPT = 32  #: editions whose items are remembered; their bytes never change


class OtherEditions:
    """Reads again what was kept; what was read lately is remembered."""

    def __init__(self, library: Library, read: Read) -> None:
        self._library = library
        self._read = read
        self._remembered: OrderedDict[int, tuple[AgendaItem, ...]] = OrderedDict()
        self._lock = Lock()

    def of(self, document_id: int) -> Sequence[Sequence[AgendaItem]]:
        """The items of each edition that is not shown, the latest first; one that cannot be read is left out."""
        kept = list(self._library.editions(document_id))
        shown = {one.id for annex in (False, True) if (one := best(kept, annex=annex))}
        others = sorted((one for one in kept if one.id not in shown), key=lambda one: -one.id)
        found = []
        for one in others:
            with self._lock:
                items = self._remembered.get(one.id)
            if items is None:
                try:
                    provenance = Provenance(one.name, registered=one.registered)
                    items = self._read(self._library.content(one.id), provenance).items
                except JbzError:
                    continue  # it was read when it came in: an older release took what this one does not
                with self._lock:
                    self._remembered[one.id] = items
                    if len(self._remembered) > _KEPT:
                        self._remembered.popitem(last=False)
            found.append(items)
        return found
