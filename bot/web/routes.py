"""The page with the question box, and the reading room."""

import asyncio
from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import urlencode

from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from bot.channel import WrittenForm
from bot.commands.command import Command
from bot.commands.following import BriefNow
from bot.commands.grammar import as_typed, changes, command_in, write_command
from bot.commands.settings import ShowPrivacy, ShowSources
from bot.conversation.conversation import Conversation
from bot.conversation.notices import confirm, notice
from bot.reply import Reply
from bot.telemetry import ASKED
from bot.web.browsers import Browser, Browsers
from bot.web.origin import KnownHosts, is_from_us
from bot.web.render import WebRenderer
from briefings.model.chat import Address, Person
from storage import deliveries
from storage.database import Database

_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
}
#: A page for an e-mail carries its own style, and nothing else.
_OF_A_FORM = {"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"}


class Pages:
    """The web channel. A browser is a chat."""

    def __init__(
        self,
        conversation: Conversation,
        renderer: WebRenderer,
        database: Database,
        connect: Sequence[str],
        forms: Mapping[str, WrittenForm],
        *,
        address: str | None,
        secure: bool,
    ) -> None:
        self._renderer = renderer
        self._conversation = conversation
        self._database = database
        self._connect = connect
        self._forms = forms
        self._address = address
        self._browsers = Browsers(database, secure=secure)

    def routes(self) -> list[Route | Mount]:
        """The routes of this channel."""
        ours = [Middleware(KnownHosts, address=self._address)]
        return [
            Route("/", self.ask, methods=["GET"], middleware=ours),
            Route("/", self.press, methods=["POST"], middleware=ours),
            Route("/items/{item}", self.item, middleware=ours),
            Route("/briefing.{form:str}", self.briefing, middleware=ours),
            Route("/sources", self.sources, middleware=ours),
            Route("/privacy", self.privacy, middleware=ours),
            Mount("/static", StaticFiles(directory=Path(__file__).parent / "static")),
        ]

    async def ask(self, request: Request) -> Response:
        """GET: answers `q`. A link changes nothing: what would change something asks to be confirmed."""
        text = request.query_params.get("q", "")
        carried = request.query_params.get("na", "")
        return await self._page(request, command_in(text), text, carried, by_link=True)

    async def press(self, request: Request) -> Response:
        """POST: a button. Only from our own page."""
        if not is_from_us(request.headers, self._address):
            refused = notice("Dit kwam niet van deze pagina. Typ het hier nog eens.")
            return HTMLResponse(
                self._renderer.page("403", "nl", replies=[self._renderer.article(refused)]), 403, _HEADERS
            )
        form = await request.form()
        command = command_in(text := str(form.get("q", "")))
        return await self._page(request, command, as_typed(command) if write_command(command) == text else text)

    async def item(self, request: Request) -> Response:
        """An agenda item whole."""
        reply = await asyncio.to_thread(self._item, request.path_params["item"])
        if reply is None:
            missing = self._renderer.article(notice("Dit agendapunt is er niet (meer)."))
            return HTMLResponse(self._renderer.page("404", "nl", replies=[missing]), 404, _HEADERS)
        return HTMLResponse(
            self._renderer.page(reply.title, "nl", replies=[self._renderer.article(reply)]), 200, _HEADERS
        )

    async def sources(self, request: Request) -> Response:
        """When each source was last asked, and what it gave."""
        return await self._page(request, ShowSources(), "bronnen")

    async def privacy(self, request: Request) -> Response:
        """What is kept of who uses the bot."""
        return await self._page(request, ShowPrivacy(), "privacy")

    async def briefing(self, request: Request) -> Response:
        """A briefing now, to keep or to send on."""
        form = self._forms.get(request.path_params["form"])
        if form is None:
            return HTMLResponse("not found", 404)
        text = f"briefing {request.query_params.get('q', '')[:300]}"
        browser = await asyncio.to_thread(self._browsers.recognise, request)
        reply = await asyncio.to_thread(self._conversation.handle, text, browser.address, Person("web"))
        content = await asyncio.to_thread(form.write, reply)
        headers = _HEADERS | _OF_A_FORM | {"Content-Disposition": form.disposition}
        return Response(content, media_type=form.media_type, headers=headers)

    def _item(self, item: str) -> Reply | None:
        visit = self._conversation.visits.at(Address("web", "web", ""), Person("web"))
        return self._conversation.questions.whole(item, visit.saying)

    async def _page(
        self, request: Request, command: Command, text: str, carried: str = "", *, by_link: bool = False
    ) -> Response:
        browser = await asyncio.to_thread(self._browsers.recognise, request)
        talk = self._conversation.talks.carried(carried)
        ASKED.labels("web").inc()
        if by_link and changes(command):
            reply = confirm(command, text)
        else:
            person = Person("web")
            reply = await asyncio.to_thread(self._conversation.carry_out, command, browser.address, person, talk)
        kept, inbox = await asyncio.to_thread(self._kept, browser)
        html = self._renderer.page(
            reply.title,
            reply.language,
            asked=(text[:1000], talk.carried),
            replies=[self._renderer.article(reply)],
            inbox=inbox,
            connect=self._connect if not text else (),
            forms=self._links(command, text),
        )
        response = HTMLResponse(html, headers=_HEADERS)
        self._browsers.keep(response, browser, kept=kept)
        return response

    def _kept(self, browser: Browser) -> tuple[bool, list[str]]:
        """Whether something is kept of the browser, and the briefings that were delivered to it."""
        return (True, self._inbox(browser.address)) if self._browsers.is_kept(browser) else (False, [])

    def _links(self, command: Command, text: str) -> list[tuple[str, str]]:
        """A briefing that was asked for can be taken along: the names of the forms, and their addresses."""
        if not isinstance(command, BriefNow):
            return []
        query = urlencode({"q": text.split(maxsplit=1)[1] if " " in text.strip() else ""})
        return [(form.name, f"/briefing.{suffix}?{query}") for suffix, form in self._forms.items()]

    def _inbox(self, address: Address) -> list[str]:
        with self._database.reading() as session:
            return [part for parts in deliveries.inbox(session, address) for part in parts]
