"""Calls of the Bot Connector and of Graph, with tokens of our own."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import quote

import httpx

from bot.attempts import Attempt, Stage
from bot.calling import SECONDS, called
from bot.channel import Later, SendError, Stopped
from briefings.sources.trust import trusted

_CONNECTOR = "https://api.botframework.com/.default"
_EARLY = 300.0  #: seconds before its end that a token is asked anew
_OK, _UNAUTHORISED, _TOO_MANY, _SERVER_ERROR = 200, 401, 429, 500


class TeamsClient:
    """Speaks as the bot: one token for the Connector, and one of each tenant for Graph. Nothing is tried again here."""

    def __init__(
        self, client_id: str, secret: str, home: str, urls: tuple[str, str], clock: Callable[[], datetime]
    ) -> None:
        self.bot = f"28:{client_id}"  #: the bot's number in conversations
        self._id, self._secret, self._home = client_id, secret, home
        self._login, self._graph = urls
        self._clock = clock
        self._http = httpx.AsyncClient(timeout=SECONDS, follow_redirects=False, verify=trusted())
        self._tokens: dict[tuple[str, str], tuple[float, str]] = {}  #: of a tenant and a scope: until when, which

    async def post(self, url: str, conversation: str, activity: dict[str, Any]) -> Attempt:
        """Says something new in a conversation; to its recipient alone, if it has one. Raises SendError."""
        path, asked = f"{_place(url, conversation)}/activities", _only_for(activity.get("recipient"))
        return await self._connector("POST", path, json=activity | self._from, **asked)

    async def put(
        self, url: str, conversation: str, message: str, activity: dict[str, Any], *, hidden: bool = False
    ) -> Attempt:
        """In place of a message of ours; `hidden`: which only one person sees, as it stays. Raises SendError."""
        path = f"{_place(url, conversation)}/activities/{quote(message, safe='')}"
        return await self._connector("PUT", path, json=activity | self._from | {"id": message}, **_only_for(hidden))

    async def open_private(self, url: str, tenant: str, person: str) -> Attempt:
        """Opens the private chat with someone; its `id` is the conversation. Raises SendError."""
        asked = {
            "bot": {"id": self.bot},
            "isGroup": False,
            "members": [{"id": person}],
            "tenantId": tenant,
            "channelData": {"tenant": {"id": tenant}},
        }
        return await self._connector("POST", f"{url}/v3/conversations", json=asked)

    async def team(self, url: str, team: str) -> Attempt:
        """What Teams tells of a team; `aadGroupId` is its number in the directory. Raises SendError."""
        return await self._connector("GET", f"{url}/v3/teams/{quote(team, safe='')}")

    async def participant(self, url: str, meeting: str, person: str, tenant: str) -> Attempt:
        """Someone's part in a meeting, by their number in the directory. Raises SendError."""
        path = f"{url}/v1/meetings/{quote(meeting, safe='')}/participants/{quote(person, safe='')}"
        return await self._connector("GET", path, params={"tenantId": tenant})

    async def members(self, tenant: str, group: str, person: str) -> Attempt:
        """Someone as a member of a team, asked of Graph with the consent of that team. Raises SendError."""
        token = await self._token(tenant, f"{self._graph}/.default")
        url = f"{self._graph}/v1.0/teams/{quote(group, safe='')}/members"
        asked = {"$filter": f"(microsoft.graph.aadUserConversationMember/userId eq '{person.replace(chr(39), '')}')"}
        return await called(self._http, "GET", url, params=asked, headers=_bearer(token))

    async def close(self) -> None:
        """Closes its connections."""
        await self._http.aclose()

    @property
    def _from(self) -> dict[str, Any]:
        return {"from": {"id": self.bot}}

    async def _connector(self, method: str, url: str, **what: Any) -> Attempt:
        """A call; once more with a new token where the one that we had is no longer good."""
        attempt = await called(self._http, method, url, headers=await self._bearer(), **what)
        if attempt.status == _UNAUTHORISED:
            self._tokens.clear()
            attempt = await called(self._http, method, url, headers=await self._bearer(), **what)
        return attempt

    async def _bearer(self) -> dict[str, str]:
        return _bearer(await self._token(self._home, _CONNECTOR))

    async def _token(self, tenant: str, scope: str) -> str:
        """A token by client credentials (RFC 6749, 4.4). Raises Later and Stopped."""
        now = self._clock().timestamp()
        until, known = self._tokens.get((tenant, scope), (0.0, ""))
        if now < until:
            return known
        asked = {
            "grant_type": "client_credentials",
            "client_id": self._id,
            "client_secret": self._secret,
            "scope": scope,
        }
        attempt = await called(self._http, "POST", f"{self._login}/{tenant}/oauth2/v2.0/token", data=asked)
        answer = attempt.answer or {}
        token = answer.get("access_token")
        if attempt.status != _OK or not isinstance(token, str):
            raise _without_token(attempt, self._clock())
        lasts = answer.get("expires_in")
        self._tokens[tenant, scope] = (now + max(0.0, _seconds(lasts) - _EARLY), token)
        return token


def _without_token(attempt: Attempt, now: datetime) -> SendError:
    """Nothing of ours was sent yet, whatever became of asking a token."""
    error = (attempt.answer or {}).get("error")
    if attempt.stage is not Stage.ANSWERED:
        return Later(f"Teams: no token ({attempt.fault})")
    if not isinstance(error, str) or attempt.status >= _SERVER_ERROR or attempt.status == _TOO_MANY:
        return Later(f"Teams: no token (status {attempt.status})", attempt.retry_after(now))
    return Stopped(f"Teams: {error[:100]}")


def _only_for(recipient: object) -> dict[str, Any]:
    """What is asked beside a message that only one person is to see."""
    return {"params": {"isTargetedActivity": "true"}} if recipient else {}


def _place(url: str, conversation: str) -> str:
    return f"{url}/v3/conversations/{quote(conversation, safe='')}"


def _bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def _seconds(value: object) -> float:
    return float(value) if isinstance(value, int | float) else 0.0
