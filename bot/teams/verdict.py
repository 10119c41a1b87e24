"""What an attempt to send in Teams came to, in one pure function.

Only Teams' own JSON can fail a message or say that a chat is lost: the Bot Connector's `error` with a `code`, or what
the chat service behind it says of a chat that is blocked (an `errorCode` with a `subCode`). Everything else is later,
or unknown. The codes are those of learn.microsoft.com, "Messages in bot conversations" ("Status codes from bot
conversational APIs"), "Send proactive messages" ("Understand who blocked, muted, or uninstalled a bot") and "Optimize
your bot with rate limiting in Teams": 412, 429, 502, 503 and 504 are tried again.
"""

import json
from datetime import datetime
from typing import Any

from bot.attempts import Attempt, Stage
from bot.channel import Gone, Later, NotEditable, Refused, SendError, Stopped, UnknownOutcome

_UNAUTHORISED, _PRECONDITION, _TOO_MANY, _SERVER_ERROR = 401, 412, 429, 500
_TAKEN = {200, 201}

#: The chat takes nothing from us: the bot was put out or blocked, or the chat is no more. Whom an administrator's
#: policy keeps from the app is one of them: it may be of some people only, and holds up nobody else.
OF_CHAT = frozenset(
    "BotNotInConversationRoster BotDisabledByAdmin ConversationBlockedByUser ConversationNotFound"
    " ForbiddenOperationException MessageWritesBlocked NotEnoughPermissions MemberNotFoundInConversation".split()
)
#: Our standing in the whole tenant: the registration, the secret, the cloud in which the tenant is.
OF_LANE = frozenset("BotNotRegistered InvalidBotApiHost Unauthorized AuthorizationError".split())
#: The message itself: a fault of ours.
OF_MESSAGE = frozenset("MessageSizeTooBig BadSyntax BadArgument InvalidCard".split())
#: What was to be edited is no longer there.
OF_SENT = frozenset("ActivityNotFoundInConversation MessageNotFound".split())
#: Passes by itself.
PASSING = frozenset("PreconditionFailed Throttled ServiceError".split())
_OF_ADDRESS = "conversation id"  #: in the words of a BadArgument: the chat has no such number


def judged(attempt: Attempt, now: datetime) -> SendError | None:
    """None when Teams took the message; else what must happen next. `now`: for dates in Retry-After."""
    if attempt.stage is Stage.NOT_SENT:
        return Later(f"Teams: no connection ({attempt.fault})")
    if attempt.stage is Stage.SENT:
        return UnknownOutcome(f"Teams: {attempt.fault}")
    seconds = attempt.retry_after(now)
    if attempt.status == _TOO_MANY:
        return Later("Teams: too many requests", seconds)
    answer = attempt.answer
    if attempt.status in _TAKEN and answer is not None and "error" not in answer:
        return None if isinstance(answer.get("id"), str) else UnknownOutcome("Teams: took it, unnamed")
    error = _error(attempt)
    if error is None:
        return Later(f"something between us and Teams answers (status {attempt.status})", seconds)
    return _of_code(error[0], error[1], attempt.status, seconds)


def _of_code(code: str, said: str, status: int, seconds: float | None) -> SendError:
    reason = f"Teams: {code}"
    if code in PASSING or status == _PRECONDITION or status >= _SERVER_ERROR:
        return Later(reason, seconds)
    if code in OF_LANE or status == _UNAUTHORISED:
        return Stopped(reason)
    if code in OF_CHAT or (code in OF_MESSAGE and _OF_ADDRESS in said.lower()):
        return Gone(reason)
    if code in OF_SENT:
        return NotEditable(reason)
    if code in OF_MESSAGE:
        return Refused(reason)
    return Later(reason, seconds, unknown=True)


def _error(attempt: Attempt) -> tuple[str, str] | None:
    """The code of an error in Teams' own words, without spaces ("Bad Argument"), and its message; None in others'."""
    answer = attempt.answer or {}
    error = answer.get("error")
    told = error if isinstance(error, dict) else _of_chat_service(answer)
    code, said = told.get("code"), told.get("message")
    if not isinstance(code, str) or not code:
        return None
    return code.replace(" ", "")[:100], said if isinstance(said, str) else ""


def _of_chat_service(answer: dict[str, Any]) -> dict[str, Any]:
    """What the service behind the Connector says: an `errorCode`, and in its message JSON with a `subCode`."""
    said = answer.get("message")
    if not isinstance(answer.get("errorCode"), int) or not isinstance(said, str):
        return {}
    try:
        told = json.loads(said)
    except (ValueError, RecursionError):
        return {}
    return {"code": told.get("subCode"), "message": told.get("details")} if isinstance(told, dict) else {}
