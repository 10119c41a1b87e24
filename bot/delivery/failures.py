"""What is tried again and again failed: what the log says of it."""

from bot.telemetry import log
from storage.database import DatabaseError


def log_failure(event: str, error: Exception) -> None:
    """A database that does not answer is no news at every try, so it is one line; anything else is a fault."""
    if isinstance(error, DatabaseError):
        log.warning(event, reason=type(error).__name__)
    else:
        log.error(event, exc_info=error)
