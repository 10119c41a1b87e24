"""One call of Slack's web API, with an account of how far it came.

slack_sdk's client posts again by itself, and its exceptions do not tell a lost reply from a request that never left
(FACTS); so what delivery sends goes over the same connections without it.
"""

import json
from typing import Any

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot.attempts import Attempt, Stage

_SECONDS = aiohttp.ClientTimeout(total=7, connect=4, sock_connect=4)
_MOST = 4 * 1024 * 1024  #: bytes of an answer
_JSON = {"Content-Type": "application/json; charset=utf-8"}


def traced() -> aiohttp.TraceConfig:
    """Notes in the context of a request that its first byte left; for the session that `call` is to use."""
    trace = aiohttp.TraceConfig()

    async def left(_session: object, context: Any, _parameters: object) -> None:
        if isinstance(context.trace_request_ctx, dict):
            context.trace_request_ctx["left"] = True

    trace.on_request_headers_sent.append(left)
    return trace


async def call(client: AsyncWebClient, method: str, fields: dict[str, Any], *, look: bool = False) -> Attempt:
    """Calls a method once, with the client's token and connections; `look` only asks. Raises nothing of the network."""
    context: dict[str, bool] = {}
    body = None if look else json.dumps(fields).encode()
    try:
        async with _session(client).request(
            "GET" if look else "POST",
            f"{client.base_url}{method}",
            params=fields if look else None,
            data=body,
            headers={"Authorization": f"Bearer {client.token}"} | ({} if look else _JSON),
            timeout=_SECONDS,
            allow_redirects=False,
            trace_request_ctx=context,
        ) as response:
            status, headers = response.status, {name.lower(): value for name, value in response.headers.items()}
            told = await _read(response)
    except (TimeoutError, aiohttp.ClientError, OSError, ValueError) as error:
        return Attempt(Stage.SENT if context.get("left") else Stage.NOT_SENT, fault=type(error).__name__)
    return Attempt(Stage.ANSWERED, status, headers, told)


async def _read(response: aiohttp.ClientResponse) -> bytes:
    """The answer, up to what Slack ever says; what goes on after that is no word of Slack."""
    told = bytearray()
    async for piece in response.content.iter_chunked(64 * 1024):
        told += piece
        if len(told) > _MOST:
            return b""
    return bytes(told)


def _session(client: AsyncWebClient) -> aiohttp.ClientSession:
    if client.session is None:
        raise RuntimeError("a client without connections")
    return client.session
