"""All channels, the scheduler and delivery as one ASGI application."""

import asyncio
import uuid
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from hmac import compare_digest

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from pydantic import SecretStr
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from telegram import Update

from bot.app import App
from bot.channel import Channel, Render, WrittenForm
from bot.delivery.lane import LEASE, Dispatch
from bot.delivery.notices import Notices
from bot.delivery.planner import Craft, Planner
from bot.delivery.steps import Watcher, nobody
from bot.delivery.worker import Worker
from bot.export.docx import to_docx
from bot.export.html import to_email, to_pdf
from bot.export.text import to_text
from bot.incoming import Incoming
from bot.seen import Seen
from bot.slack.service import SlackService, Surroundings, is_on, make_renderer, read_body
from bot.telegram import handlers as telegram_handlers
from bot.telegram import sender as telegram_sender
from bot.telegram.polling import poll
from bot.telegram.render import TelegramRenderer
from bot.telemetry import log
from bot.web import sender as web_sender
from bot.web.health import Health
from bot.web.render import WebRenderer
from bot.web.routes import Pages

_TICK_SECONDS = 5


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
        self._stopping = asyncio.Event()
        self._channels: dict[str, Channel] = {"web": Channel("web", web_sender.WebSender(), web_sender.PACE)}
        self._routes: list[Route] = []
        self._seen = Seen(app.database, app.clock)
        self._slack = self._make_slack()
        self._telegram = self._make_telegram()
        self.worker = self._make_worker(lease, watcher)
        health = Health(app.database, self.worker)
        self.asgi = Starlette(
            routes=[*self._make_pages().routes(), *health.routes(), *self._routes], lifespan=self._lifespan
        )

    def _make_worker(self, lease: timedelta, watcher: Watcher) -> Worker:
        app = self._app
        writing = renders(app)
        craft = Craft(app.themes.catalogue, app.letters, writing, app.saying, app.calendar)
        planner = Planner(app.database, craft, app.clock, watcher)
        notice = Notices(writing, app.saying).unreachable
        dispatch = Dispatch(app.database, uuid.uuid4().hex, app.clock, notice, lease, watcher)
        return Worker(planner, self._channels, dispatch)

    def _make_pages(self) -> Pages:
        app = self._app
        secure = app.settings.jbz_base_url.startswith("https")
        renderer = WebRenderer(app.templates)
        return Pages(app.conversation, renderer, app.database, connect_help(app), _forms(app), secure=secure)

    def _make_slack(self) -> SlackService | None:
        if not is_on(self._settings):
            return None
        app = self._app
        around = Surroundings(
            app.conversation, app.themes.catalogue, app.templates, app.installations, self._seen, app.clock
        )
        service = SlackService(self._settings, around)
        self._channels["slack"] = service.channel
        self._routes += service.routes()
        return service

    def _make_telegram(self) -> telegram_handlers.App | None:
        token = self._settings.telegram_bot_token
        if token is None:
            return None
        app = telegram_handlers.build_app(
            self._app.conversation,
            TelegramRenderer(self._app.templates),
            token.get_secret_value(),
            self._settings.telegram_api_url,
        )
        self._channels["telegram"] = Channel("telegram", telegram_sender.TelegramSender(app.bot), telegram_sender.PACE)
        if self._settings.webhook:
            self._routes.append(Route("/telegram/webhook", self._telegram_webhook, methods=["POST"]))
        return app

    async def _telegram_webhook(self, request: Request) -> Response:
        """An update: handled before it is answered, so that Telegram sends it again when we die in between."""
        given = request.headers.get("x-telegram-bot-api-secret-token", "")
        secret = _value(self._settings.telegram_webhook_secret)
        if not secret or not compare_digest(given.encode(), secret.encode()):
            return PlainTextResponse("unauthorized", 401)
        body = await read_body(request)
        if body is None or self._telegram is None:
            return PlainTextResponse("too large", 413)
        update = Update.de_json(await request.json(), self._telegram.bot)
        key = f"telegram:{self._telegram.bot.id}:{update.update_id}"
        if not await self._seen.was_handled(key):
            await self._telegram.process_update(update)
            await self._seen.first(key)
        return PlainTextResponse("", 200)

    @asynccontextmanager
    async def _lifespan(self, _asgi: Starlette) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            await asyncio.to_thread(self._app.warm_up)
            await self._start_telegram(stack)
            if self._slack is not None:
                await self._slack.start(stack)
            scheduler = AsyncIOScheduler(timezone="UTC")
            scheduler.add_job(self.worker.tick, "interval", seconds=self._tick_seconds, max_instances=1, coalesce=True)
            keep = timedelta(days=self._settings.jbz_keep_days)
            scheduler.add_job(self.worker.clean, "interval", args=[keep], hours=6)
            if self._slack is not None:
                scheduler.add_job(self._slack.clean, "interval", hours=6)
            scheduler.start()
            stack.push_async_callback(self.worker.stop)
            incoming = Incoming(self._app)
            incoming.start()
            stack.push_async_callback(asyncio.to_thread, incoming.stop)
            stack.callback(scheduler.shutdown, wait=False)
            await self.worker.tick()
            yield

    async def _start_telegram(self, stack: AsyncExitStack) -> None:
        if self._telegram is None:
            return
        await self._telegram.initialize()
        stack.push_async_callback(self._telegram.shutdown)
        bot = self._telegram.bot
        await bot.set_my_commands(telegram_handlers.MENU)
        if self._settings.webhook:
            url = f"{self._settings.jbz_base_url.rstrip('/')}/telegram/webhook"
            await bot.set_webhook(url, secret_token=_value(self._settings.telegram_webhook_secret))
            log.info("telegram_on", mode="webhook")
            return
        polling = asyncio.create_task(poll(self._telegram, self._stopping))
        stack.push_async_callback(_cancel, polling)
        stack.callback(self._stopping.set)
        log.info("telegram_on", mode="polling")


def renders(app: App) -> Mapping[str, Render]:
    """A briefing may wait in the database for a channel that has no token yet, so each can always be rendered."""
    return {
        "slack": make_renderer(app.settings, app.templates).parts,
        "telegram": TelegramRenderer(app.templates).parts,
        "web": WebRenderer(app.templates).parts,
    }


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


def connect_help(app: App) -> list[str]:
    """What is still to be done to connect Slack and Telegram."""
    lines = []
    if not is_on(app.settings):
        lines.append(
            "Slack is uit. Maak op api.slack.com/apps een app met deploy/slack/manifest.yaml,"
            " zet SLACK_BOT_TOKEN en SLACK_SIGNING_SECRET (of SLACK_APP_TOKEN) en start opnieuw."
        )
    if app.settings.telegram_bot_token is None:
        lines.append("Telegram is uit. Vraag @BotFather om een bot, zet TELEGRAM_BOT_TOKEN en start opnieuw.")
    return lines


async def _cancel(task: asyncio.Task[None]) -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


def _value(secret: SecretStr | None) -> str:
    return secret.get_secret_value() if secret else ""
