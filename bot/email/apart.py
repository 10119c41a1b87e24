"""Reads mails in a process of its own: anybody can send one, and a bad one must cost only itself.

The standard library takes seconds for some headers, and while it reads nothing else of its process goes on.
"""

from concurrent.futures import TimeoutError as TookTooLong
from dataclasses import dataclass, field

from bot.email.received import ReceivedMail, read_mail
from briefings.worker import Worker

_SECONDS = 5.0  #: for one mail, which takes some thousandths


class UnreadableMail(Exception):
    """Reading a mail took too long, or broke."""


@dataclass(slots=True)
class MailsApart:
    """A worker process, begun with the first mail and begun anew when one held it up."""

    seconds: float = _SECONDS
    _worker: Worker = field(default_factory=Worker, init=False)

    def read(self, data: bytes) -> ReceivedMail:
        """The mail in `data`, as `read_mail`. Raises UnreadableMail."""
        try:
            return self._worker.run(read_mail, data, seconds=self.seconds)
        except TookTooLong as error:
            raise UnreadableMail(f"it took longer than {self.seconds:g} seconds") from error
        except Exception as error:
            raise UnreadableMail(type(error).__name__) from error

    def close(self) -> None:
        """Ends the worker."""
        self._worker.close()
