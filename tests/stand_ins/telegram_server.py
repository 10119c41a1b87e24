"""Telegram's Bot API as a real HTTP server that refuses what the real one refuses (PLATFORMS, Telegram)."""

import asyncio
import json
import re
import time
from collections import defaultdict, deque
from collections.abc import Callable
from typing import Any

from aiohttp import web

from tests.stand_ins.faults import Fault, cut, cut_in_reply
from tests.stand_ins.listening import Listening
from tests.stand_ins.telegram_html import parse
from tests.stand_ins.telegram_rules import (
    refusal_of_answer,
    refusal_of_commands,
    refusal_of_html,
    refusal_of_markup,
    refusal_of_results,
)

TOKEN = "123456:TEST-abcdefghijklmnopqrstuvwxyz"
WEBHOOK_SECRET = "s3cret-for-tests"
BOT = 123456
NAME = "jbz_test_bot"
_ME = {"id": BOT, "is_bot": True, "first_name": "JBZ", "username": NAME}
_BURST = 2  #: messages over one a second that a chat may have for a short while
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
_ANONYMOUS = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}


class TelegramServer(Listening):
    """The people of a bot. `sent` is what they were sent, `shown` what they see now."""

    def __init__(self) -> None:
        self.sent: list[dict[str, Any]] = []
        self.calls: list[str] = []
        self.confirmed = 0  #: updates below this are never given again
        self.refused: list[str] = []
        #: What the next messages meet: 429, 500, slow, reset, reset-half, reset-after, or another answer.
        self.failures: list[str | Fault] = []
        self.edit_failures: list[str | Fault] = []  #: what the next edits of a message meet: reset, reset-after
        self.edits: list[dict[str, Any]] = []  #: the edits that were made
        self.errors: dict[str, Fault] = {}  #: what messages to a chat meet until it is mended; "": to any chat
        self.administrators: set[int] = set()
        self.away: set[int] = set()  #: people who are in no group
        self.migrated: dict[str, str] = {}
        self.blocked: set[str] = set()
        self.strict = False  #: keeps to the rate of messages; answers to people may come quickly
        self.latency = 0.0  #: seconds before a message is answered
        self.held: dict[str, asyncio.Event] = {}  #: until when a message to one chat is not answered
        self.most_under_way = 0  #: messages at once
        self.webhook: dict[str, Any] = {}
        self.menus: dict[tuple[str, str], list[str]] = {}  #: (scope, language) -> names of commands
        self.descriptions: dict[tuple[str, str], str] = {}
        self.answered: dict[str, dict[str, str]] = {}  #: what was said to who pressed a button
        self.inline: dict[str, dict[str, Any]] = {}  #: what inline queries were answered with
        self.language: str | None = None  #: of people's Telegram
        self.hook_says: dict[str, Any] = {}  #: what Telegram says of our address
        self.conflict = False  #: someone else asks for updates too
        self._messages: dict[tuple[str, int], dict[str, Any]] = {}
        self._updates: list[dict[str, Any]] = []
        self._lately: deque[float] = deque()
        self._chat_lately: dict[str, deque[float]] = defaultdict(deque)
        self._under_way = 0
        self._polls = 0
        self._number = 0

    async def start(self, port: int = 0) -> None:
        """Listens on a free port, or on this one."""
        app = web.Application()
        app.router.add_route("*", "/bot{token}/{method}", self._call)
        await self.listen(app, port)

    # What people see.

    def texts(self, chat: int) -> list[str]:
        """What was sent to a chat, as HTML."""
        return [message["text"] for message in self.sent if message["chat_id"] == str(chat)]

    def shown(self, chat: int) -> list[dict[str, Any]]:
        """The messages of the bot that stand in a chat now, edits and all."""
        return [message for (where, _), message in sorted(self._messages.items()) if where == str(chat)]

    def buttons(self, chat: int, at: int = -1) -> dict[str, str]:
        """The buttons under a message that stands in a chat: their labels, and what they carry or lead to."""
        markup = json.loads(self.shown(chat)[at].get("reply_markup", "{}"))
        pressable = [button for row in markup.get("inline_keyboard", []) for button in row]
        return {button["text"]: button.get("callback_data") or button["url"] for button in pressable}

    async def answers(self, chat: int, count: int = 1) -> list[dict[str, Any]]:
        """What a chat got, once there are `count`."""
        for _ in range(500):
            found = [message for message in self.sent if message["chat_id"] == str(chat)]
            if len(found) >= count:
                return found
            await asyncio.sleep(0.02)
        raise AssertionError(f"chat {chat} has no {count} messages; refused: {self.refused}")

    # What people do; each gives the update, which polling will give too.

    def says(self, text: str, chat: int = 42, person: int = 7, *, kind: str = "private", **more: Any) -> dict[str, Any]:
        """A person types."""
        message = {
            "message_id": self._next(), "date": int(time.time()), "chat": _chat(chat, kind),
            "from": self._person(person), "text": text, **more,
        }  # fmt: skip
        return self._update({"message": message})

    def says_anonymously(self, text: str, chat: int) -> dict[str, Any]:
        """An administrator writes as the group."""
        group = _chat(chat, "supergroup")
        more: dict[str, Any] = {"from": _ANONYMOUS, "sender_chat": group}
        return self.says(text, chat, kind="supergroup", **more)

    def posts(self, text: str, chat: int) -> dict[str, Any]:
        """Someone posts in a channel."""
        where = _chat(chat, "channel")
        message = {"message_id": self._next(), "date": int(time.time()), "chat": where, "sender_chat": where}
        return self._update({"channel_post": {**message, "text": text}})

    def replies(
        self, text: str, to: dict[str, Any], chat: int = 42, person: int = 7, *, kind: str = "private", **more: Any
    ) -> dict[str, Any]:
        """A person answers a message of the bot."""
        return self.says(text, chat, person, kind=kind, reply_to_message=self._as_message(to, kind), **more)

    def presses(
        self, data: str, chat: int = 42, person: int = 7, *, kind: str = "private", at: int = -1, **more: Any
    ) -> dict[str, Any]:
        """A person presses a button with this data under a message of the bot: the last one, or a made one."""
        there = self.shown(chat)
        made = {"message_id": self._next(), "chat_id": str(chat), "text": "x"}
        message = self._as_message(there[at] if there else made, kind) | more
        query = {"id": str(self._next()), "from": self._person(person), "message": message, "chat_instance": "1"}
        return self._update({"callback_query": {**query, "data": data}})

    def presses_label(self, label: str, chat: int = 42, person: int = 7, **more: Any) -> dict[str, Any]:
        """A person presses a button by its label."""
        return self.presses(self.buttons(chat, more.get("at", -1))[label], chat, person, **more)

    def asks_inline(self, text: str, person: int = 7) -> dict[str, Any]:
        """A person types `@bot text` in some chat."""
        return self._update(
            {"inline_query": {"id": str(self._next()), "from": self._person(person), "query": text, "offset": ""}}
        )

    def place_of_bot(self, chat: int, old: str, new: str, kind: str = "supergroup", **rights: Any) -> dict[str, Any]:
        """The bot's place in a chat becomes another: left, kicked, member, restricted, administrator."""
        where = self.blocked.add if new in {"left", "kicked"} else self.blocked.discard
        where(str(chat))
        change = {"chat": _chat(chat, kind), "from": self._person(7), "date": int(time.time())}
        places = {"old_chat_member": _place(old, {}), "new_chat_member": _place(new, rights)}
        return self._update({"my_chat_member": change | places})

    def migrates(self, old: int, new: int) -> dict[str, Any]:
        """A group becomes a supergroup."""
        self.migrated[str(old)] = str(new)
        return self._update({"message": _service(self._next(), _chat(old, "group"), {"migrate_to_chat_id": new})})

    def closes_topic(self, chat: int, topic: int, *, reopens: bool = False) -> dict[str, Any]:
        """A topic of a forum is closed or opened again."""
        told: dict[str, Any] = {"forum_topic_reopened" if reopens else "forum_topic_closed": {}}
        topic_ = {"is_topic_message": True, "message_thread_id": topic}
        return self._update({"message": _service(self._next(), _chat(chat, "supergroup"), told | topic_)})

    # The Bot API.

    async def _call(self, request: web.Request) -> web.StreamResponse:
        if request.match_info["token"] != TOKEN:
            return _error(401, "Unauthorized")
        given = request.match_info["method"]
        method = "getUpdates" if given.lower() == "getupdates" else given  # capitals are all the same to Telegram
        self.calls.append(method)
        fields = {name: str(value) for name, value in (await request.post()).items()}
        match method:
            case "getUpdates":
                return await self._get_updates(fields)
            case "sendMessage" | "editMessageText":
                return await self._send(request, fields, edits=method == "editMessageText")
            case _:
                answer: Callable[[dict[str, str]], web.Response] | None = getattr(self, f"_{method}", None)
                return answer(fields) if answer else _error(404, "Not Found")

    def _getMe(self, _: dict[str, str]) -> web.Response:  # noqa: N802 - named as the methods are
        more = {"can_join_groups": True, "can_read_all_group_messages": False, "supports_inline_queries": True}
        return _ok(_ME | more)

    def _getChatMember(self, fields: dict[str, str]) -> web.Response:  # noqa: N802
        person = int(fields["user_id"])
        place = "administrator" if person in self.administrators else "left" if person in self.away else "member"
        return _ok(_place(place, {}) | {"user": {"id": person, "is_bot": False, "first_name": "T"}})

    def _setWebhook(self, fields: dict[str, str]) -> web.Response:  # noqa: N802
        if not _SECRET.fullmatch(fields.get("secret_token", "")):
            return self._refuse("Bad Request: secret token contains unallowed characters")
        self.webhook = fields
        return _ok(True)

    def _getWebhookInfo(self, _: dict[str, str]) -> web.Response:  # noqa: N802
        url = self.webhook.get("url", "")
        return _ok({"url": url, "has_custom_certificate": False, "pending_update_count": 0} | self.hook_says)

    def _deleteWebhook(self, _: dict[str, str]) -> web.Response:  # noqa: N802
        self.webhook = {}
        return _ok(True)

    def _setMyCommands(self, fields: dict[str, str]) -> web.Response:  # noqa: N802
        refusal = refusal_of_commands(fields)
        if refusal:
            return self._refuse(refusal)
        scope = json.loads(fields.get("scope", '{"type": "default"}'))["type"]
        names = [one["command"] for one in json.loads(fields["commands"])]
        self.menus[scope, fields.get("language_code", "")] = names
        return _ok(True)

    def _getMyDescription(self, fields: dict[str, str]) -> web.Response:  # noqa: N802
        return _ok({"description": self.descriptions.get(("long", fields.get("language_code", "")), "")})

    def _setMyDescription(self, fields: dict[str, str]) -> web.Response:  # noqa: N802
        return self._describe("long", fields, "description", 512)

    def _getMyShortDescription(self, fields: dict[str, str]) -> web.Response:  # noqa: N802
        return _ok({"short_description": self.descriptions.get(("short", fields.get("language_code", "")), "")})

    def _setMyShortDescription(self, fields: dict[str, str]) -> web.Response:  # noqa: N802
        return self._describe("short", fields, "short_description", 120)

    def _describe(self, length: str, fields: dict[str, str], name: str, most: int) -> web.Response:
        if len(fields[name]) > most:
            return self._refuse(f"Bad Request: {name} is too long")
        self.descriptions[length, fields.get("language_code", "")] = fields[name]
        return _ok(True)

    def _answerCallbackQuery(self, fields: dict[str, str]) -> web.Response:  # noqa: N802
        name = fields["callback_query_id"]
        if name in self.answered:
            return self._refuse("Bad Request: query is too old and response timeout expired or query ID is invalid")
        refusal = refusal_of_answer(fields)
        if refusal:
            return self._refuse(refusal)
        self.answered[name] = fields
        return _ok(True)

    def _answerInlineQuery(self, fields: dict[str, str]) -> web.Response:  # noqa: N802
        results = json.loads(fields["results"])
        refusal = refusal_of_results(results)
        if refusal:
            return self._refuse(refusal)
        self.inline[fields["inline_query_id"]] = fields | {"results": results}
        return _ok(True)

    def _deleteMessage(self, fields: dict[str, str]) -> web.Response:  # noqa: N802
        gone = self._messages.pop((fields["chat_id"], int(fields["message_id"])), None)
        return _ok(True) if gone else _error(400, "Bad Request: message to delete not found")

    async def _get_updates(self, fields: dict[str, str]) -> web.Response:
        if self.webhook:
            return _error(409, "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook first")
        self._polls += 1
        mine = self._polls
        self.confirmed = max(self.confirmed, int(fields.get("offset", 0)))
        wanted = set(json.loads(fields.get("allowed_updates", "[]")))
        until = time.monotonic() + min(float(fields.get("timeout", 0)), 1.0)
        while True:
            if self.conflict or mine != self._polls:
                return _error(
                    409,
                    "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
                )
            waiting = [
                update for update in self._updates
                if update["update_id"] >= self.confirmed and (not wanted or wanted & set(update))
            ]  # fmt: skip
            if waiting or time.monotonic() >= until:
                return _ok(waiting[: int(fields.get("limit", 100))])
            await asyncio.sleep(0.02)

    async def _send(self, request: web.Request, fields: dict[str, str], *, edits: bool) -> web.StreamResponse:
        failing = self.edit_failures if edits and self.edit_failures else self.failures
        failure = failing.pop(0) if failing else None
        lasting = self.errors.get("") or self.errors.get(fields["chat_id"])
        if isinstance(failure, Fault) or lasting is not None:
            return (failure if isinstance(failure, Fault) else lasting or Fault(500)).response()
        if failure == "429":
            return _error(429, "Too Many Requests: retry after 7", {"retry_after": 7})
        if failure == "500":
            return _error(502, "Bad Gateway")
        if failure == "reset":
            return cut(request)
        self._under_way += 1
        self.most_under_way = max(self.most_under_way, self._under_way)
        if fields["chat_id"] in self.held:
            await self.held[fields["chat_id"]].wait()
        elif failure == "slow" or self.latency:
            await asyncio.sleep(self.latency or 0.3)
        self._under_way -= 1
        refusal = self._refusal(fields, edits=edits)
        if refusal:
            self.refused.append(refusal)
            return _error(400 if not refusal.startswith("Forbidden") else 403, refusal, self._moved(fields["chat_id"]))
        wait = self._too_fast(fields["chat_id"])
        if wait:
            self.refused.append("429")
            return _error(429, f"Too Many Requests: retry after {wait}", {"retry_after": wait})
        message = self._keep(fields, edits=edits)
        if failure == "reset-after":
            return cut(request)
        if failure == "reset-half":
            return await cut_in_reply(request)
        return _ok(self._as_message(message, "private"))

    def _keep(self, fields: dict[str, str], *, edits: bool) -> dict[str, Any]:
        number = int(fields["message_id"]) if edits else self._next()
        message = fields | {"message_id": number}
        self._messages[fields["chat_id"], number] = message
        (self.edits if edits else self.sent).append(message)
        return message

    def _as_message(self, kept: dict[str, Any], kind: str) -> dict[str, Any]:
        """A message of the bot as Telegram gives it: with text and entities rather than HTML."""
        text, entities = parse(kept["text"])
        told: list[dict[str, Any]] = [
            {"type": one.kind, "offset": one.offset, "length": one.length} | ({"url": one.url} if one.url else {})
            for one in entities
        ]
        message = {
            "message_id": kept["message_id"], "date": int(time.time()), "chat": _chat(int(kept["chat_id"]), kind),
            "from": _ME, "text": text, "entities": told,
        }  # fmt: skip
        if kept.get("message_thread_id"):
            message |= {"message_thread_id": int(kept["message_thread_id"]), "is_topic_message": True}
        markup = json.loads(kept.get("reply_markup", "{}"))
        return message | ({"reply_markup": markup} if "inline_keyboard" in markup else {})

    def _moved(self, chat: str) -> dict[str, Any]:
        return {"migrate_to_chat_id": int(self.migrated[chat])} if chat in self.migrated else {}

    def _refusal(self, fields: dict[str, str], *, edits: bool) -> str | None:
        if fields["chat_id"] in self.migrated:
            return "Bad Request: group chat was upgraded to a supergroup chat"
        if fields["chat_id"] in self.blocked:
            return "Forbidden: bot was blocked by the user"
        if edits:
            there = self._messages.get((fields["chat_id"], int(fields["message_id"])))
            if there is None:
                return "Bad Request: message to edit not found"
            if all(there.get(name) == fields.get(name) for name in ("text", "reply_markup")):
                return (
                    "Bad Request: message is not modified: specified new message content and reply markup are the same"
                )
        return refusal_of_html(fields["text"]) or refusal_of_markup(json.loads(fields.get("reply_markup", "{}")))

    def _too_fast(self, chat: str) -> int:
        """Seconds to wait: over 30 a second, one a second in a chat save a short burst, 20 a minute in a group."""
        if not self.strict:
            return 0
        now, mine = time.monotonic(), self._chat_lately[chat]
        while self._lately and now - self._lately[0] >= 1.0:
            self._lately.popleft()
        while mine and now - mine[0] >= 60.0:
            mine.popleft()
        if chat.startswith("-") and len(mine) >= 20:
            return int(60 - (now - mine[0])) + 1
        if len(self._lately) >= 30 or any(
            len([at for at in mine if now - at < seconds]) >= seconds + _BURST for seconds in (1, 2, 5, 10, 30)
        ):
            return 1
        self._lately.append(now)
        mine.append(now)
        return 0

    def _refuse(self, refusal: str) -> web.Response:
        self.refused.append(refusal)
        return _error(400, refusal)

    def _person(self, person: int) -> dict[str, Any]:
        known = {"language_code": self.language} if self.language else {}
        return {"id": person, "is_bot": False, "first_name": "Test"} | known

    def _update(self, content: dict[str, Any]) -> dict[str, Any]:
        update = {"update_id": self._next(), **content}
        self._updates.append(update)
        return update

    def _next(self) -> int:
        self._number += 1
        return self._number


