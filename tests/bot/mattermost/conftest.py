"""The service, with Mattermost in front of it, on both databases."""

from collections.abc import AsyncIterator

import pytest

from tests.stand_ins.clock import Clock
from tests.world import World, make_world


@pytest.fixture
async def world(filled_url: str, clock: Clock) -> AsyncIterator[World]:
    off = dict.fromkeys(("SLACK_BOT_TOKEN", "TELEGRAM_BOT_TOKEN"), "")
    async with make_world(filled_url, clock) as world, world.running(**off):
        yield world
