"""Calls of Mattermost's API v4 with the bot's token."""

from typing import Any

from bot.attempts import Attempt
from bot.calling import Caller, path_of


class MattermostClient:
    """Calls with the bot's token. Nothing is tried again here."""

    def __init__(self, url: str, token: str) -> None:
        self._caller = Caller(f"{url.rstrip('/')}/api/v4", token)

    async def post(self, *path: str, body: Any) -> Attempt:
        """Sends something. Raises nothing of the network."""
        return await self._caller.call("POST", path_of(*path), json=body)

    async def put(self, *path: str, body: Any) -> Attempt:
        """Changes something. Raises nothing of the network."""
        return await self._caller.call("PUT", path_of(*path), json=body)

    async def get(self, *path: str, **asked: str | int) -> Attempt:
        """Asks something. Raises nothing of the network."""
        return await self._caller.call("GET", path_of(*path), params=asked)

    async def close(self) -> None:
        """Closes its connections."""
        await self._caller.close()
