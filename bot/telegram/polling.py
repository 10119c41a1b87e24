"""Long polling: an update is confirmed to Telegram only once it was handled, and a slow one delays no other."""

import asyncio
from contextlib import suppress
from datetime import timedelta
from typing import Any

from telegram import Bot
from telegram.error import Conflict

from bot.lease import Lease
from bot.telegram.receiver import Receiver, read_update
from bot.telemetry import log

_SECONDS = 10  #: that Telegram keeps a question for updates open
LEASE = timedelta(seconds=_SECONDS + 5)  #: after which another process may ask, when this one died
_PATIENCE = 8.0  #: seconds beyond that until a question counts as lost
_LOOK_AGAIN = 0.2  #: seconds, while something is being handled
_PAUSE = 3.0
_CONFIRMING = 2.0
_AFTER_CONFLICT = 15.0
_FINISHING = 5.0  #: seconds in which what is under way is finished when the process stops


class Polling:
    """Asks for updates. Of several processes with one database one asks; Telegram allows no more."""

    def __init__(self, bot: Bot, receiver: Receiver, lease: Lease, wanted: list[str]) -> None:
        self._bot = bot
        self._receiver = receiver
        self._lease = lease
        self._wanted = wanted
        self._offset = 0  #: updates below this are confirmed with the next question; 0: nothing to confirm
        self._under_way: dict[int, asyncio.Task[bool]] = {}
        self._handled: dict[int, bool] = {}  #: whether it was, of each update that is not confirmed yet

    async def run(self) -> None:
        """Until it is cancelled. Raises TelegramError, after which it may be run again."""
        await self._bot.delete_webhook()
        while True:
            if not await self._lease.hold():
                await asyncio.sleep(_PAUSE)
                continue
            try:
                updates = await self._ask(0 if self._under_way else _SECONDS)
            except Conflict:
                log.error(
                    "telegram_conflict",
                    hint="someone else asks for this bot's updates: another service with the same token, or a webhook."
                    " Stop it, or give this one a bot of its own",
                )
                await asyncio.sleep(_AFTER_CONFLICT)
                continue
            for told in updates:
                number, update = int(told["update_id"]), read_update(told, self._bot)
                if update is None:
                    self._handled[number] = True
                elif not self._handled.get(number) and number not in self._under_way:
                    self._handled[number] = False
                    self._under_way[number] = asyncio.create_task(self._receiver.receive(update))
            await self._settle(_LOOK_AGAIN)
            if self._handled and not self._under_way:  # something could not be handled now
                await asyncio.sleep(_PAUSE)

    async def finish(self) -> None:
        """Finishes what is under way, confirms it, and lets another process ask."""
        if self._under_way:
            await asyncio.wait(self._under_way.values(), timeout=_FINISHING)
            await self._settle(0)
        if self._offset:
            with suppress(Exception):  # what is not confirmed comes again, and is recognised
                await asyncio.wait_for(self._ask(0), _CONFIRMING)
        await self._lease.release()

    async def _ask(self, seconds: int) -> list[dict[str, Any]]:
        """What came in. Confirmed once, an offset is not named again: after a quiet week Telegram counts anew."""
        wanted = {"timeout": seconds, "allowed_updates": self._wanted, "limit": 100}
        if self._offset:
            wanted["offset"] = self._offset
        # The SDK's own get_updates gives up on all of them when it cannot read one, and it warns of the name it knows;
        # to Telegram capitals in a method's name are all the same.
        found = await self._bot.do_api_request("getupdates", wanted, read_timeout=seconds + _PATIENCE)
        if not self._handled:
            self._offset = 0
        return [one for one in found if isinstance(one.get("update_id"), int)]

    async def _settle(self, seconds: float) -> None:
        """Looks what was handled meanwhile; confirmed is only what stands before the first that was not."""
        if self._under_way:
            await asyncio.wait(self._under_way.values(), timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        for number, task in list(self._under_way.items()):
            if task.done():
                del self._under_way[number]
                self._handled[number] = _was_handled(task)
        if self._handled:
            still_open = [number for number, handled in self._handled.items() if not handled]
            self._offset = min(still_open) if still_open else max(self._handled) + 1
            self._handled = {number: one for number, one in self._handled.items() if number >= self._offset}


def _was_handled(task: "asyncio.Task[bool]") -> bool:
    error = task.exception() if not task.cancelled() else None
    if error is not None:  # it stays unconfirmed, and comes again
        log.warning("update_not_kept", channel="telegram", reason=type(error).__name__)
    return not task.cancelled() and error is None and task.result()
