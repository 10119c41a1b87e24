"""How often something may be asked of us, counted where every process sees it; for at most two days."""

import hashlib
from collections.abc import Callable
from datetime import datetime

from bot.seen import Seen


class SharedQuota:
    """Counts by writing a number down that was not written down yet."""

    def __init__(self, seen: Seen, clock: Callable[[], datetime]) -> None:
        self._seen = seen
        self._clock = clock

    async def allow(self, what: str, who: str, most: int, hours: int = 24) -> bool:
        """Whether it may happen once more in these hours, which begin at a full one. Kept is a hash of who asks."""
        now = int(self._clock().timestamp()) // (hours * 3600)
        named = hashlib.sha256(f"{what} {who} {now}".encode()).hexdigest()[:32]
        for number in range(most):
            if await self._seen.first(f"email-{named}-{number}"):
                return True
        return False
