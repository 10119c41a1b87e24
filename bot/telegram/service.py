"""Telegram as the service runs it: webhook or long polling, whatever state Telegram is in; its sender."""

import asyncio
from contextlib import AsyncExitStack, suppress
from dataclasses import replace
from hmac import compare_digest
from typing import Any

from pydantic import SecretStr
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from telegram import Bot
from telegram.error import InvalidToken, RetryAfter, TelegramError
from telegram.request import HTTPXRequest

from bot.channel import Channel
from bot.channels import ChannelContext
from bot.telegram import sender
from bot.telegram.answers import TelegramAnswers
from bot.telegram.handlers import UPDATES, TelegramHandlers, TelegramTools
from bot.telegram.hearing import Hearing
from bot.telegram.menu import introduce
from bot.telegram.polling import LEASE, Polling
from bot.telegram.receiver import Receiver, read_update
from bot.telegram.render import TelegramRenderer
from bot.telemetry import CONNECTED, REQUESTS_REFUSED, log
from briefings.retries import RetryPolicy
from briefings.sources.trust import trusted

_HANDLING = 25.0  #: seconds after which Telegram hears to send an update again; it is handled all the same
_CONNECTING = 10.0  #: seconds that an update waits for the bot to be connected
_FINISHING = 2.0  #: seconds in which what is under way is finished; the web server waited for it before
_PATIENCE = RetryPolicy(first=2.0, longest=60.0)  #: between attempts to connect
_CONNECTIONS = 100  #: that Telegram may have open to a webhook; so many slow updates delay no other
_SENDING = 64  #: connections to Telegram


def make_service(context: ChannelContext) -> "TelegramService":
    """Telegram, with the settings of `context`."""
    return TelegramService(context)


