"""How a connection can break, and what may answer in a platform's place; for both platforms."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from aiohttp import web


@dataclass(frozen=True)
class Fault:
    """An answer instead of the platform's own."""

    status: int
    body: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    content_type: str = "text/html"

    def response(self) -> web.Response:
        """As it goes over the line."""
        return web.Response(
            status=self.status, text=self.body, headers=dict(self.headers), content_type=self.content_type
        )


def said(status: int, answer: object, headers: Mapping[str, str] | None = None) -> Fault:
    """An answer in JSON."""
    return Fault(status, json.dumps(answer), headers or {}, "application/json")


def cut(request: web.Request) -> web.Response:
    """Ends the connection without a reply."""
    if request.transport:
        request.transport.abort()
    return web.Response()


async def cut_in_reply(request: web.Request) -> web.StreamResponse:
    """Ends the connection in the middle of a reply that says it went well."""
    response = web.StreamResponse(headers={"Content-Type": "application/json", "Content-Length": "40"})
    await response.prepare(request)
    await response.write(b'{"ok": true, ')
    if request.transport:
        request.transport.abort()
    return response
