"""All channels, the scheduler and delivery as one ASGI application."""

import asyncio
import uuid
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from http import HTTPStatus

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route

from bot.app import App
from bot.channel import Channel, Render, WrittenForm
from bot.channels import ChannelContext, Renders, make_services
from bot.connections import Deadlines, quiet_when_exhausted
from bot.delivery.lane import LEASE, Dispatch
from bot.delivery.notices import Notices
from bot.delivery.pace import Paces
from bot.delivery.planner import BriefingTools, Planner
from bot.delivery.steps import Watcher, nobody
from bot.delivery.worker import Worker
from bot.export.docx import to_docx
from bot.export.html import to_email
from bot.export.pdf import to_pdf
from bot.export.text import to_text
from bot.incoming import Incoming
from bot.lease import Lease
from bot.seen import Seen
from bot.shorthand import Shorthand
from bot.version import commit, version
from bot.web import sender as web_sender
from bot.web.answers import SafeHeaders, safe_headers
from bot.web.browsers import Browsers
from bot.web.health import Health
from bot.web.looks import Looks
from bot.web.machine.call import ROOT
from bot.web.machine.routes import Machine, problem
from bot.web.origin import KnownHosts
from bot.web.recent import Recent
from bot.web.render import WebRenderer
from bot.web.room.rendering import Rendering, Site
from bot.web.room.routes import Room
from bot.web.room.shelf import Missing, Shelf
from bot.web.talk import TalkPages
from bot.web.turns import Turns
from bot.words import Phrase, Words

_TICK_SECONDS = 5
_LARGEST_REQUEST = 1024 * 1024  #: bytes; no platform sends more, and who is not known yet must not fill the memory


class Server:
    """The service. `asgi` serves it; everything else starts and stops with it."""

    def __init__(
        self,
        app: App,
        *,
        tick_seconds: float = _TICK_SECONDS,
        lease: timedelta = LEASE,
        watcher: Watcher = nobody,
    ) -> None:
        self._app = app
        self._settings = app.settings
        self._tick_seconds = tick_seconds
        self._paces = Paces(app.clock)
        self._seen = Seen(app.database, app.clock)
        self._services = make_services(self._make_context())
        self._channels = {"web": Channel("web", web_sender.WebSender(), web_sender.PACE)}
        self._channels |= {name: service.channel for name, service in self._services.items()}
        self.worker = self._make_worker(lease, watcher)
        health = Health(app.database, self.worker, self._trouble)
        self.asgi = Starlette(
            routes=[*self._make_pages(), *health.routes(), *self._channel_routes()],
            lifespan=self._lifespan,
            max_body_size=_LARGEST_REQUEST,
            middleware=[Middleware(Deadlines), Middleware(SafeHeaders, secure=self._secure)],
            exception_handlers={
                HTTPException: self._refused,
                Missing: self._refused,
                Exception: self._failed,
            },
        )

    def _make_worker(self, lease: timedelta, watcher: Watcher) -> Worker:
        app = self._app
        writing = renders(app)
        tools = BriefingTools(app.themes.catalogue, app.letters, writing, app.saying, app.calendar)
        planner = Planner(app.database, tools, app.clock, watcher)
        administrators = [one for one in app.settings.administrators if one.channel in self._channels]
        notices = Notices(writing, app.saying, administrators)
        app.conversation.presence.tell = notices.unreachable
        dispatch = Dispatch(app.database, uuid.uuid4().hex, app.clock, notices, self._paces, lease, watcher)
        return Worker(planner, self._channels, dispatch)

    def _channel_routes(self) -> list[BaseRoute]:
        return [route for service in self._services.values() for route in service.routes()]

    def _trouble(self) -> str | None:
        """Why a platform cannot be reached now."""
        return next((service.trouble for service in self._services.values() if service.trouble), None)

    @property
    def _secure(self) -> bool:
        return self._settings.jbz_base_url.startswith("https")

    def _make_pages(self) -> list[Route | Mount]:
        app, settings = self._app, self._settings
        ours = [Middleware(KnownHosts, address=settings.named_address)]
        looks = Looks(settings)
        site = Site(settings.jbz_name, settings.jbz_base_url, looks.logo, commit() or version())
        rendering = Rendering(app.templates, site)
        shelf = make_shelf(app)
        turns, recent = Turns(), Recent()
        self._room = Room(shelf, rendering, turns, recent)
        talk = TalkPages(
            app.conversation,
            WebRenderer(app.templates),
            rendering,
            Browsers(app.database, app.clock, secure=self._secure),
            _forms(app),
            settings.named_address,
        )
        machine = Machine(shelf, site, turns, recent)
        return [*self._room.routes(ours), *talk.routes(ours), *machine.routes(ours), *looks.routes()]

    async def _refused(self, request: Request, error: Exception) -> Response:
        """What has no address here: a page for people, plain data for programs."""
        status = HTTPStatus(error.status_code) if isinstance(error, HTTPException) else HTTPStatus.NOT_FOUND
        headers = error.headers if isinstance(error, HTTPException) else None
        if request.url.path.startswith(f"{ROOT}/"):
            return problem(status, "There is no such thing here.", headers)
        if status is HTTPStatus.NOT_FOUND:
            return await self._room.missing(request)
        return PlainTextResponse(f"{status.phrase}\n", status, headers)

    async def _failed(self, request: Request, _error: Exception) -> Response:
        """Something of ours went wrong. Starlette logs it, and answers outside of every middleware."""
        headers = safe_headers(secure=self._secure)
        if request.url.path.startswith(f"{ROOT}/"):
            return problem(HTTPStatus.INTERNAL_SERVER_ERROR, "Something went wrong here.", headers)
        language = "en" if f"{request.url.path}/".startswith("/en/") else "nl"
        said = Words(language)("Er ging hier iets mis. Probeer het over een minuut nog eens.")
        return PlainTextResponse(f"{said}\n", HTTPStatus.INTERNAL_SERVER_ERROR, headers)

    def _make_context(self) -> ChannelContext:
        app = self._app
        return ChannelContext(
            app.settings,
            app.conversation,
            app.themes.catalogue,
            app.templates,
            app.installations,
            self._seen,
            Shorthand(app.database, app.clock),
            self._paces,
            lambda name, length: Lease(app.database, name, app.clock, length),
            app.clock,
        )

    @asynccontextmanager
    async def _lifespan(self, _asgi: Starlette) -> AsyncIterator[None]:
        asyncio.get_running_loop().set_exception_handler(quiet_when_exhausted)
        async with AsyncExitStack() as stack:
            for service in self._services.values():
                await service.start(stack)
            scheduler = AsyncIOScheduler(timezone="UTC")
            scheduler.add_job(self.worker.tick, "interval", seconds=self._tick_seconds)
            keep = timedelta(days=self._settings.jbz_keep_days)
            scheduler.add_job(self.worker.clean, "interval", args=[keep], hours=6)
            scheduler.add_job(self._seen.clean, "interval", hours=1)
            for service in self._services.values():
                scheduler.add_job(service.clean, "interval", hours=6)
            await self._seen.clean()
            scheduler.start()
            stack.callback(scheduler.shutdown, wait=False)
            self.worker.start()
            stack.push_async_callback(self.worker.stop)
            incoming = Incoming(self._app)
            incoming.start()
            stack.push_async_callback(asyncio.to_thread, incoming.stop)
            yield


