"""Posts briefings to Mattermost."""

import json
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any, Literal

from bot.attempts import Attempt, Stage
from bot.channel import Later, NotEditable, Pace, Refused, Stopped
from bot.mattermost.client import MattermostClient
from bot.mattermost.data import sealed_for
from bot.mattermost.verdict import CHANGED, judged
from bot.seal import Seal
from bot.telemetry import log
from briefings.model.chat import Address
from briefings.model.delivery import Posted

#: A server that limits takes ten requests a second and a hundred at once, unless it was set otherwise.
PACE = Pace(lane_seconds=0.15, chat_seconds=1.0)
_MARK = "jbz_key"  #: the property of a post that names the delivery: `pending_post_id` is not kept
_MOST_PAGES = 10
_PAGE = 200  #: the most that the server gives
_CLOCKS_DIFFER = timedelta(hours=12)
_OK = 200
_NO_LOOK = {403, 404}  #: not allowed to look, or the channel is gone: sending tells


#: Where someone is alone with the bot; None where that cannot be found out now.
Private = Callable[[str], Awaitable[Address | None]]


def channel_id(address: Address) -> str:
    """The channel of a chat; a private chat has "@" before it."""
    return address.chat.removeprefix("@")


class MattermostSender:
    """Posts with the bot's token, each message once.

    For thirty seconds the server itself takes a `pending_post_id` only once; after that the post is looked up.
    """

    def __init__(self, client: MattermostClient, private: Private, clock: Callable[[], datetime], seal: Seal) -> None:
        self._client = client
        self._seal = seal
        self._private = private
        self._clock = clock

    async def send(self, address: Address, part: str, key: str) -> str | None:
        """Posts one message; without its buttons if its form is refused. Gives its id."""
        message: dict[str, Any] = json.loads(part)
        address = await self._found(address)
        attempt = await self._post(address, key, message["message"], message["attachments"])
        error = judged(attempt, self._clock())
        if isinstance(error, Refused) and message["attachments"]:
            log.warning("briefing_refused", channel="mattermost", reason=str(error))
            attempt = await self._post(address, key, message["message"], [])
            error = judged(attempt, self._clock())
        if error is not None:
            raise error
        return str((attempt.answer or {}).get("id"))

    async def edit(self, address: Address, part: str, posted: Posted) -> None:
        """Puts another message in its place. Raises NotEditable when it cannot be found."""
        message: dict[str, Any] = json.loads(part)
        named = posted.message or await self._look_up(address, posted.key, posted.since)
        if not isinstance(named, str):
            raise NotEditable("Mattermost: app.post.get.app_error")
        there = channel_id(await self._found(address))
        props = {_MARK: posted.key, "attachments": sealed_for(there, message["attachments"], self._seal)}
        post = {"message": message["message"], "props": props}
        attempt = await self._client.put("posts", named, "patch", body=post)
        error = judged(attempt, self._clock(), CHANGED)
        if error is not None:
            raise error

    async def has_arrived(self, address: Address, key: str, since: datetime) -> bool | None:
        """Looks the post up by its property; None where the bot may not read."""
        found = await self._look_up(address, key, since)
        return found is not False if found is not None else None

    async def _look_up(self, address: Address, key: str, since: datetime) -> str | Literal[False] | None:
        """The id of the post; False when it is not there, None when that cannot be told."""
        address = await self._found(address)
        oldest = (since - _CLOCKS_DIFFER).timestamp() * 1000
        for page in range(_MOST_PAGES):
            asked = self._client.get("channels", channel_id(address), "posts", page=page, per_page=_PAGE)
            posts = self._posts(await asked)
            if posts is None:
                return None
            for post in posts:
                if _key_of(post) == key:
                    return str(post.get("id"))
            if len(posts) < _PAGE or min(_made_at(post) for post in posts) < oldest:
                return False
        return None

    async def _found(self, address: Address) -> Address:
        """The chat by its channel. Raises Later where that cannot be asked now."""
        person = address.person_asked
        if person is None:
            return address
        found = await self._private(person)
        if found is None:
            raise Later("Mattermost: someone's private chat is not known yet")
        return found

    async def _post(self, address: Address, key: str, text: str, attachments: list[Any]) -> Attempt:
        post: dict[str, Any] = {
            "channel_id": channel_id(address),
            "message": text,
            "pending_post_id": f"jbz:{key}:{bool(attachments):d}",
            "props": {_MARK: key, "attachments": sealed_for(channel_id(address), attachments, self._seal)},
        }
        if address.thread:
            post["root_id"] = address.thread
        return await self._client.post("posts", body=post)

    def _posts(self, attempt: Attempt) -> list[dict[str, Any]] | None:
        """The posts of a page; None when it tells nothing. Raises Later or Stopped when it may later."""
        posts = (attempt.answer or {}).get("posts")
        if attempt.stage is Stage.ANSWERED and attempt.status == _OK and isinstance(posts, dict):
            return [post for post in posts.values() if isinstance(post, dict)]
        error = judged(attempt, self._clock())
        if isinstance(error, Stopped):
            raise error
        if attempt.stage is Stage.ANSWERED and attempt.status in _NO_LOOK and not isinstance(error, Later):
            return None
        raise Later(str(error), getattr(error, "seconds", None))


def _key_of(post: dict[str, Any]) -> object:
    return (post.get("props") or {}).get(_MARK)


def _made_at(post: dict[str, Any]) -> float:
    made = post.get("create_at")
    return float(made) if isinstance(made, int | float) else 0.0
