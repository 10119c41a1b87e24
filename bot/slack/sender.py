"""Posts briefings to Slack."""

import json
from datetime import datetime, timedelta
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.channel import Gone, Later, Pace, Refused, SendError, UnknownOutcome
from bot.slack.workspaces import NotInstalled, Workspaces
from briefings.model.chat import Address

#: About one message a second in a channel, short bursts allowed; several hundred a minute in a workspace.
PACE = Pace(lane_seconds=0.2, chat_seconds=1.05)
_EVENT = "jbz_briefing"
_MOST_PAGES = 10  #: of 200 messages; a channel that had more since then is too busy to look through
_CLOCKS_DIFFER = timedelta(minutes=5)
_GONE = frozenset(
    "channel_not_found is_archived not_in_channel account_inactive token_revoked token_expired invalid_auth not_authed"
    " missing_scope restricted_action restricted_action_read_only_channel team_access_not_granted org_login_required"
    " ekm_access_denied user_not_found cannot_dm_bot no_permission access_denied messages_tab_disabled".split()
)
_LATER = frozenset(
    "ratelimited internal_error fatal_error request_timeout service_unavailable team_added_to_org".split()
)


class SlackSender:
    """Sends with `chat.postMessage`. The client must not retry by itself: it posts twice when a reply is lost."""

    def __init__(self, workspaces: Workspaces) -> None:
        self._workspaces = workspaces

    async def send(self, address: Address, part: str, key: str) -> None:
        """Posts one message, marked with the delivery's key as message metadata."""
        message: dict[str, Any] = json.loads(part)
        client = await self._client(address)
        try:
            await client.chat_postMessage(
                channel=address.chat,
                text=message["text"],
                blocks=message["blocks"],
                metadata={"event_type": _EVENT, "event_payload": {"key": key}},
                unfurl_links=False,
                unfurl_media=False,
            )
        except SlackApiError as error:
            raise _send_error(error) from error
        except aiohttp.ClientConnectorError as error:
            raise Later("Slack: no connection") from error
        except (TimeoutError, aiohttp.ClientError, OSError) as error:
            raise UnknownOutcome(f"Slack: {type(error).__name__}") from error

    async def has_arrived(self, address: Address, key: str, since: datetime) -> bool | None:
        """Looks the message up by its metadata; None where the scopes do not allow it."""
        client = await self._client(address)
        cursor = ""
        for _ in range(_MOST_PAGES):
            try:
                history = await client.conversations_history(
                    channel=address.chat, include_all_metadata=True, limit=200, cursor=cursor,
                    oldest=f"{(since - _CLOCKS_DIFFER).timestamp():.6f}",
                )  # fmt: skip
            except SlackApiError as error:
                told = _send_error(error)
                if isinstance(told, Later):
                    raise told from error
                return None  # not allowed to look, or the channel is gone: sending tells
            except (TimeoutError, aiohttp.ClientError, OSError) as error:
                raise Later(f"Slack: {type(error).__name__}") from error
            messages: list[dict[str, Any]] = history.get("messages", [])
            if any(message.get("metadata", {}).get("event_payload", {}).get("key") == key for message in messages):
                return True
            onward: dict[str, str] = history.get("response_metadata") or {}
            cursor = onward.get("next_cursor", "")
            if not cursor:
                return False
        return None

    async def _client(self, address: Address) -> AsyncWebClient:
        try:
            return await self._workspaces.client(address.workspace)
        except NotInstalled as error:
            raise Gone("Slack: not_installed") from error


def _send_error(error: SlackApiError) -> SendError:
    response = error.response
    if response.status_code == 429:  # noqa: PLR2004 - too many requests
        return Later("Slack: ratelimited", float(response.headers.get("Retry-After", 1)))
    name = response.get("error", "unknown_error") if isinstance(response.data, dict) else "unknown_error"
    if response.status_code >= 500 or name in _LATER:  # noqa: PLR2004 - the server's own errors
        return Later(f"Slack: {name}")
    return (Gone if name in _GONE else Refused)(f"Slack: {name}")
