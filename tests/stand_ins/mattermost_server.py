"""Mattermost as a real HTTP server that refuses what the real one refuses (docs/mattermost.md names the sources)."""

import asyncio
import time
import uuid
from collections.abc import Callable
from typing import Any

from aiohttp import web

from tests.stand_ins.faults import Fault, cut, cut_in_reply
from tests.stand_ins.listening import Listening
from tests.stand_ins.mattermost_rules import refusal_of_dialog, refusal_of_post

TOKEN = "mmbottoken0123456789abcdef"
COMMAND_TOKEN = "mmcommandtoken0123456789ab"
BOT = "bot00000000000000000000000"
_TRIGGER_SECONDS = 3.0
_PENDING_SECONDS = 30.0
_A_SECOND, _AT_ONCE = 10, 100


class MattermostServer(Listening):
    """A server. `posts` is what people see in its channels."""

    def __init__(self) -> None:
        self.messages: list[dict[str, Any]] = []
        self.ephemeral: list[dict[str, Any]] = []  #: what only one person saw
        self.dialogs: list[dict[str, Any]] = []
        self.refused: list[str] = []
        self.people: dict[str, dict[str, Any]] = {}  #: what is known of someone, beside their id
        self.channel_admins: set[tuple[str, str]] = set()
        self.archived: set[str] = set()
        self.closed: set[str] = set()  #: private channels in which the bot is not
        self.may_whisper = True  #: the bot may write posts that only one person sees
        #: What the next posts meet: ratelimited, 500, slow, reset, reset-half, reset-after, or another answer.
        self.failures: list[str | Fault] = []
        self.errors: dict[str, Fault] = {}  #: what posts to a channel meet until it is mended; "": to any channel
        self.history_failures: list[str] = []  #: what the next looks at a channel meet: 500, 403
        self.edit_failures: list[str | Fault] = []  #: what the next changes of a post meet: reset, reset-after
        self.edits: list[dict[str, Any]] = []  #: the changes of posts that were made
        self.clock: Callable[[], float] = time.time
        self.tokens = {TOKEN}
        self.strict = False  #: it limits
        self.latency = 0.0  #: seconds until it answers
        self._room = (float(_AT_ONCE), time.monotonic())  #: requests that it still takes at once, and since when
        self.calls: list[str] = []  #: the posts that were asked for, by channel
        self.asked: list[str] = []  #: every path that was asked for, as it came
        self._pending: dict[str, tuple[float, dict[str, Any]]] = {}
        self._triggers: dict[str, float] = {}

    async def start(self) -> None:
        """Listens on a free port."""
        app = web.Application(middlewares=[self._known])
        app.router.add_post("/api/v4/posts", self._post)
        app.router.add_post("/api/v4/posts/ephemeral", self._whisper)
        app.router.add_put("/api/v4/posts/{post}/patch", self._patch)
        app.router.add_get("/api/v4/channels/{channel}/posts", self._history)
        app.router.add_get("/api/v4/channels/{channel}/members/{user}", self._member)
        app.router.add_post("/api/v4/channels/direct", self._direct)
        app.router.add_get("/api/v4/users/{user}", self._user)
        app.router.add_post("/api/v4/actions/dialogs/open", self._open)
        await self.listen(app)

    def posts(self, channel: str) -> list[dict[str, Any]]:
        return [message for message in self.messages if message["channel_id"] == channel]

    def trigger(self) -> str:
        """A trigger_id: good for a few seconds."""
        made = uuid.uuid4().hex
        self._triggers[made] = time.monotonic()
        return made

    def command(self, text: str, channel: str = "c1", user: str = "u1", name: str = "jbz-overleg") -> dict[str, str]:
        """The fields of a slash command."""
        return {
            "token": COMMAND_TOKEN, "team_id": "t1", "team_domain": "ministerie", "channel_id": channel,
            "channel_name": name, "user_id": user, "user_name": f"name-{user}", "command": "/jbz", "text": text,
            "trigger_id": self.trigger(), "response_url": f"{self.url}/hooks/commands/x",
        }  # fmt: skip

    def press(self, context: Any, channel: str = "c1", user: str = "u1", name: str = "jbz-overleg") -> dict[str, Any]:
        """What is sent for a button that was pressed."""
        return {
            "user_id": user, "user_name": f"name-{user}", "channel_id": channel, "channel_name": name, "team_id": "t1",
            "team_domain": "ministerie", "post_id": "p1", "trigger_id": self.trigger(), "type": "button",
            "data_source": "", "context": context,
        }  # fmt: skip

    def submits(self, dialog: dict[str, Any], user: str = "u1", **given: str) -> dict[str, Any]:
        """What is sent for a dialog that was filled in: its own values, but for those given."""
        values = {one["name"]: one.get("default") or "" for one in dialog["elements"]}
        return {
            "type": "dialog_submission", "callback_id": dialog["callback_id"], "state": dialog["state"],
            "user_id": user, "channel_id": "c1", "team_id": "t1", "submission": values | given, "cancelled": False,
        }  # fmt: skip

    @web.middleware
    async def _known(self, request: web.Request, handler: Any) -> web.StreamResponse:
        self.asked.append(request.raw_path)
        await asyncio.sleep(self.latency)
        if self.strict and not self._has_room():
            self.refused.append("limit exceeded")
            return web.Response(status=429, text="limit exceeded", headers={"Retry-After": "1"})
        if request.headers.get("Authorization", "").removeprefix("Bearer ") not in self.tokens:
            return _error(401, "api.context.session_expired.app_error")
        answer: web.StreamResponse = await handler(request)
        return answer

    def _has_room(self) -> bool:
        """Ten requests a second, and a hundred at once: what a server allows that limits (RateLimitSettings)."""
        left, since = self._room
        now = time.monotonic()
        left = min(float(_AT_ONCE), left + (now - since) * _A_SECOND)
        self._room = (left - 1 if left >= 1 else left, now)
        return left >= 1

    async def _post(self, request: web.Request) -> web.StreamResponse:
        post = await request.json()
        self.calls.append(post["channel_id"])
        failure = self.failures.pop(0) if self.failures else None
        fault = self.errors.get(post["channel_id"], self.errors.get(""))
        if isinstance(failure, Fault) or fault is not None:
            return (failure if isinstance(failure, Fault) else fault).response()  # type: ignore[union-attr]
        match failure:
            case "ratelimited":
                return web.Response(status=429, text="limit exceeded", headers={"Retry-After": "1"})
            case "500":
                return _error(500, "app.post.save.app_error")
            case "reset":
                return cut(request)
            case _:
                pass
        refusal = self._refusal(post)
        if refusal:
            self.refused.append(refusal[1])
            return _error(*refusal)
        kept = self._stored(post)
        match failure:
            case "reset-after" | "slow":
                return cut(request)
            case "gateway-after":
                return web.Response(status=504, text="<html>Gateway timeout</html>", content_type="text/html")
            case "reset-half":
                return await cut_in_reply(request)
            case _:
                pass
        return web.json_response(kept, status=201)

    async def _patch(self, request: web.Request) -> web.StreamResponse:
        """Changes a post of the bot's own; what is not given stays (api4/post.go, patchPost)."""
        patch = await request.json()
        failure = self.edit_failures.pop(0) if self.edit_failures else None
        if isinstance(failure, Fault):
            return failure.response()
        if failure == "reset":
            return cut(request)
        found = [post for post in self.messages if post["id"] == request.match_info["post"]]
        if not found:
            return _error(404, "app.post.get.app_error")
        if found[0]["channel_id"] in self.archived:
            return _error(400, "api.post.patch_post.can_not_update_post_in_deleted.error")
        refusal = refusal_of_post(found[0] | patch)
        if refusal:
            self.refused.append(refusal)
            return _error(400, refusal)
        found[0].update({name: patch[name] for name in ("message", "props") if name in patch})
        self.edits.append(patch)
        if failure == "reset-after":
            return cut(request)
        return web.json_response(found[0])

    def _refusal(self, post: dict[str, Any]) -> tuple[int, str] | None:
        channel = post["channel_id"]
        if channel in self.archived:
            return 400, "api.post.create_post.can_not_post_to_deleted.error"
        if channel in self.closed:
            return 403, "api.context.permissions.app_error"
        refusal = refusal_of_post(post)
        return (400, refusal) if refusal else None

    def _stored(self, post: dict[str, Any]) -> dict[str, Any]:
        """Stores it; for thirty seconds a pending_post_id is stored once."""
        pending = post.get("pending_post_id") or ""
        seen = self._pending.get(pending) if pending else None
        if seen and self.clock() - seen[0] < _PENDING_SECONDS:
            return seen[1]
        kept = {key: value for key, value in post.items() if key != "pending_post_id"}
        kept |= {"id": uuid.uuid4().hex[:26], "user_id": BOT, "create_at": int(self.clock() * 1000)}
        self.messages.append(kept)
        if pending:
            self._pending[pending] = (self.clock(), kept)
        return kept

    async def _whisper(self, request: web.Request) -> web.StreamResponse:
        told = await request.json()
        if not self.may_whisper:
            return _error(403, "api.context.permissions.app_error")
        refusal = refusal_of_post(told["post"])
        if refusal:
            self.refused.append(refusal)
            return _error(400, refusal)
        self.ephemeral.append(told["post"] | {"to": told["user_id"]})
        return web.json_response(told["post"] | {"id": uuid.uuid4().hex[:26]}, status=201)

    async def _history(self, request: web.Request) -> web.StreamResponse:
        match self.history_failures.pop(0) if self.history_failures else None:
            case "500":
                return _error(500, "app.post.get_posts.app_error")
            case "403":
                return _error(403, "api.context.permissions.app_error")
            case _:
                pass
        page, size = int(request.query["page"]), int(request.query["per_page"])
        newest = self.posts(request.match_info["channel"])[::-1][page * size : (page + 1) * size]
        return web.json_response(
            {"order": [post["id"] for post in newest], "posts": {post["id"]: post for post in newest}}
        )

    async def _member(self, request: web.Request) -> web.StreamResponse:
        channel, user = request.match_info["channel"], request.match_info["user"]
        if channel in self.closed:
            return _error(404, "app.channel.get_member.missing.app_error")
        roles = "channel_user channel_admin" if (channel, user) in self.channel_admins else "channel_user"
        return web.json_response({"channel_id": channel, "user_id": user, "roles": roles})

    async def _direct(self, request: web.Request) -> web.StreamResponse:
        bot, user = await request.json()
        return web.json_response({"id": f"dm{user}", "type": "D", "name": f"{bot}__{user}"}, status=201)

    async def _user(self, request: web.Request) -> web.StreamResponse:
        user = request.match_info["user"]
        if user == "me":
            return web.json_response({"id": BOT, "is_bot": True, "username": "jbz"})
        told = {"id": user, "roles": "system_user", "locale": "nl", "timezone": {}} | self.people.get(user, {})
        return web.json_response(told)

    async def _open(self, request: web.Request) -> web.StreamResponse:
        told = await request.json()
        given = self._triggers.pop(told["trigger_id"], None)
        if given is None or time.monotonic() - given > _TRIGGER_SECONDS:
            return _error(400, "interactive_message.decode_trigger_id.expired")
        refusal = refusal_of_dialog(told["dialog"])
        if refusal:
            self.refused.append(refusal)
            return _error(400, "app.open_interactive_dialog.invalid")
        self.dialogs.append(told["dialog"])
        return web.json_response({"status": "OK"})


def _error(status: int, name: str) -> web.Response:
    return web.json_response({"id": name, "message": "…", "request_id": "r", "status_code": status}, status=status)
