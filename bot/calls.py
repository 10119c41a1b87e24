"""One call of a platform over HTTP, with an account of how far it came. Nothing is tried again here."""

from typing import Any

import httpx

from bot.attempts import Attempt, Stage

SECONDS = httpx.Timeout(7.0, connect=4.0)
_MOST = 4 * 1024 * 1024  #: bytes of an answer
_LEFT = (".send_request_headers.started",)  #: httpcore's name for the moment that the request begins to leave


async def called(http: httpx.AsyncClient, method: str, url: str, **what: Any) -> Attempt:
    """Makes a call. Raises nothing of the network."""
    left = False

    async def trace(event: str, _info: object) -> None:
        nonlocal left
        left = left or event.endswith(_LEFT)

    try:
        async with http.stream(method, url, extensions={"trace": trace}, **what) as response:
            headers = {name.lower(): value for name, value in response.headers.items()}
            return Attempt(Stage.ANSWERED, response.status_code, headers, await _read(response))
    except (httpx.HTTPError, OSError, ValueError) as error:
        return Attempt(Stage.SENT if left else Stage.NOT_SENT, fault=type(error).__name__)


async def _read(response: httpx.Response) -> bytes:
    """The answer, up to what a platform ever says; what goes on after that is no word of it."""
    told = bytearray()
    async for piece in response.aiter_bytes():
        told += piece
        if len(told) > _MOST:
            return b""
    return bytes(told)
