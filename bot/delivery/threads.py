"""Threads of delivery's own, so that nobody who asks something waits for one behind a round of briefings."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import ParamSpec, TypeVar

_MOST = 4  #: one plans, the others record what was sent; on SQLite they write in turn anyway

_P = ParamSpec("_P")
_T = TypeVar("_T")


class Threads:
    """As `asyncio.to_thread`, in these."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(_MOST, "delivery")

    async def run(self, work: Callable[_P, _T], *args: _P.args, **kwargs: _P.kwargs) -> _T:
        """What `work` returns."""
        return await asyncio.get_running_loop().run_in_executor(self._pool, partial(work, *args, **kwargs))
