"""Where pages are made: however many readers come, who asks in a chat is not behind them.

In a thread of their own, or in a process of their own, so that pages and chats do not share one Python (which runs one
thing at a time). One of either, and in the order in which readers came.
"""

import asyncio
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from starlette.requests import Request

_T = TypeVar("_T")
_OF_A_REQUEST = ("type", "http_version", "method", "scheme", "path", "raw_path", "query_string", "root_path", "server")
_HEADERS = {b"host", b"if-none-match"}  #: what a page may differ by; a cookie is not among them
_LESS = 10  #: how much a process for readers steps back when there is no processor for everybody (nice)
_made: dict[str, object] = {}


class Turns:
    """Work for readers, in a thread."""

    def __init__(self) -> None:
        self._executor = self._begin()

    def _begin(self) -> Executor:
        return ThreadPoolExecutor(1, "pages")

    async def take(self, work: Callable[..., _T], *given: object) -> _T:
        """What the work gives, when its turn came."""
        return await asyncio.get_running_loop().run_in_executor(self._executor, partial(work, *given))

    def close(self) -> None:
        """Ends it, after what is being made; what waits is not begun."""
        self._executor.shutdown(cancel_futures=True)


class Apart(Turns):
    """Work for readers, in a process that is begun with the first page, and begun anew when it died.

    The work must be a method of one of those that `begin` kept by `keep`, or what pickle takes.
    """

    def __init__(self, begin: Callable[..., None], *given: object) -> None:
        self._begin_with = begin, given
        super().__init__()

    def _begin(self) -> Executor:
        around = multiprocessing.get_context("forkserver")
        return ProcessPoolExecutor(1, around, _step_back, self._begin_with)

    async def take(self, work: Callable[..., _T], *given: object) -> _T:
        """What the work gives; once more when the process died of it or before it."""
        mine = partial(_do, work, [_bare(one) for one in given])
        executor = self._executor
        try:
            return await asyncio.get_running_loop().run_in_executor(executor, mine)
        except BrokenProcessPool:
            if self._executor is executor:
                self._executor = self._begin()
            return await asyncio.get_running_loop().run_in_executor(self._executor, mine)


class OfEachProcess:
    """Something of which each process has its own: sent to another process, it is that of the other."""

    def __reduce__(self) -> tuple[Callable[[str], object], tuple[str]]:
        """Its name alone."""
        return _of_this_process, (type(self).__name__,)


def keep(these: Iterable[OfEachProcess]) -> None:
    """Those of this process."""
    _made.update({type(one).__name__: one for one in these})


def _of_this_process(name: str) -> object:
    return _made[name]


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a page is made of, of a request."""

    scope: dict[str, Any]


def _bare(one: object) -> object:
    if not isinstance(one, Request):
        return one
    scope = {name: one.scope[name] for name in _OF_A_REQUEST if name in one.scope}
    headers = [(name, value) for name, value in one.scope["headers"] if name in _HEADERS]
    return _Asked(scope | {"headers": headers, "path_params": dict(one.path_params)})


def _do(work: Callable[..., _T], given: Iterable[object]) -> _T:
    return work(*(Request(dict(one.scope)) if isinstance(one, _Asked) else one for one in given))


def _step_back(begin: Callable[..., None], given: tuple[object, ...]) -> None:
    """Begins the process: it ends with the service, also with one that is killed, and lets it go first."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_service, daemon=True).start()
    begin(*given)
    with suppress(OSError):  # a hardened unit may forbid it
        os.nice(_LESS)


def _end_with_service() -> None:
    service = multiprocessing.parent_process()
    if service is not None:
        service.join()
    os._exit(0)
