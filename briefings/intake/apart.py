"""Reads and understands letters in a process of its own: they come from outside, and a bad one costs only itself."""

from collections.abc import Callable, Sequence
from concurrent.futures import TimeoutError as TookTooLong
from dataclasses import dataclass, field
from typing import Any

from pebble import ProcessExpired

from briefings.enriching.enrich import enrich
from briefings.errors import JbzError, Unreadable
from briefings.intake.convert import from_old_word
from briefings.model.document import Document, Provenance
from briefings.model.theme import Theme
from briefings.reading.archive import damaged
from briefings.reading.read import read
from briefings.reading.sniff import MAX_BYTES, OLD_WORD, refuse_password
from briefings.worker import Worker

#: What reading one letter may take, and understanding it. A report takes some hundredths of a second; a thousand pages
#: of pdf about two.
SECONDS = 10.0
MEGABYTES = 512


@dataclass(slots=True)
class ReadingApart:
    """A worker process, begun with the first letter and begun anew when one killed it."""

    seconds: float = SECONDS
    megabytes: int = MEGABYTES
    _worker: Worker = field(init=False)

    def __post_init__(self) -> None:
        self._worker = Worker(_limit_memory, (self.megabytes,))

    def read(self, data: bytes, provenance: Provenance) -> Document:
        """The letter in `data`, as `reading.read`; a .doc goes through LibreOffice first.

        Raises Unreadable also when the time or the memory is used up.
        """
        name = provenance.name
        if data.startswith(OLD_WORD) and len(data) <= MAX_BYTES:  # nothing else is looked into outside the worker
            refuse_password(data, name)
            data = from_old_word(data, name, self.seconds)
        return self._apart(name, _read, data, provenance)

    def understand(self, document: Document, themes: Sequence[Theme], name: str) -> Document:
        """The letter with all that is found in it, as `enriching.enrich`; `name` is the file's.

        Raises Unreadable when the time or the memory is used up.
        """
        return self._apart(name, enrich, document, tuple(themes))

    def _apart(self, name: str, work: Callable[..., Document], *given: Any) -> Document:
        try:
            return self._worker.run(work, *given, seconds=self.seconds)
        except TookTooLong as error:
            raise Unreadable("letter.took_too_long", name=name, seconds=self.seconds) from error
        except (ProcessExpired, MemoryError) as error:
            raise Unreadable("letter.took_too_much_memory", name=name, megabytes=self.megabytes) from error

    def close(self) -> None:
        """Ends the worker."""
        self._worker.close()


def _read(data: bytes, provenance: Provenance) -> Document:
    try:
        return read(data, provenance)
    except (JbzError, MemoryError):
        raise
    except Exception as error:
        raise damaged(provenance.name) from error


def _limit_memory(megabytes: int) -> None:
    """What the process may allocate; where the system knows no such limit, time is the only one."""
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_DATA, (megabytes * 1024 * 1024, resource.RLIM_INFINITY))
    except (ImportError, ValueError, OSError):
        return
