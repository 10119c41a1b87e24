"""Posts briefings to Slack."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

from slack_sdk.web.async_client import AsyncWebClient

from bot.attempts import Attempt, Stage
from bot.channel import Later, NotEditable, Pace, Refused, Stopped
from bot.slack.plainly import words_of
from bot.slack.posting import call
from bot.slack.verdict import judged
from bot.slack.workspaces import NotInstalled, Workspaces
from bot.telemetry import log
from briefings.model.chat import Address
from briefings.model.delivery import Posted

#: About one message a second in a channel, short bursts allowed; several hundred a minute in a workspace.
#: chat.update is of tier 3: fifty a minute (docs.slack.dev/apis/web-api/rate-limits).
PACE = Pace(lane_seconds=0.2, chat_seconds=1.05, edit_seconds=1.2)
_EVENT = "jbz_briefing"
_MOST_PAGES = 10  #: of 200 messages; a channel that had more since then is too busy to look through
_CLOCKS_DIFFER = timedelta(hours=12)  #: ours and Slack's, or ours before and after it was put right
_NO_LOOK = {
    "missing_scope",
    "not_allowed_token_type",
    "no_permission",
    "access_denied",
}  #: sending may work all the same


def _now() -> datetime:
    return datetime.now(UTC)


class SlackSender:
    """Sends with `chat.postMessage`, each message once."""

    def __init__(self, workspaces: Workspaces, clock: Callable[[], datetime] = _now) -> None:
        self._workspaces = workspaces
        self._clock = clock

    async def send(self, address: Address, part: str, key: str) -> str:
        """Posts one message, marked with the delivery's key as message metadata; its words if its form is refused.

        Gives its channel and timestamp: "C1:1712000000.000100".
        """
        fields = {"channel": address.chat, "metadata": _mark(key), "unfurl_links": False, "unfurl_media": False}
        answer = await self._say(address, "chat.postMessage", fields, part)
        return f"{answer.get('channel') or address.chat}:{answer.get('ts')}"

    async def edit(self, address: Address, part: str, posted: Posted) -> None:
        """Puts another message in its place. Raises NotEditable when it cannot be found."""
        named = posted.message or await self._look_up(address, posted.key, posted.since)
        if not isinstance(named, str):
            raise NotEditable("Slack: message_not_found")
        channel, _, ts = named.rpartition(":")
        await self._say(address, "chat.update", {"channel": channel, "ts": ts, "metadata": _mark(posted.key)}, part)

    async def _say(self, address: Address, method: str, fields: dict[str, Any], part: str) -> dict[str, Any]:
        """Calls with the message, or with its words where its form is refused; what Slack answered."""
        message: dict[str, Any] = json.loads(part)
        client = await self._client(address)
        attempt = await call(client, method, fields | {"text": message["text"], "blocks": message["blocks"]})
        error = judged(attempt, self._clock())
        if isinstance(error, Refused):
            log.warning("briefing_refused", channel="slack", reason=str(error))
            bare: dict[str, Any] = (
                {"blocks": []} if method == "chat.update" else {}
            )  # else the blocks it has would stay
            attempt = await call(client, method, fields | bare | {"text": words_of(message), "mrkdwn": False})
            error = judged(attempt, self._clock())
        if error is not None:
            raise error
        return attempt.answer or {}

    async def has_arrived(self, address: Address, key: str, since: datetime) -> bool | None:
        """Looks the message up by its metadata; None where the scopes do not allow it."""
        found = await self._look_up(address, key, since)
        return found is not False if found is not None else None

    async def _look_up(self, address: Address, key: str, since: datetime) -> str | Literal[False] | None:
        """The channel and timestamp of the message; False when it is not there, None when that cannot be told."""
        client = await self._client(address)
        cursor = ""
        for _ in range(_MOST_PAGES):
            asked = {
                "channel": address.chat, "include_all_metadata": "true", "limit": "200", "cursor": cursor,
                "oldest": f"{(since - _CLOCKS_DIFFER).timestamp():.6f}",
            }  # fmt: skip
            answer = self._history(await call(client, "conversations.history", asked, look=True))
            if answer is None:
                return None  # not allowed to look, or the channel is gone: sending tells
            messages = [message for message in answer.get("messages") or [] if isinstance(message, dict)]
            for message in messages:
                if _key_of(message) == key:
                    return f"{address.chat}:{message.get('ts')}"
            cursor = str((answer.get("response_metadata") or {}).get("next_cursor") or "")
            if not cursor:
                return False
        return None

    def _history(self, attempt: Attempt) -> dict[str, Any] | None:
        """What Slack tells of a channel; None when it tells nothing. Raises Later or Stopped when it may later."""
        answer = attempt.answer
        if attempt.stage is Stage.ANSWERED and answer is not None and answer.get("ok") is True:
            return answer
        error = judged(attempt, self._clock())
        if attempt.stage is not Stage.ANSWERED or isinstance(error, Later):
            raise Later(str(error), getattr(error, "seconds", None))
        if isinstance(error, Stopped) and (answer or {}).get("error") not in _NO_LOOK:
            raise error
        return None

    async def _client(self, address: Address) -> AsyncWebClient:
        try:
            return await self._workspaces.client(address.workspace)
        except NotInstalled as error:
            raise Stopped("Slack: not_installed") from error


def _mark(key: str) -> dict[str, Any]:
    """What names the part in the message itself."""
    return {"event_type": _EVENT, "event_payload": {"key": key}}


def _key_of(message: dict[str, Any]) -> object:
    return ((message.get("metadata") or {}).get("event_payload") or {}).get("key")
