"""The routes of the reading room, in both languages."""

import asyncio
from collections.abc import Callable, Mapping
from functools import partial
from urllib.parse import urlencode

from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from bot.channel import WrittenForm
from bot.commands.grammar import is_question
from bot.reply import Reply
from bot.web.answers import PRIVATE, public
from bot.web.identity import administers
from bot.web.recent import Recent
from bot.web.room import about, announced, comparing, home, item, meetings, packs, search, themes, timeline
from bot.web.room.addresses import Addresses
from bot.web.room.rendering import Rendering
from bot.web.room.shelf import Elsewhere, Missing, Page, PageContext, Shelf
from bot.web.turns import OfEachProcess, Turns
from bot.words import Words

Make = Callable[..., Page]
Paper = Callable[..., tuple[str, Reply]]
_HTML = "text/html; charset=utf-8"
_PAGES: dict[str, Make] = {
    "/": home.home,
    "/zoek": search.search_page,
    "/vergaderingen": meetings.meeting_list,
    "/vergaderingen/{council}": meetings.meeting_list,
    "/vergaderingen/{council}/{day}": meetings.meeting_page,
    "/items/{told}": item.item_page,
    "/themas": themes.theme_list,
    "/themas/{slug}": themes.theme_page,
    "/tijdlijn": timeline.timeline_page,
    "/toezeggingen": announced.announced_page,
    "/vergaderingen/{council}/{day}/gepland": comparing.planned_page,
    "/vergaderingen/{council}/{day}/voorbereiding": packs.preparation_page,
    "/voorbereiding": packs.preparation_list,
    "/overdracht": packs.handover_page,
    "/koers": comparing.course_page,
    "/gepland": comparing.planned_list,
    "/klopt": comparing.quote_page,
    "/volgen": about.follow_page,
    "/bronnen": about.sources_page,
    "/over": about.about_page,
    "/help": about.help_page,
    "/privacy": about.privacy_page,
    "/toegankelijkheid": about.accessibility_page,
}
_LIVE = {about.sources_page}
_QUESTIONS = {search.search_page, timeline.timeline_page}
_PAPER_FORMS = ("docx", "pdf")
_PATIENCE = 3.0  #: seconds after which a reader is told that a question takes long
_MOVED = {"/sources": "/bronnen", "/favicon.ico": "/static/icon.svg"}
_LANGUAGES = {"nl": "", "en": "/en"}


class Room(OfEachProcess):
    """The reading room."""

    def __init__(
        self,
        shelf: Shelf,
        rendering: Rendering,
        turns: Turns,
        recent: Recent,
        forms: Mapping[str, WrittenForm],
        patience: float = _PATIENCE,
    ) -> None:
        self._shelf = shelf
        self._forms = forms
        self._patience = patience
        self._turns = turns
        self._recent = recent
        self._rendering = rendering

    def routes(self, ours: list[Middleware]) -> list[Route]:
        """Every page."""
        told = [
            Route(
                prefix + path if path != "/" or not prefix else prefix,
                partial(self._answer, make, language),
                middleware=ours,
            )
            for language, prefix in _LANGUAGES.items()
            for path, make in _PAGES.items()
        ]
        told += [
            Route(f"{prefix}{path}.{suffix}", partial(self._paper, make, suffix, language), middleware=ours)
            for language, prefix in _LANGUAGES.items()
            for path, make in packs.PAPERS.items()
            for suffix in _PAPER_FORMS
        ]
        return told + [Route(old, partial(_moved, new), middleware=ours) for old, new in _MOVED.items()]

    async def missing(self, request: Request) -> Response:
        """Whatever has no page of its own, or not any more."""
        return await self._turns.take(self._missing, request, administers(request))

    def desk_page(self, make: Make, language: str, given: Mapping[str, str], path: Mapping[str, str]) -> Page:
        """What a page shows. Raises Missing and Elsewhere."""
        with self._shelf.database.reading() as session:
            return make(PageContext(self._shelf, session, language, given), **path)

    async def _paper(self, make: Paper, suffix: str, language: str, request: Request) -> Response:
        return await self._turns.take(self._written_paper, make, suffix, language, request, administers(request))

    def _written_paper(self, make: Paper, suffix: str, language: str, request: Request, administers: bool) -> Response:
        """What a page says, as a file to take along."""
        form = self._forms[suffix]

        def write() -> tuple[str, bytes]:
            with self._shelf.database.reading() as session:
                name, reply = make(
                    PageContext(self._shelf, session, language, request.query_params), **request.path_params
                )
            return name, form.write(reply)

        asked = request.url.path, request.url.query, self._shelf.index.sequence(), self._shelf.today()
        try:
            name, content = self._recent.get(asked, write)
        except Missing:
            return self._missing(request, administers)
        headers = {"Content-Disposition": f'attachment; filename="{name}.{suffix}"'}
        return public(request, content, form.media_type, headers=headers)

    async def _answer(self, make: Make, language: str, request: Request) -> Response:
        if make is home.home and (typed := request.query_params.get("q")):
            return RedirectResponse(_old_question(typed, language), 301)
        answer = asyncio.ensure_future(self._turns.take(self._made, make, language, request, administers(request)))
        done, _ = await asyncio.wait({answer}, timeout=self._patience if make in _QUESTIONS else None)
        return await answer if done else self._waiting(language, request)

    def _waiting(self, language: str, request: Request) -> Response:
        """What is said when a question takes long. It is being answered; who asks again gets what was found."""
        title = Words(language)("Even geduld")
        again = f"{request.url.path}?{request.url.query}"
        page = Page("waiting", title, again, {"again": again}, status=202, is_listed=False)
        headers = {"Cache-Control": PRIVATE, "Retry-After": "3"}
        html = self._rendering.html(page, language, administers=administers(request))
        return HTMLResponse(html, page.status, headers)

    def _made(self, make: Make, language: str, request: Request, administers: bool) -> Response:
        try:
            status, html = self._written(make, language, request, administers)
        except Elsewhere as error:
            if error.for_now:
                return RedirectResponse(error.path, 302, {"Cache-Control": PRIVATE})
            return RedirectResponse(error.path, 301)
        except Missing:
            return self._missing(request, administers)
        return public(request, html, _HTML, status=status)

    def _written(self, make: Make, language: str, request: Request, administers: bool) -> tuple[int, str]:
        """The status and the page; what changes by itself is made anew each time."""

        def write() -> tuple[int, str]:
            page = self.desk_page(make, language, request.query_params, request.path_params)
            return page.status, self._rendering.html(page, language, administers=administers)

        if make in _LIVE:
            return write()
        name = request.url.path, request.url.query, administers, self._shelf.index.sequence(), self._shelf.today()
        return self._recent.get(name, write)

    def _missing(self, request: Request, administers: bool) -> Response:
        language = "en" if f"{request.url.path}/".startswith("/en/") else "nl"
        title = Words(language)("Deze pagina is er niet (meer)")
        page = Page("missing", title, Addresses(language)("/"), {}, status=404, is_listed=False)
        html = self._rendering.html(page, language, administers=administers)
        return public(request, html, _HTML, status=404)


def _old_question(typed: str, language: str) -> str:
    """Where a link with a question in it leads since there is more than one page: a command is for the talk."""
    path = "/zoek" if is_question(typed) else "/gesprek"
    return f"{Addresses(language)(path)}?{urlencode({'q': typed[:1000]})}"


async def _moved(new: str, _request: Request) -> Response:
    return RedirectResponse(new, 301)
