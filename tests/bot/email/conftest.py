"""The whole service with a mail relay beside it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.stand_ins.clock import Clock
from tests.stand_ins.smtp_server import SmtpServer
from tests.world import World, make_world


@pytest.fixture
async def relay() -> AsyncIterator[SmtpServer]:
    server = SmtpServer()
    await server.start()
    yield server
    await server.stop()


@pytest.fixture
def maildir(tmp_path: Path) -> Path:
    folder = tmp_path / "mail"
    for part in ("new", "cur", "tmp"):
        (folder / part).mkdir(parents=True)
    return folder


@pytest.fixture
async def world(filled_url: str, clock: Clock, relay: SmtpServer, maildir: Path) -> AsyncIterator[World]:
    """Slack and Telegram are on too; answers and bounces come in at `maildir`."""
    settings = relay.settings(JBZ_EMAIL_INBOX=str(maildir))
    told = "slack:T1:CADMIN,telegram:123456:-900"
    async with make_world(filled_url, clock) as world:
        world.relay = relay
        async with world.running(**settings, JBZ_ADMINISTRATORS=told):
            yield world
