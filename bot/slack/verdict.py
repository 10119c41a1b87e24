"""What an attempt to post in Slack came to, in one pure function.

Only Slack's own JSON (`ok`, with `error`) can fail a message or say that a channel is lost; everything else is later,
or unknown. The names are those of chat.postMessage and of every method (docs.slack.dev/reference/methods, "Errors"),
and those that slack_sdk and other people's reports show beside them.
"""

from datetime import datetime

from bot.attempts import Attempt, Stage
from bot.channel import Gone, Later, NotEditable, Refused, SendError, Stopped, UnknownOutcome

_SERVER_ERROR, _TOO_MANY = 500, 429

#: "It's possible some aspect of the operation succeeded before the error was raised" (every method's "Errors").
_HALF_DONE = frozenset("internal_error fatal_error request_timeout timeout upstream_error".split())

#: Slack's own troubles, limits and moves: it passes by itself.
LATER = frozenset(
    "ratelimited rate_limited message_limit_exceeded internal_error fatal_error request_timeout service_unavailable"
    " team_added_to_org external_channel_migrating org_login_required accesslimited temporarily_unavailable"
    " method_not_supported_for_channel_type_yet timeout upstream_error".split()
)
#: This channel or person takes nothing from us.
OF_CHAT = frozenset(
    "channel_not_found is_archived not_in_channel user_not_found user_disabled user_not_visible cannot_dm_bot"
    " messages_tab_disabled restricted_action restricted_action_read_only_channel restricted_action_thread_locked"
    " restricted_action_thread_only_channel restricted_action_non_threadable_channel channel_type_not_supported"
    " cannot_reply_to_message method_not_supported_for_channel_type invalid_channel user_is_restricted"
    " user_is_ultra_restricted channel_is_archived is_inactive user_removed_from_team".split()
)
#: The whole workspace, or our standing in it: tokens, scopes, installation, payment.
OF_LANE = frozenset(
    "invalid_auth not_authed account_inactive token_revoked token_expired missing_scope not_allowed_token_type"
    " no_permission access_denied team_access_not_granted team_disabled team_not_found enterprise_is_restricted"
    " ekm_access_denied two_factor_setup_required app_not_installed not_installed invalid_app_id method_deprecated"
    " deprecated_endpoint is_bot user_is_bot invalid_token bot_not_found paid_only feature_not_enabled".split()
)
#: The message itself: a fault of ours.
OF_MESSAGE = frozenset(
    "invalid_blocks invalid_blocks_format msg_too_long msg_blocks_too_long no_text block_mismatch metadata_too_large"
    " invalid_metadata_format invalid_metadata_schema metadata_must_be_sent_from_app too_many_attachments"
    " attachment_payload_limit_exceeded markdown_text_conflict as_user_not_supported too_many_contact_cards"
    " slack_connect_canvas_sharing_blocked slack_connect_file_link_sharing_blocked slack_connect_lists_sharing_blocked"
    " duplicate_channel_not_found duplicate_message_not_found invalid_arguments invalid_arg_name invalid_array_arg"
    " invalid_charset invalid_form_data invalid_post_type missing_post_type missing_charset invalid_json"
    " json_not_object superfluous_charset invalid_attachments cant_broadcast_message thread_not_found"
    " missing_argument".split()
)

#: A message that was posted cannot be edited (chat.update, "Errors").
OF_EDIT = frozenset("message_not_found cant_update_message edit_window_closed update_failed".split())


def judged(attempt: Attempt, now: datetime) -> SendError | None:
    """None when Slack took the message; else what must happen next."""
    if attempt.stage is Stage.NOT_SENT:
        return Later(f"Slack: no connection ({attempt.fault})")
    if attempt.stage is Stage.SENT:
        return UnknownOutcome(f"Slack: {attempt.fault}")
    answer = attempt.answer
    if attempt.status == _TOO_MANY:
        return Later("Slack: ratelimited", attempt.retry_after(now))
    if attempt.status >= _SERVER_ERROR:
        told = _error(answer) or f"status {attempt.status}"
        return Later(f"Slack: {told}", attempt.retry_after(now), look=True)
    if answer is not None and answer.get("ok") is True:
        return None if isinstance(answer.get("ts"), str) else UnknownOutcome("Slack: took it, and did not say which")
    error = _error(answer)
    if error is None:
        said = f"something between us and Slack answers (status {attempt.status})"
        return Later(said, attempt.retry_after(now), look=True)
    return _of_error(error, attempt.retry_after(now))


def _of_error(error: str, seconds: float | None) -> SendError:
    reason = f"Slack: {error}"
    if error in LATER:
        return Later(reason, seconds, look=error in _HALF_DONE)
    if error in OF_CHAT:
        return Gone(reason)
    if error in OF_LANE:
        return Stopped(reason)
    if error in OF_MESSAGE:
        return Refused(reason)
    if error in OF_EDIT:
        return NotEditable(reason)
    return Later(reason, seconds, unknown=True)


def _error(answer: dict[str, object] | None) -> str | None:
    """The name of an error in Slack's own words."""
    if answer is None or answer.get("ok") is not False:
        return None
    error = answer.get("error")
    return error[:100] if isinstance(error, str) and error else None
