"""Plans and sends, as long as the process lives."""

import asyncio
import uuid
from collections.abc import Callable, Mapping
from datetime import datetime

from bot.channel import Channel
from bot.delivery.lane import Lane
from bot.delivery.planner import Planner
from bot.telemetry import log
from storage import deliveries
from storage.database import Database


class Worker:
    """What the scheduler wakes. A tick that is still running is not started twice."""

    def __init__(
        self, database: Database, planner: Planner, channels: Mapping[str, Channel], clock: Callable[[], datetime]
    ) -> None:
        self._database = database
        self._planner = planner
        self._channels = channels
        self._clock = clock
        self._owner = uuid.uuid4().hex
        self._lanes: dict[str, Lane] = {}
        self._draining: dict[str, asyncio.Task[None]] = {}
        self._stopping = asyncio.Event()

    async def plan(self) -> None:
        """Plans what is due; a database that cannot be reached is tried again at the next tick."""
        planned = await asyncio.to_thread(self._planner.plan)
        if planned:
            log.info("planned", deliveries=planned)

    async def send(self) -> None:
        """Starts sending in every lane that has something and is not being drained."""
        for name in await asyncio.to_thread(deliveries.open_lanes, self._database):
            running = self._draining.get(name)
            channel = self._channels.get(name.partition(":")[0])
            if channel is None or (running and not running.done()):
                continue
            lane = self._lanes.setdefault(name, Lane(name, channel, self._database, self._owner, self._clock))
            self._draining[name] = asyncio.create_task(self._drain(lane))

    async def tick(self) -> None:
        """Plans, then sends."""
        try:
            await self.plan()
            await self.send()
        except Exception:  # noqa: BLE001 - the next tick tries again, whatever it was
            log.exception("tick_failed")

    async def settle(self) -> None:
        """Waits for the lanes that are sending."""
        await asyncio.gather(*self._draining.values())

    async def stop(self) -> None:
        """Finishes the message under way in each lane, and gives the lanes back."""
        self._stopping.set()
        await self.settle()
        await asyncio.to_thread(deliveries.give_back, self._database, self._owner, self._clock())

    async def _drain(self, lane: Lane) -> None:
        try:
            await lane.drain(self._stopping)
        except Exception:  # noqa: BLE001 - the next tick tries again, whatever it was
            log.exception("lane_failed", lane=lane.name)
