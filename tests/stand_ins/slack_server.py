"""Slack as a real HTTP and WebSocket server that refuses what the real one refuses (PLATFORMS, Slack)."""

import asyncio
import hashlib
import hmac
import json
import re
import time
import uuid
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from aiohttp import WSMsgType, web

from tests.stand_ins.faults import cut, cut_in_reply

TOKEN = "xoxb-test-0123456789"
APP_TOKEN = "xapp-test-0123456789"
SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
TEAM = "T1"
_MARKUP = re.compile(r"<(?!https?://[^<>|\s]+(?:\|[^<>|]+)?>|@U\w+>)[^>]*>?")


class SlackServer:
    """A workspace. `posts` is what people see in its channels."""

    def __init__(self) -> None:
        self.messages: list[dict[str, Any]] = []
        self.responses: dict[str, list[dict[str, Any]]] = {}
        self.acknowledged: set[str] = set()
        self.refused: list[str] = []
        self.failures: list[
            str
        ] = []  #: what the next posts meet: ratelimited, 500, slow, reset, reset-half, reset-after
        self.history_failures: list[str] = []  #: what the next looks at a channel meet: ratelimited, 500, missing_scope
        self.strict = True  #: keeps to the rate of messages
        self.clock: Callable[[], float] = time.time
        self._archived: set[str] = set()
        self._posted_at: dict[str, list[float]] = {}
        self._sockets: list[web.WebSocketResponse] = []
        self._runner: web.AppRunner | None = None
        self.url = ""

    async def start(self) -> None:
        """Listens on a free port."""
        app = web.Application()
        app.router.add_route("*", "/api/{method}", self._api)
        app.router.add_post("/response/{name}", self._response)
        app.router.add_get("/socket", self._socket)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        port = self._runner.addresses[0][1]
        self.url = f"http://127.0.0.1:{port}"

    async def stop(self) -> None:
        """Stops listening."""
        for socket in self._sockets:
            await socket.close()
        if self._runner:
            await self._runner.cleanup()

    @property
    def api_url(self) -> str:
        return f"{self.url}/api/"

    def archive(self, channel: str) -> None:
        self._archived.add(channel)

    def posts(self, channel: str) -> list[dict[str, Any]]:
        return [message for message in self.messages if message["channel"] == channel]

    def command(self, text: str, channel: str = "C1", user: str = "U1") -> tuple[dict[str, str], str]:
        """The fields of a slash command, and the name of its response_url."""
        name = uuid.uuid4().hex
        self.responses[name] = []
        fields = {
            "command": "/jbz", "text": text, "team_id": TEAM, "enterprise_id": "", "channel_id": channel,
            "channel_name": "test", "user_id": user, "response_url": f"{self.url}/response/{name}",
            "trigger_id": "1.1", "api_app_id": "A1", "is_enterprise_install": "false",
        }  # fmt: skip
        return fields, name

    def press(self, action_id: str, value: str, channel: str = "C1", user: str = "U1") -> tuple[dict[str, str], str]:
        """The fields of a pressed button, and the name of its response_url."""
        name = uuid.uuid4().hex
        self.responses[name] = []
        payload = {
            "type": "block_actions", "team": {"id": TEAM}, "user": {"id": user, "team_id": TEAM},
            "channel": {"id": channel}, "api_app_id": "A1", "trigger_id": "1.1", "container": {"type": "message"},
            "response_url": f"{self.url}/response/{name}",
            "actions": [{"type": "button", "action_id": action_id, "block_id": "b", "value": value}],
        }  # fmt: skip
        return {"payload": json.dumps(payload)}, name

    @staticmethod
    def signed(fields: dict[str, str], at: float | None = None, secret: str = SECRET) -> tuple[bytes, dict[str, str]]:
        """Body and headers of a request as Slack signs them."""
        body = urlencode(fields).encode()
        timestamp = str(int(time.time() if at is None else at))
        digest = hmac.new(secret.encode(), b"v0:" + timestamp.encode() + b":" + body, hashlib.sha256).hexdigest()
        return body, {
            "Content-Type": "application/x-www-form-urlencoded",
            "X-Slack-Request-Timestamp": timestamp,
            "X-Slack-Signature": f"v0={digest}",
        }

    async def deliver_by_socket(self, fields: dict[str, str]) -> str:
        """Sends a command through the open socket; the envelope's id."""
        for _ in range(500):
            if self._sockets:
                break
            await asyncio.sleep(0.02)
        envelope = uuid.uuid4().hex
        payload = {
            "envelope_id": envelope,
            "type": "slash_commands",
            "payload": fields,
            "accepts_response_payload": True,
        }
        await self._sockets[-1].send_str(json.dumps(payload))
        return envelope

    async def answers(self, name: str, count: int = 1) -> list[dict[str, Any]]:
        """What came in at a response_url, once there are `count`."""
        for _ in range(5000):
            if len(self.responses[name]) >= count:
                return self.responses[name]
            await asyncio.sleep(0.002)
        raise AssertionError(f"no answer at the response_url; refused: {self.refused}")

    async def _api(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if method == "apps.connections.open" and token == APP_TOKEN:
            return web.json_response({"ok": True, "url": f"ws{self.url[4:]}/socket"})
        if token != TOKEN:
            return web.json_response({"ok": False, "error": "invalid_auth"})
        fields = await _fields(request)
        if method == "auth.test":
            return web.json_response({"ok": True, "team_id": TEAM, "user_id": "UBOT", "bot_id": "B1", "team": "Test"})
        if method == "chat.postMessage":
            return await self._post(request, fields)
        if method == "conversations.history":
            return self._history(fields)
        return web.json_response({"ok": False, "error": "unknown_method"})

    def _history(self, fields: dict[str, Any]) -> web.Response:
        """The messages after `oldest`, newest first, a page at a time."""
        failure = self.history_failures.pop(0) if self.history_failures else None
        if failure == "500":
            return web.Response(status=500, text="oops")
        if failure:
            status = 429 if failure == "ratelimited" else 200
            return web.json_response({"ok": False, "error": failure}, status=status, headers={"Retry-After": "3"})
        oldest, at = float(fields.get("oldest", 0)), int(fields.get("cursor") or 0)
        found = [message for message in self.posts(fields["channel"])[::-1] if float(message["ts"]) >= oldest]
        end = at + int(fields.get("limit", 100))
        onward = {"next_cursor": str(end) if end < len(found) else ""}
        return web.json_response({"ok": True, "messages": found[at:end], "response_metadata": onward})

    async def _post(self, request: web.Request, fields: dict[str, Any]) -> web.StreamResponse:
        failure = self.failures.pop(0) if self.failures else None
        if failure == "ratelimited":
            return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers={"Retry-After": "7"})
        if failure == "500":
            return web.Response(status=500, text="oops")
        if failure == "reset":
            return cut(request)
        if failure == "slow":
            await asyncio.sleep(0.3)
        error = self._refusal(fields)
        if error is not None:
            self.refused.append(error)
            return web.json_response({"ok": False, "error": error})
        if self._too_fast(fields["channel"]):
            self.refused.append("ratelimited")
            return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers={"Retry-After": "1"})
        fields["ts"] = f"{self.clock():.6f}"
        self.messages.append(fields)
        if failure == "reset-after":
            return cut(request)
        if failure == "reset-half":
            return await cut_in_reply(request)
        return web.json_response({"ok": True, "ts": fields["ts"], "channel": fields["channel"]})

    def _refusal(self, fields: dict[str, Any]) -> str | None:
        if fields.get("channel") in self._archived:
            return "is_archived"
        if not fields.get("text"):
            return "no_text"
        return refusal_of_blocks(fields.get("blocks", []))

    def _too_fast(self, channel: str) -> bool:
        """More than three in a second; a longer run at more than one a second."""
        now = time.monotonic()
        times = [at for at in self._posted_at.get(channel, []) if now - at < 10]
        self._posted_at[channel] = [*times, now]
        if not self.strict:
            return False
        return len([at for at in times if now - at < 1]) >= 3 or len(times) >= 12

    async def _response(self, request: web.Request) -> web.Response:
        uses = self.responses.get(request.match_info["name"])
        body = await request.json()
        refusal = refusal_of_blocks(body.get("blocks", []))
        if uses is None or len(uses) >= 5 or refusal or not body.get("text"):
            self.refused.append(refusal or "used_url")
            return web.Response(status=404, text=refusal or "used_url")
        uses.append(body)
        return web.Response(text="ok")

    async def _socket(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_str(json.dumps({"type": "hello", "num_connections": 1, "connection_info": {"app_id": "A1"}}))
        self._sockets.append(socket)
        async for message in socket:
            if message.type is WSMsgType.TEXT and message.data.startswith("{"):
                self.acknowledged.add(json.loads(message.data).get("envelope_id", ""))
        return socket


def refusal_of_blocks(blocks: list[dict[str, Any]]) -> str | None:
    """The error with which Slack refuses the blocks, if it does."""
    if len(blocks) > 50:
        return "invalid_blocks: more than 50"
    if len(json.dumps(blocks, ensure_ascii=False)) > 11_000:
        return "msg_blocks_too_long"
    for block in blocks:
        error = _refusal_of_block(block)
        if error:
            return f"invalid_blocks: {error}"
    return None


def _refusal_of_block(block: dict[str, Any]) -> str | None:
    limits = {"header": 150, "section": 3000}
    text = block.get("text", {}).get("text", "")
    if block["type"] in limits and not 0 < len(text) <= limits[block["type"]]:
        return f"{block['type']} of {len(text)} characters"
    texts = [text, *(e.get("text", "") for e in block.get("elements", []) if e.get("type") == "mrkdwn")]
    if block["type"] != "header" and any(_MARKUP.search(t) or re.search(r"&(?!amp;|lt;|gt;)", t) for t in texts):
        return "unescaped text"
    buttons = [e for e in block.get("elements", []) if e.get("type") == "button"]
    if len(block.get("elements", [])) > (10 if block["type"] == "context" else 25):
        return "too many elements"
    if len({b["action_id"] for b in buttons}) != len(buttons):
        return "action_id twice"
    if any(len(b["text"]["text"]) > 75 or len(b["value"]) > 2000 for b in buttons):
        return "button too long"
    return None


async def _fields(request: web.Request) -> dict[str, Any]:
    if request.content_type == "application/json":
        return dict(await request.json())
    given = {**request.query, **{name: str(value) for name, value in (await request.post()).items()}}
    return {name: json.loads(value) if value.startswith(("[", "{")) else value for name, value in given.items()}
