"""Metrics on a port of their own, which a firewall can close to everybody but the one that watches."""

from collections.abc import Callable, Iterable
from contextlib import suppress
from threading import Thread
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from prometheus_client import make_wsgi_app

from bot.access import Network, is_within
from storage.database import DatabaseError


class _Quiet(WSGIRequestHandler):
    """Every scrape would be a line of the log."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as the library names it
        """Nothing."""


def serve_metrics(port: int, measure: Callable[[], None], allowed: tuple[Network, ...]) -> Callable[[], None]:
    """Serves them at every address of this machine, to who is `allowed`; gives what ends it. Raises OSError."""
    written = make_wsgi_app()

    def answer(environ: dict[str, str], start_response: Callable[..., object]) -> Iterable[bytes]:
        if not is_within(environ.get("REMOTE_ADDR", ""), allowed):
            start_response("403 Forbidden", [("Content-Type", "text/plain")])
            return [b"JBZ_METRICS_FROM says who may read this.\n"]
        with suppress(DatabaseError):
            measure()
        told: Iterable[bytes] = written(environ, start_response)
        return told

    server: WSGIServer = make_server("", port, answer, handler_class=_Quiet)
    Thread(target=server.serve_forever, name="metrics", daemon=True).start()

    def end() -> None:
        server.shutdown()
        server.server_close()

    return end
