"""The whole service, running; in `watched` the administrators have a chat on each platform."""

from collections.abc import AsyncIterator

import pytest

from tests.stand_ins.clock import Clock
from tests.stand_ins.teams_server import TENANT, channel
from tests.world import World, make_world


@pytest.fixture
async def world(filled_url: str, clock: Clock) -> AsyncIterator[World]:
    async with make_world(filled_url, clock, mail=True) as world:
        world.on_matrix = True
        async with world.running():
            yield world


@pytest.fixture
async def watched(filled_url: str, clock: Clock) -> AsyncIterator[World]:
    told = "slack:T1:CADMIN,telegram:123456:-900,mattermost:server:cadmin,email:example.org:beheer@example.org"
    told += f",matrix:server:!admin:home.example,teams:{TENANT}:{channel('cadmin')}"
    async with make_world(filled_url, clock, mail=True) as world:
        world.on_matrix = True
        world.matrix.has("!admin:home.example", "@els:home.example")
        async with world.running(JBZ_ADMINISTRATORS=told):
            yield world
