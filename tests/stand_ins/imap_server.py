"""An IMAP server (RFC 3501) with one folder, as far as somebody asks who reads what is not seen and marks it."""

import re
import socketserver
import threading
from dataclasses import dataclass, field
from typing import cast

USER, PASSWORD = "raad@example.nl", 'pass "word"\\'
_LITERAL = re.compile(rb"\((?P<what>RFC822\.SIZE|BODY\.PEEK\[\])\)")


@dataclass
class ImapServer:
    """Started on a free port of this machine; its mails by number."""

    folder: str = "INBOX"
    mails: dict[int, bytes] = field(default_factory=dict)
    seen: set[int] = field(default_factory=set)
    breaks: bool = False  #: it ends a connection at once

    def start(self) -> None:
        self._server = _Server(("127.0.0.1", 0), _Session)
        self._server.imap = self
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    imap: ImapServer


class _Session(socketserver.StreamRequestHandler):
    """One connection: no command is taken before its turn."""

    def handle(self) -> None:
        imap = cast("_Server", self.server).imap
        if imap.breaks:
            return
        self._known = self._selected = False
        self._say(b"* OK IMAP4rev1 ready")
        while line := self.rfile.readline():
            tag, _, rest = line.rstrip(b"\r\n").partition(b" ")
            verb, _, told = rest.partition(b" ")
            if verb.upper() == b"LOGOUT":
                self._say(b"* BYE", tag + b" OK bye")
                return
            self._say(*self._answer(imap, verb.upper(), told), tag=tag)

    def _answer(self, imap: ImapServer, verb: bytes, told: bytes) -> list[bytes]:
        """The lines of an answer, the last without its tag."""
        if verb == b"CAPABILITY":
            return [b"* CAPABILITY IMAP4rev1", b"OK done"]
        if verb == b"LOGIN":
            user, password = told.split(b" ", 1)
            quoted = PASSWORD.replace("\\", "\\\\").replace('"', '\\"')
            self._known = (user, password) == (f'"{USER}"'.encode(), f'"{quoted}"'.encode()) or (
                user == USER.encode() and password == f'"{quoted}"'.encode()
            )
            return [b"OK done" if self._known else b"NO [AUTHENTICATIONFAILED] not you"]
        if not self._known:
            return [b"BAD not yet"]
        if verb == b"SELECT":
            self._selected = told == f'"{imap.folder}"'.encode()
            count = f"* {len(imap.mails)} EXISTS".encode()
            return [count, b"OK [READ-WRITE] done"] if self._selected else [b"NO there is no such folder"]
        if verb != b"UID" or not self._selected:
            return [b"BAD not here"]
        return self._by_uid(imap, told)

    def _by_uid(self, imap: ImapServer, told: bytes) -> list[bytes]:
        verb, _, rest = told.partition(b" ")
        if verb == b"SEARCH":
            found = " ".join(str(number) for number in sorted(imap.mails) if number not in imap.seen)
            return [f"* SEARCH {found}".encode().rstrip(), b"OK done"]
        number = int(rest.split(b" ")[0])
        if verb == b"STORE":
            assert rest.endswith(rb"+FLAGS.SILENT (\Seen)"), rest
            imap.seen.add(number)
            return [b"OK done"]
        asked = _LITERAL.search(rest)
        assert asked is not None, rest
        data = imap.mails[number]
        if asked["what"] == b"RFC822.SIZE":
            return [f"* 1 FETCH (UID {number} RFC822.SIZE {len(data)})".encode(), b"OK done"]
        begin = f"* 1 FETCH (UID {number} BODY[] {{{len(data)}}}\r\n".encode()
        return [begin + data + b")", b"OK done"]

    def _say(self, *lines: bytes, tag: bytes = b"") -> None:
        *before, last = lines
        for line in (*before, tag + b" " + last if tag else last):
            self.wfile.write(line + b"\r\n")
