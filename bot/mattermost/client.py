"""One call of Mattermost's API v4, with an account of how far it came."""

from typing import Any

import httpx

from bot.attempts import Attempt, Stage

_SECONDS = httpx.Timeout(7.0, connect=4.0)
_MOST = 4 * 1024 * 1024  #: bytes of an answer
_LEFT = (".send_request_headers.started",)  #: httpcore's name for the moment that the request begins to leave


class MattermostClient:
    """Calls with the bot's token. Nothing is tried again here."""

    def __init__(self, url: str, token: str) -> None:
        self._http = httpx.AsyncClient(
            base_url=f"{url.rstrip('/')}/api/v4",
            headers={"Authorization": f"Bearer {token}"},
            timeout=_SECONDS,
            follow_redirects=False,
        )

    async def post(self, path: str, body: Any) -> Attempt:
        """Sends something. Raises nothing of the network."""
        return await self._call("POST", path, json=body)

    async def put(self, path: str, body: Any) -> Attempt:
        """Changes something. Raises nothing of the network."""
        return await self._call("PUT", path, json=body)

    async def get(self, path: str, **asked: str | int) -> Attempt:
        """Asks something. Raises nothing of the network."""
        return await self._call("GET", path, params=asked)

    async def close(self) -> None:
        """Closes its connections."""
        await self._http.aclose()

    async def _call(self, method: str, path: str, **what: Any) -> Attempt:
        left = False

        async def trace(event: str, _info: object) -> None:
            nonlocal left
            left = left or event.endswith(_LEFT)

        try:
            async with self._http.stream(method, path, extensions={"trace": trace}, **what) as response:
                headers = {name.lower(): value for name, value in response.headers.items()}
                return Attempt(Stage.ANSWERED, response.status_code, headers, await _read(response))
        except (httpx.HTTPError, OSError, ValueError) as error:
            return Attempt(Stage.SENT if left else Stage.NOT_SENT, fault=type(error).__name__)


async def _read(response: httpx.Response) -> bytes:
    """The answer, up to what Mattermost ever says; what goes on after that is no word of it."""
    told = bytearray()
    async for piece in response.aiter_bytes():
        told += piece
        if len(told) > _MOST:
            return b""
    return bytes(told)
