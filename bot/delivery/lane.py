"""One lane: claim, send, record. No transaction is open while sending.

One message of a lane is under way at a time, so that a death of the process leaves one whose fate is unknown
(promise 3), unless an administrator chose for more. What became of it is recorded in the same transaction that claims
the next one.
"""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock
from time import monotonic

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from bot.channel import Channel, Gone, Later, Moved, Refused, SendError, UnknownOutcome
from bot.delivery.pace import Paces
from bot.delivery.steps import Step, Watcher, nobody
from bot.delivery.threads import Threads
from bot.telemetry import COUNTED, log
from briefings.model.chat import Address
from briefings.model.delivery import Claimed, Delivery, DeliveryKind, DeliveryState
from briefings.model.subscription import Subscription
from storage import deliveries, lives, subscriptions
from storage.database import Database
from storage.deliveries import NewDelivery

#: A process that dies loses its lanes after this, and another looks every few seconds: within 30 in all.
LEASE = timedelta(seconds=20)
_SEND_SECONDS = 8.0
_LONGEST_WAIT = timedelta(minutes=5)
_MOST_REPEATS = 4  #: a part that may have arrived is sent again so often, where the platform cannot tell
_MOST_FAULTS = 10  #: attempts at a part that end in a fault of ours
_SOON = 1.2  #: seconds that a lane waits for what comes next, rather than for the next tick
_LOOK_AGAIN = 0.1  #: seconds between looks for something to send beside what is under way
_RECORD_AGAIN = 1.0  #: seconds between attempts to record what the platform already took

#: The parts of a notice to who made a subscription, and where it goes; None when there is nobody to tell.
Notice = Callable[[Session, Subscription, Address, str], tuple[Address, Sequence[str]] | None]


