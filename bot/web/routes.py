"""The page with the question box, and the reading room."""

import asyncio
import secrets
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from bot.conversation.grammar import would_change
from bot.conversation.handle import Conversation
from bot.telemetry import ASKED
from bot.web.render import page, render
from briefings.model.chat import Address, Person
from storage import deliveries
from storage.database import Database

_COOKIE = "jbz_chat"
_YEAR = 365 * 24 * 3600
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
}


class Pages:
    """The web channel. A browser is a chat; its name is a random cookie."""

    def __init__(self, conversation: Conversation, database: Database, connect: Sequence[str], secure: bool) -> None:
        self._conversation = conversation
        self._database = database
        self._connect = connect
        self._secure = secure

    def routes(self) -> list[Route | Mount]:
        """The routes of this channel."""
        return [
            Route("/", self.ask, methods=["GET"]),
            Route("/", self.press, methods=["POST"]),
            Route("/items/{item:int}", self.item),
            Mount("/static", StaticFiles(directory=Path(__file__).parent / "static")),
        ]

    async def ask(self, request: Request) -> Response:
        """GET: answers `q`. A link changes nothing: what would change something asks to be confirmed."""
        text = request.query_params.get("q", "")
        if would_change(text):
            return await self._page(request, text, confirm=True)
        return await self._page(request, text)

    async def press(self, request: Request) -> Response:
        """POST: a button. Only from our own page."""
        origin = request.headers.get("origin")
        if origin is not None and urlsplit(origin).netloc != request.headers.get("host"):
            return HTMLResponse("forbidden", status_code=403)
        form = await request.form()
        return await self._page(request, str(form.get("q", "")))

    async def item(self, request: Request) -> Response:
        """An agenda item whole."""
        reply = await asyncio.to_thread(self._conversation.whole, request.path_params["item"])
        if reply is None:
            missing = render(self._conversation.notice("Dit agendapunt is er niet (meer)."))
            return HTMLResponse(page("404", "nl", replies=[missing]), 404, _HEADERS)
        return HTMLResponse(page(reply.title, "nl", replies=[render(reply)]), 200, _HEADERS)

    async def _page(self, request: Request, text: str, *, confirm: bool = False) -> Response:
        name = request.cookies.get(_COOKIE, "")
        known = len(name) == 32 and name.isalnum()  # noqa: PLR2004 - token_hex(16)
        name = name if known else secrets.token_hex(16)
        address = Address("web", "web", name)
        ASKED.labels("web").inc()
        if confirm:
            reply = self._conversation.confirm(text)
        else:
            reply = await asyncio.to_thread(self._conversation.handle, text, address, Person("web"))
        inbox = await asyncio.to_thread(self._inbox, address) if known else []
        html = page(
            reply.title,
            reply.language,
            query=text[:1000],
            replies=[render(reply)],
            inbox=inbox,
            connect=self._connect if not text else (),
        )
        response = HTMLResponse(html, headers=_HEADERS)
        response.set_cookie(_COOKIE, name, max_age=_YEAR, httponly=True, samesite="lax", secure=self._secure)
        return response

    def _inbox(self, address: Address) -> list[str]:
        with self._database.reading() as session:
            return [part for delivery in deliveries.inbox(session, address) for part in delivery.parts]
