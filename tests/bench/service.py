"""What the figures under load share: the service in a process of its own, and chats whose briefings are all due."""

import asyncio
import datetime as dt
import os
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import httpx
from sqlalchemy import insert

from bot.app import App
from bot.settings import load_settings
from briefings.model.chat import Address
from briefings.model.schedule import Schedule, Weekly
from storage.rows import ChatRow, FollowedRow, SubscriptionRow

UNLIMITED = dict.fromkeys(("JBZ_LIMIT_QUESTIONS", "JBZ_LIMIT_CHANGES", "JBZ_LIMIT_API"), "0")
EVERY_DAY = Schedule(Weekly(tuple(range(7))), at=dt.time(0, 1))
_ROOT = Path(__file__).parents[2]


@asynccontextmanager
async def served(url: str, settings: Mapping[str, str]) -> AsyncIterator[int]:
    """`jbz serve` on the database at `url`, beside what measures it; the port at which it begins to listen."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    given = {"PATH": os.environ["PATH"], "JBZ_DATABASE_URL": url, "JBZ_SOURCES": "geen", **UNLIMITED, **settings}
    command = [sys.executable, "-m", "bot", "serve", "--port", str(port)]
    process = subprocess.Popen(command, env=given, cwd=_ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: ASYNC220, S603 - ours
    try:
        yield port
    finally:
        process.terminate()
        await asyncio.to_thread(process.wait, 20)


async def ready(http: httpx.AsyncClient) -> None:
    """Returns when the service listens."""
    for _ in range(600):
        try:
            if (await http.get("/healthz")).status_code == httpx.codes.OK:
                return
        except httpx.TransportError:
            await asyncio.sleep(0.1)
    raise AssertionError("the service does not come up")


def followed_by(url: str, addresses: Iterable[Address]) -> None:
    """A database with the bundled report, in which each of these chats follows two themes and is due."""
    app = App(load_settings({"JBZ_DATABASE_URL": url}))
    app.prepare()
    last = app.catalogue.themes[-1].slug
    follow(app, addresses, lambda _: ("insolventie", last))
    app.close()


def follow(
    app: App,
    addresses: Iterable[Address],
    subjects: Callable[[int], Sequence[str]],
    schedule: Schedule = EVERY_DAY,
    due: datetime | None = None,
) -> None:
    """Each of these chats, numbered from one, follows its subjects, and is due when the service starts."""
    made, followed, following = [], [], []
    for number, at in enumerate(addresses, 1):
        place = {"channel": at.channel, "workspace": at.workspace, "chat": at.chat, "thread": at.thread}
        made.append({"id": number, **place, "language": "nl", "timezone": "Europe/Amsterdam", "quiet": "line"})
        when = {"schedule": schedule.code, "next_due_at": due or datetime.now(UTC)}
        followed.append({"id": number, "chat_id": number, "by_letter": False, "timezone": "Europe/Amsterdam", **when})
        theme = {"subscription_id": number, "without": [], "told_until": 0, "untold": True}
        following += [theme | {"subject": slug, "position": at} for at, slug in enumerate(subjects(number))]
    with app.database.writing() as session:
        for row, values in ((ChatRow, made), (SubscriptionRow, followed), (FollowedRow, following)):
            session.execute(insert(row), values)
