"""Plans and sends, as long as the process lives."""

import asyncio
from collections.abc import Mapping
from datetime import datetime, timedelta

from bot.channel import Channel
from bot.delivery.failures import log_failure
from bot.delivery.lane import Dispatch, Lane
from bot.delivery.planner import Planner
from bot.telemetry import DELIVERIES, HELD, HELD_CHATS, OLDEST, UNPLANNED, log
from storage import deliveries, holds, leases, outbox, planning
from storage.database import DatabaseError

_BACK = timedelta(minutes=1)  #: what a clock goes back when it is put right; less is drift
_LOOK_AGAIN = 1.0  #: seconds, while much is being planned, until what is planned already is sent


class Worker:
    """What the scheduler wakes. A tick that is still running is not started twice."""

    def __init__(self, planner: Planner, channels: Mapping[str, Channel], dispatch: Dispatch) -> None:
        self._planner = planner
        self._channels = channels
        self._dispatch = dispatch
        self._database, self._clock, self._threads = dispatch.database, dispatch.clock, dispatch.threads
        self._lanes: dict[str, Lane] = {}
        self._draining: dict[str, asyncio.Task[None]] = {}
        self._stopping = asyncio.Event()
        self._ticking = asyncio.Lock()
        self.first_tick: asyncio.Task[None] | None = None
        self.trouble: str | None = None  #: why the last tick could not do its work; None when it could
        self._seen_at: datetime | None = None  #: what the clock said at the last tick
        self.held: tuple[str, ...] = ()  #: the lanes that get nothing now, with the reason

    def start(self) -> None:
        """The first tick begins: what was missed while nothing ran. The service need not wait for it."""
        self.first_tick = asyncio.create_task(self.tick())

    async def plan(self) -> None:
        """Plans what is to be edited, and what is due."""
        edits = await self._threads.run(self._dispatch.recaller.plan)
        if edits:
            log.info("recalled", deliveries=edits)
        planned = await self._threads.run(self._planner.plan)
        if planned:
            log.info("planned", deliveries=planned)

    async def send(self) -> None:
        """Starts sending in every lane that has something and is not being drained."""
        await self._threads.run(self._look_at_holds)
        for name in await self._threads.run(deliveries.open_lanes, self._database, self._clock()):
            running = self._draining.get(name)
            channel = self._channels.get(name.partition(":")[0])
            if channel is None or self._stopping.is_set() or (running and not running.done()):
                continue
            lane = self._lanes.setdefault(name, Lane(name, channel, self._dispatch))
            self._draining[name] = asyncio.create_task(self._drain(lane))

    async def tick(self) -> None:
        """Sends what waits, plans, and sends what is planned meanwhile. The next tick tries again what failed."""
        async with self._ticking:
            if self._stopping.is_set():
                return
            try:
                await self._look_at_clock()
                await self.send()
                planning = asyncio.create_task(self.plan())
                try:
                    while not planning.done():
                        await asyncio.wait([planning], timeout=_LOOK_AGAIN)
                        await self.send()
                finally:
                    await planning
            except Exception as error:  # noqa: BLE001 - said in /readyz, and tried again
                self._in_trouble(error, "tick_failed")
            else:
                self.trouble = None

    async def _look_at_clock(self) -> None:
        """A clock that was ahead and was put right leaves moments to wait for that are too late."""
        now, before = self._clock(), self._seen_at
        self._seen_at = now
        if before is not None and before - now > _BACK:
            log.warning("clock_went_back", seconds=round((before - now).total_seconds()))
            await self._threads.run(deliveries.wait_no_longer, self._database, now)

    async def settle(self) -> None:
        """Waits for the lanes that are sending."""
        await asyncio.gather(*self._draining.values())

    async def stop(self) -> None:
        """Finishes the message under way in each lane, and gives the lanes back."""
        self._stopping.set()
        self._planner.stop()
        async with self._ticking:
            await self.settle()
        try:
            await self._threads.run(leases.give_back, self._database, self._dispatch.owner, self._clock())
        except DatabaseError as error:  # the leases end by themselves
            log.warning("lanes_not_given_back", reason=type(error).__name__)

    async def clean(self, keep: timedelta) -> None:
        """Forgets deliveries that ended longer ago than `keep`."""
        try:
            gone = await self._threads.run(outbox.forget, self._database, self._clock() - keep)
            log.info("forgotten", deliveries=gone)
        except DatabaseError as error:
            log.warning("cleaning_failed", reason=type(error).__name__)

    def _look_at_holds(self) -> None:
        with self._database.reading() as session:
            held = holds.now_held(session, self._clock()).values()
        whole = {one.lane: one for one in held if one.chat == holds.WHOLE}
        for lane in (*self._lanes, *whole):
            HELD.labels(lane).set(lane in whole)
        HELD_CHATS.set(len(held) - len(whole))
        self.held = tuple(f"{one.lane} until {one.until:%Y-%m-%d %H:%M:%S}: {one.because}" for one in whole.values())

    def measure(self) -> None:
        """Sets the gauges of what waits and what failed."""
        with self._database.reading() as session:
            for state, number in outbox.counts(session).items():
                DELIVERIES.labels(state).set(number)
            oldest = outbox.oldest_due(session)
            unplanned = planning.earliest_due(session)
        OLDEST.set(self._since(oldest))
        UNPLANNED.set(self._since(unplanned))

    def _since(self, moment: datetime | None) -> float:
        """Seconds; none for what is yet to come."""
        return max(0.0, (self._clock() - moment).total_seconds()) if moment else 0.0

    async def _drain(self, lane: Lane) -> None:
        try:
            await lane.drain(self._stopping)
        except Exception as error:  # noqa: BLE001 - the next tick tries again, whatever it was
            self._in_trouble(error, "lane_failed")

    def _in_trouble(self, error: Exception, event: str) -> None:
        self.trouble = type(error).__name__
        log_failure(event, error)
