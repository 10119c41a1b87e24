"""Microsoft Teams as a real HTTP server: tokens, the Bot Connector, Graph. It refuses what the real one refuses."""

import asyncio
import time
import uuid
from collections import defaultdict, deque
from collections.abc import Callable
from functools import cache
from typing import Any

from aiohttp import web
from joserfc import jwt
from joserfc.jwk import RSAKey

from tests.stand_ins.faults import Fault, cut, cut_in_reply
from tests.stand_ins.listening import Listening
from tests.stand_ins.teams_rules import refusal_of_activity

CLIENT_ID, SECRET = "11111111-2222-3333-4444-555555555555", "teams-client-secret~0123456789"
TENANT, OTHER_TENANT = "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee", "99999999-bbbb-cccc-dddd-eeeeeeeeeeee"
TEAM, GROUP = "19:team@thread.tacv2", "77777777-0000-0000-0000-000000000001"
BOT = f"28:{CLIENT_ID}"
_ISSUER = "https://api.botframework.com"
_WHISPERS_LAST = 24 * 3600  #: seconds, after which a targeted message is gone
_SCOPE = "https://api.botframework.com/.default"
#: Messages of a bot: in a tenant within a second, in a conversation within 1, 2, 30 and 3,600 seconds.
_IN_TENANT, _IN_CHAT = 50, {1.0: 7, 2.0: 8, 30.0: 60, 3600.0: 1800}


def channel(name: str) -> str:
    """The number of a channel."""
    return f"19:{name}@thread.tacv2"


@cache
def _key(name: str) -> RSAKey:
    return RSAKey.generate_key(2048, {"kid": name}, private=True)