def _chat(chat: int, kind: str) -> dict[str, Any]:
    return {"id": chat, "type": kind, "title": "g"}


def _service(number: int, chat: dict[str, Any], told: dict[str, Any]) -> dict[str, Any]:
    return {"message_id": number, "date": int(time.time()), "chat": chat, "from": _ANONYMOUS, **told}


def _place(status: str, rights: dict[str, Any]) -> dict[str, Any]:
    member = {"status": status, "user": {"id": BOT, "is_bot": True, "first_name": "JBZ"}}
    if status == "administrator":
        return member | _RIGHTS | rights
    if status == "restricted":
        return member | {"is_member": True, "until_date": 0} | dict.fromkeys(_RESTRICTED, False) | rights
    return member | ({"until_date": 0} if status == "kicked" else {})


_RIGHTS = dict.fromkeys(
    "can_be_edited is_anonymous can_manage_chat can_delete_messages can_manage_video_chats can_restrict_members"
    " can_promote_members can_change_info can_invite_users can_post_stories can_edit_stories"
    " can_delete_stories can_post_messages".split(),
    True,
)
_RESTRICTED = (
    "can_change_info can_invite_users can_pin_messages can_send_messages can_send_polls can_send_other_messages"
    " can_add_web_page_previews can_manage_topics can_send_audios can_send_documents can_send_photos can_send_videos"
    " can_send_video_notes can_send_voice_notes can_react_to_messages can_edit_tag".split()
)


def _ok(result: Any) -> web.Response:
    return web.json_response({"ok": True, "result": result})


def _error(code: int, description: str, parameters: dict[str, Any] | None = None) -> web.Response:
    body = {"ok": False, "error_code": code, "description": description, "parameters": parameters or {}}
    return web.json_response(body, status=code)
