"""What was written lately, for those who ask the same: many do when a letter came in, and feeds are asked for ever.

Kept for no longer than browsers may keep it too, and only as long as no letter comes in.
"""

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import TypeVar

_SECONDS = 60.0
_MOST = 200

_T = TypeVar("_T")


class Recent:
    """Safe to share between threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept: OrderedDict[Hashable, tuple[float, object]] = OrderedDict()

    def get(self, name: Hashable, write: Callable[[], _T]) -> _T:
        """What `write` gives, or gave lately under this name."""
        now = time.monotonic()
        with self._lock:
            kept = self._kept.get(name)
        if kept is not None and now - kept[0] < _SECONDS:
            return kept[1]  # type: ignore[return-value]  # one kind of thing under one name
        written = write()
        with self._lock:
            self._kept[name] = now, written
            self._kept.move_to_end(name)
            while len(self._kept) > _MOST:
                self._kept.popitem(last=False)
        return written
