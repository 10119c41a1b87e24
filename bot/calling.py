"""One call of a platform over HTTP, with an account of how far it came. Nothing is tried again here."""

from typing import Any
from urllib.parse import quote

import httpx

from bot.attempts import Attempt, Stage
from briefings.sources.trust import trusted

SECONDS = httpx.Timeout(7.0, connect=4.0)
_MOST = 4 * 1024 * 1024  #: bytes of an answer
_LEFT = (".send_request_headers.started",)  #: httpcore's name for the moment that the request begins to leave


def path_of(*parts: str) -> str:
    """The path of these parts; whatever stands in one of them is no slash."""
    return "".join(f"/{quote(part, safe='')}" for part in parts)


class Caller:
    """Calls with a bearer token that does not change."""

    def __init__(self, base_url: str, token: str, most: int = _MOST) -> None:
        self._most = most
        self._http = httpx.AsyncClient(
            base_url=base_url,
            headers={"Authorization": f"Bearer {token}"},
            timeout=SECONDS,
            follow_redirects=False,
            verify=trusted(),
        )

    async def call(self, method: str, path: str, *, seconds: float | None = None, **what: Any) -> Attempt:
        """One request; `seconds`: that its answer may take, if more than usual. Raises nothing of the network."""
        if seconds is not None:
            what["timeout"] = httpx.Timeout(seconds, connect=SECONDS.connect)
        return await called(self._http, method, path, self._most, **what)

    async def close(self) -> None:
        """Closes its connections."""
        await self._http.aclose()


async def called(http: httpx.AsyncClient, method: str, url: str, most: int = _MOST, **what: Any) -> Attempt:
    """One request; of an answer of more than `most` bytes nothing is read. Raises nothing of the network."""
    left = False

    async def trace(event: str, _info: object) -> None:
        nonlocal left
        left = left or event.endswith(_LEFT)

    try:
        async with http.stream(method, url, extensions={"trace": trace}, **what) as response:
            headers = {name.lower(): value for name, value in response.headers.items()}
            return Attempt(Stage.ANSWERED, response.status_code, headers, await _read(response, most))
    except (httpx.HTTPError, OSError, ValueError) as error:
        return Attempt(Stage.SENT if left else Stage.NOT_SENT, fault=type(error).__name__)


async def _read(response: httpx.Response, most: int) -> bytes:
    """The answer, up to what a platform ever says; what goes on after that is no word of it."""
    told = bytearray()
    async for piece in response.aiter_bytes():
        told += piece
        if len(told) > most:
            return b""
    return bytes(told)
