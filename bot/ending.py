"""The service ends in time, whatever hangs: a platform, a disk, a thread that cannot be called back.

It may be killed at any moment without losing anything (docs/delivery.md), so what is not finished by then is left.
"""

import os
import sys
import threading
import traceback
from collections.abc import Callable
from types import FrameType

import uvicorn

from bot.telemetry import log

SECONDS = 12.0  #: from the signal; systemd and compose wait 15, Kubernetes 20
_STATUS = 1
_DEEP = 4  #: frames that are told of a thread


class Ending:
    """Counts from the first time that it is begun."""

    def __init__(self, seconds: float = SECONDS, end: Callable[[int], None] = os._exit) -> None:
        self._seconds = seconds
        self._end = end
        self._timer: threading.Timer | None = None

    def begin(self) -> None:
        """The process ends within so many seconds from now."""
        if self._timer is None:
            self._timer = threading.Timer(self._seconds, self._late)
            self._timer.daemon = True
            self._timer.start()

    def _late(self) -> None:
        """Says what is still under way, and ends without it."""
        log.error("not_ended_in_time", seconds=self._seconds, threads=_under_way())
        sys.stderr.flush()
        self._end(_STATUS)


class InTime(uvicorn.Server):
    """A server that ends in time once it was told to."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self._ending = Ending()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """SIGTERM or Ctrl+C."""
        self._ending.begin()
        super().handle_exit(sig, frame)


def _under_way() -> list[str]:
    """The threads that the interpreter would wait for, with where they are."""
    frames = sys._current_frames()  # noqa: SLF001 - documented, and there is no other
    waited_for = [one for one in threading.enumerate() if not one.daemon and one.ident in frames]
    return [f"{one.name}: {_place(frames[one.ident])}" for one in waited_for if one.ident is not None]


def _place(frame: FrameType) -> str:
    found = traceback.extract_stack(frame)[-_DEEP:]
    return " > ".join(f"{one.filename.rpartition('/')[2]}:{one.lineno} {one.name}" for one in found)
