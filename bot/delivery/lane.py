"""One lane: claim, send, record. No transaction is open while sending.

One message of a lane is under way at a time, so that a death of the process leaves one whose fate is unknown
(promise 3), unless an administrator chose for more. What became of it is recorded in the same transaction that claims
the next one.

What goes wrong for one chat holds that chat; what goes wrong for a second one meanwhile, or is said of our standing
with the platform, holds the lane. Holds are kept in the database (storage.holds).
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock
from time import monotonic

from bot.attempts import pause
from bot.channel import Channel, Gone, Later, Moved, Refused, SendError, Stopped, UnknownOutcome
from bot.conversation.presence import note_lost, note_moved
from bot.delivery.notices import Notices
from bot.delivery.pace import Paces
from bot.delivery.steps import Step, Watcher, nobody
from bot.delivery.threads import Threads
from bot.telemetry import COUNTED, log
from briefings.model.delivery import Claimed, Delivery, DeliveryKind, DeliveryState
from storage import deliveries, holds, leases, lives, subscriptions
from storage.database import Database, DatabaseError, Session
from storage.deliveries import LATE, TOO_LATE
from storage.holds import WHOLE, Hold

#: A process that dies loses its lanes after this, and another looks every few seconds: within 30 in all.
LEASE = timedelta(seconds=20)
_SEND_SECONDS = 8.0
_STOPPED_FIRST, _STOPPED_LONGEST = 60.0, 3600.0  #: seconds between attempts at a platform that takes nothing from us
_UNKNOWN = "delivery.unknown_error"  #: said of a word of the platform that we do not know
_MOST_REPEATS = 4  #: a part that may have arrived is sent again so often, where the platform cannot tell
_MOST_FAULTS = 10  #: attempts at a part that end in a fault of ours
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
        self._held: list[Hold] = []  #: as they were at the last look, also those that are over
        self._answered: set[int] = set()  #: deliveries whose last attempt was answered: it was no repeat

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
                while (left := self._paced.wait()) and not stopping.is_set():
                    await _sleep(left, stopping)
                if monotonic() > held_until - min(_SEND_SECONDS, self._dispatch.lease.total_seconds() / 2):
                    self._under_way.pop(claimed.delivery.id, None)
                    return  # the process was stopped past its lease: another may have the lane
                if stopping.is_set():
                    outcome = _Outcome(claimed, _NotSent("the service stopped"))
                else:
                    message = self._paced.begin(claimed.delivery.address.chat)
                    outcome = await self._send(claimed)
                    message.end()
            elif go_on and claimed is not None and claimed <= _SOON and (not waited or self._under_way):
                await _sleep(max(claimed, _LOOK_AGAIN) if waited else claimed, stopping)
                waited = True
            else:
                return

    async def _next(self, outcome: _Outcome | None, go_on: bool, stopping: asyncio.Event) -> Claimed | float | None:
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
            if not leases.take(session, self.name, self._dispatch.owner, now, self._dispatch.lease):
                return None
            self._end_late(session, now)
            self._held = holds.of_lane(session, self.name)
            held = {one.chat: one.until for one in self._held if one.until > now}
            if WHOLE in held:
                return (held[WHOLE] - now).total_seconds()
            claimed = deliveries.claim_next(session, self.name, now, {*self._paced.busy(), *others, *held})
            if claimed is not None:
                return claimed
            soonest = deliveries.next_attempt(session, self.name, held)
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
        if claimed.uncertain:
            arrived = await self._has_arrived(delivery)
            if arrived:
                return
            if not await self._threads.run(self._is_wanted, delivery):
                raise _NotWanted(surely_not=arrived is False)
            if self._is_late(delivery):
                raise _Uncertain(LATE) if arrived is None else _TooLate(LATE)
        self._reached(Step.SENDING)
        await sender.send(delivery.address, claimed.part, delivery.key)

    async def _has_arrived(self, delivery: Delivery) -> bool | None:
        """Whether a part of unknown fate is there. None, where the platform cannot tell: it goes out once more."""
        since = delivery.claimed_at or delivery.due_at
        try:
            arrived = await self._channel.sender.has_arrived(delivery.address, delivery.key, since)
        except Later as error:
            raise _NotSent(str(error), error.seconds, of_platform=True) from error
        if arrived is None and delivery.id not in self._answered:
            await self._threads.run(self._repeat, delivery)
        self._answered.discard(delivery.id)
        return arrived

    def _is_wanted(self, delivery: Delivery) -> bool:
        """Asked of what may have arrived; what surely did not was laid aside when its subscription stood still."""
        with self._database.reading() as session:
            return deliveries.is_wanted(session, delivery)

    def _is_late(self, delivery: Delivery) -> bool:
        return self._clock() - delivery.due_at > TOO_LATE

    def _repeat(self, delivery: Delivery) -> None:
        """Counts the times a part goes out that may have arrived; at some point a person must look."""
        if delivery.repeats >= _MOST_REPEATS:
            raise _Uncertain("may have arrived; sent several times without an answer")
        with self._database.writing() as session:
            deliveries.repeated(session, delivery)

    def _record(self, session: Session, outcome: _Outcome, now: datetime) -> None:
        delivery, error = outcome.claimed.delivery, outcome.error
        chat = delivery.address.chat
        if error is None:
            COUNTED.labels("sent").inc()
            deliveries.part_taken(session, delivery, now, now + timedelta(seconds=self._paced.chat_seconds(chat)))
            if any(one.chat in {WHOLE, chat} for one in self._held):
                holds.release(session, self.name, chat)
            return
        if isinstance(error, _NotSent) and outcome.claimed.uncertain and self._is_late(delivery):
            error = _Uncertain(deliveries.as_late(str(error)))
        if isinstance(error, _NotSent):
            until = now + _wait(delivery.attempts, error.seconds)
            deliveries.postpone(session, delivery, until, str(error), uncertain=outcome.claimed.uncertain)
            if error.of_platform:
                self._hold(session, delivery, str(error), error.seconds, now)
            return
        COUNTED.labels(type(error).__name__.strip("_").lower()).inc()
        log.warning(
            "delivery_failed", delivery=delivery.id, lane=self.name, kind=type(error).__name__, reason=str(error)
        )
        self._after(session, outcome.claimed, error, now)

    def _after(self, session: Session, claimed: Claimed, error: SendError, now: datetime) -> None:
        """What an attempt that failed leads to."""
        delivery, reason = claimed.delivery, str(error)
        match error:
            case Gone():
                deliveries.end(session, delivery, DeliveryState.FAILED, reason, now)
                self._give_up(session, delivery, reason, now)
            case _TooLate():
                deliveries.end(session, delivery, DeliveryState.FAILED, deliveries.as_late(delivery.reason), now)
                if _UNKNOWN in (delivery.reason or ""):
                    self._give_up(session, delivery, delivery.reason or "", now)
            case _NotWanted(surely_not=surely_not):
                state = DeliveryState.DROPPED if surely_not else DeliveryState.UNKNOWN
                deliveries.end(session, delivery, state, reason, now)
                subscriptions.tell_rest(session, delivery.subscription_id, now)
            case Refused():
                deliveries.end(session, delivery, DeliveryState.FAILED, reason, now)
                if delivery.kind is not DeliveryKind.NOTICE and deliveries.is_first_failure(session, delivery):
                    self._dispatch.notices.refused(session, delivery.address, reason, now)
            case _Uncertain():
                deliveries.end(session, delivery, DeliveryState.UNKNOWN, reason, now)
            case Moved(chat=chat) if chat != delivery.address.chat:
                note_moved(session, delivery.address, chat, now)
                lives.move_chat(session, delivery.address, chat)
            case Stopped():
                if all(one.chat != WHOLE or one.because != reason for one in self._held):
                    self._dispatch.notices.stopped(session, self.name, reason, now)
                    holds.release(session, self.name, WHOLE)
                holds.hold(session, self.name, WHOLE, reason, now, _until_it_works)
                deliveries.postpone(session, delivery, now, reason, uncertain=claimed.uncertain, counts=False)
                self._answered.add(delivery.id)
            case Later(seconds=seconds, unknown=unknown, look=look):
                reason = f"{reason} ({_UNKNOWN})" if unknown else reason
                self._hold(session, delivery, reason, seconds, now)
                until = now + _wait(delivery.attempts, seconds)
                deliveries.postpone(session, delivery, until, reason, uncertain=claimed.uncertain or look)
                self._answered.add(delivery.id)
            case _Fault() if delivery.attempts >= _MOST_FAULTS:
                deliveries.end(session, delivery, DeliveryState.UNKNOWN, reason, now)
            case _ if self._is_late(delivery):
                deliveries.end(session, delivery, DeliveryState.UNKNOWN, reason, now)
            case _:
                self._hold(session, delivery, reason, None, now)
                deliveries.postpone(session, delivery, now + _wait(delivery.attempts, None), reason, uncertain=True)

    def _hold(self, session: Session, delivery: Delivery, reason: str, seconds: float | None, now: datetime) -> None:
        """The chat waits; as long as another one waits too, it is the lane."""
        chat = delivery.address.chat
        until = holds.hold(session, self.name, chat, reason, now, pause if seconds is None else lambda _times: seconds)
        others = [one.until for one in self._held if one.chat not in {WHOLE, chat} and one.until > now]
        if others:
            both = (min(until, max(others)) - now).total_seconds()
            holds.hold(session, self.name, WHOLE, reason, now, lambda _times: both)

    def _end_late(self, session: Session, now: datetime) -> None:
        """What is too late is told by the next briefing; who was not understood for so long is told that."""
        for delivery in deliveries.end_late(session, self.name, now):
            COUNTED.labels("late").inc()
            log.warning("delivery_too_late", delivery=delivery.id, lane=self.name, reason=delivery.reason)
            met = (delivery.reason or "").removeprefix(f"{LATE} (").removesuffix(")")
            if _UNKNOWN in met:
                self._give_up(session, delivery, met, now)

    def _give_up(self, session: Session, delivery: Delivery, reason: str, now: datetime) -> None:
        """The chat cannot be reached: its subscription stands still, and who made it is told where there is a way."""
        if delivery.kind is DeliveryKind.NOTICE:
            return
        lost = subscriptions.lose(session, delivery.subscription_id, reason)
        if lost:
            note_lost(session, lost.id, delivery.address, reason, now)
            self._dispatch.notices.unreachable(session, lost, delivery.address, reason, now)


class _Fault(SendError):
    """A fault of ours while sending: it may have arrived."""


class _NotSent(SendError):
    """Nothing was sent in this attempt: the part is as uncertain as it was."""

    def __init__(self, reason: str, seconds: float | None = 0.0, *, of_platform: bool = False) -> None:
        super().__init__(reason)
        self.seconds = seconds
        self.of_platform = of_platform  #: it did not answer whether the part is there


class _NotWanted(SendError):
    """What it belongs to stands still, or was stopped in part or whole; and it is not seen to be there."""

    def __init__(self, *, surely_not: bool) -> None:
        super().__init__("delivery.not_wanted")
        self.surely_not = surely_not


class _TooLate(SendError):
    """It is not there, and too old to be sent."""


class _Uncertain(SendError):
    """It may have arrived, and was sent so often that sending it again helps nobody."""


def _wait(attempts: int, seconds: float | None) -> timedelta:
    """What the platform wished, or an ever longer pause."""
    return timedelta(seconds=pause(attempts) if seconds is None else seconds)


def _until_it_works(times: int) -> float:
    return pause(times, _STOPPED_FIRST, _STOPPED_LONGEST)


async def _sleep(seconds: float, stopping: asyncio.Event) -> None:
    """As long, or until the process stops."""
    if seconds > 0:
        with suppress(TimeoutError):
            await asyncio.wait_for(stopping.wait(), seconds)
