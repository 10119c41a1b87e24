"""Channels that are not used are not there, and what waits for one can be written all the same."""

import subprocess
import sys
from pathlib import Path

import pytest

from bot.channels import Renders
from bot.platforms import CHANNELS
from bot.settings import load_settings
from bot.templates import bundled
from tests.bot.replies import WHOLE
from tests.stand_ins.teams_server import CLIENT_ID, SECRET, TENANT

_LOADED = """
import os, sys
from bot.app import App
from bot.server import Server
from bot.settings import load_settings
Server(App(load_settings(dict(os.environ))))
_WANTED = {"slack_bolt", "telegram", "nio", "bot.matrix", "bot.teams"}
print(*sorted(name for name in sys.modules if name in _WANTED))
"""


@pytest.mark.parametrize(
    ("secrets", "loaded"),
    [
        ({}, ""),
        ({"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": "s"}, "slack_bolt"),
        ({"TELEGRAM_BOT_TOKEN": "1:abc"}, "telegram"),
        (
            {"MATRIX_HOMESERVER": "https://m.nl", "MATRIX_USER": "@a:m.nl", "MATRIX_ACCESS_TOKEN": "t"},
            "bot.matrix",
        ),
        ({"TELEGRAM_BOT_TOKEN": "1:abc", "SLACK_BOT_TOKEN": "xoxb-1"}, "slack_bolt telegram"),
        ({"TEAMS_CLIENT_ID": CLIENT_ID, "TEAMS_CLIENT_SECRET": SECRET, "TEAMS_TENANT_ID": TENANT}, "bot.teams"),
    ],
)
def test_what_is_not_used_is_not_loaded(tmp_path: Path, secrets: dict[str, str], loaded: str) -> None:
    environment = secrets | {"JBZ_DATABASE_URL": f"sqlite:///{tmp_path}/jbz.db", "JBZ_SOURCES": "geen"}
    done = subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "-c", _LOADED], env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == loaded


def test_a_briefing_is_rendered_for_every_channel_also_one_that_is_off() -> None:
    made = Renders(load_settings({}), bundled())
    assert set(made) == {"web", *CHANNELS}
    assert all("Migratie" in part for name in made for part in made[name](WHOLE)[:1])
    with pytest.raises(KeyError):
        made["fax"]
