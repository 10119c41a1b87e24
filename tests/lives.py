"""Lives of the service, one after the other, each ended at a step of a briefing's way or after a while.

Run as a process of its own, which has everything loaded and forks a child for each life. A line of JSON on stdin
describes one; two lines on stdout say its process id and how it ended. The child plans and sends as `jbz serve` does,
and ends by itself when nothing can be sent now.
"""

import asyncio
import json
import os
import signal
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from threading import Lock
from time import monotonic
from typing import Any

from sqlalchemy import text

from bot.app import App
from bot.channel import Pace
from bot.delivery.steps import Step
from bot.mattermost import sender as mattermost_sender
from bot.server import Server
from bot.settings import load_settings
from bot.slack import sender as slack_sender
from bot.teams import sender as teams_sender
from bot.telegram import sender as telegram_sender
from storage import deliveries, engine, planning

NEVER = 3600.0
_QUICK = Pace(0.002, 0.002)


class Death:
    """Ends the process the `nth` time it comes to `step`: SIGKILL, or SIGSTOP, after which it may go on."""

    def __init__(self, step: str | None, nth: int, how: str) -> None:
        self._step = step
        self._left = nth
        self._how = signal.SIGSTOP if how == "stop" else signal.SIGKILL
        self._lock = Lock()

    def __call__(self, step: Step) -> None:
        with self._lock:
            if step.value != self._step:
                return
            self._left -= 1
            now = self._left == 0
        if now:
            os.kill(os.getpid(), self._how)


async def live(life: dict[str, Any]) -> None:
    """Plans and sends until nothing can be sent now."""
    born, base = monotonic(), datetime.fromisoformat(life["now"])
    engine._IDLE_SECONDS = life.get("idle", 20)
    app = App(load_settings(life["settings"]), lambda: base + timedelta(seconds=monotonic() - born))
    slack_sender.PACE = telegram_sender.PACE = mattermost_sender.PACE = teams_sender.PACE = _QUICK
    if life.get("mutant"):
        MUTANTS[life["mutant"]]()
    death = Death(life.get("step"), life.get("nth", 1), life.get("how", "kill"))
    lease = timedelta(seconds=life.get("lease", 20))
    server = Server(app, tick_seconds=NEVER, lease=lease, watcher=death)
    if life.get("after"):
        asyncio.get_running_loop().call_later(life["after"], os.kill, os.getpid(), signal.SIGKILL)
    async with server.asgi.router.lifespan_context(server.asgi):
        assert server.worker.first_tick
        await server.worker.first_tick
        until = monotonic() + life.get("seconds", 0.6)
        while monotonic() < until:
            await server.worker.settle()
            await server.worker.tick()
            if not life.get("linger") and not server.worker.trouble and not _left(app):
                break
            await asyncio.sleep(0.02)


def _left(app: App) -> bool:
    """Whether something is due or can be sent now."""
    with app.database.reading() as session:
        due = planning.claim_due(session, app.clock(), 1)
    return bool(due or deliveries.open_lanes(app.database, app.clock()))


def _blind() -> None:
    """Sends again without looking whether the message is there."""

    async def has_arrived(*_args: object) -> None:
        return None

    slack_sender.SlackSender.has_arrived = has_arrived  # type: ignore[method-assign,assignment]  # a planted mistake
    mattermost_sender.MattermostSender.has_arrived = has_arrived  # type: ignore[method-assign,assignment]  # as above


def _hasty() -> None:
    """Records what was not sent yet: a claimed part counts as sent."""
    claim = deliveries.claim_next

    def claimed(session: Any, lane: str, now: datetime, busy: Any = (), *, edits: bool = True) -> Any:
        found = claim(session, lane, now, busy, edits=edits)
        if found:
            deliveries.part_taken(session, found.delivery, now, now)
        return found

    deliveries.claim_next = claimed


def _forgetful() -> None:
    """Leaves alone what was being sent when a process died."""
    setattr(deliveries, "OPEN", text("state = 'waiting'"))  # noqa: B010 - it is not deliveries' own name


def _late() -> None:
    """Names a moment by when it was planned, and forgets that it was."""
    put, planned, forgets = deliveries.put, planning.planned, [True]

    def again(session: Any, new: Any, now: datetime) -> None:
        put(session, [replace(one, due_at=now) for one in new], now)

    def forgotten(session: Any, outcomes: Any) -> None:
        if forgets:
            forgets.clear()  # once in a life
        else:
            planned(session, outcomes)

    deliveries.put = again
    planning.planned = forgotten


MUTANTS: dict[str, Callable[[], None]] = {
    "blind": _blind,
    "hasty": _hasty,
    "forgetful": _forgetful,
    "late": _late,
}


def main() -> None:
    """One life for each line of stdin."""
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            sys.stdout = Path(os.devnull).open("w")  # noqa: SIM115 - the child's log; its end is the file's
            try:
                asyncio.run(live(json.loads(line)))
            except BaseException as error:  # noqa: BLE001 - said to whoever asked
                print(f"{type(error).__name__}: {error}", file=sys.stderr, flush=True)  # noqa: T201
                os._exit(3)
            os._exit(0)
        sys.stdout.write(f"{child}\n")
        sys.stdout.flush()
        _, status = os.waitpid(child, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
