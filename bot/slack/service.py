"""Slack as the service runs it: its routes behind the guard, or Socket Mode; its sender; its installations."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from datetime import datetime, timedelta

import aiohttp
from pydantic import SecretStr
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.adapter.starlette.async_handler import (
    AsyncSlackRequestHandler,
    to_async_bolt_request,
    to_starlette_response,
)
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.channel import Channel
from bot.channels import ChannelContext
from bot.slack import sender
from bot.slack.answers import SlackAnswers, SlackTools
from bot.slack.events import Events
from bot.slack.guard import is_signed
from bot.slack.handlers import SlackHandlers
from bot.slack.installing import make_flow, unreachable
from bot.slack.modals import Modals
from bot.slack.people import SlackPeople
from bot.slack.render import SlackRenderer, seal_of
from bot.slack.screens import Screens
from bot.slack.workspaces import Clients, ManyWorkspaces, OneWorkspace, make_client
from bot.telemetry import REQUESTS_REFUSED, begin_request, log

_SSL_CHECK = b"ssl_check=1"
_KEPT_AFTER = timedelta(days=30)  #: of a workspace whose token was taken back; privacy says so too


async def _named(next: Callable[[], Awaitable[None]]) -> None:  # noqa: A002 - Bolt gives by name
    """All that belongs to what Slack sent has one name in the log, also where it came by Socket Mode."""
    begin_request()
    await next()


def make_service(context: ChannelContext) -> "SlackService":
    """Slack, with the settings of `context`."""
    return SlackService(context)


class SlackService:
    """Everything of Slack in one process."""

    def __init__(self, context: ChannelContext) -> None:
        self.trouble: str | None = None
        self._settings = settings = context.settings
        self._context = context
        self._many: ManyWorkspaces | None = None
        self._clients = Clients(settings.slack_api_url)
        workspaces = self._make_workspaces()
        post = sender.SlackSender(workspaces)
        self.channel = Channel("slack", post, sender.PACE, post)
        people = SlackPeople(workspaces)
        renderer = SlackRenderer(context.templates, seal_of(settings))
        screens = Screens(workspaces, context.conversation, renderer, people)
        seal = seal_of(settings)
        tools = SlackTools(
            context.conversation, renderer, context.catalogue, workspaces, people, seal, context.seen, screens
        )
        self._events = Events(tools, context.seen, settings.jbz_base_url, self._ended)

        async def authorize(team_id: str | None, enterprise_id: str | None) -> AuthorizeResult | None:
            return await workspaces.authorize(team_id or enterprise_id or "", enterprise_id)

        self._app = AsyncApp(
            client=make_client(None, settings.slack_api_url),
            signing_secret="",
            authorize=authorize,  # type: ignore[arg-type]  # None is how Bolt hears that it is not installed
            request_verification_enabled=False,  # the guard does, and Socket Mode needs none
            raise_error_for_unhandled_request=False,
            user_facing_authorize_error_message="JBZ is hier niet geïnstalleerd. Vraag het de beheerder van Slack."
            " / JBZ is not installed here. Ask your Slack administrator.",
        )
        self._app.use(_named)
        self._app.use(self._events.middleware)
        self._answers = SlackAnswers(tools)
        modals = Modals(self._answers)
        modals.add_to(self._app)
        SlackHandlers(self._answers, modals).add_to(self._app)

    def routes(self) -> list[Route]:
        """Where Slack reaches us over HTTP, and where a workspace installs."""
        routes = []
        if self._settings.slack_signing_secret is not None:
            routes.append(Route("/slack/events", self._receive, methods=["GET", "POST"]))
        if self._many is not None:
            routes.append(Route("/slack/install", self._install))
            routes.append(Route("/slack/oauth_redirect", self._installed))
        return routes

    async def start(self, stack: AsyncExitStack, hearing: AsyncExitStack) -> None:
        """Connects where Socket Mode is asked for; ends with `stack`."""
        stack.push_async_callback(self._clients.close)
        hearing.push_async_callback(self._context.seen.settle)
        hearing.push_async_callback(self._events.settle)
        hearing.push_async_callback(self._answers.settle)
        token = self._settings.slack_app_token
        if token is None:
            log.info("slack_on", mode="http", path="/slack/events")
            return
        handler = AsyncSocketModeHandler(
            self._app,
            token.get_secret_value(),
            web_client=make_client(token.get_secret_value(), self._settings.slack_api_url),
        )
        connecting = asyncio.create_task(handler.connect_async())  # type: ignore[no-untyped-call]  # Bolt leaves it untyped
        hearing.push_async_callback(handler.close_async)
        hearing.callback(connecting.cancel)
        log.info("slack_on", mode="socket")

    async def clean(self) -> None:
        """Erases what is kept of workspaces whose token was taken back a month ago."""
        if self._many is not None:
            now = self._context.clock()
            gone = await asyncio.to_thread(self._context.installations.remove_ended, now - _KEPT_AFTER, now)
            log.info("workspaces_erased", workspaces=len(gone))

    def _make_workspaces(self) -> OneWorkspace | ManyWorkspaces:
        settings, context = self._settings, self._context
        if settings.slack_bot_token is not None:
            return OneWorkspace(settings.slack_bot_token.get_secret_value(), self._clients)
        self._credentials = (settings.slack_client_id or "", _value(settings.slack_client_secret))
        self._many = ManyWorkspaces(context.installations, self._clients, self._credentials, context.clock)
        addresses = (settings.jbz_base_url, settings.slack_api_url, settings.slack_authorize_url)
        self._flow = make_flow(
            self._many, context.installations, context.seen, context.clock, addresses, self._credentials
        )
        return self._many

    async def _receive(self, request: Request) -> Response:
        """Bolt, behind the guard."""
        body = await request.body()
        timestamp = request.headers.get("x-slack-request-timestamp", "")
        signature = request.headers.get("x-slack-signature", "")
        secret = _value(self._settings.slack_signing_secret)
        if body.startswith(_SSL_CHECK) or request.query_params.get("ssl_check") == "1":
            return PlainTextResponse("")  # Slack looks whether our certificate is good; it reaches nothing
        if request.method != "POST":
            return PlainTextResponse("Slack posts here", 405, {"Allow": "POST"})
        if not is_signed(secret, body, timestamp, signature, self._context.clock()):
            REQUESTS_REFUSED.labels("slack").inc()
            log.warning("slack_request_refused", reason="signature or time is wrong")
            return PlainTextResponse("unauthorized", 401)
        return await AsyncSlackRequestHandler(self._app).handle(request)

    async def _install(self, request: Request) -> Response:
        answer = await self._flow.handle_installation(to_async_bolt_request(request, b""))
        return to_starlette_response(answer)

    async def _installed(self, request: Request) -> Response:
        try:
            answer = await self._flow.handle_callback(to_async_bolt_request(request, b""))
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            answer = unreachable(error)
        return to_starlette_response(answer)

    async def _ended(self, event: str, key: str, told_at: datetime) -> None:
        """A workspace took the bot away, or its token back."""
        if self._many is None:
            log.warning("slack_installation_ended", event_type=event, workspace=key)
            return
        kept, now = self._context.installations, self._context.clock()
        if event == "app_uninstalled":
            done = await asyncio.to_thread(kept.remove, key, told_at)
        else:
            done = await asyncio.to_thread(kept.end, key, "Slack: token_revoked", now, told_at)
        self._many.forget()
        log.info("slack_installation_ended", event_type=event, workspace=key, done=done)


def _value(secret: SecretStr | None) -> str:
    return secret.get_secret_value() if secret else ""