@dataclass(frozen=True)
class Dispatch:
    """What all lanes of a process share."""

    database: Database
    owner: str  #: names the process
    clock: Callable[[], datetime]
    notice: Notice
    paces: Paces
    lease: timedelta = LEASE
    reached: Watcher = nobody
    threads: Threads = field(default_factory=Threads)


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What became of a part: the platform took it, or an error."""

    claimed: Claimed
    error: SendError | None = None


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
        self._under_way: dict[int, str] = {}  #: deliveries that are being sent, and their chats

    async def drain(self, stopping: asyncio.Event) -> None:
        """Sends until nothing is due soon, the lane is another's, or the process stops."""
        await asyncio.gather(*(self._drain(stopping) for _ in range(self._channel.pace.at_once)))

    async def _drain(self, stopping: asyncio.Event) -> None:
        """One message after another."""
        outcome: _Outcome | None = None
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
                while (left := self._paced.wait()) and not (stopping.is_set() or self._is_quiet()):
                    await _sleep(left, stopping)
                if monotonic() > held_until - min(_SEND_SECONDS, self._dispatch.lease.total_seconds() / 2):
                    self._under_way.pop(claimed.delivery.id, None)
                    return  # the process was stopped past its lease: another may have the lane
                if stopping.is_set() or self._is_quiet():
                    outcome = _Outcome(claimed, _NotSent("the service stopped, or was asked to wait"))
                else:
                    message = self._paced.begin(claimed.delivery.address.chat)
                    outcome = await self._send(claimed)
                    message.end()
            elif go_on and claimed is not None and claimed <= _SOON and (not waited or self._under_way):
                await _sleep(max(claimed, _LOOK_AGAIN) if waited else claimed, stopping)
                waited = True
            else:
                return

    def _is_quiet(self) -> bool:
        """The platform asked the whole lane to wait."""
        return self._paced.held() > 0

    async def _next(self, outcome: _Outcome | None, go_on: bool, stopping: asyncio.Event) -> Claimed | float | None:
        """Records, and claims what is next: a part, the seconds until there is one, or None for no more.

        What the platform took is recorded whatever happens to the database: until then nothing else is sent, and a
        process that has to stop tries once more.
        """
        while True:
            try:
                return await self._threads.run(self._record_and_claim, outcome, go_on)
            except SQLAlchemyError as error:
                if outcome is None or stopping.is_set():
                    raise
                log.warning("recording_failed", delivery=outcome.claimed.delivery.id, reason=type(error).__name__)
                await _sleep(_RECORD_AGAIN, stopping)

    def _record_and_claim(self, outcome: _Outcome | None, go_on: bool) -> Claimed | float | None:
        """In turn, so that two who send at once do not take the same."""
        with self._claiming:
            found = self._recorded_and_claimed(outcome, go_on)
            if outcome:
                self._under_way.pop(outcome.claimed.delivery.id, None)
            if isinstance(found, Claimed):
                self._under_way[found.delivery.id] = found.delivery.address.chat
            return found

    def _recorded_and_claimed(self, outcome: _Outcome | None, go_on: bool) -> Claimed | float | None:
        now = self._clock()
        others = {chat for one, chat in self._under_way.items() if not outcome or one != outcome.claimed.delivery.id}
        with self._database.writing(last=True) as session:
            if outcome:
                self._record(session, outcome, now)
            if not go_on or self._database.is_newer(session):
                return None
            if self._is_quiet():
                return self._paced.held()
            if not deliveries.take_lane(session, self.name, self._dispatch.owner, now, self._dispatch.lease):
                return None
            claimed = deliveries.claim_next(session, self.name, now, {*self._paced.busy(), *others})
            if claimed is not None:
                return claimed
            soonest = deliveries.next_attempt(session, self.name)
            if soonest is None:
                return None
            ahead = (soonest - now).total_seconds()
            return ahead if ahead > 0 else self._paced.next_free()  # it is due, so its chat is busy

    async def _send(self, claimed: Claimed) -> _Outcome:
        try:
            await asyncio.wait_for(self._send_part(claimed), _SEND_SECONDS)
        except SendError as error:
            return _Outcome(claimed, error)
        except TimeoutError:
            return _Outcome(claimed, UnknownOutcome("no answer in time"))
        except Exception as error:  # noqa: BLE001 - one delivery that cannot be sent must not hold up its lane
            log.exception("sending_failed", delivery=claimed.delivery.id, lane=self.name)
            return _Outcome(claimed, _Fault(type(error).__name__))
        self._reached(Step.TAKEN)
        return _Outcome(claimed)

    async def _send_part(self, claimed: Claimed) -> None:
        sender, delivery = self._channel.sender, claimed.delivery
        if claimed.uncertain and await self._has_arrived(delivery):
            return
        self._reached(Step.SENDING)
        await sender.send(delivery.address, claimed.part, delivery.key)

    async def _has_arrived(self, delivery: Delivery) -> bool:
        """Whether a part of unknown fate is there. Where the platform cannot tell it goes out once more."""
        since = delivery.claimed_at or delivery.due_at
        try:
            arrived = await self._channel.sender.has_arrived(delivery.address, delivery.key, since)
        except Later as error:
            raise _NotSent(str(error), error.seconds) from error
        if arrived is None:
            await self._threads.run(self._repeat, delivery)
        return bool(arrived)

    def _repeat(self, delivery: Delivery) -> None:
        """Counts the times a part goes out that may have arrived; at some point a person must look."""
        if delivery.repeats >= _MOST_REPEATS:
            raise _Uncertain("may have arrived; sent several times without an answer")
        with self._database.writing() as session:
            deliveries.repeated(session, delivery)

    def _record(self, session: Session, outcome: _Outcome, now: datetime) -> None:
        delivery, error = outcome.claimed.delivery, outcome.error
        if error is None:
            COUNTED.labels("sent").inc()
            again_at = now + timedelta(seconds=self._paced.chat_seconds(delivery.address.chat))
            deliveries.part_taken(session, delivery, now, again_at)
            return
        if isinstance(error, _NotSent):
            until = now + _wait(delivery.attempts, error.seconds)
            deliveries.postpone(session, delivery, until, str(error), uncertain=outcome.claimed.uncertain)
            return
        COUNTED.labels(type(error).__name__.strip("_").lower()).inc()
        log.warning(
            "delivery_failed", delivery=delivery.id, lane=self.name, kind=type(error).__name__, reason=str(error)
        )
        match error:
            case Gone():
                deliveries.end(session, delivery, DeliveryState.FAILED, str(error))
                self._give_up(session, delivery, str(error), now)
            case Refused():
                deliveries.end(session, delivery, DeliveryState.FAILED, str(error))
            case _Uncertain():
                deliveries.end(session, delivery, DeliveryState.UNKNOWN, str(error))
            case Moved(chat=chat):
                lives.move_chat(session, delivery.address, chat)
            case Later(seconds=seconds):
                until = now + _wait(delivery.attempts, seconds)
                if seconds is not None:
                    self._paced.hold(seconds)
                deliveries.postpone(session, delivery, until, str(error))
            case _Fault() if delivery.attempts >= _MOST_FAULTS:
                deliveries.end(session, delivery, DeliveryState.UNKNOWN, str(error))
            case _:
                deliveries.postpone(session, delivery, now + _wait(delivery.attempts, None), str(error), uncertain=True)

    def _give_up(self, session: Session, delivery: Delivery, reason: str, now: datetime) -> None:
        """The chat cannot be reached: the subscription waits, and who made it is told where there is a way."""
        if delivery.kind is DeliveryKind.NOTICE:
            return
        paused = subscriptions.pause_one(session, delivery.subscription_id, reason)
        told = self._dispatch.notice(session, paused, delivery.address, reason) if paused else None
        if told is not None:
            address, parts = told
            notice = NewDelivery(delivery.subscription_id, address, now, tuple(parts), DeliveryKind.NOTICE)
            deliveries.put(session, [notice], now)


class _Fault(SendError):
    """A fault of ours while sending: it may have arrived."""


class _NotSent(SendError):
    """Nothing was sent in this attempt: the part is as uncertain as it was."""

    def __init__(self, reason: str, seconds: float | None = 0.0) -> None:
        super().__init__(reason)
        self.seconds = seconds


class _Uncertain(SendError):
    """It may have arrived, and was sent so often that sending it again helps nobody."""


def _wait(attempts: int, seconds: float | None) -> timedelta:
    """What the platform wished, or 2, 4, 8 … seconds up to five minutes."""
    if seconds is not None:
        return timedelta(seconds=seconds)
    return min(timedelta(seconds=2 ** min(attempts, 10)), _LONGEST_WAIT)


async def _sleep(seconds: float, stopping: asyncio.Event) -> None:
    """As long, or until the process stops."""
    if seconds > 0:
        with suppress(TimeoutError):
            await asyncio.wait_for(stopping.wait(), seconds)
