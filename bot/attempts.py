"""One account of an attempt to send: how far it came, and what answered. What it means is the channel's to say."""

import json
import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from enum import Enum
from typing import Any

_FIRST_PAUSE, _LONGEST_PAUSE = 2.0, 300.0  #: seconds
_JITTER = 0.2  #: of a pause, so that what failed together is not tried together
_LONGEST_WISH = 7 * 24 * 3600.0  #: seconds; what is asked beyond is no wish of a platform


class Stage(Enum):
    """How far an attempt came."""

    NOT_SENT = "not sent"  #: no name, no connection, no TLS, no place in the pool: no byte of the request left
    SENT = "sent"  #: the request left, or some of it; nothing whole came back
    ANSWERED = "answered"  #: something answered: the platform, or something between us and it


@dataclass(frozen=True, slots=True)
class Attempt:
    """What is known of an attempt when it is over."""

    stage: Stage
    status: int = 0  #: HTTP status, when answered
    headers: Mapping[str, str] = field(default_factory=dict)  #: names in lower case
    body: bytes = b""
    fault: str = ""  #: names what broke, when not answered

    @property
    def answer(self) -> dict[str, Any] | None:
        """The JSON object that answered; None for anything else, which is not a platform's word."""
        try:
            told = json.loads(self.body)
        except (ValueError, RecursionError):
            return None
        return told if isinstance(told, dict) else None

    def retry_after(self, now: datetime) -> float | None:
        """The seconds that the header Retry-After asks to wait, given as a number or as a date (RFC 9110, 10.2.3)."""
        value = self.headers.get("retry-after", "").strip()
        if value.isascii() and value.isdigit():
            return wish(float(value[:12]))
        try:
            until = parsedate_to_datetime(value)
        except (ValueError, TypeError, OverflowError):
            return None
        until = until if until.tzinfo else until.replace(tzinfo=UTC)
        return wish((until - now).total_seconds())


def wish(seconds: object) -> float | None:
    """A wait that a platform may ask; None for what is no number, for one that nobody means, and for none at all.

    A date that is over by our clock, or zero, asks for nothing: the next attempt is not made at once for that.
    """
    if isinstance(seconds, bool) or not isinstance(seconds, int | float):
        return None
    return float(seconds) if 0 < seconds <= _LONGEST_WISH else None


def pause(attempts: int, first: float = _FIRST_PAUSE, longest: float = _LONGEST_PAUSE) -> float:
    """Seconds until the next attempt: twice as long each time up to the longest, and a little by chance."""
    by_chance = 1 + random.random() * _JITTER  # noqa: S311 - no secret
    return min(first * 2.0 ** min(max(attempts - 1, 0), 20), longest) * by_chance
