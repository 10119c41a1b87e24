"""Pages are made by a thread of their own: however many readers come, who asks in a chat is not behind them.

One thread: Python runs one at a time anyway, and of several each might take the turn of the loop that answers chats.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TypeVar

_T = TypeVar("_T")


class Turns:
    """Work for readers, in the order in which they came."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, "pages")

    async def take(self, work: Callable[..., _T], *given: object, **named: object) -> _T:
        """What the work gives, when its turn came."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, partial(work, *given, **named))
