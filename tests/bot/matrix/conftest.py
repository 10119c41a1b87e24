"""The service, with Matrix in front of it, on both databases: in a private room and in one of a team."""

from collections.abc import AsyncIterator

import pytest

from tests.stand_ins.clock import Clock
from tests.world import World, make_world


@pytest.fixture
async def world(filled_url: str, clock: Clock) -> AsyncIterator[World]:
    off = dict.fromkeys(("SLACK_BOT_TOKEN", "TELEGRAM_BOT_TOKEN", "MATTERMOST_TOKEN"), "")
    async with make_world(filled_url, clock) as world:
        world.on_matrix = True
        world.matrix.has("!mine:home.example")
        world.matrix.has("!team:home.example", "@els:home.example")
        async with world.running(**off):
            yield world
