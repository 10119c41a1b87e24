"""What an attempt to send in Matrix came to, in one pure function.

Only the homeserver's own JSON (`errcode`) can fail a message or say that a room is lost; everything else is later, or
unknown. The names are those of the specification (client-server API v1.11, "Common error codes") and of Synapse's
synapse/api/errors.py.
"""

from datetime import datetime
from typing import Any

from bot.attempts import Attempt, Stage, wish
from bot.channel import Gone, Later, Refused, SendError, Stopped, UnknownOutcome

_OK, _UNAUTHORISED, _TOO_MANY, _SERVER_ERROR = 200, 401, 429, 500

#: The room takes nothing from us.
OF_CHAT = frozenset(
    "M_FORBIDDEN M_NOT_JOINED M_NOT_FOUND M_GUEST_ACCESS_FORBIDDEN M_UNSUPPORTED_ROOM_VERSION"
    " M_INCOMPATIBLE_ROOM_VERSION M_CANNOT_LEAVE_SERVER_NOTICE_ROOM M_UNKNOWN_ROOM".split()
)
#: Our standing with the whole homeserver: the token, the bot's account, the server's own limits.
OF_LANE = frozenset(
    "M_UNKNOWN_TOKEN M_MISSING_TOKEN M_USER_DEACTIVATED M_USER_LOCKED M_USER_SUSPENDED M_CONSENT_NOT_GIVEN"
    " M_RESOURCE_LIMIT_EXCEEDED M_UNAUTHORIZED ORG_MATRIX_EXPIRED_ACCOUNT".split()
)
#: The message itself: a fault of ours.
OF_MESSAGE = frozenset("M_TOO_LARGE M_BAD_JSON M_NOT_JSON M_INVALID_PARAM M_MISSING_PARAM".split())
LIMITED = "M_LIMIT_EXCEEDED"  #: the account sent, or came into, too much
_NOBODY_MEANS = 1e12  #: milliseconds


def judged(attempt: Attempt, now: datetime) -> SendError | None:
    """None when the homeserver took the event; else what must happen next. `now`: for dates in Retry-After."""
    if attempt.stage is Stage.NOT_SENT:
        return Later(f"Matrix: no connection ({attempt.fault})")
    if attempt.stage is Stage.SENT:
        return UnknownOutcome(f"Matrix: {attempt.fault}")
    answer = attempt.answer or {}
    error, seconds = error_of(attempt), wished(attempt, now)
    if attempt.status == _TOO_MANY or error == LIMITED:
        return Later("Matrix: limit exceeded", seconds)
    if attempt.status == _OK and error is None:
        return None if isinstance(answer.get("event_id"), str) else Later("Matrix: strange answer", look=True)
    if error is None:
        return Later(f"something between us and Matrix answers (status {attempt.status})", seconds, look=True)
    return _of_error(error, attempt.status, seconds)


def error_of(attempt: Attempt) -> str | None:
    """The name of an error in the homeserver's own words."""
    name = (attempt.answer or {}).get("errcode")
    return name[:100] if isinstance(name, str) and name else None


def wished(attempt: Attempt, now: datetime) -> float | None:
    """The seconds that the homeserver asks to wait: in its answer, or by the header Retry-After."""
    told: Any = (attempt.answer or {}).get("retry_after_ms")
    is_number = isinstance(told, int | float) and not isinstance(told, bool)
    return (wish(told / 1000) if is_number and 0 < told < _NOBODY_MEANS else None) or attempt.retry_after(now)


def _of_error(error: str, status: int, seconds: float | None) -> SendError:
    reason = f"Matrix: {error}"
    if error in OF_LANE or status == _UNAUTHORISED:
        return Stopped(reason)
    if error in OF_CHAT:
        return Gone(reason)
    if error in OF_MESSAGE:
        return Refused(reason)
    if status >= _SERVER_ERROR:
        return Later(reason, seconds, look=True)
    return Later(reason, seconds, unknown=True)
