"""The stream of what happens: read from where everything before was dealt with, by one process at a time.

How far it was read is kept once all before was handled. After a death what was not is told again, and what was is
recognised. A room that is slow holds up no other: more is asked for while it is dealt with.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, TypeVar

from bot.attempts import Attempt, Stage
from bot.lease import Lease
from bot.matrix.batch import KINDS, TIMELINE, Batch, RoomEvent, batch_in
from bot.matrix.client import MatrixClient
from bot.matrix.gaps import missed
from bot.matrix.rooms import MatrixRooms, NotNowError
from bot.matrix.verdict import error_of
from bot.stream import Stream
from bot.telemetry import log

_SECONDS = 10  #: that the homeserver keeps a question open
LEASE = timedelta(seconds=_SECONDS + 10)  #: after which another process may ask, when this one died
_LOOK_AGAIN = 0.2  #: seconds, while something is being handled
_PAUSE = 3.0
_FINISHING = 5.0  #: seconds in which what is under way is finished when the process stops
_MOST_UNDER_WAY = 20  #: batches
_OK, _BAD = 200, 400
_STATE = [kind for kind in KINDS if kind.startswith("m.room.") and kind not in {"m.room.message", "m.room.encrypted"}]


_T = TypeVar("_T")


class SyncError(Exception):
    """The homeserver does not tell what happens."""

    def __init__(self, attempt: Attempt) -> None:
        super().__init__(error_of(attempt) or attempt.fault or f"status {attempt.status}")
        self.attempt = attempt


@dataclass(slots=True)
class _UnderWay:
    """A batch whose events are being handled."""

    next: str
    tasks: list["asyncio.Task[bool]"]

    @property
    def is_done(self) -> bool:
        return all(task.done() for task in self.tasks)


class Syncing:
    """Asks what happens. Of several processes with one database one asks."""

    def __init__(
        self,
        client: MatrixClient,
        receive: Callable[[RoomEvent], Awaitable[bool]],
        lease: Lease,
        stream: Stream,
        rooms: MatrixRooms,
        take_in: Callable[[Mapping[str, Any]], Coroutine[Any, Any, None]],
        user: str,
    ) -> None:
        self._client = client
        self._receive = receive
        self._lease = lease
        self._stream = stream
        self._rooms = rooms
        self._take_in = take_in
        self._user = user
        self._since: str | None = None
        self._kept: str | None = None  #: how far it is kept
        self._reads = False  #: this process is the one that asks
        self._under_way: list[_UnderWay] = []
        self._working: asyncio.Future[Any] | None = None  #: on the database

    async def run(self, heard: Callable[[], None]) -> None:
        """Until it is cancelled; `heard` is called when the homeserver answers. Raises SyncError and DatabaseError."""
        while True:
            if not await self._whole_of(self._lease.hold()):
                self._reads = False
                await asyncio.sleep(_PAUSE)
                continue
            if not self._reads:
                await self._begin()
            batch = await self._ask(0 if self._under_way else _SECONDS)
            heard()
            if batch is not None:
                self._take(batch)
            if not await self._settle(_LOOK_AGAIN):
                self._reads = False  # something could not be handled now: it is asked for again
                await asyncio.sleep(_PAUSE)

    async def finish(self) -> None:
        """Finishes what is under way, keeps how far that is, and lets another process ask."""
        with suppress(Exception):  # what is not kept is told again, and is recognised
            if self._working is not None:
                await asyncio.wait([self._working])
            tasks = [task for batch in self._under_way for task in batch.tasks]
            if tasks:
                await asyncio.wait(tasks, timeout=_FINISHING)
                await self._settle(0)
            await self._lease.release()

    async def _whole_of(self, work: Coroutine[Any, Any, _T]) -> _T:
        """What `work` on the database gives; it is not left half done when the process stops."""
        self._working = working = asyncio.ensure_future(work)
        return await asyncio.shield(working)

    async def _begin(self) -> None:
        """Goes on where it was dealt with."""
        for batch in self._under_way:
            if batch.tasks:
                await asyncio.wait(batch.tasks)
        self._under_way = []
        self._rooms.forget_all()
        self._since = self._kept = await self._whole_of(self._stream.reached())
        self._reads = True

    async def _ask(self, seconds: float) -> Batch | None:
        """What came in; None when there was nothing new or something is not told now. Raises SyncError."""
        if len(self._under_way) > _MOST_UNDER_WAY:
            return None
        attempt = await self._client.sync(self._since, _sieve(first=self._since is None), seconds)
        told = attempt.answer if attempt.stage is Stage.ANSWERED and attempt.status == _OK else None
        batch = batch_in(told, self._user) if told is not None else None
        if batch is None:
            if self._since is not None and attempt.status == _BAD and error_of(attempt):
                log.error("matrix_place_refused", hint="the homeserver does not know where we were; we begin anew")
                self._since = None
                return None
            raise SyncError(attempt)
        await self._whole_of(self._take_in(told or {}))  # the homeserver tells it once
        if self._since is None:  # what happened before the bot was there is not for it; invitations are
            return replace(batch, events=tuple(event for event in batch.events if not event.id), gaps=())
        return await self._whole(batch, self._since)

    async def _whole(self, batch: Batch, since: str) -> Batch:
        """With what was left out. Raises SyncError when that is not told now."""
        events = list(batch.events)
        for gap in batch.gaps:
            try:
                before = await missed(self._client, gap, since, self._user)
            except NotNowError as error:
                raise SyncError(Attempt(Stage.SENT, fault=str(error))) from error
            found = {event.id for event in before}
            here = [event for event in events if event.room == gap.room]
            told = {event.id for event in here if not event.in_state}
            events = [event for event in events if event.room != gap.room]
            events += [event for event in here if event.in_state and event.id not in found]
            events += [event for event in before if event.id not in told]
            events += [event for event in here if not event.in_state]
        return replace(batch, events=tuple(events), gaps=())

    def _take(self, batch: Batch) -> None:
        """Begins handling a batch."""
        if batch.next == self._since and not batch.events:
            return
        tasks = [asyncio.ensure_future(self._receive(event)) for event in batch.events]
        self._under_way.append(_UnderWay(batch.next, tasks))
        self._since = batch.next

    async def _settle(self, seconds: float) -> bool:
        """Keeps how far everything was handled; whether that is all that is done. Raises DatabaseError."""
        still = [task for batch in self._under_way for task in batch.tasks if not task.done()]
        if still:
            await asyncio.wait(still, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        reached = self._kept
        while self._under_way and self._under_way[0].is_done:
            if not all(_was_handled(task) for task in self._under_way[0].tasks):
                return False
            reached = self._under_way.pop(0).next
        if reached is not None and reached != self._kept:
            await self._whole_of(self._stream.keep(reached))
            self._kept = reached
        return True


def _sieve(*, first: bool) -> str:
    """What /sync is asked to tell; at first only invitations are wanted, and where we are."""
    room = {
        "timeline": {"limit": 1 if first else TIMELINE, "types": list(KINDS)},
        "state": {"types": [] if first else _STATE},
        "ephemeral": {"types": []},
        "account_data": {"types": []},
    }
    return json.dumps({"room": room, "presence": {"types": []}, "account_data": {"types": []}}, separators=(",", ":"))


def _was_handled(task: "asyncio.Task[bool]") -> bool:
    error = task.exception() if not task.cancelled() else None
    if error is not None:
        log.warning("event_not_kept", channel="matrix", reason=type(error).__name__)
    return not task.cancelled() and error is None and task.result()
