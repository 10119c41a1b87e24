"""A world in which Telegram calls us, and one in which it is asked: the same tests for both."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.channel import Pace
from bot.telegram import sender
from tests.stand_ins.clock import Clock
from tests.world import World, make_world

HOST = "https://bot.example.nl"


@pytest.fixture(params=["webhook", "polling"])
async def world(
    request: pytest.FixtureRequest, sqlite_file: Path, tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[World]:
    """The service, with Telegram in front of it. Its pace in a chat is quick here; test_limits.py has the real one."""
    monkeypatch.setattr(sender, "PACE", Pace(lane_seconds=1 / 29, chat_seconds=0.02, group_minute=20))
    shutil.copyfile(sqlite_file, tmp_path / "jbz.db")
    async with make_world(f"sqlite:///{tmp_path}/jbz.db", clock) as world:
        world.by_polling = request.param == "polling"
        async with world.running(JBZ_BASE_URL=HOST):
            yield world
