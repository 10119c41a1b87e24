"""A Matrix homeserver as a real HTTP server that refuses what the real one refuses (docs/matrix.md says by what)."""

import asyncio
import json
import time
import uuid
from collections.abc import Callable, Iterator
from typing import Any

from aiohttp import web

from tests.stand_ins.faults import Fault, cut, cut_in_reply
from tests.stand_ins.listening import Listening
from tests.stand_ins.matrix_keys import KeyServer
from tests.stand_ins.matrix_rules import Limit, refusal_of_event

TOKEN, DEVICE = "syt_matrixtoken0123456789", "JBZ"
BOT = "@jbz:home.example"
PERSON = "@jan:home.example"
_API = "/_matrix/client/v3"
_ALL = 100


class MatrixServer(Listening):
    """A homeserver. `events` is everything that happened, in its order; a token of /sync is a place in it."""

    def __init__(self) -> None:
        self.events: list[dict[str, Any]] = []
        self._by_room: dict[str, list[dict[str, Any]]] = {}
        self._people: dict[str, dict[str, dict[str, Any]]] = {}  #: who is in a room
        self.refused: list[str] = []
        self.calls: list[str] = []  #: the messages that were asked for, by room
        self.left: list[str] = []  #: rooms that the bot left, or to which it said no
        self.silent: set[str] = set()  #: rooms of which the homeserver does not tell who is in them
        self.profiles: dict[str, dict[str, Any]] = {BOT: {"displayname": "JBZ"}}
        self.tokens = {TOKEN}
        self.limit: Limit | None = None  #: of the bot's events; None: none
        #: What the next messages meet: ratelimited, 500, slow, reset, reset-half, reset-after, or another answer.
        self.failures: list[str | Fault] = []
        self.edit_failures: list[str | Fault] = []  #: what the next edits of a message meet
        self.errors: dict[str, Fault] = {}  #: what messages to a room meet until it is mended; "": to any room
        self.history_failures: list[str] = []  #: what the next looks at a room meet: 500, 403
        self.sync_failures: list[Fault] = []
        self.clock: Callable[[], float] = time.time
        self.latency = 0.0  #: seconds until a message is answered
        self.timeline = 50  #: the most events of a room in one answer
        self.since: str | None = None  #: what the last question for news named
        self.keys = KeyServer()
        self.device = DEVICE  #: the bot's
        self._transactions: dict[tuple[str, str, str], dict[str, Any]] = {}
        self._news = asyncio.Condition()

    async def start(self) -> None:
        """Listens on a free port."""
        app = web.Application(middlewares=[self._known], client_max_size=2**20)
        at = app.router
        at.add_get("/_matrix/client/versions", self._versions)
        at.add_get(f"{_API}/account/whoami", self._whoami)
        at.add_get(f"{_API}/sync", self._sync)
        at.add_get(f"{_API}/joined_rooms", self._joined_rooms)
        at.add_get(f"{_API}/profile/{{user}}", self._profile)
        at.add_post(f"{_API}/join/{{room}}", self._join)
        at.add_post(f"{_API}/createRoom", self._create)
        for name in ("upload", "query", "claim"):
            at.add_post(f"{_API}/keys/{name}", self._key_request)
        at.add_put(f"{_API}/sendToDevice/{{kind}}/{{name}}", self._to_device)
        rooms = f"{_API}/rooms/{{room}}"
        at.add_put(f"{rooms}/send/{{kind}}/{{name}}", self._send)
        at.add_post(f"{rooms}/leave", self._leave)
        at.add_get(f"{rooms}/joined_members", self._members)
        at.add_get(f"{rooms}/members", self._member_events)
        at.add_get(f"{rooms}/messages", self._history)
        at.add_get(f"{rooms}/event/{{event}}", self._event)
        at.add_get(f"{rooms}/state/{{kind}}/", self._state)
        await self.listen(app)

    # What the world does.

    def opens(
        self, room: str, *people: str, maker: str = PERSON, version: str = "10", rule: str = "invite", **made: Any
    ) -> str:
        """A room with these people and its maker, in which the bot is not yet; `rule`: who may come in."""
        self.happens(room, "m.room.create", {"room_version": version, **made}, maker, "")
        self.happens(room, "m.room.member", {"membership": "join", "displayname": _name(maker)}, maker, maker)
        levels = {"users": {maker: 100}} if version != "12" else {"users": {}}
        self.happens(room, "m.room.power_levels", levels, maker, "")
        self.happens(room, "m.room.join_rules", {"join_rule": rule}, maker, "")
        for person in people:
            self.joins(room, person)
        return room

    def has(self, room: str, *people: str) -> str:
        """A room in which the bot is, and these people beside its maker."""
        if not self._of(room):
            self.opens(room, *people)
            self.joins(room, BOT)
        return room

    def joins(self, room: str, user: str) -> str:
        """Someone comes in."""
        return self.happens(room, "m.room.member", {"membership": "join", "displayname": _name(user)}, user, user)

    def leaves(self, room: str, user: str) -> str:
        """Someone goes."""
        return self.happens(room, "m.room.member", {"membership": "leave"}, user, user)

    def kicks(self, room: str, user: str = BOT, how: str = "leave", by: str = PERSON) -> str:
        """Someone is put out."""
        return self.happens(room, "m.room.member", {"membership": how}, by, user)

    def upgrades(self, room: str, new: str, *people: str) -> str:
        """The room is replaced by another, into which the bot is invited, and these people come; its number."""
        self.opens(new, *people, predecessor={"room_id": room, "event_id": "$x"})
        self.invites(new)
        self.happens(room, "m.room.tombstone", {"body": "verder", "replacement_room": new}, PERSON, "")
        return new

    def invites(self, room: str, by: str = PERSON) -> str:
        """The bot is invited."""
        return self.happens(room, "m.room.member", {"membership": "invite"}, by, BOT)

    def says(self, text: str, room: str, user: str = PERSON, **content: Any) -> str:
        """Someone writes a message."""
        return self.happens(room, "m.room.message", {"msgtype": "m.text", "body": text, **content}, user)

    def reacts(self, event: str, sign: str, user: str = PERSON) -> str:
        """Someone presses a sign under a message."""
        room = self.event(event)["room_id"]
        relation = {"rel_type": "m.annotation", "event_id": event, "key": sign}
        return self.happens(room, "m.reaction", {"m.relates_to": relation}, user)

    def happens(
        self, room: str, kind: str, content: dict[str, Any], sender: str = PERSON, key: str | None = None
    ) -> str:
        """An event in a room; its number."""
        event: dict[str, Any] = {
            "type": kind, "event_id": f"${uuid.uuid4().hex}", "room_id": room, "sender": sender, "content": content,
            "origin_server_ts": int(self.clock() * 1000),
        }  # fmt: skip
        if key is not None:
            before = self.state(room, kind, key)
            event["state_key"] = key
            event["unsigned"] = {"prev_content": before["content"]} if before else {}
        self.events.append(event)
        self._by_room.setdefault(room, []).append(event)
        if kind == "m.room.member":
            there = self._people.setdefault(room, {})
            there.pop(key or "", None)
            if content["membership"] == "join":
                there[key or ""] = {"display_name": content.get("displayname")}
        self._tell()
        return str(event["event_id"])

    def asks(self, method: str, path: str, user: str, body: dict[str, Any]) -> dict[str, Any]:
        """What someone's own client asks about keys, on the only device that they have here."""
        what = path.split("/")
        match what[1]:
            case "upload":
                told = self.keys.upload(user, self.device_of(user), body)
                if "device_keys" in body:
                    self._beside("device_list", {"user": user})
                return told
            case "query" | "claim":
                asked: dict[str, Any] = getattr(self.keys, what[1])(body)
                return asked
            case kind:
                assert (method, what[0]) == ("PUT", "sendToDevice")
                for event in self.keys.put(user, kind, body["messages"], BOT):
                    self._beside("to_device", event)
                return {}

    def logs_in_again(self, user: str) -> str:
        """Someone begins with a new device, as when what is kept of keys is gone; the bot's token."""
        self.keys.forget(user, self.device if user == BOT else self.device_of(user))
        return TOKEN

    def device_of(self, user: str) -> str:
        """The device that someone has."""
        return f"DEVICE{user[1:4].upper()}"

    def inbox(self, user: str) -> list[dict[str, Any]]:
        """What came in for someone's device, once."""
        return self.keys.inboxes.pop((user, self.device_of(user)), [])

    # What people see.

    def event(self, number: str) -> dict[str, Any]:
        return next(event for event in reversed(self.events) if event["event_id"] == number)

    def posts(self, room: str, kind: str = "m.room.message") -> list[dict[str, Any]]:
        """What the bot wrote in a room."""
        return [event for event in self._of(room) if event["type"] == kind and event["sender"] == BOT]

    def shown(self, room: str) -> list[dict[str, Any]]:
        """The content of the bot's messages as they stand in the room now, edits and all."""
        new = {one["content"]["m.relates_to"]["event_id"]: one["content"] for one in self.posts(room) if _is_edit(one)}
        whole = [one for one in self.posts(room) if not _is_edit(one)]
        return [new[one["event_id"]]["m.new_content"] if one["event_id"] in new else one["content"] for one in whole]

    def redacts(self, event: str) -> None:
        """Somebody takes the words of an event away."""
        self.event(event)["content"] = {}

    def bodies(self, room: str) -> list[str]:
        """The same as plain text."""
        return [event["content"]["body"] for event in self.posts(room)]

    @property
    def messages(self) -> list[dict[str, Any]]:
        """What the bot wrote anywhere."""
        return [one for one in self.events if one["type"] == "m.room.message" and one["sender"] == BOT]

    def state(self, room: str, kind: str, key: str = "") -> dict[str, Any] | None:
        """A state event as it stands."""
        for event in reversed(self._of(room)):
            if (event["type"], event.get("state_key")) == (kind, key):
                return dict(event)
        return None

    def people(self, room: str) -> dict[str, dict[str, Any]]:
        """Who is in a room."""
        return self._people.get(room, {})

    def forget_sent(self) -> None:
        """A day goes by: what is sent again under a known name is new."""
        self._transactions.clear()

    def reached(self, event: str) -> int:
        """The place just behind an event."""
        return self.events.index(self.event(event)) + 1

    def _of(self, room: str) -> list[dict[str, Any]]:
        return self._by_room.get(room, [])

    def _tell(self) -> None:
        async def tell() -> None:
            async with self._news:
                self._news.notify_all()

        try:
            self._telling = asyncio.get_running_loop().create_task(tell())
        except RuntimeError:  # nobody can be waiting yet
            return

    # What the bot asks.

    @web.middleware
    async def _known(self, request: web.Request, handler: Any) -> web.StreamResponse:
        if request.path.startswith(_API):
            if request.headers.get("Authorization", "").removeprefix("Bearer ") not in self.tokens:
                return _error(401, "M_UNKNOWN_TOKEN")
            room = request.match_info.get("room")
            is_of_room = (
                room is not None and request.path.startswith(f"{_API}/rooms/") and not request.path.endswith("/leave")
            )
            if is_of_room and BOT not in self.people(room or ""):
                is_event = "event" in request.match_info
                return _error(404, "M_NOT_FOUND") if is_event else _error(403, "M_FORBIDDEN")
        answer: web.StreamResponse = await handler(request)
        return answer

    async def _versions(self, _request: web.Request) -> web.StreamResponse:
        return web.json_response({"versions": ["v1.10", "v1.11"]})

    async def _whoami(self, _request: web.Request) -> web.StreamResponse:
        return web.json_response({"user_id": BOT, "device_id": self.device, "is_guest": False})

    async def _joined_rooms(self, _request: web.Request) -> web.StreamResponse:
        return web.json_response({"joined_rooms": self._rooms()})

    def _rooms(self) -> list[str]:
        return [room for room in self._by_room if BOT in self.people(room)]

    async def _profile(self, request: web.Request) -> web.StreamResponse:
        return web.json_response(self.profiles.get(request.match_info["user"], {}))

    async def _sync(self, request: web.Request) -> web.StreamResponse:
        if self.sync_failures:
            return self.sync_failures.pop(0).response()
        since, sieve = request.query.get("since"), json.loads(request.query["filter"])
        if since is not None and not (since[:1] == "s" and since[1:].isdigit() and int(since[1:]) <= len(self.events)):
            return _error(400, "M_UNKNOWN")
        self.since = since
        until = time.monotonic() + int(request.query["timeout"]) / 1000
        while since is not None and not self._is_news(int(since[1:])) and time.monotonic() < until:
            async with self._news:
                try:
                    await asyncio.wait_for(self._news.wait(), until - time.monotonic())
                except TimeoutError:
                    break
        return web.json_response(self._told(None if since is None else int(since[1:]), sieve))

    def _is_news(self, since: int) -> bool:
        rooms = {*self._rooms()}
        return any(one["room_id"] in rooms or one.get("state_key") == BOT for one in self.events[since:])

    def _told(self, since: int | None, sieve: dict[str, Any]) -> dict[str, Any]:
        rooms: dict[str, Any] = {"join": {}, "invite": {}, "leave": {}}
        for room in dict.fromkeys(one["room_id"] for one in self.events[since or 0 :]):
            if BOT in self.people(room):
                rooms["join"][room] = self._joined_room(room, since, sieve["room"])
                continue
            mine = self.state(room, "m.room.member", BOT)
            if mine is not None and mine["content"]["membership"] == "invite":
                rooms["invite"][room] = {"invite_state": {"events": [_stripped(mine)]}}
            elif mine is not None and since is not None:
                new = [_in_room(event) for _, event in self._since(room, since, sieve["room"]["timeline"]["types"])]
                rooms["leave"][room] = {"timeline": {"events": new, "limited": False, "prev_batch": f"t{since}"}}
        told = {name: there for name, there in rooms.items() if there}
        return {
            "next_batch": f"s{len(self.events)}", "rooms": told, **self._of_device(since or 0),
            "device_one_time_keys_count": self.keys.count(BOT, self.device),
        }  # fmt: skip

    def _of_device(self, since: int) -> dict[str, Any]:
        """What is told beside rooms. A message to the device is told again until what comes after it is asked for."""
        there = [one for one in self.events[since:] if not one["room_id"] and "told" not in one]
        for one in self.events[:since]:
            if not one["room_id"]:
                one["told"] = True
        messages = [one["content"] for one in there if one["type"] == "to_device"]
        changed = [one["content"]["user"] for one in there if one["type"] == "device_list"]
        told: dict[str, Any] = {"to_device": {"events": messages}} if messages else {}
        return told | ({"device_lists": {"changed": changed, "left": []}} if changed else {})

    def _beside(self, kind: str, content: dict[str, Any]) -> None:
        """Something that the bot's device is told, of no room."""
        self.events.append(
            {"type": kind, "event_id": f"${uuid.uuid4().hex}", "room_id": "", "sender": "", "content": content,
             "state_key": BOT}
        )  # fmt: skip
        self._tell()

    async def _key_request(self, request: web.Request) -> web.StreamResponse:
        name = request.path.rpartition("/")[2]
        if await self.keys.fails(name):
            return _error(500, "M_UNKNOWN")
        told = await request.json()
        try:
            return web.json_response(
                self.keys.upload(BOT, self.device, told) if name == "upload" else getattr(self.keys, name)(told)
            )
        except ValueError as error:
            return _error(400, "M_UNKNOWN", error=str(error))

    async def _to_device(self, request: web.Request) -> web.StreamResponse:
        if await self.keys.fails("sendToDevice"):
            return _error(500, "M_UNKNOWN")
        self.keys.put(BOT, request.match_info["kind"], (await request.json())["messages"], BOT)
        return web.json_response({})

    async def _member_events(self, request: web.Request) -> web.StreamResponse:
        room, without = request.match_info["room"], request.query.get("not_membership")
        users = dict.fromkeys(one["state_key"] for one in self._of(room) if one["type"] == "m.room.member")
        there = [event for user in users if (event := self.state(room, "m.room.member", user)) is not None]
        return web.json_response({"chunk": [one for one in there if one["content"]["membership"] != without]})

    def _joined_room(self, room: str, since: int | None, sieve: dict[str, Any]) -> dict[str, Any]:
        """As Synapse tells it: of a room that was just joined the past too, and the state it began with."""
        came = max((at for at, one in enumerate(self.events) if _is_coming(one, room)), default=0)
        is_new = since is None or came >= since
        wanted = list(self._since(room, 0 if is_new else since or 0, sieve["timeline"]["types"]))
        most = min(sieve["timeline"]["limit"], self.timeline)
        shown, left_out = wanted[-most:], wanted[:-most]
        first = shown[0][0] if shown else len(self.events)
        state = [_in_room(one) for _, one in left_out if "state_key" in one and one["type"] in sieve["state"]["types"]]
        return {
            "timeline": {
                "events": [_in_room(event) for _, event in shown], "limited": bool(left_out), "prev_batch": f"t{first}",
            },
            "state": {"events": state}, "ephemeral": {"events": []}, "account_data": {"events": []},
            "summary": {}, "unread_notifications": {},
        }  # fmt: skip

    def _since(self, room: str, since: int, kinds: list[str]) -> Iterator[tuple[int, dict[str, Any]]]:
        for at, event in enumerate(self.events[since:], since):
            if event["room_id"] == room and event["type"] in kinds:
                yield at, event

    async def _send(self, request: web.Request) -> web.StreamResponse:
        room, kind, name = (request.match_info[one] for one in ("room", "kind", "name"))
        if kind == "m.room.message":
            self.calls.append(room)
        if self.latency:
            await asyncio.sleep(self.latency)
        try:
            content = await request.json()
        except ValueError:
            return _error(400, "M_NOT_JSON")
        failing = self.edit_failures if self.edit_failures and _is_edit({"content": content}) else self.failures
        failure = failing.pop(0) if failing and kind == "m.room.message" else None
        fault = self.errors.get(room, self.errors.get("")) if kind == "m.room.message" else None
        if isinstance(failure, Fault) or fault is not None:
            return (failure if isinstance(failure, Fault) else fault).response()  # type: ignore[union-attr]
        match failure:
            case "ratelimited":
                return _error(429, "M_LIMIT_EXCEEDED", retry_after_ms=1000)
            case "500":
                return _error(500, "M_UNKNOWN")
            case "reset":
                return cut(request)
            case _:
                pass
        known = self._transactions.get((room, kind, name))
        if known is None:
            refusal = self._refusal(room, kind, content)
            if refusal is not None:
                self.refused.append(refusal[1])
                return _error(refusal[0], refusal[1], **refusal[2])
            known = self._transactions[room, kind, name] = self.event(self.happens(room, kind, content, BOT))
        match failure:
            case "reset-after" | "slow":
                return cut(request)
            case "gateway-after":
                return web.Response(status=504, text="<html>Gateway timeout</html>", content_type="text/html")
            case "reset-half":
                return await cut_in_reply(request)
            case _:
                return web.json_response({"event_id": known["event_id"]})

    def _refusal(self, room: str, kind: str, content: Any) -> tuple[int, str, dict[str, Any]] | None:
        levels = (self.state(room, "m.room.power_levels") or {"content": {}})["content"]
        needed = levels.get("events", {}).get(kind, levels.get("events_default", 0))
        if levels.get("users", {}).get(BOT, levels.get("users_default", 0)) < needed:
            return 403, "M_FORBIDDEN", {}
        if refusal := refusal_of_event(kind, content):
            return (*refusal, {})
        relation = content.get("m.relates_to", {})
        there = [one["event_id"] for one in self._of(room)]
        if relation and relation["event_id"] not in there:
            return 400, "M_UNKNOWN", {}
        if kind == "m.reaction" and relation in [one["content"].get("m.relates_to") for one in self.posts(room, kind)]:
            return 400, "M_DUPLICATE_ANNOTATION", {}
        wait = self.limit.wait(time.monotonic()) if self.limit else 0
        return (429, "M_LIMIT_EXCEEDED", {"retry_after_ms": int(wait * 1000) + 1}) if wait else None

    async def _history(self, request: web.Request) -> web.StreamResponse:
        match self.history_failures.pop(0) if self.history_failures else None:
            case "500":
                return _error(500, "M_UNKNOWN")
            case "403":
                return _error(403, "M_FORBIDDEN")
            case _:
                pass
        assert request.query["dir"] == "b"
        sieve, room = json.loads(request.query["filter"]), request.match_info["room"]
        start = int(request.query["from"][1:]) if "from" in request.query else len(self.events)
        stop = int(request.query["to"][1:]) if "to" in request.query else 0
        wanted = [
            (at, event)
            for at, event in enumerate(self.events[stop:start], stop)
            if event["room_id"] == room and event["type"] in sieve["types"]
            and event["sender"] in sieve.get("senders", [event["sender"]])
        ]  # fmt: skip
        shown = wanted[-min(int(request.query["limit"]), _ALL) :]
        told: dict[str, Any] = {"start": f"t{start}", "chunk": [event for _, event in shown[::-1]]}
        if len(shown) < len(wanted):
            told["end"] = f"t{shown[0][0]}"
        return web.json_response(told)

    async def _event(self, request: web.Request) -> web.StreamResponse:
        room, number = request.match_info["room"], request.match_info["event"]
        found = next((one for one in self._of(room) if one["event_id"] == number), None)
        if found is None:
            return _error(404, "M_NOT_FOUND")
        edits = [one for one in self._of(room) if _replaces(one, found)]
        relations = {"m.relations": {"m.replace": edits[-1]}} if edits else {}
        return web.json_response({**found, "unsigned": relations})

    async def _state(self, request: web.Request) -> web.StreamResponse:
        found = self.state(request.match_info["room"], request.match_info["kind"])
        if found is None:
            return _error(404, "M_NOT_FOUND")
        whole = {name: value for name, value in found.items() if name != "event_id"}
        return web.json_response(whole if request.query.get("format") == "event" else found["content"])

    async def _members(self, request: web.Request) -> web.StreamResponse:
        room = request.match_info["room"]
        if room in self.silent:
            return _error(500, "M_UNKNOWN")
        return web.json_response({"joined": self.people(room)})

    async def _join(self, request: web.Request) -> web.StreamResponse:
        room = request.match_info["room"]
        if not self._of(room):
            return _error(404, "M_UNKNOWN")
        mine = self.state(room, "m.room.member", BOT) or {"content": {}}
        rules = self.state(room, "m.room.join_rules") or {"content": {}}
        is_wanted = mine["content"].get("membership") in {"invite", "join"}
        if not is_wanted and rules["content"].get("join_rule") != "public":
            return _error(403, "M_FORBIDDEN")
        if wait := self.limit.wait(time.monotonic()) if self.limit else 0:
            return _error(429, "M_LIMIT_EXCEEDED", retry_after_ms=int(wait * 1000) + 1)
        self.joins(room, BOT)
        return web.json_response({"room_id": room})

    async def _leave(self, request: web.Request) -> web.StreamResponse:
        room = request.match_info["room"]
        self.left.append(room)
        if BOT in self.people(room):
            self.leaves(room, BOT)
        return web.json_response({})

    async def _create(self, request: web.Request) -> web.StreamResponse:
        told = await request.json()
        room = f"!{uuid.uuid4().hex[:18]}:home.example"
        self.opens(room, *told["invite"], maker=BOT)
        return web.json_response({"room_id": room})


def _in_room(event: dict[str, Any]) -> dict[str, Any]:
    """As /sync has it, which says the room once."""
    return {name: value for name, value in event.items() if name != "room_id"}


def _stripped(event: dict[str, Any]) -> dict[str, Any]:
    """As someone outside the room sees it."""
    return {name: event[name] for name in ("type", "sender", "state_key", "content")}


def _is_edit(event: dict[str, Any]) -> bool:
    return (event["content"].get("m.relates_to") or {}).get("rel_type") == "m.replace"


def _replaces(event: dict[str, Any], other: dict[str, Any]) -> bool:
    is_edit = _is_edit(event) and event["content"]["m.relates_to"].get("event_id") == other["event_id"]
    return is_edit and event["sender"] == other["sender"] and event["type"] == other["type"]


def _is_coming(event: dict[str, Any], room: str) -> bool:
    return (
        event["room_id"] == room
        and event.get("state_key") == BOT
        and event["type"] == "m.room.member"
        and event["content"]["membership"] == "join"
    )


def _name(user: str) -> str:
    return user[1:].partition(":")[0].capitalize()


def _error(status: int, code: str, **more: Any) -> web.Response:
    return web.json_response({"errcode": code, "error": "…", **more}, status=status)
