"""The SDK's way to the network, which also remembers what was heard: its exceptions do not tell how far a call came."""

from contextvars import ContextVar
from typing import Any

import httpx
from telegram.request import HTTPXRequest

from bot.attempts import Attempt, Stage

#: No byte of the request left when one of these ended it.
_NOT_SENT = (
    httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError, httpx.UnsupportedProtocol,
    httpx.LocalProtocolError, httpx.InvalidURL,
)  # fmt: skip

heard: ContextVar[Attempt | None] = ContextVar("heard", default=None)  #: of the last call in this task


class Hearing(HTTPXRequest):
    """Requests whose end is kept in `heard`."""

    async def do_request(self, *arguments: Any, **named: Any) -> tuple[int, bytes]:
        """The SDK's own. Raises TelegramError."""
        heard.set(None)
        try:
            status, body = await super().do_request(*arguments, **named)
        except Exception as error:
            cause = error.__cause__ or error
            stage = Stage.NOT_SENT if isinstance(cause, _NOT_SENT) else Stage.SENT
            heard.set(Attempt(stage, fault=type(cause).__name__))
            raise
        heard.set(Attempt(Stage.ANSWERED, status, body=body))
        return status, body
