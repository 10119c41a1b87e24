"""Metrics on a port of their own, which a firewall can close to everybody but the one that watches."""

from collections.abc import Callable, Iterable
from contextlib import suppress
from socket import SHUT_RDWR, socket
from socketserver import ThreadingMixIn
from threading import Lock, Thread
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from prometheus_client import make_wsgi_app

from bot.access import Network, is_within
from storage.database import DatabaseError

_MOST = 16  #: scrapes at a time; of more the one that has taken longest is cut off
_PATIENCE = 5.0  #: seconds that one may be silent
_LOOK = 0.1  #: seconds between two looks whether it is to end


class _Quiet(WSGIRequestHandler):
    """Every scrape would be a line of the log."""

    timeout = _PATIENCE

    def handle(self) -> None:
        """A scrape; one that says nothing, or goes away, ends without a word."""
        with suppress(OSError):
            super().handle()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as the library names it
        """Nothing."""


class _ManyAtOnce(ThreadingMixIn, WSGIServer):
    """Who is slow holds up nobody else, nor the end of the service."""

    daemon_threads = True
    block_on_close = False

    def server_activate(self) -> None:
        """Begins to listen."""
        self._open: dict[socket, None] = {}
        self._counting = Lock()
        super().server_activate()

    def process_request(self, request: Any, client_address: Any) -> None:
        """In a thread of its own."""
        with self._counting:
            longest = next(iter(self._open)) if len(self._open) >= _MOST else None
            if longest is not None:
                del self._open[longest]
                with suppress(OSError):
                    longest.shutdown(SHUT_RDWR)
            self._open[request] = None
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        """It is done."""
        with self._counting:
            self._open.pop(request, None)
        super().shutdown_request(request)


def serve_metrics(port: int, measure: Callable[[], None], allowed: tuple[Network, ...]) -> Callable[[], None]:
    """Serves them at every address of this machine, to who is `allowed`; gives what ends it. Raises OSError."""
    written = make_wsgi_app()
    measuring = Lock()

    def answer(environ: dict[str, str], start_response: Callable[..., object]) -> Iterable[bytes]:
        if not is_within(environ.get("REMOTE_ADDR", ""), allowed):
            start_response("403 Forbidden", [("Content-Type", "text/plain")])
            return [b"JBZ_METRICS_FROM says who may read this.\n"]
        with measuring, suppress(DatabaseError):
            measure()
        told: Iterable[bytes] = written(environ, start_response)
        return told

    server: WSGIServer = make_server("", port, answer, _ManyAtOnce, _Quiet)
    Thread(target=server.serve_forever, args=(_LOOK,), name="metrics", daemon=True).start()

    def end() -> None:
        server.shutdown()
        server.server_close()

    return end
