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
from bot.limits import Limits, network_of
from bot.mattermost import sender
from bot.mattermost.answers import MattermostTools
from bot.mattermost.client import MattermostClient
from bot.mattermost.handlers import MattermostHandlers, NotOursError
from bot.mattermost.people import MattermostPeople
from bot.mattermost.render import make_renderer, seal_of
from bot.telemetry import REQUESTS_REFUSED, log
from bot.words import Words

_BEARER = "Token "
_LARGEST = 64 * 1024  #: bytes of a press or dialog: ten times what Mattermost sends
_MOST_FIELDS = 100  #: of a slash command; Mattermost sends some fifteen
_REFUSED_A_MINUTE = 60  #: requests of one address that are not Mattermost's
#: To who pressed a button of before the bot's token was replaced: who that is, is not known.
_SAID = " / ".join(Words(language)("Deze knop werkt niet meer. Typ /jbz help.") for language in ("nl", "en"))

Handle = Callable[[Mapping[str, Any]], Awaitable[dict[str, Any]]]


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
        post = sender.MattermostSender(self._client, people.private, context.clock, tools.seal)
        self._asker = context.doors.asker
        self._limits = Limits()
        self.channel = Channel("mattermost", post, sender.PACE, post)

    def routes(self) -> list[Route]:
        """Where the server reaches us."""
        return [
            Route("/mattermost/command", self._command, methods=["POST"]),
            Route("/mattermost/action", self._json(self._handlers.press, "ephemeral_text"), methods=["POST"]),
            Route("/mattermost/dialog", self._json(self._handlers.submit, "error"), methods=["POST"]),
        ]

    async def start(self, stack: AsyncExitStack, hearing: AsyncExitStack) -> None:
        """Nothing is connected before it is used."""
        stack.push_async_callback(self._client.close)
        log.info("mattermost_on", path="/mattermost/command")

    async def clean(self) -> None:
        """Nothing is kept here."""

    async def _command(self, request: Request) -> Response:
        """A slash command, with the token that Mattermost made for it."""
        form = await request.form(max_files=0, max_fields=_MOST_FIELDS)
        told = {name: value for name, value in form.items() if isinstance(value, str)}
        given = told.get("token", "") or request.headers.get("authorization", "").removeprefix(_BEARER)
        if not any(compare_digest(given.encode(), token.encode()) for token in self._tokens):
            return self._refused(request, "the token is wrong", {"error": "unauthorized"}, 401)
        return JSONResponse(await self._handlers.command(told))

    def _json(self, handle: Handle, said_in: str) -> Callable[[Request], Awaitable[Response]]:
        """What comes with a button or dialog is believed by the seal in it; `said_in`: the field for people."""

        async def answer(request: Request) -> Response:
            body = await request.body()
            if len(body) > _LARGEST:
                return JSONResponse({"error": "this is too large"}, 413)
            try:
                told = json.loads(body)
            except (ValueError, RecursionError):
                return JSONResponse({"error": "this is no JSON"}, 400)
            if not isinstance(told, dict):
                return JSONResponse({"error": "this is no object"}, 400)
            try:
                return JSONResponse(await handle(told))
            except NotOursError:
                return self._refused(request, "the seal is wrong", {said_in: _SAID}, 200)

        return answer

    def _refused(self, request: Request, reason: str, told: dict[str, Any], status: int) -> Response:
        """Nothing was done. Who goes on with it is told to wait: that is not Mattermost, or it is set up wrongly."""
        REQUESTS_REFUSED.labels("mattermost").inc()
        seconds = self._limits.wait(network_of(self._asker(request)), _REFUSED_A_MINUTE)
        if seconds:
            return JSONResponse({"error": "too many requests"}, 429, {"Retry-After": str(seconds)})
        log.warning("mattermost_request_refused", reason=reason)
        return JSONResponse(told, status)
