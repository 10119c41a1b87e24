"""A world in which Slack speaks by HTTP, and one in which it speaks through Socket Mode: the same tests for both."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.stand_ins.clock import Clock
from tests.world import World, make_world


@pytest.fixture(params=["http", "socket"])
async def world(
    request: pytest.FixtureRequest, sqlite_file: Path, tmp_path: Path, clock: Clock
) -> AsyncIterator[World]:
    """The service, with Slack in front of it."""
    shutil.copyfile(sqlite_file, tmp_path / "jbz.db")
    async with make_world(f"sqlite:///{tmp_path}/jbz.db", clock) as world:
        world.by_socket = request.param == "socket"
        async with world.running():
            yield world
