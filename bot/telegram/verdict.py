"""What an attempt to send in Telegram came to, in one pure function.

Only the Bot API's own JSON (`ok`, with `description`) can fail a message or say that a chat is lost; everything else is
later, or unknown. Telegram has no list of its errors; these are those of its server's source (telegram-bot-api,
td: Client.cpp, Requests.cpp), of the libraries' lists and of other people's reports, in small letters, in part.
"""

from typing import Any

from bot.attempts import Attempt, Stage, wish
from bot.channel import Gone, Later, Moved, NotEditable, Refused, SendError, Stopped, UnknownOutcome

_SERVER_ERROR, _TOO_MANY, _BAD, _FORBIDDEN = 500, 429, 400, 403
_OF_LANE = {401, 404}  #: a token that is wrong, or was taken back

#: It passes by itself.
LATER = ("too many requests", "retry later", "retry after", "flood_wait", "slowmode_wait", "conflict:", "timeout")
#: This chat or topic takes nothing from us.
OF_CHAT = (
    "chat not found", "user not found", "chat_id is empty", "group chat was deactivated", "group chat was deleted",
    "not enough rights", "have no rights", "need administrator rights", "have no write access", "chat_admin_required",
    "chat_write_forbidden", "chat_send_plain_forbidden", "chat_restricted", "chat_forbidden", "channel_private",
    "peer_id_invalid", "user_is_blocked", "you_blocked_user", "input_user_deactivated", "user_deactivated",
    "user_is_bot", "user_privacy_restricted", "privacy_premium_required", "allow_payment_required", "thread not found",
    "topic_closed", "topic_deleted", "topic_id_invalid", "bot was blocked", "bot was kicked", "bot is not a member",
    "bot can't initiate", "bots can't send messages to bots", "user is deactivated", "channel_invalid",
    "chat_guest_send_forbidden", "user_banned_in_channel",
)  # fmt: skip
#: Our standing as a bot.
OF_BOT = ("logged out", "unauthorized", "bot_method_invalid", "access_token_invalid", "access_token_expired")
#: The message itself: a fault of ours.
OF_MESSAGE = (
    "can't parse", "is too long", "text is empty", "must be non-empty", "message_too_long", "message_empty",
    "entities_too_long", "entity_bounds_invalid", "entity_", "button_", "reply_markup", "reply markup",
    "inline keyboard", "keyboard button", "text buttons are unallowed", "wrong http url", "unsupported url protocol",
    "must be encoded in utf-8", "parameter", "is invalid", "invalid json", "wrong type",
)  # fmt: skip

#: A message that was sent cannot be edited.
OF_EDIT = ("message to edit not found", "message can't be edited", "message_id_invalid", "message_edit_time_expired")
_AS_IT_IS = "message is not modified"  #: an edit that was made before


def judged(attempt: Attempt) -> SendError | None:
    """None when Telegram took the message; else what must happen next."""
    if attempt.stage is Stage.NOT_SENT:
        return Later(f"Telegram: no connection ({attempt.fault})")
    if attempt.stage is Stage.SENT:
        return UnknownOutcome(f"Telegram: {attempt.fault}")
    answer = attempt.answer
    if answer is not None and answer.get("ok") is True and attempt.status < _BAD:
        return None if "message_id" in _dict(answer.get("result")) else UnknownOutcome("Telegram: took it, unnamed")
    told = _description(answer)
    if attempt.status == _TOO_MANY:
        return Later("Telegram: too many requests", wish(_dict((answer or {}).get("parameters")).get("retry_after")))
    if attempt.status >= _SERVER_ERROR:
        return Later(f"Telegram: {told or f'status {attempt.status}'}")
    if told is None or answer is None:
        return Later(f"something between us and Telegram answers (status {attempt.status})")
    return _of_word(attempt.status, told, _dict(answer.get("parameters")))


def _of_word(status: int, told: str, parameters: dict[str, Any]) -> SendError | None:
    """What Telegram itself says, by its status and its words."""
    reason, words = f"Telegram: {told}", told.lower()
    moved = parameters.get("migrate_to_chat_id")
    if isinstance(moved, int) and not isinstance(moved, bool):
        return Moved(str(moved))
    if _AS_IT_IS in words:
        return None
    if any(word in words for word in OF_EDIT):
        return NotEditable(reason)
    if any(word in words for word in LATER):
        return Later(reason, wish(parameters.get("retry_after")))
    if status in _OF_LANE or any(word in words for word in OF_BOT):
        return Stopped(reason)
    if status == _FORBIDDEN or any(word in words for word in OF_CHAT):
        return Gone(reason)
    if status == _BAD and any(word in words for word in OF_MESSAGE):
        return Refused(reason)
    return Later(reason, unknown=True)


def _description(answer: dict[str, Any] | None) -> str | None:
    """What Telegram's own server says is wrong."""
    if answer is None or answer.get("ok") is not False:
        return None
    told = answer.get("description")
    if not isinstance(told, str) or not told:
        return None
    for begin in ("Bad Request: ", "Forbidden: "):
        told = told.removeprefix(begin)
    return told[:200]


def _dict(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
