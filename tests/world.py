"""The whole service on stand-ins, in one event loop, with verbs."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
from httpx import ASGITransport

from bot.app import App
from bot.server import Server
from bot.settings import load_settings
from storage import streams
from tests.stand_ins import matrix_server, mattermost_server, slack_server, telegram_server
from tests.stand_ins.clock import Clock
from tests.stand_ins.matrix_server import MatrixServer
from tests.stand_ins.mattermost_server import MattermostServer
from tests.stand_ins.slack_server import SlackServer
from tests.stand_ins.smtp_server import SmtpServer
from tests.stand_ins.teams_server import TeamsServer
from tests.stand_ins.telegram_server import TelegramServer

NEVER = 3600.0  #: the scheduler does not tick by itself: the test does


class World:
    """Slack, Telegram, Mattermost, Teams, Matrix where it is on, and the service between them."""

    def __init__(
        self,
        url: str,
        clock: Clock,
        slack: SlackServer,
        telegram: TelegramServer,
        mattermost: MattermostServer,
        matrix: MatrixServer,
        teams: TeamsServer,
    ) -> None:
        self.url = url
        self.clock = clock
        self.slack = slack
        slack.clock = lambda: clock.now.timestamp()  # noqa: PLW0108 - the clock's moment changes
        self.telegram = telegram
        self.mattermost = mattermost
        mattermost.clock = lambda: clock.now.timestamp()  # noqa: PLW0108 - as above
        self.matrix = matrix
        matrix.clock = lambda: clock.now.timestamp()  # noqa: PLW0108 - as above
        self.on_matrix = False  #: it asks for what happens, all the time
        self.relay = SmtpServer()  #: of who asks for mail: it is started by the test
        self.teams = teams
        teams.clock = lambda: clock.now.timestamp()  # noqa: PLW0108 - as above
        self.by_socket = False  #: Slack speaks through Socket Mode
        self.by_polling = False  #: Telegram is asked for updates
        self.app: App
        self.server: Server
        self.http: httpx.AsyncClient

    @asynccontextmanager
    async def running(self, **settings: str) -> AsyncIterator[None]:
        """The service from start to stop; it may be started again on the same database."""
        given = {
            "JBZ_DATABASE_URL": self.url,
            "JBZ_SOURCES": "geen",
            "JBZ_LIMIT_QUESTIONS": "0",
            "JBZ_LIMIT_CHANGES": "0",
            "SLACK_BOT_TOKEN": slack_server.TOKEN,
            "SLACK_SIGNING_SECRET": slack_server.SECRET,
            "SLACK_API_URL": self.slack.api_url,
            "TELEGRAM_BOT_TOKEN": telegram_server.TOKEN,
            "TELEGRAM_WEBHOOK_SECRET": telegram_server.WEBHOOK_SECRET,
            "TELEGRAM_API_URL": self.telegram.url,
            "TELEGRAM_MODE": "webhook",
            "MATTERMOST_URL": self.mattermost.url,
            "MATTERMOST_TOKEN": mattermost_server.TOKEN,
            "MATTERMOST_COMMAND_TOKEN": mattermost_server.COMMAND_TOKEN,
        }
        given |= self.teams.settings | settings
        if self.on_matrix:
            given |= {
                "MATRIX_HOMESERVER": self.matrix.url,
                "MATRIX_USER": matrix_server.BOT,
                "MATRIX_ACCESS_TOKEN": matrix_server.TOKEN,
                "MATRIX_PER_SECOND": "1000",
                "MATRIX_BURST": "1000",
            } | {name: value for name, value in settings.items() if name.startswith("MATRIX")}
        if self.by_polling:
            given["TELEGRAM_MODE"] = "polling"
        if self.by_socket:
            given["SLACK_APP_TOKEN"] = slack_server.APP_TOKEN
        if self.relay.is_on:
            given = self.relay.settings() | given
        given = {name: value for name, value in given.items() if value}
        app = self.app = App(load_settings(given), self.clock)  # within a service that runs there may be another
        app.prepare()
        self.server = Server(self.app, tick_seconds=NEVER)
        asgi = self.server.asgi
        try:
            async with asgi.router.lifespan_context(asgi), self._client(asgi):
                assert self.server.worker.first_tick
                await self.server.worker.first_tick
                if self.on_matrix:
                    await self.matrix_is_read()
                yield
        finally:
            app.close()

    @asynccontextmanager
    async def _client(self, asgi: Any) -> AsyncIterator[None]:
        async with httpx.AsyncClient(transport=ASGITransport(asgi), base_url="http://testserver") as self.http:
            yield

    async def slack_types(
        self, text: str, channel: str = "C1", messages: int = 1, user: str = "U1"
    ) -> list[dict[str, Any]]:
        """Someone types /jbz; what comes back at the response_url."""
        fields, name = self.slack.command(text, channel, user)
        await self.slack_gives(fields)
        return await self.slack.answers(name, messages)

    async def slack_gives(self, fields: dict[str, Any]) -> dict[str, Any]:
        """Something comes in from Slack, by HTTP or by socket; what it is acknowledged with."""
        if self.by_socket:
            envelope = await self.slack.deliver_by_socket(fields)
            acknowledged: dict[str, Any] = (await self.slack.acknowledgement(envelope)).get("payload") or {}
            return acknowledged
        response = await self.slack_sends(fields)
        assert response.status_code == 200, response.text
        told: dict[str, Any] = response.json() if response.text.startswith("{") else {}
        return told

    async def slack_sends(self, fields: dict[str, Any]) -> httpx.Response:
        """A request signed by Slack, at the world's time."""
        body, headers = self.slack.signed(fields, self.clock.now.timestamp())
        return await self.http.post("/slack/events", content=body, headers=headers)

    async def telegram_types(self, text: str, chat: int = 42, **more: Any) -> None:
        """Someone types to the bot."""
        await self.telegram_gives(self.telegram.says(text, chat, **more))

    async def telegram_gives(self, update: dict[str, Any]) -> None:
        """Telegram tells something, by webhook or by polling; returns when it was acknowledged."""
        if not self.by_polling:
            response = await self.telegram_sends(update)
            assert response.status_code == 200, response.text
            return
        for _ in range(1000):
            if self.telegram.confirmed > update["update_id"]:
                return
            await asyncio.sleep(0.01)
        raise AssertionError("the update is not confirmed")

    async def telegram_sends(self, update: dict[str, Any]) -> httpx.Response:
        """An update comes in at the webhook."""
        secret = {"X-Telegram-Bot-Api-Secret-Token": telegram_server.WEBHOOK_SECRET}
        return await self.http.post("/telegram/webhook", json=update, headers=secret)

    async def mattermost_types(self, text: str, channel: str = "c1", **who: str) -> dict[str, Any]:
        """Someone types /jbz; the answer."""
        response = await self.http.post("/mattermost/command", data=self.mattermost.command(text, channel, **who))
        assert response.status_code == 200, response.text
        told: dict[str, Any] = response.json()
        return told

    async def mattermost_presses(self, action: dict[str, Any], channel: str = "c1", **who: str) -> dict[str, Any]:
        """Someone presses a button; the answer."""
        told = self.mattermost.press(action["integration"]["context"], channel, **who)
        response = await self.http.post("/mattermost/action", json=told)
        assert response.status_code == 200, response.text
        answer: dict[str, Any] = response.json()
        return answer

    async def matrix_types(
        self, text: str, room: str, user: str = matrix_server.PERSON, more: dict[str, Any] | None = None
    ) -> list[str]:
        """Someone writes in a room; what the bot wrote there since, as plain text."""
        before = len(self.matrix.posts(room))
        await self.matrix_is_read(self.matrix.says(text, room, user, **(more or {})))
        return self.matrix.bodies(room)[before:]

    async def matrix_is_read(self, event: str | None = None) -> None:
        """Returns when everything up to this event was dealt with; or when it is known where we are."""
        until = self.matrix.reached(event) if event else 0
        for _ in range(2000):
            reached = streams.reached(self.app.database, f"matrix:{matrix_server.BOT}")
            if reached is not None and int(reached[1:]) >= until:
                return
            await asyncio.sleep(0.005)
        raise AssertionError("the event is not dealt with")

    async def teams_types(self, text: str, chat: str, **who: Any) -> list[dict[str, Any]]:
        """Someone types to the bot; the messages that it answers with."""
        return await self.teams_gives(self.teams.says(text, chat, **who))

    async def teams_whispers(self, text: str, chat: str, **who: Any) -> list[dict[str, Any]]:
        """Someone types so that only the bot sees it; the messages that it answers with, in that chat."""
        return await self.teams_gives(self.teams.whispers(text, chat, **who))

    async def teams_presses(self, action: dict[str, Any], message: dict[str, Any], **who: str) -> Any:
        """Someone presses a button under a message: the messages that come of it, or the dialog that opens."""
        told = self.teams.press(action, message, **who)
        return await (self.teams_asks(told) if told["type"] == "invoke" else self.teams_gives(told))

    async def teams_gives(self, activity: dict[str, Any]) -> list[dict[str, Any]]:
        """Teams tells something; the messages that are new in that chat."""
        self.rest()
        chat = activity["conversation"]["id"].partition(";")[0]
        before = len(self.teams.in_chat(chat))
        response = await self.teams_sends(activity)
        assert response.status_code == 200, response.text
        await self.server._services["teams"].settle()  # type: ignore[attr-defined]  # of Teams alone
        self.rest()
        return self.teams.in_chat(chat)[before:]

    async def teams_asks(self, activity: dict[str, Any]) -> dict[str, Any]:
        """Teams asks something and waits for the answer."""
        response = await self.teams_sends(activity)
        assert response.status_code == 200, response.text
        await self.server._services["teams"].settle()  # type: ignore[attr-defined]  # as above
        answer: dict[str, Any] = response.json()
        return answer

    async def teams_sends(self, activity: dict[str, Any], **headers: str) -> httpx.Response:
        """A request signed by the Bot Connector."""
        return await self.http.post("/teams/messages", json=activity, headers=headers or self.teams.signed(activity))

    async def deliver(self) -> None:
        """The scheduler wakes: what is due is planned and sent."""
        await self.server.worker.tick()
        await self.server.worker.settle()

    def rest(self) -> None:
        """Time goes on for the platforms' pace too, which has a clock of its own."""
        for paced in self.server._paces._paced.values():
            paced._chat_free_at.clear()

    def ingest(self, path: Path) -> None:
        """A letter comes in."""
        from briefings.sources.folder import load

        letter = load(path)
        self.app.take_in(letter.data, letter.provenance)


@asynccontextmanager
async def make_world(url: str, clock: Clock, *, mail: bool = False) -> AsyncIterator[World]:
    """A world on the database at `url`; the service itself is not running yet. With `mail` there is a relay too."""
    platforms = SlackServer(), TelegramServer(), MattermostServer(), MatrixServer(), TeamsServer()
    world = World(url, clock, *platforms)
    for platform in platforms:
        await platform.start()
    if mail:
        await world.relay.start()
    try:
        yield world
    finally:
        if mail:
            await world.relay.stop()
        for platform in platforms:
            await platform.stop()
