"""Logs and metrics: names and meanings in one place. No token and no text of a message is ever logged."""

import logging
import sys
from collections.abc import MutableMapping, Sequence
from typing import Any, Literal

import structlog
from prometheus_client import Counter, Gauge

log: structlog.stdlib.BoundLogger = structlog.get_logger("jbz")

COUNTED = Counter("jbz_sending_total", "Attempts to send a part of a briefing, by outcome", ["outcome"])
DELIVERIES = Gauge("jbz_deliveries", "Briefings and notices that are open or need a look, by state", ["state"])
OLDEST = Gauge("jbz_oldest_delivery_seconds", "How long ago the oldest briefing still to be sent was due")
HELD = Gauge("jbz_lanes_held", "1 while a lane gets nothing: its platform takes nothing from us", ["lane"])
HELD_CHATS = Gauge("jbz_chats_held", "Chats that get nothing yet, as their platform asked to wait or did not answer")
SILENCE = Gauge("jbz_source_silence_seconds", "How long a source that fails has not answered", ["source"])
GATHERED = Counter("jbz_gathered_total", "What became of publications that sources named", ["source", "outcome"])
SLACK_REFUSED = Counter("jbz_slack_refused_total", "Requests at Slack's address without Slack's signature")
TELEGRAM_CONNECTED = Gauge("jbz_telegram_connected", "1 when Telegram answers us, 0 when it does not")
MATTERMOST_REFUSED = Counter("jbz_mattermost_refused_total", "Requests at Mattermost's address without its token")
ANSWERS_REFUSED = Counter("jbz_answers_refused_total", "Answers to people that a platform did not take", ["channel"])
ASKED = Counter("jbz_commands_total", "Commands handled, by channel", ["channel"])


def start_logging(form: Literal["console", "json"], secrets: Sequence[str]) -> None:
    """Log lines to stderr; `secrets` are struck out wherever they might appear."""

    def strike_out(_logger: Any, _name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
        return {key: _struck(value, secrets) for key, value in event.items()}

    shared: list[Any] = [
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        strike_out,
    ]
    renderer: Any = (
        structlog.processors.JSONRenderer() if form == "json" else structlog.dev.ConsoleRenderer(colors=False)
    )
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, strike_out, renderer],
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter)
    logging.basicConfig(handlers=[handler], level=logging.INFO, force=True)
    for noisy in (
        "httpx",
        "httpcore",
        "apscheduler",
        "slack_bolt",
        "slack_sdk",
        "telegram",
        "alembic",
        "aiohttp.access",
    ):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )


def _struck(value: Any, secrets: Sequence[str]) -> Any:
    if not isinstance(value, str):
        return value
    for secret in secrets:
        value = value.replace(secret, "***")
    return value
