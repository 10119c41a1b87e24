"""Calls of Mattermost's API v4."""

from typing import Any

import httpx

from bot.attempts import Attempt
from bot.calls import SECONDS, called


class MattermostClient:
    """Calls with the bot's token. Nothing is tried again here."""

    def __init__(self, url: str, token: str) -> None:
        self._http = httpx.AsyncClient(
            base_url=f"{url.rstrip('/')}/api/v4",
            headers={"Authorization": f"Bearer {token}"},
            timeout=SECONDS,
            follow_redirects=False,
        )

    async def post(self, path: str, body: Any) -> Attempt:
        """Sends something. Raises nothing of the network."""
        return await called(self._http, "POST", path, json=body)

    async def get(self, path: str, **asked: str | int) -> Attempt:
        """Asks something. Raises nothing of the network."""
        return await called(self._http, "GET", path, params=asked)

    async def close(self) -> None:
        """Closes its connections."""
        await self._http.aclose()
