"""What was delivered in one's own chat, to take along as a zip.

Of a browser by a form on the page of the talk: which chat it is follows from the browser or from who signed in, never
from what was filled in. Of another chat by the link that was given in it, which has its own page with a button.
"""

import asyncio
import tempfile
from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from http import HTTPStatus
from pathlib import Path

from starlette.background import BackgroundTask
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response
from starlette.routing import Route

from bot.administration.bundling import MadeBundle, make_bundle
from bot.conversation.bundled import PATH
from bot.conversation.notices import notice
from bot.export.bundle import BundleAbout, write_bundle
from bot.settings import Settings
from bot.web.answers import PRIVATE
from bot.web.browsers import Browser, Browsers
from bot.web.origin import is_from_us
from bot.web.render import WebRenderer
from bot.web.room.addresses import Addresses
from bot.web.room.rendering import Rendering
from bot.web.room.shelf import Page
from bot.words import Words
from briefings.errors import JbzError
from briefings.model.bundle import BundlePeriod, period_of
from briefings.model.chat import Address
from storage import bundle_tickets
from storage.audit import AuditActor, acting, place_of
from storage.bundle_tickets import BundleTicket
from storage.database import Database

OWN = "/gesprek/bundel"


class OwnBundle:
    """The form's address."""

    def __init__(
        self,
        database: Database,
        browsers: Browsers,
        pages: tuple[WebRenderer, Rendering],
        settings: Settings,
        clock: Callable[[], datetime],
    ) -> None:
        self._database, self._browsers, self._settings, self._clock = database, browsers, settings, clock
        self._renderer, self._rendering = pages

    def routes(self, ours: list[Middleware]) -> list[Route]:
        """In both languages. A GET would change the audit."""
        return [
            Route(f"{prefix}{path}", partial(handle, language), methods=[method], middleware=ours)
            for language, prefix in (("nl", ""), ("en", "/en"))
            for path, method, handle in (
                (OWN, "POST", self._take),
                (f"{PATH}/{{ticket:str}}", "GET", self._show),
                (f"{PATH}/{{ticket:str}}", "POST", self._take_linked),
            )
        ]

    async def _take(self, language: str, request: Request) -> Response:
        words = Words(language)
        if not is_from_us(request.headers, self._settings.named_address):
            return self._said(words("Dit kwam niet van deze pagina. Typ het hier nog eens."), language, 403)
        form = await request.form()
        browser = await asyncio.to_thread(self._browsers.recognise, request)
        try:
            period = self._period(str(form.get("since", "")), str(form.get("until", "")))
            made = await asyncio.to_thread(self._make, browser, period, words)
        except JbzError as error:
            return self._said(words.say(error.message), language, HTTPStatus.UNPROCESSABLE_ENTITY)
        return self._given(made, period)

    def _given(self, made: MadeBundle, period: BundlePeriod) -> Response:
        name = f"jbz-bundel-{period.since}-{period.until}.zip"
        done = BackgroundTask(made.file.unlink, missing_ok=True)
        headers = {"Cache-Control": PRIVATE}
        return FileResponse(made.file, media_type="application/zip", filename=name, headers=headers, background=done)

    async def _show(self, language: str, request: Request) -> Response:
        """The page of a link: what it gives, with the button that makes it."""
        ticket = await asyncio.to_thread(self._ticket, request)
        words = Words(language)
        if ticket is None:
            return self._over(words)
        path = Addresses(language)(f"{PATH}/{request.path_params['ticket']}")
        values = {"since": words.day(ticket.since), "until": words.day(ticket.until), "address": path}
        page = Page("bundle", words("Wat hier is bezorgd, als zip"), path, values, is_listed=False)
        return HTMLResponse(self._rendering.html(page, language), headers={"Cache-Control": PRIVATE})

    async def _take_linked(self, language: str, request: Request) -> Response:
        words = Words(language)
        if not is_from_us(request.headers, self._settings.named_address):
            return self._said(words("Dit kwam niet van deze pagina. Typ het hier nog eens."), language, 403)
        ticket = await asyncio.to_thread(self._ticket, request)
        if ticket is None:
            return self._over(words)
        period = period_of(ticket.since, ticket.until, self._settings.jbz_timezone)
        place = place_of(ticket.address)
        return self._given(await asyncio.to_thread(self._write, ticket.address, place, period, ticket.who), period)

    def _ticket(self, request: Request) -> BundleTicket | None:
        with self._database.reading() as session:
            return bundle_tickets.find(session, request.path_params["ticket"], self._clock())

    def _over(self, words: Words) -> Response:
        said = words("Deze link werkt niet meer. Typ in uw chat opnieuw: bundel.")
        return self._said(said, words.language, HTTPStatus.NOT_FOUND)

    def _period(self, since: str, until: str) -> BundlePeriod:
        try:
            days = date.fromisoformat(since), date.fromisoformat(until)
        except ValueError as error:
            raise JbzError("bundle.no_days") from error
        return period_of(*days, self._settings.jbz_timezone)

    def _make(self, browser: Browser, period: BundlePeriod, words: Words) -> MadeBundle:
        if not self._browsers.follows(browser):
            raise JbzError("bundle.nothing_followed")
        return self._write(browser.address, words("een browser"), period, "web")

    def _write(self, address: Address, named: str, period: BundlePeriod, who: str) -> MadeBundle:
        """`named`: how people know the chat; `who` makes it, where nobody signed in."""
        settings = self._settings
        about = BundleAbout(named, period, settings.jbz_base_url, settings.jbz_keep_days)
        with acting(AuditActor(who, "web"), unless_known=True):
            pack, folder = partial(write_bundle, about), Path(tempfile.gettempdir())
            return make_bundle(self._database, address, period, self._clock(), pack, folder)

    def _said(self, sentence: str, language: str, status: int) -> Response:
        article = self._renderer.article(notice(sentence, language))
        path = Addresses(language)("/gesprek")
        values = {"query": "", "replies": [article], "inbox": [], "forms": (), "days": {}}
        page = Page("talk", Words(language)("Gesprek"), path, values, is_listed=False)
        return HTMLResponse(self._rendering.html(page, language), status, {"Cache-Control": PRIVATE})
