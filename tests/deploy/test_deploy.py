"""What deploy/ names is there: settings, secrets, metrics, files."""

import json
import re
from pathlib import Path

import pytest
from prometheus_client import REGISTRY

from bot import telemetry
from bot.settings import SECRETS, Settings

DEPLOY = Path(__file__).parents[2] / "deploy"
_OWN = {"JBZ_ENV_FILE", "JBZ_IMAGE", "JBZ_HOST", "JBZ_BOTS"}  #: of the loader, of compose and of Caddy
FILES = [
    "image/Containerfile", "compose/compose.yaml", "compose/compose.postgres.yaml", "systemd/jbz.service",
    "proxy/Caddyfile", "README.md",
]  # fmt: skip


def _text(name: str) -> str:
    return (DEPLOY / name).read_text("utf-8")


@pytest.mark.parametrize("name", FILES)
def test_every_setting_that_is_named_is_one(name: str) -> None:
    named = set(re.findall(r"\b((?:JBZ|SLACK|TELEGRAM)_[A-Z_]+)", _text(name))) - _OWN
    known = {one.upper() for one in Settings.model_fields}
    known |= {f"{one.upper()}_FILE" for one in (*SECRETS, "jbz_database_url")}
    assert named - known == set()


def _metrics() -> set[str]:
    """The names that Prometheus gets of what is in bot/telemetry.py."""
    assert telemetry.COUNTED
    ends = {"counter": ["_total"], "histogram": ["_bucket", "_count", "_sum"]}
    return {family.name + end for family in REGISTRY.collect() for end in ends.get(family.type, [""])}


def test_every_metric_that_is_watched_is_one() -> None:
    watched = _text("monitoring/alerts.yaml") + _text("monitoring/dashboard.json")
    assert set(re.findall(r"\bjbz_[a-z_]+", watched)) - _metrics() == set()


def test_every_alert_is_tried() -> None:
    alerts = re.findall(r"alert: (\w+)", _text("monitoring/alerts.yaml"))
    tried = re.findall(r"alertname: (\w+)", _text("monitoring/alerts_test.yaml"))
    assert set(alerts) == set(tried)


def test_the_dashboard_can_be_read_and_has_no_panel_twice() -> None:
    panels = json.loads(_text("monitoring/dashboard.json"))["panels"]
    assert len({panel["id"] for panel in panels}) == len({panel["title"] for panel in panels}) == len(panels)


def test_secrets_are_files_and_stand_nowhere() -> None:
    for name in FILES:
        given = re.findall(r"(?:TOKEN|SECRET|KEY|PASSWORD)(?:_FILE)?[=:] *([^\s,}]+)", _text(name))
        assert [value for value in given if not value.startswith(("/run/secrets/", "%d/", "{"))] == [], name
