"""What an attempt to post in Mattermost came to, in one pure function.

Only Mattermost's own JSON (`id` of an error, with `status_code`) can fail a message or say that a channel is lost;
everything else is later, or unknown. The names are those of server/channels/app/post.go, api4/post.go and
server/public/model/post.go.
"""

from typing import Any

from bot.attempts import Attempt, Stage
from bot.channel import Gone, Later, NotEditable, Refused, SendError, Stopped, UnknownOutcome

_CREATED, CHANGED = 201, 200
_UNAUTHORISED, _FORBIDDEN, _NOT_FOUND, _TOO_MANY, _SERVER_ERROR = 401, 403, 404, 429, 500

#: The channel or person takes nothing from us.
OF_CHAT = frozenset(
    "api.post.create_post.can_not_post_to_deleted.error api.post.create_post.can_not_post_in_restricted_dm.error"
    " api.post.create_post.town_square_read_only app.channel.get.existing.app_error app.channel.get.find.app_error"
    " store.sql_channel.get.existing.app_error api.context.permissions.app_error"
    " app.post.create_post.shared_dm_or_gm.app_error".split()
)
#: Our standing with the whole server: the token, the bot's account.
OF_LANE = frozenset(
    "api.context.session_expired.app_error api.context.token_provided.app_error"
    " api.context.invalid_token.error app.user.missing_account.const api.context.mfa_required.app_error"
    " app.user.get.app_error api.user.login.inactive.app_error ent.cloud.authentication_failed".split()
)
#: The message itself: a fault of ours.
OF_MESSAGE = frozenset(
    "model.post.is_valid.message_length.app_error model.post.is_valid.props.app_error"
    " model.post.is_valid.msg.app_error model.post.is_valid.hashtags.app_error"
    " api.post.create_post.root_id.app_error api.post.create_post.channel_root_id.app_error"
    " api.context.invalid_body_param.app_error api.context.json_encoding.app_error".split()
)
#: A post that was made cannot be changed.
OF_EDIT = frozenset(
    "app.post.get.app_error store.sql_post.get.app_error api.post.update_post.find.app_error"
    " api.post.update_post.permissions_details.app_error api.post.update_post.permissions_time_limit.app_error"
    " api.post.update_post.system_message.app_error api.post.patch_post.can_not_update_post_in_deleted.error".split()
)
#: A parameter is wrong: of a channel that does not exist any more, unless it names another.
_WRONG_PARAMETER = "api.context.invalid_param.app_error"
#: Another attempt with the same `pending_post_id` is being stored: it may well be there.
_BEING_STORED = "api.post.deduplicate_create_post.pending"


def judged(attempt: Attempt, now: Any, taken: int = _CREATED) -> SendError | None:
    """None when Mattermost took the post, which it says with `taken`; else what must happen next.

    `now`: for dates in Retry-After.
    """
    if attempt.stage is Stage.NOT_SENT:
        return Later(f"Mattermost: no connection ({attempt.fault})")
    if attempt.stage is Stage.SENT:
        return UnknownOutcome(f"Mattermost: {attempt.fault}")
    if attempt.status == _TOO_MANY:
        return Later("Mattermost: limit exceeded", attempt.retry_after(now))
    answer = attempt.answer or {}
    error = _error(answer)
    if attempt.status == taken:
        return None if isinstance(answer.get("id"), str) else UnknownOutcome("Mattermost: took it, and not which")
    if error is None:
        said = f"something between us and Mattermost answers (status {attempt.status})"
        return Later(said, attempt.retry_after(now), look=True)
    return _of_error(error, attempt.status, attempt.retry_after(now))


def _of_error(error: str, status: int, seconds: float | None) -> SendError:
    reason = f"Mattermost: {error}"
    if error in OF_LANE or status == _UNAUTHORISED:
        return Stopped(reason)
    if error in OF_CHAT or error == _WRONG_PARAMETER:
        return Gone(reason)
    if error in OF_MESSAGE:
        return Refused(reason)
    if error in OF_EDIT:
        return NotEditable(reason)
    if status >= _SERVER_ERROR:
        return Later(reason, seconds, look=True)
    return Later(reason, seconds, unknown=True)


def _error(answer: dict[str, Any]) -> str | None:
    """The name of an error in Mattermost's own words: an AppError has `id` and `status_code`."""
    name, status = answer.get("id"), answer.get("status_code")
    return name[:100] if isinstance(name, str) and isinstance(status, int) and not isinstance(status, bool) else None
