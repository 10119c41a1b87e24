"""A collector of traces: takes OTLP over HTTP, and refuses what is none."""

import gzip
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Self

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import (
    ExportTraceServiceRequest,
    ExportTraceServiceResponse,
)
from opentelemetry.proto.trace.v1.trace_pb2 import Span


class Collector:
    """What came in, while it stands open."""

    def __init__(self) -> None:
        self.spans: list[Span] = []
        self.bytes = b""
        self.refused = 0
        collector = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                body = gzip.decompress(body) if self.headers.get("Content-Encoding") == "gzip" else body
                if self.path != "/v1/traces" or self.headers["Content-Type"] != "application/x-protobuf":
                    collector.refused += 1
                    self.send_error(HTTPStatus.NOT_FOUND)
                    return
                collector.take(body)
                answer = ExportTraceServiceResponse().SerializeToString()
                self.send_response(HTTPStatus.OK)
                self.send_header("Content-Type", "application/x-protobuf")
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = Thread(target=self._server.serve_forever)

    def take(self, body: bytes) -> None:
        """An export came in."""
        self.bytes += body
        request = ExportTraceServiceRequest.FromString(body)
        self.spans += [span for one in request.resource_spans for scope in one.scope_spans for span in scope.spans]

    @property
    def url(self) -> str:
        """Where it takes traces."""
        return f"http://127.0.0.1:{self._server.server_port}/v1/traces"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
