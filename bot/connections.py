"""Connections of people's programs to us: how many, and how long each may take.

uvicorn waits without end for who sends slowly, and accepts as many as the machine lets it. Here a connection that sends
no whole head in time is closed, one that sends no whole body gets 408, and of those that are only open the longest
waiting makes room for a new one. A few are kept for who asks whether we are well.
"""

import asyncio
import errno
import resource
import time
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Any

from starlette.requests import ClientDisconnect
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

from bot.telemetry import log

HEALTH = ("/healthz", "/readyz", "/metrics")
_MOST = 4096  #: descriptors we ask the machine for
_ONCE_IN = 60.0  #: seconds between two lines that say the same
_EXHAUSTED = {errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM}

_BUSY = PlainTextResponse("Het is nu te druk. Probeer het over een minuut nog eens.\n", 503, {"Retry-After": "60"})
_LATE = PlainTextResponse("De vraag kwam niet op tijd helemaal aan.\n", 408, {"Connection": "close"})


@dataclass
class ConnectionLimit:
    """How many connections there may be, and which of them wait for a head, the longest first."""

    most: int
    kept: int  #: beside those, for health
    head_seconds: float = 10.0
    open: set["TimedProtocol"] = field(default_factory=set)
    waiting: OrderedDict["TimedProtocol", None] = field(default_factory=OrderedDict)


def make_room() -> ConnectionLimit:
    """Half of what the machine lets us open, after asking for more; the rest is for database, letters and platforms."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = min(hard, _MOST) if hard != resource.RLIM_INFINITY else _MOST
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    half = max(soft, wanted) // 2
    return ConnectionLimit(half - half // 16, half // 16)


def backlog(room: ConnectionLimit) -> int:
    """How many are accepted at once before any of them is looked at; they need descriptors too."""
    return room.most // 4


class TimedProtocol(H11Protocol):
    """HTTP as uvicorn speaks it, with a time for each head and a place in the room."""

    room: ConnectionLimit

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        """Somebody connects: there is room, or room is made, or it ends at once."""
        super().connection_made(transport)
        self._late: asyncio.TimerHandle | None = None
        if len(self.room.open) >= self.room.most and self.room.waiting:
            self.room.waiting.popitem(last=False)[0].end()
        if len(self.room.open) >= self.room.most:
            once_a_minute("connections_full", most=self.room.most)
            if len(self.room.open) >= self.room.most + self.room.kept:
                self.end()
                return
            self.app = _only_health(self.app)
        self.room.open.add(self)
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """It is over."""
        super().connection_lost(exc)
        self._leave()

    def data_received(self, data: bytes) -> None:
        """Something came in, which may make a head whole."""
        super().data_received(data)
        if self._is_asked:
            self._ready()

    def on_response_complete(self) -> None:
        """Answered: another head may come."""
        super().on_response_complete()
        if not self.transport.is_closing() and not self._is_asked:
            self._wait()

    def end(self) -> None:
        """Closes the connection now: who it is sends too slowly, or there is no room."""
        self._leave()
        self.transport.abort()

    @property
    def _is_asked(self) -> bool:
        """Whether a request is being answered."""
        return self.cycle is not None and not self.cycle.response_complete

    def _wait(self) -> None:
        """A head must come, whole and in time."""
        self._ready()
        self.room.waiting[self] = None
        self._late = self.loop.call_later(self.room.head_seconds, self.end)

    def _ready(self) -> None:
        self.room.waiting.pop(self, None)
        if self._late is not None:
            self._late.cancel()
            self._late = None

    def _leave(self) -> None:
        self._ready()
        self.room.open.discard(self)


def protocol(room: ConnectionLimit) -> type[TimedProtocol]:
    """The protocol of one server, which uvicorn makes for each connection."""
    return type("Protocol", (TimedProtocol,), {"room": room})


def _only_health(app: ASGIApp) -> ASGIApp:
    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        await (app if scope["path"] in HEALTH else _BUSY)(scope, receive, send)

    return answer


class Deadlines:
    """Lets a body come and an answer go for a time, not for ever. Who breaks off costs one line of the log."""

    def __init__(self, app: ASGIApp, body_seconds: float = 20.0, answer_seconds: float = 30.0) -> None:
        self._app = app
        self._body_seconds = body_seconds
        self._answer_seconds = answer_seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """A request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = _Request(receive, send, self._answer_seconds, asyncio.get_running_loop().time() + self._body_seconds)
        try:
            await self._app(scope, request.receive, request.send)
        except (ClientDisconnect, TimeoutError):
            if not request.gone:
                raise
        if request.gone:
            log.info("client_gone", path=scope["path"], late=request.late)
        if request.late and not request.began:
            await _LATE(scope, receive, send)


class _Request:
    """One request, with its times."""

    def __init__(self, receive: Receive, send: Send, answer_seconds: float, until: float) -> None:
        self._receive, self._send = receive, send
        self._answer_seconds = answer_seconds
        self._until: float | None = until
        self.late = False
        self.gone = False
        self.began = False

    async def receive(self) -> Message:
        """A piece of the body, or that whoever sent it is gone."""
        try:
            async with asyncio.timeout_at(self._until):
                message = await self._receive()
        except TimeoutError:
            self.late = True
            message = {"type": "http.disconnect"}
        if message["type"] == "http.disconnect":
            self.gone = self.gone or self._until is not None
        elif not message.get("more_body"):
            self._until = None  # all of it is there; what is received now is that the client left
        return message

    async def send(self, message: Message) -> None:
        """A piece of the answer. Raises TimeoutError where nobody takes it."""
        if self.late and not self.began:
            return
        self.began = True
        async with asyncio.timeout(self._answer_seconds):
            await self._send(message)


_said: dict[str, float] = {}


def once_a_minute(event: str, **values: object) -> None:
    """A line of the log, unless the same was said in the last minute."""
    now = time.monotonic()
    if now - _said.get(event, -_ONCE_IN) >= _ONCE_IN:
        _said[event] = now
        log.warning(event, **values)


def quiet_when_exhausted(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """What the event loop does with faults of its own: a machine without descriptors is one line a minute."""
    fault = context.get("exception")
    if isinstance(fault, OSError) and fault.errno in _EXHAUSTED:
        once_a_minute("descriptors_exhausted", reason=fault.strerror)
    else:
        loop.default_exception_handler(context)
