"""Pages are made by few threads of their own: however many readers come, who asks in a chat is not behind them."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TypeVar

_AT_ONCE = 2

_T = TypeVar("_T")


class Turns:
    """Work for readers, in the order in which they came."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(_AT_ONCE, "pages")

    async def take(self, work: Callable[..., _T], *given: object, **named: object) -> _T:
        """What the work gives, when its turn came."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, partial(work, *given, **named))
