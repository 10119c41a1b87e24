"""What deploy/ names is there: settings, secrets, metrics, files."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator
from prometheus_client import REGISTRY
from starlette.routing import Route

from bot import telemetry
from bot.platforms import CHANNELS
from bot.settings import SECRETS, Settings
from tests.stand_ins.clock import Clock
from tests.world import make_world

DEPLOY = Path(__file__).parents[2] / "deploy"
_OWN = {"JBZ_ENV_FILE", "JBZ_IMAGE", "JBZ_HOST", "JBZ_BOTS"}  #: of the loader, of compose and of Caddy
FILES = [
    "image/Containerfile", "compose/compose.yaml", "compose/compose.postgres.yaml", "systemd/jbz.service",
    "proxy/Caddyfile", "README.md", "helm/values.yaml", "helm/values.schema.json", "helm/templates/deployment.yaml",
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


@pytest.mark.parametrize("name", ["jbz_proxy_header", "jbz_proxy_groups_header"])
def test_our_proxies_pass_on_no_name_that_a_browser_sends(name: str) -> None:
    header = Settings.model_fields[name].default
    assert f'\nproxy_set_header {header} "";\n' in _text("proxy/jbz_proxy.conf")
    assert f"\n\t\theader_up -{header}\n" in _text("proxy/Caddyfile")
    site = _text("proxy/nginx.conf")  # a header set here would take away those that are cleared
    assert site.count("proxy_pass ") == site.count("include /etc/nginx/jbz_proxy.conf;")
    assert "proxy_set_header" not in site


def test_every_metric_that_is_watched_is_one() -> None:
    watched = _text("monitoring/alerts.yaml") + _text("monitoring/dashboard.json")
    assert set(re.findall(r"\bjbz_[a-z_]+", watched)) - _metrics() == set()


def test_every_alert_is_seen_to_go_off() -> None:
    alerts = yaml.safe_load(_text("monitoring/alerts.yaml"))["groups"][0]["rules"]
    tests = yaml.safe_load(_text("monitoring/alerts_test.yaml"))["tests"]
    gone_off = {one["alertname"] for test in tests for one in test["alert_rule_test"] if one["exp_alerts"]}
    assert {one["alert"] for one in alerts} == gone_off


def test_of_a_channel_that_is_off_nothing_is_measured_that_could_raise_an_alarm() -> None:
    ours = "import bot.telemetry, prometheus_client as p; print(p.generate_latest().decode())"
    told = subprocess.run([sys.executable, "-c", ours], capture_output=True, text=True, check=True).stdout  # noqa: S603
    assert [line for line in told.splitlines() if line.startswith("jbz_connected")] == []


@pytest.mark.one_database
async def test_our_proxy_limits_no_platform_as_if_it_were_one_reader(filled_url: str, clock: Clock) -> None:
    async with make_world(filled_url, clock) as world, world.running():
        paths = [route.path for route in world.server.asgi.routes if isinstance(route, Route)]
    posted_to = [path for path in paths if path.split("/")[1] in CHANNELS]
    assert {path.split("/")[1] for path in posted_to} == {"slack", "telegram", "mattermost", "teams"}
    (unlimited,) = re.findall(r"location ~ (\^/\(slack\S+) {", _text("proxy/nginx.conf"))
    assert [path for path in posted_to if not re.match(unlimited, path)] == []


def test_every_metric_stands_on_the_dashboard() -> None:
    shown = set(re.findall(r"\bjbz_[a-z_]+", _text("monitoring/dashboard.json")))
    ends = re.compile(r"_(?:bucket|sum|count)$")
    ours = {name for name in _metrics() if name.startswith("jbz_")}
    assert {ends.sub("", name) for name in ours} - {ends.sub("", name) for name in shown} == set()


def test_the_dashboard_can_be_read_and_has_no_panel_twice() -> None:
    panels = json.loads(_text("monitoring/dashboard.json"))["panels"]
    assert len({panel["id"] for panel in panels}) == len({panel["title"] for panel in panels}) == len(panels)


def test_secrets_are_files_and_stand_nowhere() -> None:
    for name in FILES:
        given = re.findall(r"(?:TOKEN|SECRET|KEY|PASSWORD)(?:_FILE)?[=:] *([^\s,}]+)", _text(name))
        assert [value for value in given if not value.startswith(("/run/secrets/", "%d/", "{"))] == [], name


def _values() -> dict[str, Any]:
    """The chart's own values; the part of YAML that they use is read by a library of the tests."""
    values: dict[str, Any] = yaml.safe_load(_text("helm/values.yaml"))
    return values


def test_the_charts_values_are_what_its_schema_allows_and_every_one_is_described() -> None:
    schema = json.loads(_text("helm/values.schema.json"))
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    assert list(validator.iter_errors(_values())) == []
    assert set(schema["properties"]) - {"global"} == set(_values())


@pytest.mark.parametrize("name", [*SECRETS, "jbz_database_url"])
def test_a_secret_is_taken_by_reference_and_never_as_a_setting(name: str) -> None:
    schema = json.loads(_text("helm/values.schema.json"))
    validator, values = Draft202012Validator(schema), _values()
    values["settings"][name.upper()] = "given away"
    assert [error.json_path for error in validator.iter_errors(values)] == ["$.settings"]
    referred = _values()
    referred["secrets"][name.upper()] = {"name": "jbz", "key": "one"}
    assert list(validator.iter_errors(referred)) == []


def test_the_chart_asks_what_the_bot_answers() -> None:
    asked = re.findall(r"path: (/\w+), port: http", _text("helm/templates/deployment.yaml"))
    assert asked == ["/healthz", "/healthz", "/readyz"]
