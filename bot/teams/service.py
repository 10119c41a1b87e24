"""Microsoft Teams as the service runs it: where the Bot Connector reaches us, and its sender."""

import json
from contextlib import AsyncExitStack

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.channel import Channel
from bot.channels import ChannelContext
from bot.teams import sender
from bot.teams.activity import activity_of
from bot.teams.answers import TeamsTools
from bot.teams.client import TeamsClient
from bot.teams.handlers import TeamsHandlers
from bot.teams.people import TeamsPeople
from bot.teams.render import TeamsRenderer, seal_of
from bot.teams.signatures import NotOfTeams, TeamsSignatures
from bot.telemetry import REQUESTS_REFUSED, log

PATH = "/teams/messages"


def make_service(context: ChannelContext) -> "TeamsService":
    """Microsoft Teams, with the settings of `context`."""
    return TeamsService(context)


class TeamsService:
    """Everything of Teams in one process."""

    def __init__(self, context: ChannelContext) -> None:
        settings, clock = context.settings, context.clock
        self.trouble: str | None = None
        tenants, client_id = settings.teams_tenants, settings.teams_client_id or ""
        secret = settings.teams_client_secret.get_secret_value() if settings.teams_client_secret else ""
        urls = settings.teams_login_url, settings.teams_graph_url
        self._client = TeamsClient(client_id, secret, tenants[0], urls, clock)
        url = settings.teams_service_url
        self._signatures = TeamsSignatures(client_id, tenants, settings.teams_openid_url, url, clock)
        sending = sender.TeamsSender(self._client, context.conversation.contacts, url, clock)
        self._handlers = TeamsHandlers(
            TeamsTools(
                context.conversation,
                TeamsRenderer(context.templates, seal_of(settings)),
                context.catalogue,
                self._client,
                sending,
                TeamsPeople(self._client, clock),
                seal_of(settings),
                context.seen,
                lambda tenant: context.paces.of(f"teams:{tenant}", sender.PACE),
                clock,
            )
        )
        self.channel = Channel("teams", sending, sender.PACE, sending)

    def routes(self) -> list[Route]:
        """Where Teams reaches us."""
        return [Route(PATH, self._taken_in, methods=["POST"])]

    async def start(self, stack: AsyncExitStack, hearing: AsyncExitStack) -> None:
        """Nothing is connected before it is used."""
        stack.push_async_callback(self._client.close)
        stack.push_async_callback(self._signatures.close)
        hearing.push_async_callback(self.settle)
        log.info("teams_on", path=PATH)

    async def settle(self) -> None:
        """What is being said is said."""
        await self._handlers.answers.settle()

    async def clean(self) -> None:
        """Nothing is kept here."""

    async def _taken_in(self, request: Request) -> Response:
        """An activity, believed by the signature of the Bot Connector."""
        told = await _object(request)
        if told is None:
            return JSONResponse({"error": "this is no activity"}, 400)
        activity = activity_of(told)
        try:
            await self._signatures.check(request.headers.get("authorization", ""), activity)
        except NotOfTeams as refused:
            REQUESTS_REFUSED.labels("teams").inc()
            log.warning("teams_request_refused", reason=str(refused))
            return JSONResponse({"error": "not believed"}, refused.status)
        status, answer = await self._handlers.take_in(activity)
        return JSONResponse(answer, status)


async def _object(request: Request) -> dict[str, object] | None:
    """The JSON object that was sent; None for anything else."""
    try:
        told = json.loads(await request.body())
    except (ValueError, RecursionError):
        return None
    return told if isinstance(told, dict) else None
