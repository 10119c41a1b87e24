"""Each request has a name, which its lines in the log have too, and its time is measured."""

from time import monotonic

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.connections import HEALTH
from bot.telemetry import HTTP_SECONDS, begin_request
from bot.tracing import span

REQUEST_HEADER = "X-Request-ID"
_PARTS = ("api", "slack", "telegram", "mattermost", "teams", "gesprek")
_FAILED = 500


class Requests:
    """Around everything that answers: names the request, and measures how long it took until its answer was whole.

    A name that a stranger gives is not taken over: it would stand in our log.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """A request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        name, began, status = begin_request(), monotonic(), _FAILED

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)[REQUEST_HEADER] = name
            await send(message)

        part = part_of(scope["path"])
        try:
            with span(f"{scope['method']} {part}", request=name):
                await self._app(scope, receive, sending)
        finally:
            HTTP_SECONDS.labels(part, f"{status // 100}xx").observe(monotonic() - began)


def part_of(path: str) -> str:
    """Which part of the site a path is of: a few names, whatever strangers ask for."""
    if path in HEALTH:
        return "health"
    first = path.strip("/").removeprefix("en/").partition("/")[0]
    return first if first in _PARTS else "pages"
