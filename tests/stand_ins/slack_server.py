"""Slack as a real HTTP and WebSocket server that refuses what the real one refuses (PLATFORMS, Slack)."""

import asyncio
import base64
import hashlib
import hmac
import json
import time
import uuid
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from aiohttp import WSMsgType, web

from tests.stand_ins.faults import Fault, cut, cut_in_reply
from tests.stand_ins.listening import Listening
from tests.stand_ins.slack_rules import refusal_of_blocks, refusal_of_view

TOKEN = "xoxb-test-0123456789"
APP_TOKEN = "xapp-test-0123456789"
SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
TEAM = "T1"
CLIENT_ID = "1.2"
CLIENT_SECRET = "c" * 32
SCOPES = (
    "app_mentions:read", "channels:history", "channels:read", "chat:write", "chat:write.public", "commands",
    "groups:history", "groups:read", "im:history", "im:write", "links:read", "links:write", "users:read",
)  # fmt: skip
_TRIGGER_SECONDS = 3.0


class SlackServer(Listening):
    """A workspace. `posts` is what people see in its channels."""

    def __init__(self) -> None:
        self.messages: list[dict[str, Any]] = []
        self.responses: dict[str, list[dict[str, Any]]] = {}
        self.acknowledged: dict[str, dict[str, Any]] = {}
        self.refused: list[str] = []
        self.answers_after = 0.0  #: seconds until what comes in at a response_url is answered
        #: What the next posts meet: ratelimited, 500, slow, reset, reset-half, reset-after, or another answer.
        self.failures: list[str | Fault] = []
        self.errors: dict[str, Fault] = {}  #: what posts to a channel meet until it is mended; "": to any channel
        self.refuses_blocks = False  #: whatever stands in them
        self.edit_failures: list[str | Fault] = []  #: what the next edits of a message meet: reset, reset-after
        self.edits: list[dict[str, Any]] = []  #: the edits that were made
        self.history_failures: list[str] = []  #: what the next looks at a channel meet: ratelimited, 500, missing_scope
        self.strict = True  #: keeps to the rate of messages
        self.clock: Callable[[], float] = time.time
        self.tokens = {TOKEN: TEAM}  #: which team each token is of
        self.people: dict[str, dict[str, Any]] = {}  #: what users.info says of someone, beside their id
        self.members: dict[str, set[str]] = {}  #: of channels
        self.private: dict[str, str] = {}  #: the direct messages of people with the bot
        self.scopes = list(SCOPES)
        self.missing: set[str] = set()  #: methods for which the token lacks the scope
        self.codes: dict[str, dict[str, Any]] = {}  #: what oauth.v2.access gives for a code or refresh token
        self.modals: list[dict[str, Any]] = []  #: the views that were opened and pushed, in order
        self.homes: dict[str, dict[str, Any]] = {}  #: the Home tab of each person
        self.unfurled: list[dict[str, Any]] = []
        self.calls: list[str] = []  #: the methods that were called
        self._triggers: dict[str, float] = {}
        self._archived: set[str] = set()
        self._posted_at: dict[str, list[float]] = {}
        self._sockets: list[web.WebSocketResponse] = []
        self._sent: dict[str, str] = {}  #: by envelope; what was not acknowledged goes again to the next connection

    async def start(self) -> None:
        """Listens on a free port."""
        app = web.Application()
        app.router.add_route("*", "/api/{method}", self._api)
        app.router.add_post("/response/{name}", self._response)
        app.router.add_get("/socket", self._socket)
        await self.listen(app)

    async def stop(self) -> None:
        """Stops listening."""
        for socket in self._sockets:
            await socket.close()
        await super().stop()

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
            "trigger_id": self.trigger(), "api_app_id": "A1", "is_enterprise_install": "false",
        }  # fmt: skip
        return fields, name

    def trigger(self) -> str:
        """A trigger_id: good for one view, for three seconds."""
        made = f"{time.monotonic_ns()}.{uuid.uuid4().hex[:8]}"
        self._triggers[made] = time.monotonic()
        return made

    def press(
        self, action_id: str, value: str, channel: str = "C1", user: str = "U1", *, ephemeral: bool = True,
        team: str = TEAM,
    ) -> tuple[dict[str, str], str]:  # fmt: skip
        """The fields of a pressed button, and the name of its response_url."""
        name = uuid.uuid4().hex
        self.responses[name] = []
        payload = {
            "type": "block_actions", "team": {"id": team}, "user": {"id": user, "team_id": team},
            "channel": {"id": channel}, "api_app_id": "A1", "trigger_id": self.trigger(),
            "container": {"type": "message", "is_ephemeral": ephemeral, "channel_id": channel},
            "response_url": f"{self.url}/response/{name}",
            "actions": [{"type": "button", "action_id": action_id, "block_id": "b", "value": value}],
        }  # fmt: skip
        return {"payload": json.dumps(payload)}, name

    def press_in_view(
        self, view: dict[str, Any], action_id: str, value: str = "", user: str = "U1",
        values: dict[str, Any] | None = None, team: str = TEAM,
    ) -> dict[str, str]:  # fmt: skip
        """The fields of a button pressed in a modal or on the Home tab."""
        payload = {
            "type": "block_actions", "team": {"id": team}, "user": {"id": user, "team_id": team}, "api_app_id": "A1",
            "trigger_id": self.trigger(), "container": {"type": "view", "view_id": "V1"},
            "view": view | {"id": "V1", "state": {"values": values or {}}},
            "actions": [{"type": "button", "action_id": action_id, "block_id": "b", "value": value}],
        }  # fmt: skip
        return {"payload": json.dumps(payload)}

    def submit(
        self, view: dict[str, Any], values: dict[str, Any], user: str = "U1", team: str = TEAM
    ) -> dict[str, str]:
        """The fields of a form that was filled in."""
        payload = {
            "type": "view_submission", "team": {"id": team}, "user": {"id": user, "team_id": team},
            "api_app_id": "A1", "trigger_id": self.trigger(), "view": view | {"id": "V1", "state": {"values": values}},
        }  # fmt: skip
        return {"payload": json.dumps(payload)}

    def asks_options(self, action_id: str, value: str, user: str = "U1") -> dict[str, str]:
        """The fields of a menu that asks what it can offer."""
        payload = {
            "type": "block_suggestion", "team": {"id": TEAM}, "user": {"id": user, "team_id": TEAM},
            "api_app_id": "A1", "action_id": action_id, "block_id": "b", "value": value,
            "container": {"type": "view", "view_id": "V1"}, "view": {"id": "V1", "type": "modal", "callback_id": "x"},
        }  # fmt: skip
        return {"payload": json.dumps(payload)}

    def shortcut(self, callback: str, user: str = "U1", text: str | None = None) -> tuple[dict[str, str], str]:
        """The fields of a shortcut, on a message where `text` is given, and the name of its response_url."""
        name = uuid.uuid4().hex
        self.responses[name] = []
        payload: dict[str, Any] = {
            "type": "shortcut", "callback_id": callback, "trigger_id": self.trigger(), "team": {"id": TEAM},
            "user": {"id": user, "team_id": TEAM},
        }  # fmt: skip
        if text is not None:
            payload |= {
                "type": "message_action", "channel": {"id": "C1"}, "message": {"type": "message", "text": text},
                "response_url": f"{self.url}/response/{name}",
            }  # fmt: skip
        return {"payload": json.dumps(payload)}, name

    def event(self, team: str = TEAM, at: float | None = None, **event: Any) -> dict[str, Any]:
        """The body of an event."""
        return {
            "type": "event_callback", "team_id": team, "api_app_id": "A1", "event_id": f"Ev{uuid.uuid4().hex[:10]}",
            "event_time": int(self.clock() if at is None else at), "event": event,
            "authorizations": [{"team_id": team, "enterprise_id": None, "user_id": "UBOT", "is_bot": True,
                                "is_enterprise_install": False}],
        }  # fmt: skip

    def mention(self, text: str, channel: str = "C1", user: str = "U1", thread: str | None = None) -> dict[str, Any]:
        """Someone mentions the bot."""
        more: dict[str, Any] = {"thread_ts": thread} if thread else {}
        said = f"<@UBOT> {text}"
        return self.event(type="app_mention", user=user, channel=channel, text=said, ts="1700000000.1", **more)

    def message(self, text: str, channel: str = "D1", user: str = "U1", **more: Any) -> dict[str, Any]:
        """Someone writes to the bot alone."""
        more = {"channel_type": "im", "ts": "1.1"} | more
        return self.event(type="message", user=user, channel=channel, text=text, **more)

    @staticmethod
    def signed(fields: dict[str, Any], at: float | None = None, secret: str = SECRET) -> tuple[bytes, dict[str, str]]:
        """Body and headers of a request as Slack signs them: an event is JSON, anything else a form."""
        is_event = fields.get("type") in {"event_callback", "url_verification"}
        body = json.dumps(fields).encode() if is_event else urlencode(fields).encode()
        timestamp = str(int(time.time() if at is None else at))
        digest = hmac.new(secret.encode(), b"v0:" + timestamp.encode() + b":" + body, hashlib.sha256).hexdigest()
        return body, {
            "Content-Type": "application/json" if is_event else "application/x-www-form-urlencoded",
            "X-Slack-Request-Timestamp": timestamp,
            "X-Slack-Signature": f"v0={digest}",
        }

    async def deliver_by_socket(self, fields: dict[str, Any]) -> str:
        """Sends what would be the body of a request through the open socket; the envelope's id."""
        for _ in range(500):
            if self._sockets:
                break
            await asyncio.sleep(0.02)
        envelope = uuid.uuid4().hex
        kind, inside = "slash_commands", fields
        if fields.get("type") == "event_callback":
            kind = "events_api"
        elif "payload" in fields:
            kind, inside = "interactive", json.loads(fields["payload"])
        payload = {"envelope_id": envelope, "type": kind, "payload": inside, "accepts_response_payload": True}
        self._sent[envelope] = json.dumps(payload)
        await self._sockets[-1].send_str(self._sent[envelope])
        return envelope

    async def acknowledgement(self, envelope: str) -> dict[str, Any]:
        """What came back for an envelope."""
        for _ in range(2500):
            if envelope in self.acknowledged:
                return self.acknowledged[envelope]
            await asyncio.sleep(0.002)
        raise AssertionError("not acknowledged")

    async def refresh_sockets(self) -> None:
        """Slack asks its clients to connect anew, and closes the old connections."""
        for socket in list(self._sockets):
            await socket.send_str(json.dumps({"type": "disconnect", "reason": "refresh_requested"}))
        self._sockets.clear()

    async def break_sockets(self) -> None:
        """The connections end without a word."""
        for socket in list(self._sockets):
            await socket.close()
        self._sockets.clear()

    async def answers(self, name: str, count: int = 1) -> list[dict[str, Any]]:
        """What came in at a response_url, once there are `count`."""
        for _ in range(5000):
            if len(self.responses[name]) >= count:
                return self.responses[name]
            await asyncio.sleep(0.002)
        raise AssertionError(f"no answer at the response_url; refused: {self.refused}")

    async def posted(self, channel: str, count: int = 1) -> list[dict[str, Any]]:
        """What was posted in a channel, once there are `count`."""
        for _ in range(2500):
            if len(self.posts(channel)) >= count:
                return self.posts(channel)
            await asyncio.sleep(0.002)
        raise AssertionError(f"nothing posted; refused: {self.refused}")

    async def home(self, user: str, holding: str = "") -> str:
        """The texts of someone's Home tab, once they hold something."""
        for _ in range(2500):
            told = "\n".join(texts(self.homes.get(user, {})))
            if told and holding in told:
                return told
            await asyncio.sleep(0.002)
        raise AssertionError(f"no such Home tab; refused: {self.refused}")

    async def shown(self, count: int = 1) -> list[dict[str, Any]]:
        """The modals that were shown, once there are `count`."""
        for _ in range(2500):
            if len(self.modals) >= count:
                return self.modals
            await asyncio.sleep(0.002)
        raise AssertionError(f"no modal; refused: {self.refused}")

    async def _api(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if method == "apps.connections.open" and token == APP_TOKEN:
            return web.json_response({"ok": True, "url": f"ws{self.url[4:]}/socket"})
        fields = await _fields(request)
        self.calls.append(method)
        if method == "oauth.v2.access":
            return self._oauth(fields, request)
        if token not in self.tokens:
            return web.json_response({"ok": False, "error": "invalid_auth"})
        if method in self.missing:
            return web.json_response({"ok": False, "error": "missing_scope"})
        match method:
            case "auth.test":
                team = self.tokens[token]
                told = {"ok": True, "team_id": team, "user_id": "UBOT", "bot_id": "B1", "team": "Test"}
                return web.json_response(told, headers={"x-oauth-scopes": ",".join(self.scopes)})
            case "chat.postMessage":
                return await self._post(request, fields | {"team": self.tokens[token]})
            case "chat.update":
                return await self._update(request, fields)
            case "conversations.history":
                return self._history(fields)
            case "views.open" | "views.push":
                return self._view(fields)
            case "views.publish":
                return self._publish(fields)
            case "chat.unfurl":
                refused = [refusal_of_blocks(one["blocks"]) for one in fields["unfurls"].values()]
                if any(refused):
                    return self._no(str(refused))
                self.unfurled.append(fields)
                return web.json_response({"ok": True})
            case "users.info":
                person = {"id": fields["user"], "tz": "Europe/Amsterdam", "locale": "nl-NL", "is_admin": False}
                return web.json_response({"ok": True, "user": person | self.people.get(fields["user"], {})})
            case "conversations.open":
                return web.json_response({"ok": True, "channel": {"id": self.private.get(fields["users"], "D1")}})
            case "conversations.members":
                return web.json_response({"ok": True, "members": sorted(self.members.get(fields["channel"], ()))})
            case _:
                pass
        return web.json_response({"ok": False, "error": "unknown_method"})

    def _oauth(self, fields: dict[str, Any], request: web.Request) -> web.Response:
        """A code or refresh token serves once."""
        client = f"{fields.get('client_id')}:{fields.get('client_secret')}"
        if authorization := request.headers.get("Authorization", ""):
            client = base64.b64decode(authorization.removeprefix("Basic ")).decode()
        if client != f"{CLIENT_ID}:{CLIENT_SECRET}":
            return web.json_response({"ok": False, "error": "bad_client_secret"})
        given = self.codes.pop(str(fields.get("code") or fields.get("refresh_token")), None)
        if given is None:
            return web.json_response({"ok": False, "error": "invalid_code"})
        if given.get("access_token"):
            self.tokens[given["access_token"]] = (given.get("team") or {}).get("id") or given["enterprise"]["id"]
        return web.json_response({"ok": True} | given)

    def _view(self, fields: dict[str, Any]) -> web.Response:
        made = self._triggers.pop(fields.get("trigger_id", ""), None)
        if made is None or time.monotonic() - made > _TRIGGER_SECONDS:
            return self._no("expired_trigger_id")
        if refused := refusal_of_view(fields["view"], "modal"):
            return self._no(refused)
        self.modals.append(fields["view"])
        return web.json_response({"ok": True, "view": fields["view"] | {"id": f"V{len(self.modals)}"}})

    def _publish(self, fields: dict[str, Any]) -> web.Response:
        if refused := refusal_of_view(fields["view"], "home"):
            return self._no(refused)
        self.homes[fields["user_id"]] = fields["view"]
        return web.json_response({"ok": True})

    def _no(self, error: str) -> web.Response:
        self.refused.append(error)
        return web.json_response({"ok": False, "error": error})

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
        lasting = self.errors.get("") or self.errors.get(fields["channel"])
        if isinstance(failure, Fault) or lasting is not None:
            return (failure if isinstance(failure, Fault) else lasting or Fault(500)).response()
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
        if failure == "gateway-after":
            return Fault(504, "<html>Gateway Timeout</html>").response()
        if failure == "reset-after":
            return cut(request)
        if failure == "reset-half":
            return await cut_in_reply(request)
        return web.json_response({"ok": True, "ts": fields["ts"], "channel": fields["channel"]})

    async def _update(self, request: web.Request, fields: dict[str, Any]) -> web.StreamResponse:
        """Puts another text and other blocks in a message of the bot's own, which keeps its place."""
        failure = self.edit_failures.pop(0) if self.edit_failures else None
        if isinstance(failure, Fault):
            return failure.response()
        if failure == "reset":
            return cut(request)
        found = [one for one in self.posts(fields["channel"]) if one["ts"] == fields["ts"]]
        refusal = "message_not_found" if not found else self._refusal(fields)
        if refusal:
            return self._no(refusal)
        found[0].update({name: fields[name] for name in ("text", "blocks", "metadata") if name in fields})
        self.edits.append(fields)
        if failure == "reset-after":
            return cut(request)
        return web.json_response({"ok": True, "ts": fields["ts"], "channel": fields["channel"]})

    def _refusal(self, fields: dict[str, Any]) -> str | None:
        if fields.get("channel") in self._archived:
            return "is_archived"
        if fields.get("blocks") and self.refuses_blocks:
            return "invalid_blocks"
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
        await asyncio.sleep(self.answers_after)
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
        for envelope, payload in self._sent.items():
            if envelope not in self.acknowledged:
                await socket.send_str(payload)
        async for message in socket:
            if message.type is WSMsgType.TEXT and message.data.startswith("{"):
                told = json.loads(message.data)
                self.acknowledged[told.get("envelope_id", "")] = told
        return socket


def texts(message: dict[str, Any]) -> list[str]:
    """The texts of a message or view, block by block."""
    return [block["text"]["text"] for block in message.get("blocks", []) if "text" in block]


def buttons(message: dict[str, Any]) -> dict[str, str]:
    """The values of its buttons, by their labels."""
    elements = [element for block in message["blocks"] for element in block.get("elements", [])]
    return {element["text"]["text"]: element["value"] for element in elements if "value" in element}


async def _fields(request: web.Request) -> dict[str, Any]:
    if request.content_type == "application/json":
        return dict(await request.json())
    given = {**request.query, **{name: str(value) for name, value in (await request.post()).items()}}
    return {name: json.loads(value) if value.startswith(("[", "{")) else value for name, value in given.items()}