class TeamsServer(Listening):
    """Teams. `messages` is what people see in its chats."""

    def __init__(self) -> None:
        self.messages: list[dict[str, Any]] = []
        self.refused: list[str] = []
        self.calls: list[str] = []  #: the messages that were asked for, by conversation
        self.owners: set[str] = set()  #: directory numbers of who owns the team
        self.organisers: set[str] = set()
        self.consented = True  #: the team allows the bot to ask who is in it
        self.gone: set[str] = set()  #: conversations in which the bot is not
        self.may_whisper = True  #: it takes messages that only one person sees
        #: What the next messages meet: ratelimited, 500, slow, reset, reset-half, reset-after, or another answer.
        self.failures: list[str | Fault] = []
        self.edit_failures: list[str | Fault] = []  #: what the next changes of a message meet: reset, reset-after
        self.errors: dict[str, Fault] = {}  #: what messages to a chat meet until it is mended; "": to any chat
        self.token_failures: list[Fault] = []
        self.secrets = {SECRET}
        self.tokens_given = 0
        self.keys = ["one"]
        self.key_calls = 0
        self.strict = False  #: it limits
        self.latency = 0.0  #: seconds until a message is taken
        self.clock: Callable[[], float] = time.time
        self._tokens: set[str] = set()
        self._sent: dict[str, deque[float]] = defaultdict(deque)

    async def start(self) -> None:
        """Listens on a free port."""
        app = web.Application()
        app.router.add_post("/login/{tenant}/oauth2/v2.0/token", self._token)
        app.router.add_get("/openid", self._openid)
        app.router.add_get("/keys", self._keys)
        app.router.add_post("/teams/v3/conversations", self._open)
        app.router.add_post("/teams/v3/conversations/{chat}/activities", self._post)
        app.router.add_put("/teams/v3/conversations/{chat}/activities/{id}", self._put)
        app.router.add_get("/teams/v3/teams/{team}", self._team)
        app.router.add_get("/teams/v1/meetings/{meeting}/participants/{person}", self._participant)
        app.router.add_get("/graph/v1.0/teams/{group}/members", self._members)
        await self.listen(app)

    @property
    def settings(self) -> dict[str, str]:
        """The settings of a bot that talks to it."""
        return {
            "TEAMS_CLIENT_ID": CLIENT_ID, "TEAMS_CLIENT_SECRET": SECRET, "TEAMS_TENANT_ID": TENANT,
            "TEAMS_SERVICE_URL": f"{self.url}/teams", "TEAMS_LOGIN_URL": f"{self.url}/login",
            "TEAMS_OPENID_URL": f"{self.url}/openid", "TEAMS_GRAPH_URL": f"{self.url}/graph",
        }  # fmt: skip

    def in_chat(self, chat: str) -> list[dict[str, Any]]:
        """The messages in a chat, and in the threads of a channel."""
        return [one for one in self.messages if one["conversation"].partition(";")[0] == chat]

    def texts(self, chat: str) -> list[str]:
        """What stands in each of these."""
        return [words_of(one) for one in self.in_chat(chat)]

    def signed(self, activity: dict[str, Any], key: str = "", **claims: Any) -> dict[str, str]:
        """The headers with which the Connector sends an activity."""
        now = int(self.clock())
        told = {
            "iss": _ISSUER, "aud": CLIENT_ID, "exp": now + 3600, "nbf": now - 300,
            "serviceurl": activity.get("serviceUrl"),
        } | claims  # fmt: skip
        kid = key or self.keys[-1]
        token = jwt.encode({"alg": "RS256", "kid": kid}, told, _key(kid), algorithms=["RS256"])
        return {"Authorization": f"Bearer {token}"}

    def activity(self, kind: str, chat: str, user: str = "u1", **more: Any) -> dict[str, Any]:
        """What every activity has; `chat` is a channel, "a:…" someone alone with the bot, "19:…@unq" a group."""
        data: dict[str, Any] = {"tenant": {"id": TENANT}}
        conversation: dict[str, Any] = {"id": chat, "tenantId": TENANT}
        if "@thread.tacv2" in chat:
            data |= {"team": {"id": TEAM}, "channel": {"id": chat.partition(";")[0]}}
            conversation |= {"conversationType": "channel", "isGroup": True}
        elif chat.startswith("a:"):
            conversation |= {"conversationType": "personal"}
        else:
            conversation |= {"conversationType": "groupChat", "isGroup": True}
        return {
            "type": kind, "id": uuid.uuid4().hex, "channelId": "msteams", "serviceUrl": f"{self.url}/teams/",
            "from": {"id": f"29:{user}", "name": f"Naam {user}", "aadObjectId": f"dir-{user}"},
            "recipient": {"id": BOT, "name": "JBZ"}, "conversation": conversation, "channelData": data,
            "locale": "nl-NL", "localTimezone": "Europe/Amsterdam", "timestamp": "2025-03-31T06:00:10Z",
        } | more  # fmt: skip

    def whispers(self, text: str, chat: str, user: str = "u1", **more: Any) -> dict[str, Any]:
        """Someone chooses the bot with a slash, so that nobody else in the chat sees what they type."""
        recipient = {"id": BOT, "name": "JBZ", "isTargeted": True}
        return self.activity("message", chat, user, text=text, textFormat="plain", recipient=recipient, **more)

    def says(self, text: str, chat: str, user: str = "u1", **more: Any) -> dict[str, Any]:
        """Someone types to the bot; with others there, they mention it, in a post of their own."""
        if chat.startswith("a:"):
            return self.activity("message", chat, user, text=text, textFormat="plain", **more)
        where = f"{chat};messageid=1743400000000" if "@thread.tacv2" in chat and ";" not in chat else chat
        mention = {"type": "mention", "mentioned": {"id": BOT, "name": "JBZ"}, "text": "<at>JBZ</at>"}
        said = f"<at>JBZ</at>&nbsp;{text}"
        return self.activity("message", where, user, text=said, textFormat="plain", entities=[mention], **more)

    def press(self, action: dict[str, Any], message: dict[str, Any], user: str = "u1") -> dict[str, Any]:
        """Someone presses a button under a message."""
        chat, data = message["conversation"], action["data"]
        if data.get("msteams", {}).get("type") == "task/fetch":
            value = {"data": {"jbz": data["jbz"], "type": "task/fetch"}, "context": {"theme": "default"}}
            return self.activity("invoke", chat, user, name="task/fetch", value=value)
        return self.activity("message", chat, user, value=data, replyToId=message["id"])

    def submits(self, card: dict[str, Any], chat: str, user: str = "u1", **given: str) -> dict[str, Any]:
        """Someone sends a form: its own values, but for those given."""
        values = {one["id"]: one.get("value", "") for one in card["body"] if "id" in one} | given
        value = {"data": card["actions"][0]["data"] | values, "context": {"theme": "default"}}
        return self.activity("invoke", chat, user, name="task/submit", value=value)

    async def _token(self, request: web.Request) -> web.StreamResponse:
        if self.token_failures:
            return self.token_failures.pop(0).response()
        given = await request.post()
        graph = f"{self.url}/graph/.default"
        if given.get("client_id") != CLIENT_ID or given.get("client_secret") not in self.secrets:
            return web.json_response({"error": "invalid_client", "error_codes": [7000215]}, status=401)
        if request.match_info["tenant"] != TENANT or given.get("scope") not in {_SCOPE, graph}:
            return web.json_response({"error": "invalid_scope"}, status=400)
        token = f"{'graph' if given['scope'] == graph else 'bot'}-{uuid.uuid4().hex}"
        self._tokens.add(token)
        self.tokens_given += 1
        return web.json_response({"token_type": "Bearer", "expires_in": 3600, "access_token": token})

    def forget_tokens(self) -> None:
        """The tokens that were given are no longer good."""
        self._tokens.clear()

    def _is_known(self, request: web.Request, kind: str) -> bool:
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        return token in self._tokens and token.startswith(kind)

    async def _openid(self, _request: web.Request) -> web.StreamResponse:
        self.key_calls += 1
        return web.json_response({"issuer": _ISSUER, "jwks_uri": f"{self.url}/keys"})

    async def _keys(self, _request: web.Request) -> web.StreamResponse:
        known = [_key(name).as_dict(private=False) | {"kid": name, "endorsements": ["msteams"]} for name in self.keys]
        other = _key("elsewhere").as_dict(private=False) | {"kid": "elsewhere", "endorsements": ["webchat"]}
        return web.json_response({"keys": [*known, other]})

    async def _open(self, request: web.Request) -> web.StreamResponse:
        told = await request.json()
        if not self._is_known(request, "bot"):
            return _error(401, "Unauthorized")
        (member,) = told["members"]
        if told.get("tenantId") != TENANT or told["bot"]["id"] != BOT:
            return _error(400, "BadArgument")
        return web.json_response({"id": f"a:{member['id'].removeprefix('29:')}"}, status=201)

    async def _post(self, request: web.Request) -> web.StreamResponse:
        said, conversation = await request.json(), request.match_info["chat"]
        chat = conversation.partition(";")[0]
        self.calls.append(chat)
        failure = self.failures.pop(0) if self.failures else None
        fault = self.errors.get(chat, self.errors.get(""))
        if isinstance(failure, Fault) or fault is not None:
            return (failure if isinstance(failure, Fault) else fault).response()  # type: ignore[union-attr]
        if not self._is_known(request, "bot"):
            return _error(401, "Unauthorized")
        match failure:
            case "ratelimited":
                return _limited()
            case "500":
                return _error(500, "ServiceError")
            case "reset":
                return cut(request)
            case "slow":
                await asyncio.sleep(0.3)
            case _:
                await asyncio.sleep(self.latency)
        refusal = self._refusal(said, chat) or self._refusal_of_whisper(request, said, chat)
        if refusal:
            self.refused.append(refusal[1])
            return _limited() if refusal[0] == 429 else _error(*refusal)
        kept = said | {"id": str(len(self.messages) + 1), "conversation": conversation, "at": self.clock()}
        kept["to"] = said["recipient"]["id"] if _is_targeted(request) else ""
        self.messages.append(kept)
        match failure:
            case "reset-after":
                return cut(request)
            case "reset-half":
                return await cut_in_reply(request)
            case _:
                pass
        return web.json_response({"id": kept["id"]}, status=201)

    def _refusal(self, said: dict[str, Any], chat: str) -> tuple[int, str] | None:
        if chat in self.gone:
            return 403, "BotNotInConversationRoster"
        if not chat.startswith(("19:", "a:")):
            return 404, "ConversationNotFound"
        if refusal := refusal_of_activity(said):
            return refusal
        return (429, "Throttled") if self.strict and self._is_too_many(chat) else None

    def _refusal_of_whisper(self, request: web.Request, said: dict[str, Any], chat: str) -> tuple[int, str] | None:
        """Of a targeted message: it has a recipient, and others are there who do not see it."""
        about = [one for one in said.get("entities", ()) if one["type"] == "targetedMessageInfo"]
        if not _is_targeted(request):
            return (400, "BadArgument") if "recipient" in said else None
        if not self.may_whisper or chat.startswith("a:") or not said.get("recipient", {}).get("id"):
            return 400, "BadArgument"
        return (400, "INVALID_TARGETED_MESSAGE_ID") if any(not one.get("messageId") for one in about) else None

    def _is_too_many(self, chat: str) -> bool:
        now = time.monotonic()
        limits = [("", {1.0: _IN_TENANT}), (chat, _IN_CHAT)]
        for name, most in limits:
            for seconds, number in most.items():
                if sum(now - at < seconds for at in self._sent[name]) >= number:
                    return True
        for name, _ in limits:
            self._sent[name].append(now)
        return False

    async def _put(self, request: web.Request) -> web.StreamResponse:
        said, conversation = await request.json(), request.match_info["chat"]
        if not self._is_known(request, "bot"):
            return _error(401, "Unauthorized")
        if refusal := self._refusal(said, conversation.partition(";")[0]):
            self.refused.append(refusal[1])
            return _error(*refusal)
        failure = self.edit_failures.pop(0) if self.edit_failures else None
        if isinstance(failure, Fault):
            return failure.response()
        if failure == "reset":
            return cut(request)
        if "recipient" in said:
            return _error(400, "BadArgument")
        for at, kept in enumerate(self.messages):
            is_it = (kept["conversation"], kept["id"]) == (conversation, request.match_info["id"])
            is_over = bool(kept["to"]) and self.clock() - kept["at"] > _WHISPERS_LAST
            if is_it and not is_over and bool(kept["to"]) == _is_targeted(request):
                self.messages[at] = kept | said | {"conversation": conversation, "edited": True}
                if failure == "reset-after":
                    return cut(request)
                return web.json_response({"id": kept["id"]})
        return _error(404, "ActivityNotFoundInConversation")

    async def _team(self, request: web.Request) -> web.StreamResponse:
        if not self._is_known(request, "bot"):
            return _error(401, "Unauthorized")
        return web.json_response({"id": request.match_info["team"], "name": "Migratie", "aadGroupId": GROUP})

    async def _participant(self, request: web.Request) -> web.StreamResponse:
        person = request.match_info["person"]
        role = "Organizer" if person in self.organisers else "Attendee"
        user = {"id": f"29:{person.removeprefix('dir-')}", "aadObjectId": person}
        return web.json_response({"user": user, "meeting": {"role": role, "inMeeting": True}})

    async def _members(self, request: web.Request) -> web.StreamResponse:
        if not self._is_known(request, "graph") or not self.consented or request.match_info["group"] != GROUP:
            return web.json_response({"error": {"code": "Forbidden", "message": "…"}}, status=403)
        person = request.query["$filter"].partition("'")[2].rstrip("')")
        roles = ["owner"] if person in self.owners else []
        return web.json_response({"value": [{"userId": person, "roles": roles}]})


def _is_targeted(request: web.Request) -> bool:
    return request.query.get("isTargetedActivity") == "true"


def words_of(message: dict[str, Any]) -> str:
    """What people read of a message."""
    if message.get("text"):
        return str(message["text"])
    blocks = message["attachments"][0]["content"]["body"]
    return "\n".join(block["text"] for block in blocks if block["type"] == "TextBlock")


def buttons_of(message: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The buttons of a message by their words."""
    blocks = message["attachments"][0]["content"]["body"] if message.get("attachments") else []
    return {action["title"]: action for block in blocks for action in block.get("actions", [])}


def _limited() -> web.Response:
    return _error(429, "Throttled", {"Retry-After": "1"})


def _error(status: int, code: str, headers: dict[str, str] | None = None) -> web.Response:
    return web.json_response({"error": {"code": code, "message": "…"}}, status=status, headers=headers)
