"""Reads mails in a process of its own: anybody can send one, and a bad one must cost only itself.

The standard library takes seconds for some headers, and while it reads nothing else of its process goes on.
"""

import multiprocessing
from concurrent.futures import TimeoutError as TookTooLong
from dataclasses import dataclass, field

from pebble import ProcessPool

from bot.email.received import ReceivedMail, read_mail

_SECONDS = 5.0  #: for one mail, which takes some thousandths


class UnreadableMail(Exception):
    """Reading a mail took too long, or broke."""


@dataclass(slots=True)
class MailsApart:
    """A worker process, begun with the first mail and begun anew when one held it up."""

    seconds: float = _SECONDS
    _pool: ProcessPool | None = field(default=None, init=False)

    def read(self, data: bytes) -> ReceivedMail:
        """The mail in `data`, as `read_mail`. Raises UnreadableMail."""
        try:
            mail: ReceivedMail = self._worker().schedule(read_mail, (data,), timeout=self.seconds).result()
        except TookTooLong as error:
            raise UnreadableMail(f"it took longer than {self.seconds:g} seconds") from error
        except Exception as error:
            raise UnreadableMail(type(error).__name__) from error
        return mail

    def close(self) -> None:
        """Ends the worker."""
        if self._pool is not None:
            self._pool.stop()
            self._pool.join()
            self._pool = None

    def _worker(self) -> ProcessPool:
        if self._pool is None:
            context = multiprocessing.get_context("forkserver")
            self._pool = ProcessPool(max_workers=1, context=context)
        return self._pool
