"""Matrix as the service runs it: what happens is asked for as long as the process lives; its sender."""

import asyncio
from collections.abc import Sequence
from contextlib import AsyncExitStack, suppress

from starlette.routing import BaseRoute

from bot.attempts import Stage
from bot.channel import Channel
from bot.channels import ChannelContext
from bot.matrix.answers import MatrixAnswers
from bot.matrix.client import MatrixClient
from bot.matrix.content import text_in
from bot.matrix.handlers import MatrixHandlers, MatrixTools
from bot.matrix.hearing import Own
from bot.matrix.names import SERVER
from bot.matrix.people import MatrixPeople
from bot.matrix.receiver import MatrixReceiver
from bot.matrix.render import make_renderer, seal_of
from bot.matrix.room_events import IS_ENCRYPTED, RoomLife
from bot.matrix.rooms import MatrixRooms
from bot.matrix.secrecy import SENT, KeysLostError, NoSecrecy, Secrecy
from bot.matrix.sender import MatrixSender, pace_of
from bot.matrix.signs import Signs
from bot.matrix.syncing import LEASE, SyncError, Syncing
from bot.matrix.verdict import OF_LANE, error_of, wished
from bot.telemetry import CONNECTED, log
from briefings.errors import JbzError
from briefings.retries import RetryPolicy

_PATIENCE = RetryPolicy(first=2.0, longest=60.0)  #: between attempts to connect
_OK, _UNAUTHORISED = 200, 401


def make_service(context: ChannelContext) -> "MatrixService":
    """Matrix, with the settings of `context`."""
    return MatrixService(context)


def _secrecy(context: ChannelContext, client: MatrixClient) -> Secrecy:
    """Encryption where it is on; only then is what it takes loaded. Raises JbzError where that is not installed."""
    settings = context.settings
    if settings.jbz_matrix_encryption == "off":
        return NoSecrecy(client)
    try:
        from bot.matrix.encryption.encryption import Encryption  # the extra `encryption`
    except ImportError as error:
        raise JbzError("encryption.not_installed") from error
    return Encryption(client, context.keyring, settings.matrix_user, context.clock)


class MatrixService:
    """Everything of Matrix in one process."""

    def __init__(self, context: ChannelContext) -> None:
        settings = context.settings
        self.trouble: str | None = None
        self._failed = 0  #: how often in a row
        self._user, self._clock = settings.matrix_user, context.clock
        token = settings.matrix_access_token
        client = self._client = MatrixClient(settings.matrix_homeserver, token.get_secret_value() if token else "")
        pace = pace_of(settings.matrix_per_second, settings.matrix_burst)
        paced = context.paces.of(f"matrix:{SERVER}", pace)
        self._signs = Signs(client, paced)
        secrecy = self._secrecy = _secrecy(context, client)
        rooms = MatrixRooms(client, self._user, secrecy)
        people = MatrixPeople(client, rooms, context.conversation.homes, encrypts=secrecy.is_on)
        renderer = make_renderer(settings, context.templates)
        answers = MatrixAnswers(secrecy, renderer, paced, self._signs, context.clock)
        self._keyring, self._presence = context.keyring, context.conversation.presence
        life = self._life = RoomLife(
            client,
            rooms,
            context.conversation,
            answers,
            context.seen,
            self._user,
            settings.matrix_servers,
            secrecy.is_on,
        )
        self._handlers = MatrixHandlers(
            MatrixTools(context.conversation, answers, rooms, people, life, seal_of(settings))
        )
        self._handlers.own = Own(self._user)
        self._syncing = Syncing(
            client,
            MatrixReceiver(secrecy.opened, self._handlers.concerns, self._handlers.handle, context.seen).receive,
            context.lease(f"matrix-sync:{self._user}", LEASE),
            context.stream(f"matrix:{self._user}"),
            rooms,
            secrecy.take_in,
            self._user,
        )
        sender = MatrixSender(client, secrecy, self._user, people.private, self._signs, context.clock)
        self.channel = Channel("matrix", sender, pace, sender)

    def routes(self) -> Sequence[BaseRoute]:
        """The homeserver calls nobody: it is asked."""
        return []

    async def start(self, stack: AsyncExitStack, hearing: AsyncExitStack) -> None:
        """Connects beside everything else, as soon as the homeserver answers; ends with `stack`."""
        running = asyncio.create_task(self._run())
        stack.push_async_callback(self._client.close)
        stack.push_async_callback(self._signs.close)
        hearing.push_async_callback(self._finish, running)

    async def clean(self) -> None:
        """Keys that were not used for long."""
        await self._secrecy.clean()

    async def _run(self) -> None:
        """Connected for as long as the process lives."""
        while True:
            pause: float | None = None
            try:
                await self._get_to_know()
                await self._turn()
                log.info("matrix_on", user=self._user)
                await self._syncing.run(self._heard)
            except SyncError as error:
                pause = self._note(error)
            except KeysLostError:
                self.trouble, pause = "Matrix: the keys of this device are lost", _PATIENCE.longest
                log.error("matrix_keys_lost", hint="make a new token for the bot's account: docs/matrix.md")
            except Exception as error:  # noqa: BLE001 - whatever it is, the bot must be there again afterwards
                log.warning("matrix_failed", reason=type(error).__name__)
            CONNECTED.labels("matrix").set(0)
            self._failed += 1
            self.trouble = self.trouble or "Matrix cannot be reached"
            await asyncio.sleep(_PATIENCE.pause(self._failed) if pause is None else pause)

    def _heard(self) -> None:
        """The homeserver answers."""
        CONNECTED.labels("matrix").set(1)
        self.trouble, self._failed = None, 0

    def _note(self, error: SyncError) -> float | None:
        """What is wrong, for who watches; the seconds to wait, when they are known."""
        attempt = error.attempt
        if error_of(attempt) in OF_LANE or attempt.status == _UNAUTHORISED:
            self.trouble = "Matrix refuses the token"
            log.error("matrix_token_refused", hint="make a new token for the bot's account: docs/matrix.md")
            return _PATIENCE.longest
        self.trouble = f"Matrix cannot be reached: {error}"
        log.warning("matrix_unreachable", reason=str(error))
        return wished(attempt, self._clock()) if attempt.stage is Stage.ANSWERED else None

    async def _get_to_know(self) -> None:
        """Whose token it is, and how people see the bot named. Raises SyncError."""
        attempt = await self._client.get("account", "whoami")
        user = text_in(attempt.answer, "user_id")
        if attempt.status != _OK or not user:
            raise SyncError(attempt)
        if user != self._user:
            log.error("matrix_other_account", hint="MATRIX_ACCESS_TOKEN is the token of another account", user=user)
            raise SyncError(attempt)
        await self._secrecy.begin(text_in(attempt.answer, "device_id"))
        told = (await self._client.get("profile", self._user)).answer
        self._handlers.own = Own(self._user, text_in(told, "displayname"))

    async def _turn(self) -> None:
        """The setting may be another than it was: what waited for keys goes on with them, and waits without them."""
        presence = self._presence
        if self._secrecy.is_on:
            for address in await asyncio.to_thread(presence.lost_for, "matrix", IS_ENCRYPTED):
                await asyncio.to_thread(presence.back, address)
            return
        for room in await self._keyring.names(SENT):
            await self._life.lost(room, IS_ENCRYPTED)

    async def _finish(self, running: "asyncio.Task[None]") -> None:
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running
        await self._syncing.finish()
