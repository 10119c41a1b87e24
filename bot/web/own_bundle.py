"""What was delivered in a browser's own chat, to take along as a zip: a form on the page of the talk.

Nobody else's: which chat it is follows from the browser or from who signed in, never from what was filled in.
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

from bot.administration.bundling import MadeBundle, make_bundle, period_of
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
from briefings.model.bundle import BundlePeriod
from storage.audit import AuditActor, acting
from storage.database import Database

PATH = "/gesprek/bundel"


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
            Route(f"{prefix}{PATH}", partial(self._take, language), methods=["POST"], middleware=ours)
            for language, prefix in (("nl", ""), ("en", "/en"))
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
        name = f"jbz-bundel-{period.since}-{period.until}.zip"
        done = BackgroundTask(made.file.unlink, missing_ok=True)
        headers = {"Cache-Control": PRIVATE}
        return FileResponse(made.file, media_type="application/zip", filename=name, headers=headers, background=done)

    def _period(self, since: str, until: str) -> BundlePeriod:
        try:
            days = date.fromisoformat(since), date.fromisoformat(until)
        except ValueError as error:
            raise JbzError("bundle.no_days") from error
        return period_of(*days, self._settings.jbz_timezone)

    def _make(self, browser: Browser, period: BundlePeriod, words: Words) -> MadeBundle:
        if not self._browsers.follows(browser):
            raise JbzError("bundle.nothing_followed")
        settings = self._settings
        about = BundleAbout(words("een browser"), period, settings.jbz_base_url, settings.jbz_keep_days)
        folder = Path(tempfile.gettempdir())
        with acting(AuditActor("web", "web"), unless_known=True):
            pack = partial(write_bundle, about)
            return make_bundle(self._database, browser.address, period, self._clock(), pack, folder)

    def _said(self, sentence: str, language: str, status: int) -> Response:
        article = self._renderer.article(notice(sentence, language))
        path = Addresses(language)("/gesprek")
        values = {"query": "", "replies": [article], "inbox": [], "forms": ()}
        page = Page("talk", Words(language)("Gesprek"), path, values, is_listed=False)
        return HTMLResponse(self._rendering.html(page, language), status, {"Cache-Control": PRIVATE})