def make_shelf(app: App) -> Shelf:
    """What the pages are made from."""
    settings = app.settings
    return Shelf(
        app.database,
        app.index,
        app.answering,
        app.quotes,
        app.courses,
        app.themes.catalogue,
        app.ledger,
        app.saying,
        app.templates,
        app.today,
        settings.jbz_timezone,
        settings.jbz_keep_days,
        settings.jbz_contact,
        tuple(connect_help(app)),
    )


def renders(app: App) -> Mapping[str, Render]:
    """What renders a reply for each channel."""
    return Renders(app.settings, app.templates)


def _forms(app: App) -> Mapping[str, WrittenForm]:
    """In which forms a briefing can be taken along, by the end of the file's name."""
    own = app.templates
    word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    return {
        "docx": WrittenForm("Word", word, "briefing.docx", lambda reply: to_docx(reply, own)),
        "pdf": WrittenForm("pdf", "application/pdf", "briefing.pdf", lambda reply: to_pdf(reply, own)),
        "html": WrittenForm("e-mail", "text/html; charset=utf-8", None, lambda reply: to_email(reply, own).encode()),
        "txt": WrittenForm("tekst", "text/plain; charset=utf-8", None, lambda reply: to_text(reply, own).encode()),
    }


def connect_help(app: App) -> list[Phrase]:
    """What is still to be done to connect Slack and Telegram."""
    lines = []
    if "slack" not in app.settings.channels:
        lines.append(
            Phrase(
                "Slack is uit. Maak op api.slack.com/apps een app met deploy/slack/manifest.yaml, zet SLACK_BOT_TOKEN"
                " en SLACK_SIGNING_SECRET (of SLACK_APP_TOKEN) en start opnieuw."
            )
        )
    if "telegram" not in app.settings.channels:
        lines.append(Phrase("Telegram is uit. Vraag @BotFather om een bot, zet TELEGRAM_BOT_TOKEN en start opnieuw."))
    return lines
