"""Telegram's Bot API as a real HTTP server that refuses what the real one refuses (PLATFORMS, Telegram)."""

import asyncio
import json
import time
from html.parser import HTMLParser
from typing import Any

from aiohttp import web

from tests.stand_ins.faults import cut, cut_in_reply

TOKEN = "123456:TEST-abcdefghijklmnopqrstuvwxyz"
WEBHOOK_SECRET = "s3cret-for-tests"
BOT = 123456
_TAGS = {"b", "i", "u", "s", "a", "code", "pre", "blockquote", "tg-spoiler"}


class TelegramServer:
    """The people of a bot. `sent` is what they see."""

    def __init__(self) -> None:
        self.sent: list[dict[str, Any]] = []
        self.calls: list[str] = []
        self.confirmed = 0  #: updates below this are never given again
        self.refused: list[str] = []
        self.failures: list[str] = []  #: what the next messages meet: 429, 500, slow, reset, reset-half, reset-after
        self.administrators: set[int] = set()
        self.migrated: dict[str, str] = {}
        self.blocked: set[str] = set()
        self.strict = False  #: keeps to the rate of messages; answers to people may come quickly
        self.latency = 0.0  #: seconds before a message is answered
        self.webhook: dict[str, Any] = {}
        self._updates: list[dict[str, Any]] = []
        self._sent_at: dict[str, float] = {}
        self._lately: list[float] = []
        self._number = 0
        self._runner: web.AppRunner | None = None
        self.url = ""

    async def start(self) -> None:
        """Listens on a free port."""
        app = web.Application()
        app.router.add_route("*", "/bot{token}/{method}", self._call)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"

    async def stop(self) -> None:
        """Stops listening."""
        if self._runner:
            await self._runner.cleanup()

    def texts(self, chat: int) -> list[str]:
        return [message["text"] for message in self.sent if message["chat_id"] == str(chat)]

    def says(self, text: str, chat: int = 42, person: int = 7, *, kind: str = "private", **more: Any) -> dict[str, Any]:
        """A person types; the update, which polling will give too."""
        message = {
            "message_id": self._next(), "date": int(time.time()), "chat": {"id": chat, "type": kind, "title": "g"},
            "from": {"id": person, "is_bot": False, "first_name": "Test"}, "text": text, **more,
        }  # fmt: skip
        return self._update({"message": message})

    def presses(self, data: str, chat: int = 42, person: int = 7, *, kind: str = "private") -> dict[str, Any]:
        """A person presses a button."""
        message = {
            "message_id": self._next(), "date": int(time.time()), "chat": {"id": chat, "type": kind, "title": "g"},
            "from": {"id": BOT, "is_bot": True, "first_name": "JBZ"}, "text": "x",
        }  # fmt: skip
        person_ = {"id": person, "is_bot": False, "first_name": "Test"}
        return self._update(
            {
                "callback_query": {
                    "id": str(self._next()),
                    "from": person_,
                    "message": message,
                    "chat_instance": "1",
                    "data": data,
                }
            }
        )

    async def answers(self, chat: int, count: int = 1) -> list[dict[str, Any]]:
        """What a chat got, once there are `count`."""
        for _ in range(500):
            found = [message for message in self.sent if message["chat_id"] == str(chat)]
            if len(found) >= count:
                return found
            await asyncio.sleep(0.02)
        raise AssertionError(f"chat {chat} has no {count} messages; refused: {self.refused}")

    def _update(self, content: dict[str, Any]) -> dict[str, Any]:
        update = {"update_id": self._next(), **content}
        self._updates.append(update)
        return update

    def _next(self) -> int:
        self._number += 1
        return self._number

    async def _call(self, request: web.Request) -> web.StreamResponse:
        if request.match_info["token"] != TOKEN:
            return _error(401, "Unauthorized")
        method = request.match_info["method"]
        self.calls.append(method)
        fields = {name: str(value) for name, value in (await request.post()).items()}
        match method:
            case "getMe":
                return _ok({"id": BOT, "is_bot": True, "first_name": "JBZ", "username": "jbz_test_bot"})
            case "getUpdates":
                return await self._get_updates(fields)
            case "sendMessage":
                return await self._send(request, fields)
            case "getChatMember":
                person = int(fields["user_id"])
                status = "administrator" if person in self.administrators else "member"
                return _ok(
                    {"status": status, "user": {"id": person, "is_bot": False, "first_name": "T"}}
                    | (_RIGHTS if status == "administrator" else {})
                )
            case "setWebhook":
                self.webhook = fields
                return _ok(True)
            case "deleteWebhook" | "setMyCommands" | "answerCallbackQuery":
                return _ok(True)
            case _:
                return _error(404, "Not Found")

    async def _get_updates(self, fields: dict[str, str]) -> web.Response:
        self.confirmed = max(self.confirmed, int(fields.get("offset", 0)))
        for _ in range(20):
            waiting = [update for update in self._updates if update["update_id"] >= self.confirmed]
            if waiting:
                return _ok(waiting[:100])
            await asyncio.sleep(0.05)
        return _ok([])

    async def _send(self, request: web.Request, fields: dict[str, str]) -> web.StreamResponse:
        failure = self.failures.pop(0) if self.failures else None
        if failure == "429":
            return _error(429, "Too Many Requests: retry after 7", {"retry_after": 7})
        if failure == "500":
            return _error(502, "Bad Gateway")
        if failure == "reset":
            return cut(request)
        if failure == "slow" or self.latency:
            await asyncio.sleep(self.latency or 0.3)
        refusal = self._refusal(fields)
        if refusal:
            self.refused.append(refusal)
            return _error(400 if not refusal.startswith("Forbidden") else 403, refusal, self._moved(fields["chat_id"]))
        if self._too_fast(fields["chat_id"]):
            self.refused.append("429")
            return _error(429, "Too Many Requests: retry after 1", {"retry_after": 1})
        self.sent.append(fields)
        if failure == "reset-after":
            return cut(request)
        if failure == "reset-half":
            return await cut_in_reply(request)
        chat = {"id": int(fields["chat_id"]), "type": "private"}
        return _ok({"message_id": self._next(), "date": int(time.time()), "chat": chat, "text": "x"})

    def _moved(self, chat: str) -> dict[str, Any]:
        return {"migrate_to_chat_id": int(self.migrated[chat])} if chat in self.migrated else {}

    def _refusal(self, fields: dict[str, str]) -> str | None:
        if fields["chat_id"] in self.migrated:
            return "Bad Request: group chat was upgraded to a supergroup chat"
        if fields["chat_id"] in self.blocked:
            return "Forbidden: bot was blocked by the user"
        return refusal_of_html(fields["text"]) or _refusal_of_keyboard(json.loads(fields.get("reply_markup", "{}")))

    def _too_fast(self, chat: str) -> bool:
        """More than one message a second in a chat, with a little room; more than thirty over all chats."""
        last, now = self._sent_at.get(chat, 0.0), time.monotonic()
        self._lately = [at for at in self._lately if now - at < 1.0]
        if not self.strict:
            return False
        if now - last < 0.9 or len(self._lately) >= 30:
            return True
        self._sent_at[chat] = now
        self._lately.append(now)
        return False


