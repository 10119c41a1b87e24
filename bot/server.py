"""All channels, the scheduler and delivery as one ASGI application."""

import asyncio
import uuid
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Any

import httpx
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route

from bot.access import networks
from bot.administration import auditing
from bot.app import App
from bot.backups import Backups
from bot.channel import Channel
from bot.channels import ChannelContext, Doors, make_services
from bot.connections import Deadlines, quiet_when_exhausted
from bot.conversation.delivered import Delivered
from bot.conversation.notices import wrong
from bot.delivery.alarm import SilenceAlarm
from bot.delivery.lane import LEASE, Dispatch
from bot.delivery.notices import Notices
from bot.delivery.pace import Paces
from bot.delivery.planner import BriefingTools, Planner
from bot.delivery.recalling import Recaller
from bot.delivery.replaced import ReplacedAlarm
from bot.delivery.sign_of_life import SignOfLife
from bot.delivery.steps import Watcher, nobody
from bot.delivery.worker import Worker
from bot.incoming import Incoming
from bot.lease import Lease
from bot.pages import forms, make_office, make_pages, make_rendering
from bot.seen import Seen
from bot.shorthand import Shorthand
from bot.stream import Stream
from bot.telemetry import DATABASE_SECONDS, FAULTS, log, request_name
from bot.tracing import note
from bot.web import sender as web_sender
from bot.web.access.house import make_house
from bot.web.access.network import address_of, may_measure
from bot.web.administration.pages import Administration
from bot.web.answers import SafeHeaders, safe_headers
from bot.web.browsers import Browsers
from bot.web.health import Health
from bot.web.looks import Looks
from bot.web.machine.call import ROOT
from bot.web.machine.routes import problem
from bot.web.metrics_port import serve_metrics
from bot.web.origin import is_from_us
from bot.web.own_bundle import OwnBundle
from bot.web.render import WebRenderer
from bot.web.requests import REQUEST_HEADER, Requests
from bot.web.room.shelf import Missing, Page
from bot.web.talk import TalkPages
from bot.web.turns import Turns
from bot.words import Words
from storage.database import DatabaseError

