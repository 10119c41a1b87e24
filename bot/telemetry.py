"""Logs and metrics: names and meanings in one place. No token and no text of a message is ever logged.

What belongs to one request (of a browser, of Slack, of Telegram) has the same `request` in every line of the log, and
who asked is given it when something goes wrong. docs/operate.md says what each metric is for.
"""

import logging
import secrets as random
import sys
from collections.abc import MutableMapping, Sequence
from typing import Any, Literal

import structlog
from prometheus_client import Counter, Gauge, Histogram

structlog.configure(logger_factory=lambda *_: structlog.PrintLogger(sys.stderr))  # until `start_logging` says otherwise
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
MATTERMOST_REFUSED = Counter(
    "jbz_mattermost_refused_total", "Slash commands without Mattermost's token, and buttons or dialogs without our seal"
)
MATRIX_CONNECTED = Gauge("jbz_matrix_connected", "1 when the Matrix homeserver answers us, 0 when it does not")
MATRIX_REFUSED = Counter("jbz_matrix_invitations_refused_total", "Invitations by people of servers that may not")
TEAMS_REFUSED = Counter("jbz_teams_refused_total", "Requests at the address for Teams that are not believed")
ANSWERS_REFUSED = Counter("jbz_answers_refused_total", "Answers to people that a platform did not take", ["channel"])
ASKED = Counter("jbz_commands_total", "Commands handled, by channel", ["channel"])
ANSWERED = Counter("jbz_answers_total", "Questions by what came of them", ["outcome"])
FAULTS = Counter("jbz_faults_total", "Times that something of ours went wrong while somebody waited", ["channel"])
COMMAND_SECONDS = Histogram(
    "jbz_command_seconds",
    "How long making a reply took",
    ["channel", "command"],
    buckets=(0.01, 0.03, 0.1, 0.3, 1, 3, 10),
)
HTTP_SECONDS = Histogram(
    "jbz_http_seconds",
    "How long a request took, by the part of the site and the class of its status",
    ["part", "status"],
    buckets=(0.01, 0.03, 0.1, 0.3, 1, 3, 10),
)
DATABASE_SECONDS = Histogram(
    "jbz_database_seconds", "How long a statement took, by its verb", ["verb"], buckets=(0.001, 0.01, 0.1, 1, 10)
)
LAG = Histogram(
    "jbz_briefing_lag_seconds",
    "From the moment a briefing was due until its platform took the whole of it",
    ["channel"],
    buckets=(5, 15, 60, 300, 900, 3600, 4 * 3600, 24 * 3600, 48 * 3600),
)
UNPLANNED = Gauge("jbz_unplanned_seconds", "How long ago the earliest subscription was due that is not planned yet")
LETTER_AGE = Gauge("jbz_letter_age_seconds", "How long ago the newest letter of a source was published", ["source"])
LETTER_USUAL = Gauge(
    "jbz_letter_usual_seconds", "The longest a source is usually without a letter in this season", ["source"]
)
SILENCES = Gauge("jbz_silences", "Letters that are awaited for longer than is usual, by kind", ["kind"])
SIGN_OF_LIFE = Gauge("jbz_sign_of_life_seconds", "How long ago the last sign of life arrived in JBZ_CHECK_CHAT")
BACKUP_AGE = Gauge("jbz_backup_age_seconds", "How long ago the newest copy in JBZ_BACKUP_FOLDER was made")

_LETTERS = "23456789BCDFGHJKMNPQRSTVWXZ"  #: no two look alike, and they make no words


def begin_request() -> str:
    """A name for what begins here; every line of the log that belongs to it has it."""
    name = "-".join("".join(random.choice(_LETTERS) for _ in range(4)) for _ in range(2))
    structlog.contextvars.bind_contextvars(request=name)
    return name


def request_name() -> str:
    """The name of what is being answered; made now where nothing gave it one."""
    name: str | None = structlog.contextvars.get_contextvars().get("request")
    return name or begin_request()


def fault(event: str, channel: str, **more: str) -> None:
    """Something of ours went wrong while somebody waits: where, in the log; that, in the metrics."""
    FAULTS.labels(channel).inc()
    request_name()
    log.error(event, channel=channel, exc_info=True, **more)  # noqa: LOG014 - it is called by who handles one


def start_logging(form: Literal["console", "json"], secrets: Sequence[str]) -> None:
    """Log lines to stderr; `secrets` are struck out wherever they might appear."""

    def strike_out(_logger: Any, _name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
        return {key: _struck(value, secrets) for key, value in event.items()}

    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
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
