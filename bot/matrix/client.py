"""Calls of the Matrix client-server API (spec.matrix.org, v1.11) with the bot's access token."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from bot.attempts import Attempt
from bot.calling import Caller, path_of

_MOST = 16 * 1024 * 1024  #: bytes of an answer; what came in meanwhile may be long
_JOINING = 60.0  #: seconds; a room of another homeserver is fetched from there
_PATIENCE = 8.0  #: seconds beyond those that a question for news is kept open
_API = "/_matrix/client/v3"


class MatrixClient:
    """Calls with the bot's token. Nothing is tried again here, and nothing of the network is raised."""

    def __init__(self, homeserver: str, token: str) -> None:
        self._caller = Caller(f"{homeserver.rstrip('/')}{_API}", token, _MOST)

    async def get(self, *path: str, **asked: str | int) -> Attempt:
        """Asks something."""
        return await self._caller.call("GET", path_of(*path), params=asked)

    async def put(self, *path: str, body: Mapping[str, Any]) -> Attempt:
        """Sends something under a name of its own: sent again under the same name it is there once."""
        return await self._caller.call("PUT", path_of(*path), json=body)

    async def post(self, *path: str, body: Mapping[str, Any]) -> Attempt:
        """Does something."""
        return await self._caller.call("POST", path_of(*path), json=body)

    async def join(self, room: str, via: str) -> Attempt:
        """Comes into a room, which the server `via` knows."""
        path, via = path_of("join", room), quote(via, safe="")
        return await self._caller.call("POST", f"{path}?server_name={via}&via={via}", seconds=_JOINING, json={})

    async def sync(self, since: str | None, sieve: str, seconds: float) -> Attempt:
        """What came in since; kept open so long when there is nothing yet."""
        asked = {"filter": sieve, "timeout": str(int(seconds * 1000)), "set_presence": "offline"}
        if since is not None:
            asked["since"] = since
        return await self._caller.call("GET", "/sync", seconds=seconds + _PATIENCE, params=asked)

    async def close(self) -> None:
        """Closes its connections."""
        await self._caller.close()
