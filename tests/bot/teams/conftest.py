"""The service, with Teams in front of it."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.stand_ins.clock import Clock
from tests.world import World, make_world

_OFF = dict.fromkeys(("SLACK_BOT_TOKEN", "TELEGRAM_BOT_TOKEN", "MATTERMOST_TOKEN"), "")


@pytest.fixture
async def world(sqlite_file: Path, tmp_path: Path, clock: Clock) -> AsyncIterator[World]:
    """What differs between the databases is tested with delivery."""
    shutil.copyfile(sqlite_file, tmp_path / "jbz.db")
    async with make_world(f"sqlite:///{tmp_path}/jbz.db", clock) as world, world.running(**_OFF):
        yield world
