"""A clock that stands still until it is told otherwise."""

from datetime import datetime, timedelta


class Clock:
    """Called, it says what time it is."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **by: float) -> None:
        """Moves on: `forward(days=7)`."""
        self.now += timedelta(**by)
