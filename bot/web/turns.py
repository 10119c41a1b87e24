"""Pages are made by a thread of their own: however many readers come, who asks in a chat is not behind them.

One thread: Python runs one at a time anyway, and of several each might take the turn of the loop that answers chats.
Between two pages it lets others go first for as long as the one before took, so that readers have half a core at most.
"""

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TypeVar

_T = TypeVar("_T")
_BREATHS = 1  #: times as long as a page took


class Turns:
    """Work for readers, in the order in which they came."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, "pages")
        self._free_at = 0.0  #: when the next may begin

    async def take(self, work: Callable[..., _T], *given: object, **named: object) -> _T:
        """What the work gives, when its turn came."""
        mine = partial(work, *given, **named)
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._do, mine)

    def _do(self, work: Callable[[], _T]) -> _T:
        began = time.monotonic()
        if began < self._free_at:
            time.sleep(self._free_at - began)
            began = time.monotonic()
        try:
            return work()
        finally:
            ended = time.monotonic()
            self._free_at = ended + _BREATHS * (ended - began)
