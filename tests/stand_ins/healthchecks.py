"""A service that waits for signs of life, as Healthchecks does: it knows its own checks and refuses others."""

from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

CHECK = "6f1c1a8e-2f7b-4c1e-9a53-0a4f6d2f7c11"


class Healthchecks:
    """`heard` is what came in: "success" or "fail"; while `ill`, it answers 500 and hears nothing."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self.ill = False
        checks = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                known = {f"/{CHECK}": "success", f"/{CHECK}/fail": "fail"}
                heard = known.get(self.path)
                if checks.ill:
                    self.send_error(HTTPStatus.INTERNAL_SERVER_ERROR)
                elif heard is None:
                    self.send_error(HTTPStatus.NOT_FOUND)
                else:
                    checks.heard.append(heard)
                    self.send_response(HTTPStatus.OK)
                    self.send_header("Content-Length", "2")
                    self.end_headers()
                    self.wfile.write(b"OK")

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)

    @property
    def url(self) -> str:
        """The address of our check."""
        return f"http://127.0.0.1:{self.server.server_port}/{CHECK}"


@contextmanager
def healthchecks() -> Iterator[Healthchecks]:
    """One that runs."""
    checks = Healthchecks()
    thread = Thread(target=checks.server.serve_forever)
    thread.start()
    try:
        yield checks
    finally:
        checks.server.shutdown()
        checks.server.server_close()
        thread.join()