class _Html(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.text = ""
        self.error: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _TAGS or (tag == "a" and not any(name == "href" for name, _ in attrs)):
            self.error = f"unsupported start tag {tag}"
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.error = f"unexpected end tag {tag}"

    def handle_data(self, data: str) -> None:
        self.text += data


def refusal_of_html(html: str) -> str | None:
    """The error with which Telegram refuses a text, if it does."""
    parser = _Html()
    parser.feed(html)
    parser.close()
    if parser.error or parser.open:
        return f"Bad Request: can't parse entities: {parser.error or 'unclosed ' + parser.open[-1]}"
    units = len(parser.text.encode("utf-16-le")) // 2
    if units == 0:
        return "Bad Request: message text is empty"
    return "Bad Request: message is too long" if units > 4096 else None


def _refusal_of_keyboard(markup: dict[str, Any]) -> str | None:
    for row in markup.get("inline_keyboard", []):
        for button in row:
            if not 1 <= len(button["callback_data"].encode()) <= 64:
                return "Bad Request: BUTTON_DATA_INVALID"
    return None


_RIGHTS = dict.fromkeys(
    "can_be_edited is_anonymous can_manage_chat can_delete_messages can_manage_video_chats can_restrict_members"
    " can_promote_members can_change_info can_invite_users can_post_stories can_edit_stories"
    " can_delete_stories".split(),
    True,
)


def _ok(result: Any) -> web.Response:
    return web.json_response({"ok": True, "result": result})


def _error(code: int, description: str, parameters: dict[str, Any] | None = None) -> web.Response:
    body = {"ok": False, "error_code": code, "description": description, "parameters": parameters or {}}
    return web.json_response(body, status=code)
