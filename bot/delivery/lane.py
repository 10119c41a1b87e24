"""One lane: claim, send, record. No transaction is open while sending."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from time import monotonic

from bot.channel import Channel, Gone, Later, Moved, SendError, UnknownOutcome
from bot.telemetry import COUNTED, log
from briefings.model.chat import Address
from briefings.model.delivery import Delivery
from storage import chats, deliveries, subscriptions
from storage.database import Database

LEASE = timedelta(seconds=25)
_SEND_SECONDS = 8.0
_LONGEST_WAIT = timedelta(minutes=5)


class Lane:
    """Sends what waits in one lane, at the platform's pace, for as long as this process holds it."""

    def __init__(
        self, name: str, channel: Channel, database: Database, owner: str, clock: Callable[[], datetime]
    ) -> None:
        self.name = name
        self._channel = channel
        self._database = database
        self._owner = owner
        self._clock = clock
        self._lane_free_at = 0.0
        self._chat_free_at: dict[str, float] = {}
        self._quiet_until: datetime | None = None

    async def drain(self, stopping: asyncio.Event) -> None:
        """Sends until nothing is due, the lane is another's, or the process stops."""
        while not stopping.is_set() and not self._is_quiet():
            held_until = monotonic() + LEASE.total_seconds()  # read first, so that it errs on the safe side
            if not await asyncio.to_thread(
                deliveries.take_lane, self._database, self.name, self._owner, self._clock(), LEASE
            ):
                return
            claimed = await asyncio.to_thread(
                deliveries.claim_next, self._database, self.name, self._owner, self._clock()
            )
            if claimed is None:
                return
            delivery, uncertain = claimed
            await self._keep_pace(delivery.address, stopping)
            if stopping.is_set() or monotonic() > held_until - _SEND_SECONDS:
                return  # or the process was stopped past its lease: another has the lane
            await self._send(delivery, uncertain)

    def _is_quiet(self) -> bool:
        """The platform asked the whole lane to wait."""
        return self._quiet_until is not None and self._clock() < self._quiet_until

    async def _send(self, delivery: Delivery, uncertain: bool) -> None:
        try:
            await asyncio.wait_for(self._send_part(delivery, uncertain), _SEND_SECONDS)
        except SendError as error:
            await asyncio.to_thread(self._record_failure, delivery, error)
        except TimeoutError:
            await asyncio.to_thread(self._record_failure, delivery, UnknownOutcome("no answer in time"))
        except Exception as error:  # noqa: BLE001 - one delivery that cannot be sent must not hold up its lane
            log.exception("sending_failed", delivery=delivery.id, lane=self.name)
            await asyncio.to_thread(self._record_failure, delivery, UnknownOutcome(type(error).__name__))
        else:
            await asyncio.to_thread(deliveries.part_taken, self._database, delivery.id, self._clock())
            COUNTED.labels("sent").inc()

    async def _send_part(self, delivery: Delivery, uncertain: bool) -> None:
        sender = self._channel.sender
        if uncertain and await sender.has_arrived(delivery.address, delivery.key):
            return
        await sender.send(delivery.address, delivery.parts[delivery.parts_sent], delivery.key)

    async def _keep_pace(self, address: Address, stopping: asyncio.Event) -> None:
        pace = self._channel.pace
        wait = max(self._lane_free_at, self._chat_free_at.get(address.chat, 0.0)) - monotonic()
        if wait > 0:
            with suppress(TimeoutError):
                await asyncio.wait_for(stopping.wait(), wait)
        now = monotonic()
        self._lane_free_at = now + pace.lane_seconds
        self._chat_free_at = {chat: free for chat, free in self._chat_free_at.items() if free > now}
        group = address.chat.startswith("-")
        self._chat_free_at[address.chat] = now + (pace.group_seconds if group else pace.chat_seconds)

    def _record_failure(self, delivery: Delivery, error: SendError) -> None:
        COUNTED.labels(type(error).__name__.lower()).inc()
        log.warning(
            "delivery_failed", delivery=delivery.id, lane=self.name, kind=type(error).__name__, reason=str(error)
        )
        match error:
            case Gone():
                with self._database.writing() as session:
                    subscription = deliveries.give_up(session, delivery.id, str(error))
                    subscriptions.pause_one(session, subscription, str(error))
            case Moved(chat=chat):
                address = delivery.address
                with self._database.writing() as session:
                    new = Address(address.channel, address.workspace, chat, address.thread)
                    chats.move_chat(session, address, new)
                    deliveries.redirect(session, address, chat)
            case Later(seconds=seconds):
                until = self._clock() + _wait(delivery.attempts, seconds)
                if seconds is not None:
                    self._quiet_until = until
                deliveries.postpone(self._database, delivery.id, until, str(error))
            case _:
                until = self._clock() + _wait(delivery.attempts, None)
                deliveries.postpone(self._database, delivery.id, until, str(error), uncertain=True)


def _wait(attempts: int, seconds: float | None) -> timedelta:
    """What the platform wished, or 2, 4, 8 … seconds up to five minutes."""
    if seconds is not None:
        return timedelta(seconds=seconds)
    return min(timedelta(seconds=2 ** min(attempts, 10)), _LONGEST_WAIT)
