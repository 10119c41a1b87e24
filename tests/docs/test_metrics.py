"""Every metric of ours has its line in docs/operate.md, and no line is of one that is gone."""

import re

from prometheus_client import Counter, Gauge, Histogram

from bot import telemetry
from tests.docs.reference import DOCS


def test_every_metric_is_documented_with_its_labels() -> None:
    page = (DOCS / "operate.md").read_text("utf-8")
    rows = [line.split("|")[1] for line in page.splitlines() if line.startswith("| `jbz_")]
    documented = {name for row in rows for name in re.findall(r"`(jbz_[^`]+)`", row)}
    assert documented == {
        _shown(one) for one in vars(telemetry).values() if isinstance(one, Counter | Gauge | Histogram)
    }


def _shown(metric: Counter | Gauge | Histogram) -> str:
    """ "jbz_http_seconds{part,status}"."""
    name = metric._name + ("_total" if isinstance(metric, Counter) else "")
    return f"{name}{{{','.join(metric._labelnames)}}}" if metric._labelnames else name