class TelegramService:
    """Everything of Telegram in one process."""

    def __init__(self, context: ChannelContext) -> None:
        self._settings = settings = context.settings
        token = _value(settings.telegram_bot_token)
        bot_id = int(token.partition(":")[0])
        self._bot = make_bot(token, settings.telegram_api_url)
        pace = replace(sender.PACE, at_once=settings.telegram_at_once)
        messenger = sender.Messenger(self._bot, context.shorthand)
        post = sender.TelegramSender(messenger)
        self.channel = Channel("telegram", post, pace, post)
        renderer = TelegramRenderer(context.templates)
        paced = context.paces.of(f"telegram:{bot_id}", pace)
        answers = TelegramAnswers(messenger, renderer, paced, context.conversation.presence)
        tools = TelegramTools(
            self._bot, bot_id, context.conversation, renderer, answers, context.shorthand, lambda: self._bot.username
        )
        self._receiver = Receiver(TelegramHandlers(tools).handle, context.seen, bot_id)
        lease = context.lease(f"telegram-updates:{bot_id}", LEASE)
        self._polling = None if settings.webhook else Polling(self._bot, self._receiver, lease, UPDATES)
        self._connected = asyncio.Event()
        self.trouble: str | None = None  #: why Telegram cannot be reached now
        self._introducing: asyncio.Task[None] | None = None  #: beside receiving: nobody waits for menus
        self._under_way: set[asyncio.Task[bool]] = set()

    def routes(self) -> list[Route]:
        """Where Telegram reaches us, when it does."""
        return [Route("/telegram/webhook", self._receive, methods=["POST"])] if self._settings.webhook else []

    async def start(self, stack: AsyncExitStack, hearing: AsyncExitStack) -> None:
        """Connects beside everything else, as soon as Telegram answers; ends with `stack`."""
        running = asyncio.create_task(self._run())
        stack.push_async_callback(self._bot.shutdown)
        hearing.push_async_callback(self._finish, running)

    async def clean(self) -> None:
        """Nothing is kept here."""

    async def _run(self) -> None:
        """Connected for as long as the process lives."""
        failed, pause = 0, _PATIENCE.first
        while True:
            try:
                await self._bot.initialize()
                self._connected.set()
                CONNECTED.labels("telegram").set(1)
                self.trouble, failed = None, 0
                self._introducing = asyncio.create_task(introduce(self._bot))
                if self._polling is None:
                    await self._set_webhook()
                    return
                log.info("telegram_on", mode="polling")
                await self._polling.run()
            except InvalidToken:
                self.trouble = "Telegram refuses the token"
                log.error("telegram_token_refused", hint="ask @BotFather for the token and set TELEGRAM_BOT_TOKEN")
                pause = _PATIENCE.longest
            except RetryAfter as error:
                pause = sender.wished_wait(error)
                self.trouble = f"Telegram asks to wait {pause:.0f} seconds"
                log.warning("telegram_asks_to_wait", seconds=pause)
            except TelegramError as error:
                self.trouble = f"Telegram cannot be reached: {type(error).__name__}"
                log.warning("telegram_unreachable", reason=type(error).__name__)
                failed += 1
                pause = _PATIENCE.pause(failed)
            except Exception as error:  # noqa: BLE001 - whatever it is, the bot must be there again afterwards
                log.warning("telegram_failed", reason=type(error).__name__)
                failed += 1
                pause = _PATIENCE.pause(failed)
            CONNECTED.labels("telegram").set(0)
            await asyncio.sleep(pause)

    async def _set_webhook(self) -> None:
        await self._bot.set_webhook(
            f"{self._settings.jbz_base_url.rstrip('/')}/telegram/webhook",
            secret_token=_value(self._settings.telegram_webhook_secret),
            allowed_updates=UPDATES,
            max_connections=_CONNECTIONS,
        )
        log.info("telegram_on", mode="webhook")

    async def _finish(self, running: "asyncio.Task[None]") -> None:
        for task in (running, self._introducing):
            if task is not None:
                task.cancel()
                with suppress(asyncio.CancelledError):
                    await task
        if self._polling is not None:
            await self._polling.finish()
        if self._under_way:
            await asyncio.wait(self._under_way, timeout=_FINISHING)

    async def _receive(self, request: Request) -> Response:
        """An update: handled before it is answered with 200, so that Telegram sends it again when we die before."""
        given = request.headers.get("x-telegram-bot-api-secret-token", "")
        secret = _value(self._settings.telegram_webhook_secret)
        if not secret or not compare_digest(given.encode(), secret.encode()):
            REQUESTS_REFUSED.labels("telegram").inc()
            return PlainTextResponse("unauthorized", 401)
        told = await self._body(request)
        if told is None:
            return PlainTextResponse("this is no update", 400)
        update = read_update(told, self._bot)
        if update is None:
            return PlainTextResponse("", 200)  # it would come back for ever
        try:
            async with asyncio.timeout(_CONNECTING):
                await self._connected.wait()
        except TimeoutError:
            return PlainTextResponse("not connected yet", 503)
        task = asyncio.create_task(self._receiver.receive(update))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)
        done, _ = await asyncio.wait([task], timeout=_HANDLING)
        handled = bool(done) and task.exception() is None and task.result()
        return PlainTextResponse("", 200 if handled else 503)

    async def _body(self, request: Request) -> dict[str, Any] | None:
        """What Telegram sent; None when it is no update."""
        try:
            told = await request.json()
        except ValueError:
            return None
        return told if isinstance(told, dict) and isinstance(told.get("update_id"), int) else None


def make_bot(token: str, api_url: str) -> Bot:
    """The bot, with enough connections that asking for updates holds up no answer."""
    known = {"verify": trusted()}
    request = Hearing(
        connection_pool_size=_SENDING, connect_timeout=5, read_timeout=8, pool_timeout=5, httpx_kwargs=known
    )
    updates = HTTPXRequest(connection_pool_size=1, httpx_kwargs=known)
    return Bot(token, base_url=f"{api_url.rstrip('/')}/bot", request=request, get_updates_request=updates)


def _value(secret: SecretStr | None) -> str:
    return secret.get_secret_value() if secret else ""
