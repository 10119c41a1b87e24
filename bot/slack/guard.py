"""Refuses a Slack request that is not signed or is too old; the route refuses one that was handled before.

Bolt's own check answers garbage headers with an error page, and takes a signed request twice (FACTS).
"""

import re
from datetime import datetime

from slack_sdk.signature import SignatureVerifier

_WINDOW_SECONDS = 300
_TIMESTAMP = re.compile(r"[0-9]{1,12}")  #: seconds since 1970; a longer number is no time


def is_signed(secret: str, body: bytes, timestamp: str, signature: str, now: datetime) -> bool:
    """Whether the signature is right and the timestamp within five minutes of `now`."""
    if not _TIMESTAMP.fullmatch(timestamp) or not signature.startswith("v0=") or not signature.isascii():
        return False
    if abs(now.timestamp() - int(timestamp)) > _WINDOW_SECONDS:
        return False
    clock = _FixedClock(now)
    return SignatureVerifier(secret, clock).is_valid(body, timestamp, signature)  # type: ignore[arg-type]  # its Clock is a class to subclass


class _FixedClock:
    def __init__(self, now: datetime) -> None:
        self._now = now

    def now(self) -> float:
        """Seconds since 1970."""
        return self._now.timestamp()
