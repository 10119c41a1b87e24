"""One lane: claim, send, record. No transaction is open while sending.

One message of a lane is under way at a time, so that a death of the process leaves one whose fate is unknown
(promise 3), unless an administrator chose for more. What became of it is recorded in the same transaction that claims
the next one.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock
from time import monotonic

from bot.channel import Channel, Later, NotEditable, SendError, UnknownOutcome
from bot.delivery.notices import Notices
from bot.delivery.pace import Paces
from bot.delivery.recalling import Recaller
from bot.delivery.recording import Fault, MayHaveArrived, NotSent, NotWanted, Recorder, SendOutcome, TooLate, is_late
from bot.delivery.steps import Step, Watcher, nobody
from bot.delivery.threads import Threads
from bot.telemetry import log
from bot.tracing import span
from briefings.model.delivery import Claimed, Delivery, DeliveryKind
from storage import deliveries, endings, leases
from storage.database import Database, DatabaseError
from storage.endings import LATE
from storage.holds import WHOLE

#: A process that dies loses its lanes after this, and another looks every few seconds: within 30 in all.
LEASE = timedelta(seconds=20)
_SEND_SECONDS = 8.0
_MOST_REPEATS = 4  #: a part that may have arrived is sent again so often, where the platform cannot tell
_SOON = 1.2  #: seconds that a lane waits for what comes next, rather than for the next tick
_LOOK_AGAIN = 0.1  #: seconds between looks for something to send beside what is under way
_RECORD_AGAIN = 1.0  #: seconds between attempts to record what the platform already took


@dataclass(frozen=True)
class Dispatch:
    """What all lanes of a process share."""

    database: Database
    owner: str  #: names the process
    clock: Callable[[], datetime]
    notices: Notices
    paces: Paces
    recaller: Recaller
    lease: timedelta = LEASE
    reached: Watcher = nobody
    threads: Threads = field(default_factory=Threads)


class Lane:
    """Sends what waits in one lane, at the platform's pace, for as long as this process holds it."""

    def __init__(self, name: str, channel: Channel, dispatch: Dispatch) -> None:
        self.name = name
        self._channel = channel
        self._database, self._clock, self._threads = dispatch.database, dispatch.clock, dispatch.threads
        self._dispatch = dispatch
        self._reached = dispatch.reached
        self._paced = dispatch.paces.of(name, channel.pace)
        self._claiming = Lock()
        self._edits_at = 0.0  #: of the process's own clock: not before this
        self._under_way: dict[int, str] = {}  #: deliveries that are being sent, and their chats
        self._recorder = Recorder(name, self._paced.chat_seconds, dispatch.notices, dispatch.recaller)

    async def drain(self, stopping: asyncio.Event) -> None:
        """Sends until nothing is due soon, the lane is another's, or the process stops."""
        await asyncio.gather(*(self._drain(stopping) for _ in range(self._channel.pace.at_once)))

    async def _drain(self, stopping: asyncio.Event) -> None:
        """One message after another."""
        outcome: SendOutcome | None = None
        waited = False
        while True:
            go_on = not stopping.is_set()
            held_until = (
                monotonic() + self._dispatch.lease.total_seconds()
            )  # read first, so that it errs on the safe side
            claimed = await self._next(outcome, go_on, stopping)
            if outcome:
                self._reached(Step.RECORDED)
            outcome = None
            if isinstance(claimed, Claimed):
                waited = False
                self._reached(Step.CLAIMED)
                while (left := self._paced.wait()) and not stopping.is_set():
                    await _sleep(left, stopping)
                if monotonic() > held_until - min(_SEND_SECONDS, self._dispatch.lease.total_seconds() / 2):
                    self._under_way.pop(claimed.delivery.id, None)
                    return  # the process was stopped past its lease: another may have the lane
                if stopping.is_set():
                    outcome = SendOutcome(claimed, NotSent("the service stopped"))
                else:
                    message = self._paced.begin(claimed.delivery.address.chat)
                    outcome = await self._send(claimed)
                    message.end()
            elif go_on and claimed is not None and claimed <= _SOON and (not waited or self._under_way):
                await _sleep(max(claimed, _LOOK_AGAIN) if waited else claimed, stopping)
                waited = True
            else:
                return

    async def _next(self, outcome: SendOutcome | None, go_on: bool, stopping: asyncio.Event) -> Claimed | float | None:
        """Records, and claims what is next: a part, the seconds until there is one, or None for no more.

        What the platform took is recorded whatever happens to the database: until then nothing else is sent, and a
        process that has to stop tries once more.
        """
        while True:
            try:
                return await self._threads.run(self._record_and_claim, outcome, go_on)
            except DatabaseError as error:
                if outcome is None or stopping.is_set():
                    raise
                log.warning("recording_failed", delivery=outcome.claimed.delivery.id, reason=type(error).__name__)
                await _sleep(_RECORD_AGAIN, stopping)

    def _record_and_claim(self, outcome: SendOutcome | None, go_on: bool) -> Claimed | float | None:
        """In turn, so that two who send at once do not take the same."""
        with self._claiming:
            found = self._recorded_and_claimed(outcome, go_on)
            if outcome:
                self._under_way.pop(outcome.claimed.delivery.id, None)
            if isinstance(found, Claimed):
                self._under_way[found.delivery.id] = found.delivery.address.chat
            return found

    def _recorded_and_claimed(self, outcome: SendOutcome | None, go_on: bool) -> Claimed | float | None:
        now = self._clock()
        others = {chat for one, chat in self._under_way.items() if not outcome or one != outcome.claimed.delivery.id}
        with self._database.writing(last=True) as session:
            if outcome:
                self._recorder.record(session, outcome, now)
            if not go_on or self._database.is_newer(session):
                return None
            if not leases.take(session, self.name, self._dispatch.owner, now, self._dispatch.lease):
                return None
            self._recorder.end_late(session, now)
            held = {one.chat: one.until for one in self._recorder.look_at_holds(session) if one.until > now}
            if WHOLE in held:
                return (held[WHOLE] - now).total_seconds()
            busy, may_edit = {*self._paced.busy(), *others, *held}, monotonic() >= self._edits_at
            claimed = deliveries.claim_next(session, self.name, now, busy, edits=may_edit)
            if claimed is not None:
                if claimed.delivery.kind is DeliveryKind.EDIT:
                    self._edits_at = monotonic() + self._channel.pace.edit_seconds
                return claimed
            soonest = deliveries.next_attempt(session, self.name, held)
            if soonest is None:
                return None
            ahead = (soonest - now).total_seconds()
            if ahead > 0:
                return ahead
            free = self._paced.next_free()  # it is due, so its chat is busy, or it edits a message
            return free if may_edit else max(free, self._edits_at - monotonic())

    async def _send(self, claimed: Claimed) -> SendOutcome:
        try:
            posted = await asyncio.wait_for(self._send_part(claimed), _SEND_SECONDS)
        except SendError as error:
            return SendOutcome(claimed, error)
        except TimeoutError:
            return SendOutcome(claimed, UnknownOutcome("no answer in time"))
        except Exception as error:  # noqa: BLE001 - one delivery that cannot be sent must not hold up its lane
            log.exception("sending_failed", delivery=claimed.delivery.id, lane=self.name)
            return SendOutcome(claimed, Fault(type(error).__name__))
        self._reached(Step.TAKEN)
        return SendOutcome(claimed, posted=posted)

    async def _send_part(self, claimed: Claimed) -> str | None:
        """What the platform named it, where that is known."""
        sender, delivery = self._channel.sender, claimed.delivery
        if delivery.kind is DeliveryKind.EDIT:
            await self._edit(claimed)
            return None
        if claimed.uncertain:
            arrived = await self._has_arrived(delivery)
            if arrived:
                return None
            if not await self._threads.run(self._is_wanted, delivery):
                raise NotWanted(surely_not=arrived is False)
            if is_late(delivery, self._clock()):
                raise MayHaveArrived(LATE) if arrived is None else TooLate(LATE)
        self._reached(Step.SENDING)
        with span(f"send {delivery.address.channel}", delivery=str(delivery.id)):
            return await sender.send(delivery.address, claimed.part, delivery.key)

    async def _edit(self, claimed: Claimed) -> None:
        """One that may have been made is made again: that changes nothing. What never arrived needs none."""
        if claimed.edits is None:
            return
        if self._channel.editor is None:
            raise NotEditable("delivery.not_editable")
        delivery = claimed.delivery
        self._reached(Step.SENDING)
        with span(f"edit {delivery.address.channel}", delivery=str(delivery.id)):
            await self._channel.editor.edit(delivery.address, claimed.part, claimed.edits)

    async def _has_arrived(self, delivery: Delivery) -> bool | None:
        """Whether a part of unknown fate is there. None, where the platform cannot tell: it goes out once more."""
        since = delivery.claimed_at or delivery.due_at
        try:
            arrived = await self._channel.sender.has_arrived(delivery.address, delivery.key, since)
        except Later as error:
            raise NotSent(str(error), error.seconds, of_platform=True) from error
        if not self._recorder.was_answered(delivery) and arrived is None:
            await self._threads.run(self._repeat, delivery)
        return arrived

    def _is_wanted(self, delivery: Delivery) -> bool:
        """Asked of what may have arrived; what surely did not was laid aside when its subscription stood still."""
        with self._database.reading() as session:
            return endings.is_wanted(session, delivery)

    def _repeat(self, delivery: Delivery) -> None:
        """Counts the times a part goes out that may have arrived; at some point a person must look."""
        if delivery.repeats >= _MOST_REPEATS:
            raise MayHaveArrived("may have arrived; sent several times without an answer")
        with self._database.writing() as session:
            deliveries.repeated(session, delivery)


async def _sleep(seconds: float, stopping: asyncio.Event) -> None:
    """As long, or until the process stops."""
    if seconds > 0:
        with suppress(TimeoutError):
            await asyncio.wait_for(stopping.wait(), seconds)
