"""Mattermost as the service runs it: where its server reaches us, and its sender."""

import json
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AsyncExitStack
from hmac import compare_digest
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.channel import Channel
from bot.channels import ChannelContext
from bot.mattermost import sender
from bot.mattermost.answers import MattermostTools
from bot.mattermost.client import MattermostClient
from bot.mattermost.handlers import MattermostHandlers
from bot.mattermost.people import MattermostPeople
from bot.mattermost.render import make_renderer, seal_of
from bot.telemetry import MATTERMOST_REFUSED, log

_BEARER = "Token "


def make_service(context: ChannelContext) -> "MattermostService":
    """Mattermost, with the settings of `context`."""
    return MattermostService(context)


class MattermostService:
    """Everything of Mattermost in one process."""

    def __init__(self, context: ChannelContext) -> None:
        settings = context.settings
        self.trouble: str | None = None
        token = settings.mattermost_token
        self._client = MattermostClient(settings.mattermost_url, token.get_secret_value() if token else "")
        self._tokens = settings.mattermost_command_tokens
        people = MattermostPeople(self._client)
        renderer = make_renderer(settings, context.templates)
        tools = MattermostTools(
            context.conversation, renderer, context.catalogue, self._client, people, seal_of(settings), context.seen
        )
        self._handlers = MattermostHandlers(tools, f"{settings.jbz_base_url}/mattermost/dialog")
        post = sender.MattermostSender(self._client, people.private, context.clock)
        self.channel = Channel("mattermost", post, sender.PACE, post)

    def routes(self) -> list[Route]:
        """Where the server reaches us."""
        return [
            Route("/mattermost/command", self._command, methods=["POST"]),
            Route("/mattermost/action", self._json(self._handlers.press), methods=["POST"]),
            Route("/mattermost/dialog", self._json(self._handlers.submit), methods=["POST"]),
        ]

    async def start(self, stack: AsyncExitStack) -> None:
        """Nothing is connected before it is used."""
        stack.push_async_callback(self._client.close)
        log.info("mattermost_on", path="/mattermost/command")

    async def clean(self) -> None:
        """Nothing is kept here."""

    async def _command(self, request: Request) -> Response:
        """A slash command, with the token that Mattermost made for it."""
        told = {name: value for name, value in (await request.form()).items() if isinstance(value, str)}
        given = told.get("token", "") or request.headers.get("authorization", "").removeprefix(_BEARER)
        if not any(compare_digest(given.encode(), token.encode()) for token in self._tokens):
            MATTERMOST_REFUSED.inc()
            log.warning("mattermost_request_refused", reason="the token is wrong")
            return JSONResponse({"error": "unauthorized"}, 401)
        return JSONResponse(await self._handlers.command(told))

    def _json(
        self, handle: Callable[[Mapping[str, Any]], Awaitable[dict[str, Any]]]
    ) -> Callable[[Request], Awaitable[Response]]:
        """What comes with a button or dialog is believed by the seal in it."""

        async def answer(request: Request) -> Response:
            try:
                told = json.loads(await request.body())
            except ValueError:
                return JSONResponse({"error": "this is no JSON"}, 400)
            if not isinstance(told, dict):
                return JSONResponse({"error": "this is no object"}, 400)
            return JSONResponse(await handle(told))

        return answer
