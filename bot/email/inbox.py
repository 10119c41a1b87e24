"""Where answers and bounces come in: a Maildir, or a folder of an IMAP server. Looked into from a thread."""

import imaplib
import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

from bot.settings import Settings
from briefings.errors import JbzError

_MOST = 50  #: mails in one look
_LARGEST = 1024 * 1024  #: bytes; what is larger is no answer, and not read
_SECONDS = 5.0  #: that the server may be silent; what waits for it is not called back when the service stops
_FLAGS, _SEEN = ":2,", "S"  #: what stands before the flags in a name; the one of a mail that was handled
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")


class Inbox(Protocol):
    """A folder of mails."""

    def look(self) -> "Iterator[tuple[str, bytes]]":
        """The mails that were not handled yet, each with its name; the oldest first, one at a time. Raises JbzError."""

    def done(self, name: str) -> None:
        """It was handled: it is read from now on. Raises JbzError."""


def inbox_of(settings: Settings) -> Inbox | None:
    """The one of the settings, if there is one."""
    if settings.imap_url is not None:
        return Imap(settings.imap_url.get_secret_value())
    return Maildir(settings.jbz_email_inbox) if settings.jbz_email_inbox is not None else None


class Maildir:
    """A folder in which a mail server puts a file for each mail (cr.yp.to/proto/maildir.html)."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def look(self) -> Iterator[tuple[str, bytes]]:
        """The mails without the flag S (seen). Only their names are looked at; what is in them is for who reads it."""
        with _told(str(self._folder)):
            waiting = {name: path for name, path in self._mails() if _SEEN not in _flags(path)}
            for name in sorted(waiting)[:_MOST]:
                path = waiting[name]
                yield name, path.read_bytes() if path.stat().st_size <= _LARGEST else b""

    def done(self, name: str) -> None:
        """Moves it to cur, with the flag S."""
        with _told(str(self._folder)):
            path = next((path for one, path in self._mails() if one == name), None)
            if path is not None:  # else somebody took it out meanwhile
                path.rename(self._folder / "cur" / f"{name}{_FLAGS}{''.join(sorted(_flags(path) | {_SEEN}))}")

    def _mails(self) -> Iterator[tuple[str, Path]]:
        """Each mail: its name without flags, and its file."""
        for part in ("new", "cur"):
            for path in (self._folder / part).iterdir():
                if path.is_file() and not path.name.startswith("."):
                    yield path.name.partition(":")[0], path


def _flags(path: Path) -> set[str]:
    return set(path.name.partition(_FLAGS)[2])


class Imap:
    """A folder of a server; a connection for each look."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._encrypted = parts.scheme == "imaps"
        self._host = parts.hostname or ""
        self._port = parts.port or (993 if self._encrypted else 143)
        self._user = unquote(parts.username or "")
        self._password = unquote(parts.password or "")
        self._folder = unquote(parts.path.strip("/")) or "INBOX"

    def look(self) -> Iterator[tuple[str, bytes]]:
        """The mails that are not seen yet; looking changes nothing."""
        with _told(self._host), self._open() as server:
            _, found = server.uid("SEARCH", "UNSEEN")
            for number in (found[0] or b"").split()[:_MOST]:
                name = number.decode("ascii")
                _, sizes = server.uid("FETCH", name, "(RFC822.SIZE)")
                size = _SIZE.search(_joined(sizes))
                too_large = size is not None and int(size[1]) > _LARGEST
                yield name, b"" if too_large else self._fetch(server, name)

    def done(self, name: str) -> None:
        """It is seen from now on."""
        with _told(self._host), self._open() as server:
            server.uid("STORE", name, "+FLAGS.SILENT", r"(\Seen)")

    def _fetch(self, server: imaplib.IMAP4, name: str) -> bytes:
        _, parts = server.uid("FETCH", name, "(BODY.PEEK[])")
        return next((part[1] for part in parts if isinstance(part, tuple)), b"")

    @contextmanager
    def _open(self) -> Iterator[imaplib.IMAP4]:
        if self._encrypted:
            context = ssl.create_default_context()
            server: imaplib.IMAP4 = imaplib.IMAP4_SSL(self._host, self._port, ssl_context=context, timeout=_SECONDS)
        else:
            server = imaplib.IMAP4(self._host, self._port, timeout=_SECONDS)
        is_broken = False  #: then it may not answer to a farewell either
        try:
            server.login(self._user, self._password)
            status, _ = server.select(f'"{self._folder}"')
            if status != "OK":
                raise JbzError("email.no_folder", folder=self._folder)
            yield server
        except (imaplib.IMAP4.error, OSError):
            is_broken = True
            raise
        finally:
            with suppress(imaplib.IMAP4.error, OSError):
                (server.shutdown if is_broken else server.logout)()


def _joined(parts: list[object]) -> bytes:
    """What a server answered to FETCH, in one piece."""
    flat = (one for part in parts for one in (part if isinstance(part, tuple) else (part,)))
    return b" ".join(one for one in flat if isinstance(one, bytes))


@contextmanager
def _told(where: str) -> Iterator[None]:
    """What breaks is said by where it was, without what a server may quote of us."""
    try:
        yield
    except (imaplib.IMAP4.error, OSError) as error:
        raise JbzError("email.inbox_closed", where=where, why=type(error).__name__) from error