_TICK_SECONDS = 5
_FIRST_CLEANING = timedelta(minutes=1)
_SIGN_SECONDS, _BACKUP_SECONDS, _ALARM_SECONDS = 60, 300, 900
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
        turns: Turns | None = None,
        to_provider: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._app = app
        self._turns = turns or Turns()
        self._settings = app.settings
        self._tick_seconds = tick_seconds
        self._paces = Paces(app.clock)
        self._seen = Seen(app.database, app.clock)
        app.database.watch(_note_statement)
        self._rendering = make_rendering(app)
        self.house = make_house(app.settings, app.database, app.clock, self._rendering, to_provider)
        self._services = make_services(self._make_context())
        page = web_sender.WebSender()
        self._channels = {"web": Channel("web", page, web_sender.PACE, page)}
        self._channels |= {name: service.channel for name, service in self._services.items()}
        notices = self._make_notices()
        self.worker = self._make_worker(notices, lease, watcher)
        self.sign_of_life = self._make_sign_of_life(notices)
        self._incoming = Incoming(app)
        self.alarm = SilenceAlarm(app.database, notices, app.clock, app.settings.jbz_timezone)
        self.replaced = ReplacedAlarm(app.database, notices, app.clock)
        health = Health(
            app.database,
            self.worker,
            self._trouble,
            lambda request: may_measure(request, self._settings),
            measured_here=app.settings.jbz_metrics_port is None,
        )
        self.asgi = Starlette(
            routes=[*self._make_pages(), *health.routes(), *self._channel_routes()],
            lifespan=self._lifespan,
            max_body_size=_LARGEST_REQUEST,
            middleware=[Middleware(Requests), Middleware(Deadlines), Middleware(SafeHeaders, secure=self._secure)],
            exception_handlers={
                HTTPException: self._refused,
                Missing: self._refused,
                Exception: self._failed,
            },
        )

    def _make_notices(self) -> Notices:
        administrators = [one for one in self._settings.administrators if one.channel in self._channels]
        return Notices(self._app.renders, self._app.saying, administrators)

    def _make_sign_of_life(self, notices: Notices) -> SignOfLife | None:
        app, chat, url = self._app, self._settings.check_chat, self._settings.jbz_check_url
        if chat is None or chat.channel not in self._channels:
            return None
        return SignOfLife(
            app.database,
            notices,
            self._seen,
            app.clock,
            chat=chat,
            url=url.get_secret_value() if url else None,
            at=self._settings.jbz_check_at,
            zone=self._settings.jbz_timezone,
        )

    def _make_worker(self, notices: Notices, lease: timedelta, watcher: Watcher) -> Worker:
        app = self._app
        tools = BriefingTools(app.themes.catalogue, app.letters, app.renders, app.saying, app.calendar)
        planner = Planner(app.database, tools, app.clock, watcher)
        app.conversation.presence.tell = notices.unreachable
        follows = ("web",) if app.settings.jbz_page_following else ()
        app.conversation.joining.connect(notices.post, (*app.settings.channels, *follows))
        app.conversation.restraint.questions = app.settings.jbz_limit_questions
        app.conversation.restraint.changes = app.settings.jbz_limit_changes
        recaller = Recaller(app.database, app.renders, app.saying, app.clock, watcher)
        dispatch = Dispatch(app.database, uuid.uuid4().hex, app.clock, notices, self._paces, recaller, lease, watcher)
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
        self._room, machine = make_pages(app, self._turns, self._rendering)
        ours, rendering = self.house.behind(), self._rendering
        browsers, renderer = Browsers(app.database, app.clock, secure=self._secure), WebRenderer(app.templates)
        bundle = OwnBundle(app.database, browsers, (renderer, rendering), settings, app.clock)
        talk = TalkPages(
            app.conversation,
            renderer,
            rendering,
            browsers,
            forms(app),
            (settings.named_address, settings.jbz_page_following),
        )
        pages = [
            *self._room.routes(ours),
            *talk.routes(ours),
            *bundle.routes(ours),
            *machine.routes(ours),
            *Looks(settings).routes(),
        ]
        administration = Administration(make_office(app), self.house, rendering, settings.named_address)
        return [*self.house.routes, *administration.routes(), *pages]

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
        FAULTS.labels("web").inc()
        headers = safe_headers(secure=self._secure) | {REQUEST_HEADER: request_name()}
        if request.url.path.startswith(f"{ROOT}/"):
            said = f"Something went wrong here. Mention {request_name()} when it stays so."
            return problem(HTTPStatus.INTERNAL_SERVER_ERROR, said, headers)
        language = "en" if f"{request.url.path}/".startswith("/en/") else "nl"
        said = wrong(Words(language))
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
            lambda name: Stream(app.database, name, app.clock),
            app.keyring,
            app.clock,
            Delivered(app.database, app.saying),
            self._frame,
            Doors(
                self.house.behind(),
                self.house.open_to_all,
                lambda request: address_of(request, app.settings.trusted_proxies),
                lambda request: is_from_us(request.headers, app.settings.named_address),
            ),
        )

    def _frame(self, template: str, title: str, path: str, values: Mapping[str, Any], language: str) -> str:
        """A page of a channel; one with something behind its address is not for search engines."""
        return self._rendering.html(Page(template, title, path, values, is_listed="?" not in path), language)

    @asynccontextmanager
    async def _lifespan(self, _asgi: Starlette) -> AsyncIterator[None]:
        asyncio.get_running_loop().set_exception_handler(quiet_when_exhausted)
        async with AsyncExitStack() as stack:
            stack.callback(self._turns.close)
            if self._settings.jbz_metrics_port is not None:
                allowed = networks(self._settings.jbz_metrics_from)
                stack.callback(serve_metrics(self._settings.jbz_metrics_port, self.worker.measure, allowed))
            connections = await stack.enter_async_context(AsyncExitStack())
            scheduler = AsyncIOScheduler(timezone="UTC")
            stack.callback(_end, scheduler)
            hearing = {name: AsyncExitStack() for name in self._services}
            stack.push_async_callback(self._finish, hearing)
            for name, service in self._services.items():
                await service.start(connections, hearing[name])
            scheduler.add_job(self.worker.tick, "interval", seconds=self._tick_seconds)
            first = datetime.now(UTC) + _FIRST_CLEANING  # soon: a process that seldom lives long cleans too
            services = (service.clean for service in self._services.values())
            for clean in (self._clean, self._keep_audit, self._seen.clean, *services):
                scheduler.add_job(clean, "interval", hours=1, next_run_time=first, misfire_grace_time=None)
            if self.sign_of_life is not None:
                scheduler.add_job(self.sign_of_life.tick, "interval", seconds=_SIGN_SECONDS)
            scheduler.add_job(self.alarm.tick, "interval", seconds=_ALARM_SECONDS)
            scheduler.add_job(self.replaced.tick, "interval", seconds=_ALARM_SECONDS)
            backups = Backups(self._app.database, self._settings, self._app.clock)
            if backups.wanted:
                scheduler.add_job(backups.tick, "interval", seconds=_BACKUP_SECONDS)
            await self._seen.clean()
            scheduler.start()
            self.worker.start()
            self._incoming.start()
            yield

    async def _finish(self, hearing: Mapping[str, AsyncExitStack]) -> None:
        """What is under way is finished, all of it at once: a platform that is slow holds up no other."""
        names = ("sending", "incoming", *hearing)
        ends = (one.aclose() for one in hearing.values())
        told = await asyncio.gather(
            self.worker.stop(), asyncio.to_thread(self._incoming.stop), *ends, return_exceptions=True
        )
        for name, error in zip(names, told, strict=True):
            if isinstance(error, BaseException):
                log.warning("not_finished", what=name, reason=type(error).__name__)

    async def _clean(self) -> None:
        """Forgets deliveries that ended long ago."""
        await self.worker.clean(timedelta(days=self._settings.jbz_keep_days))

    async def _keep_audit(self) -> None:
        """Removes what the audit no longer has to keep; where logs are collected it is noted how it ends now."""
        keep = timedelta(days=self._settings.jbz_audit_keep)
        try:
            kept = await asyncio.to_thread(auditing.trim, self._app.database, self._app.clock(), keep)
        except DatabaseError as error:
            log.warning("audit_not_trimmed", reason=type(error).__name__)
        else:
            log.info("audit_ends_with", noted=kept.noted, removed=kept.removed)


def _end(scheduler: AsyncIOScheduler) -> None:
    if scheduler.running:
        scheduler.shutdown(wait=False)


def _note_statement(verb: str, seconds: float) -> None:
    DATABASE_SECONDS.labels(verb).observe(seconds)
    note(f"database {verb}", seconds)
