"""The workspaces that are served: whose token to use, and how tokens are renewed."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from time import monotonic
from typing import Protocol

import aiohttp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.posting import traced
from bot.telemetry import log
from briefings.model.installation import Installation

_TIMEOUT = 8
_REMEMBERED = 60.0  #: seconds that an installation is not looked up again
_RENEW_BEFORE = timedelta(hours=2)


class NotInstalled(Exception):
    """The workspace did not install the bot, or took it away."""


class Workspaces(Protocol):
    """Whose token to use."""

    async def client(self, team: str, organisation: str | None = None) -> AsyncWebClient:
        """A client with the team's token; it never retries by itself. Raises NotInstalled."""

    async def authorize(self, team: str, organisation: str | None) -> AuthorizeResult | None:
        """For Bolt; None where the bot is not installed."""


class Installations(Protocol):
    """What is kept of them; storage.installations fulfils it."""

    def find(self, team: str, organisation: str | None = None) -> Installation | None:
        """That of the team, or of its organisation."""

    def may_renew(self, key: str, now: datetime) -> bool:
        """Whether this process renews the token."""

    def renewed(self, installation: Installation) -> None:
        """Keeps its new tokens."""

    def keep(self, installation: Installation) -> None:
        """Keeps a new one."""

    def end(self, key: str, because: str, now: datetime, told_at: datetime) -> bool:
        """Its token was taken back; false when it is newer than that."""

    def remove(self, key: str, told_at: datetime) -> bool:
        """It was taken away; false when it is newer than that."""

    def remove_ended(self, before: datetime, now: datetime) -> list[str]:
        """Erases those that ended before a moment; their keys."""


def make_client(token: str | None, api_url: str) -> AsyncWebClient:
    """A client that never retries by itself: it would post twice when a reply is lost (FACTS)."""
    return AsyncWebClient(token=token, base_url=api_url, timeout=_TIMEOUT, retry_handlers=[])


class Clients:
    """Clients that share their connections: by itself each call of slack_sdk opens and closes one."""

    def __init__(self, api_url: str) -> None:
        self._api_url = api_url
        self._session: aiohttp.ClientSession | None = None

    def with_token(self, token: str | None) -> AsyncWebClient:
        """A client of a workspace. Within the event loop that will end with `close`."""
        if self._session is None or self._session.closed:
            self._session = aiohttp.ClientSession(
                timeout=aiohttp.ClientTimeout(total=_TIMEOUT), trace_configs=[traced()]
            )
        client = make_client(token, self._api_url)
        client.session = self._session
        return client

    async def close(self) -> None:
        """Closes the connections."""
        if self._session is not None:
            await self._session.close()


class OneWorkspace:
    """The workspace of a token in the settings."""

    def __init__(self, token: str, clients: Clients) -> None:
        self._token = token
        self._clients = clients

    async def client(self, team: str, organisation: str | None = None) -> AsyncWebClient:
        """A client with its token."""
        return self._clients.with_token(self._token)

    async def authorize(self, team: str, organisation: str | None) -> AuthorizeResult | None:
        """Whoever reaches us is signed by Slack for this app, which one workspace has."""
        return AuthorizeResult(enterprise_id=organisation, team_id=team, bot_token=self._token)


class ManyWorkspaces:
    """The workspaces that installed the bot themselves. Tokens that expire are renewed two hours before."""

    def __init__(
        self,
        kept: Installations,
        clients: Clients,
        credentials: tuple[str, str],
        clock: Callable[[], datetime],
    ) -> None:
        self._kept = kept
        self._clients = clients
        self._id, self._secret = credentials
        self._clock = clock
        self._known: dict[str, tuple[float, Installation]] = {}

    async def client(self, team: str, organisation: str | None = None) -> AsyncWebClient:
        """A client with the team's token. Raises NotInstalled."""
        installation = await self._find(team, organisation)
        if installation is None:
            raise NotInstalled(team)
        return self._clients.with_token(installation.token)

    async def authorize(self, team: str, organisation: str | None) -> AuthorizeResult | None:
        """For Bolt."""
        found = await self._find(team, organisation)
        if found is None:
            return None
        return AuthorizeResult(
            enterprise_id=organisation, team_id=team, bot_token=found.token, bot_id=found.bot_id,
            bot_user_id=found.bot_user,
        )  # fmt: skip

    def forget(self) -> None:
        """Something was installed or taken away: looks everything up again."""
        self._known.clear()

    async def _find(self, team: str, organisation: str | None) -> Installation | None:
        remembered = self._known.get(team)
        if remembered and monotonic() - remembered[0] < _REMEMBERED:
            return remembered[1]
        found = await asyncio.to_thread(self._kept.find, team, organisation)
        if found is None or found.ended_because:
            self._known.pop(team, None)
            return None
        found = await self._renewed(found)
        self._known[team] = (monotonic(), found)
        return found

    async def _renewed(self, kept: Installation) -> Installation:
        """The installation with a token that is good for some hours; the old one when Slack cannot be asked now."""
        now = self._clock()
        if kept.refresh_token is None or kept.expires_at is None or kept.expires_at - now > _RENEW_BEFORE:
            return kept
        if not await asyncio.to_thread(self._kept.may_renew, kept.key, now):
            return kept  # another process does
        try:
            told = await self._clients.with_token(None).oauth_v2_access(
                client_id=self._id,
                client_secret=self._secret,
                grant_type="refresh_token",
                refresh_token=kept.refresh_token,
            )
        except (SlackApiError, aiohttp.ClientError, TimeoutError, OSError) as error:
            log.warning("slack_token_not_renewed", workspace=kept.key, reason=reason_of(error))
            return kept
        expires = datetime.fromtimestamp(now.timestamp() + float(told["expires_in"]), UTC)
        new = replace(
            kept, token=str(told["access_token"]), refresh_token=str(told["refresh_token"]), expires_at=expires
        )
        await asyncio.to_thread(self._kept.renewed, new)
        return new


def reason_of(error: Exception) -> str:
    """An error in a few words that hold no secret."""
    if isinstance(error, SlackApiError) and isinstance(error.response.data, dict):
        return str(error.response.get("error", "unknown_error"))
    return type(error).__name__
