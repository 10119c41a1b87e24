"""A process of its own for work that may take too long, too much memory, or break: it costs only itself."""

import multiprocessing
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from pebble import ProcessPool

_T = TypeVar("_T")


@dataclass(slots=True)
class Worker:
    """One process, begun with the first work and begun anew when one killed it."""

    begin: Callable[..., None] | None = None  #: is called in the process before its first work, with `given`
    given: tuple[Any, ...] = ()
    _pool: ProcessPool | None = field(default=None, init=False)

    def run(self, work: Callable[..., _T], *given: Any, seconds: float) -> _T:
        """What `work` gives there.

        Raises concurrent.futures.TimeoutError after `seconds`, pebble.ProcessExpired when the process ended, and what
        the work raises.
        """
        if self._pool is None:
            context = multiprocessing.get_context("forkserver")
            self._pool = ProcessPool(max_workers=1, initializer=self.begin, initargs=self.given, context=context)
        result: _T = self._pool.schedule(work, given, timeout=seconds).result()
        return result

    def close(self) -> None:
        """Ends the process."""
        if self._pool is not None:
            self._pool.stop()
            self._pool.join()
            self._pool = None
