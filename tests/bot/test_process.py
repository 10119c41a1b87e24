"""The real process: `jbz serve` killed and started again, stopped, and without tokens."""

import asyncio
import os
import random
import signal
import socket
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime

import httpx
import pytest
from sqlalchemy import select

from storage.database import Database
from storage.rows import DeliveryRow, SubscriptionRow
from tests.stand_ins import slack_server, telegram_server
from tests.stand_ins.slack_server import SlackServer
from tests.stand_ins.telegram_server import TelegramServer

THEMES = ("migratie", "asiel", "terugkeer", "visa", "insolventie", "cybercrime")


class Service:
    """One process of the service, on a port of its own."""

    def __init__(self, url: str, slack: SlackServer, telegram: TelegramServer) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self._environment = {
            "PATH": os.environ["PATH"],
            "JBZ_DATABASE_URL": url,
            "JBZ_SOURCES": "geen",
            "SLACK_BOT_TOKEN": slack_server.TOKEN,
            "SLACK_SIGNING_SECRET": slack_server.SECRET,
            "SLACK_API_URL": slack.api_url,
            "TELEGRAM_BOT_TOKEN": telegram_server.TOKEN,
            "TELEGRAM_API_URL": telegram.url,
        }
        self.process: asyncio.subprocess.Process
        self.log = b""

    async def start(self) -> None:
        self.process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "serve", "--port", str(self.port), env=self._environment,
            stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE,
        )  # fmt: skip
        async with httpx.AsyncClient() as client:
            for _ in range(600):
                with suppress(httpx.TransportError):
                    if (await client.get(f"http://127.0.0.1:{self.port}/readyz")).status_code == 200:
                        return
                await asyncio.sleep(0.05)
        raise AssertionError("the service does not become ready")

    async def end(self, how: signal.Signals) -> None:
        if self.process.returncode is None:
            self.process.send_signal(how)
            _, err = await self.process.communicate()
            self.log += err

    async def command(self, slack: SlackServer, text: str, channel: str) -> None:
        fields, name = slack.command(text, channel)
        body, headers = slack.signed(fields)
        async with httpx.AsyncClient() as client:
            response = await client.post(f"http://127.0.0.1:{self.port}/slack/events", content=body, headers=headers)
        assert response.status_code == 200
        await slack.answers(name)


@asynccontextmanager
async def stand_ins() -> AsyncIterator[tuple[SlackServer, TelegramServer]]:
    slack, telegram = SlackServer(), TelegramServer()
    await slack.start()
    await telegram.start()
    try:
        yield slack, telegram
    finally:
        await slack.stop()
        await telegram.stop()


async def test_killed_at_any_moment_every_briefing_comes_and_none_twice_on_slack(
    database_url: str, pytestconfig: pytest.Config
) -> None:
    rounds = 8 if pytestconfig.getoption("--soak") else 2
    chance = random.Random(20250321)  # noqa: S311 - repeatable, no secret
    async with stand_ins() as (slack, telegram):
        service = Service(database_url, slack, telegram)
        await service.start()
        for at, theme in enumerate(THEMES):
            await service.command(slack, f"volg {theme} dagelijks 08:00", f"C{at}")
            telegram.says(f"volg {theme} dagelijks 08:00", chat=100 + at)
        for at in range(len(THEMES)):
            await telegram.answers(100 + at)
        deaths = 0
        for number in range(rounds):
            _make_due(database_url, number)
            slack.failures = [chance.choice(["500", "reset", "reset-after"])] if chance.random() < 0.5 else []
            for _ in range(2):
                await asyncio.sleep(chance.uniform(0.05, 2.5))
                await service.end(signal.SIGKILL)
                deaths += 1
                await service.start()
            await _until_sent(database_url)
        await service.end(signal.SIGTERM)
        posts = [message["metadata"]["event_payload"]["key"] for message in slack.messages]
        parts = _parts(database_url)
    assert sorted(posts) == sorted(set(posts))
    assert len(posts) == parts["slack"]
    extra = len(telegram.sent) - len(THEMES) - parts["telegram"]
    assert 0 <= extra <= deaths
    assert slack_server.TOKEN.encode() not in service.log
    assert telegram_server.TOKEN.encode() not in service.log


async def test_sigterm_ends_within_ten_seconds_and_loses_nothing(database_url: str) -> None:
    async with stand_ins() as (slack, telegram):
        service = Service(database_url, slack, telegram)
        await service.start()
        await service.command(slack, "volg migratie dagelijks 08:00", "C1")
        _make_due(database_url, 0)
        began = time.monotonic()
        await service.end(signal.SIGTERM)
        took = time.monotonic() - began
        await service.start()
        await _until_sent(database_url)
        await service.end(signal.SIGTERM)
    assert took < 10
    assert len(slack.posts("C1")) == 1


def _make_due(url: str, number: int) -> None:
    """Every subscription is due now. A moment is unique, so what was sent before is moved into the past."""
    database = Database(url)
    with database.writing() as session:
        for row in session.scalars(select(DeliveryRow)):
            row.due_at = datetime(2020, 1, 1, row.id % 24, number % 60, row.id % 60, tzinfo=UTC)
        session.flush()
        for subscription in session.scalars(select(SubscriptionRow)):
            subscription.next_due_at, subscription.last_moment = datetime.now(UTC), None
    database.close()


async def _until_sent(url: str) -> None:
    database = Database(url)
    states: list[str] = []
    try:
        for _ in range(1800):
            with database.reading() as session:
                waiting = session.scalars(
                    select(SubscriptionRow).where(SubscriptionRow.next_due_at <= datetime.now(UTC))
                ).all()
                states = list(session.scalars(select(DeliveryRow.state)))
            if not waiting and states and set(states) == {"sent"}:
                return
            await asyncio.sleep(0.05)
    finally:
        database.close()
    raise AssertionError(f"not all were sent: {states}")


def _parts(url: str) -> dict[str, int]:
    database = Database(url)
    with database.reading() as session:
        rows = session.scalars(select(DeliveryRow)).all()
    database.close()
    return {name: sum(row.part_count for row in rows if row.channel == name) for name in ("slack", "telegram")}
