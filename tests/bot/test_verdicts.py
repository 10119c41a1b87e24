"""What an attempt came to is decided in one pure function for each platform, whatever comes back."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.attempts import Attempt, Stage, pause
from bot.channel import Gone, Later, Moved, NotEditable, Refused, SendError, Stopped, UnknownOutcome
from bot.matrix import verdict as matrix
from bot.slack import verdict as slack
from bot.teams import verdict as teams
from bot.telegram import verdict as telegram

NOW = datetime(2025, 3, 31, 6, 0, 10, tzinfo=UTC)

_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=12), inner, max_size=3),
    max_leaves=6,
)
_WORDS = st.sampled_from(sorted(slack.LATER | slack.OF_CHAT | slack.OF_LANE | slack.OF_MESSAGE)) | st.text(max_size=12)
_ANSWERS = st.fixed_dictionaries(
    {},
    optional={
        "ok": st.booleans() | _JSON,
        "error": _WORDS | _JSON,
        "ts": st.text() | _JSON,
        "description": st.sampled_from(telegram.OF_CHAT + telegram.OF_MESSAGE + telegram.LATER) | _JSON,
        "parameters": st.fixed_dictionaries({}, optional={"retry_after": _JSON, "migrate_to_chat_id": _JSON}) | _JSON,
        "errcode": st.sampled_from(sorted(matrix.OF_CHAT | matrix.OF_LANE | matrix.OF_MESSAGE)) | _JSON,
        "retry_after_ms": _JSON,
        "event_id": st.text() | _JSON,
        "result": st.just({"message_id": 7}) | _JSON,
    },
)
_BODIES = st.one_of(
    st.binary(max_size=40),
    st.builds(lambda value: json.dumps(value).encode(), _JSON | _ANSWERS),
    st.just(b"<html>Bad Gateway</html>"),
)
_HEADERS = st.fixed_dictionaries(
    {}, optional={"retry-after": st.text(max_size=30) | st.integers(-5, 10**15).map(str), "content-type": st.text()}
)
_ATTEMPTS = st.builds(
    Attempt, st.sampled_from(Stage), st.integers(0, 999), _HEADERS, _BODIES, st.sampled_from(["ConnectTimeout", ""])
)


def _judged(attempt: Attempt) -> list[SendError | None]:
    return [slack.judged(attempt, NOW), telegram.judged(attempt), matrix.judged(attempt, NOW)]


@given(_ATTEMPTS)
def test_any_answer_has_one_meaning(attempt: Attempt) -> None:
    for error in _judged(attempt):
        assert error is None or isinstance(error, Gone | Refused | Later | Moved | Stopped | UnknownOutcome)
        assert not isinstance(error, Later) or error.seconds is None or 0 <= error.seconds <= 7 * 24 * 3600


@given(_ATTEMPTS)
def test_only_the_platforms_own_json_fails_or_pauses_and_only_what_was_sent_is_uncertain(attempt: Attempt) -> None:
    answer = attempt.answer
    own = attempt.stage is Stage.ANSWERED and answer is not None and answer.get("ok") in (True, False)
    for error in _judged(attempt)[:2]:
        if not own:
            assert isinstance(error, UnknownOutcome if attempt.stage is Stage.SENT else Later)
        if attempt.stage is Stage.NOT_SENT:
            assert not isinstance(error, UnknownOutcome)
        if error is None:
            assert answer is not None
            assert answer["ok"] is True


@given(_ATTEMPTS)
def test_only_a_homeservers_own_word_fails_or_pauses(attempt: Attempt) -> None:
    error, answer = matrix.judged(attempt, NOW), attempt.answer or {}
    named = attempt.stage is Stage.ANSWERED and isinstance(answer.get("errcode"), str) and bool(answer["errcode"])
    if not named and error is not None:
        assert isinstance(error, UnknownOutcome if attempt.stage is Stage.SENT else Later)
    if error is None:
        assert (attempt.stage, attempt.status, type(answer.get("event_id"))) == (Stage.ANSWERED, 200, str)


def test_no_error_of_matrix_stands_in_two_classes() -> None:
    classes = [matrix.OF_CHAT, matrix.OF_LANE, matrix.OF_MESSAGE]
    assert sum(len(one) for one in classes) == len(frozenset().union(*classes))


def test_no_error_of_slack_stands_in_two_classes() -> None:
    classes = [slack.LATER, slack.OF_CHAT, slack.OF_LANE, slack.OF_MESSAGE]
    assert sum(len(one) for one in classes) == len(frozenset().union(*classes))


def _answered(status: int, answer: dict[str, Any], **headers: str) -> Attempt:
    return Attempt(Stage.ANSWERED, status, headers, json.dumps(answer).encode())


@given(
    _ATTEMPTS
    | st.builds(
        lambda status, code, said: _answered(status, {"error": {"code": code, "message": said}}),
        st.integers(0, 999),
        st.sampled_from(sorted(teams.OF_CHAT | teams.OF_LANE | teams.OF_MESSAGE)) | _JSON,
        _JSON,
    )
)
def test_only_the_connectors_own_json_fails_or_pauses_in_teams(attempt: Attempt) -> None:
    error, answer = teams.judged(attempt, NOW), attempt.answer
    if error is None:
        assert attempt.status in {200, 201}
        assert isinstance((answer or {}).get("id"), str)
    own = isinstance((answer or {}).get("error"), dict) or isinstance((answer or {}).get("errorCode"), int)
    if isinstance(error, Gone | Refused | Stopped) or (isinstance(error, Later) and error.unknown):
        assert own
        assert attempt.stage is Stage.ANSWERED


#: As learn.microsoft.com prints it, "Send proactive messages": the Connector lets through what stands behind it.
_BLOCKED = {"subCode": "MessageWritesBlocked", "details": "Thread is blocked from message writes.", "errorCode": None}


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        ({"errorCode": 209, "message": json.dumps(_BLOCKED, indent=2)}, Gone),
        ({"errorCode": 209, "message": json.dumps({"subCode": "SomethingNew"})}, Later),
        ({"errorCode": 209, "message": "Thread is blocked"}, Later),
        ({"errorCode": 209, "message": "[" * 100_000}, Later),
        ({"errorCode": "209", "message": json.dumps(_BLOCKED)}, Later),
        ({"errorCode": 209, "message": _BLOCKED}, Later),
        ({"message": json.dumps(_BLOCKED)}, Later),
    ],
)
def test_a_chat_that_is_blocked_behind_the_connector_is_lost(answer: dict[str, Any], kind: type[SendError]) -> None:
    error = teams.judged(_answered(403, answer), NOW)
    assert type(error) is kind
    assert str(error) == "Teams: MessageWritesBlocked" or kind is Later


TEAMS = [
    (403, "BotNotInConversationRoster", "", Gone),
    (403, "ConversationBlockedByUser", "", Gone),
    (404, "ConversationNotFound", "", Gone),
    (400, "Bad Argument", "Bad format of conversation ID", Gone),
    (400, "Bad Argument", "Unknown attachment type", Refused),
    (400, "BadSyntax", "", Refused),
    (413, "MessageSizeTooBig", "", Refused),
    (403, "BotDisabledByAdmin", "", Gone),
    (403, "ForbiddenOperationException", "", Gone),
    (403, "NotEnoughPermissions", "", Gone),
    (403, "InvalidBotApiHost", "", Stopped),
    (404, "ActivityNotFoundInConversation", "", NotEditable),
    (401, "BotNotRegistered", "", Stopped),
    (401, "SomethingNew", "", Stopped),
    (412, "PreconditionFailed", "", Later),
    (429, "Throttled", "", Later),
    (500, "ServiceError", "", Later),
    (502, "ServiceError", "", Later),
    (504, "GatewayTimeout", "", Later),
    (400, "SomethingNew", "", Later),
]


@pytest.mark.parametrize(("status", "code", "said", "kind"), TEAMS)
def test_the_codes_of_teams(status: int, code: str, said: str, kind: type[SendError]) -> None:
    assert type(teams.judged(_answered(status, {"error": {"code": code, "message": said}}), NOW)) is kind


def test_what_teams_says_in_numbers() -> None:
    for status in (412, 429, 502, 504):
        waits = _answered(status, {"error": {"code": "Throttled"}}, **{"retry-after": "17"})
        assert getattr(teams.judged(waits, NOW), "seconds", None) == 17
    assert teams.judged(_answered(201, {"id": "1"}), NOW) is None
    assert isinstance(teams.judged(_answered(201, {}), NOW), UnknownOutcome)


TELEGRAM = [
    (400, "Bad Request: chat not found", Gone),
    (400, "Bad Request: not enough rights to send text messages to the chat", Gone),
    (400, "Bad Request: TOPIC_DELETED", Gone),
    (400, "Bad Request: CHAT_SEND_PLAIN_FORBIDDEN", Gone),
    (400, "Bad Request: message thread not found", Gone),
    (403, "Forbidden: bot was kicked from the supergroup chat", Gone),
    (403, "Forbidden: something new", Gone),
    (400, "Bad Request: can't parse entities: Unsupported start tag", Refused),
    (400, "Bad Request: message is too long", Refused),
    (400, "Bad Request: BUTTON_DATA_INVALID", Refused),
    (400, "Bad Request: SLOWMODE_WAIT_30", Later),
    (400, "Bad Request: something new", Later),
    (401, "Unauthorized", Stopped),
    (404, "Not Found", Stopped),
    (409, "Conflict: terminated by other getUpdates request", Later),
    (429, "Too Many Requests: retry after 7", Later),
    (500, "Internal Server Error: restart", Later),
]


@pytest.mark.parametrize(("status", "description", "kind"), TELEGRAM)
def test_the_words_of_telegram(status: int, description: str, kind: type[SendError]) -> None:
    told = {"ok": False, "error_code": status, "description": description}
    assert isinstance(telegram.judged(_answered(status, told)), kind)


def test_what_both_say_in_numbers() -> None:
    flood = {"ok": False, "description": "Too Many Requests", "parameters": {"retry_after": 43_200}}
    assert getattr(telegram.judged(_answered(429, flood)), "seconds", None) == 43_200
    moved = {"ok": False, "description": "Bad Request: upgraded", "parameters": {"migrate_to_chat_id": -1001}}
    assert getattr(telegram.judged(_answered(400, moved)), "chat", None) == "-1001"
    dated = _answered(429, {"ok": False, "error": "ratelimited"}, **{"retry-after": "Mon, 31 Mar 2025 06:00:40 GMT"})
    assert getattr(slack.judged(dated, NOW), "seconds", None) == 30
    assert telegram.judged(_answered(200, {"ok": True, "result": {"message_id": 1}})) is None
    assert slack.judged(_answered(200, {"ok": True, "ts": "1.2"}), NOW) is None


def test_pauses_grow_to_the_longest_and_no_further() -> None:
    for attempts, low in ((0, 2), (1, 2), (2, 4), (3, 8), (50, 300), (10_000, 300)):
        assert low <= pause(attempts) <= low * 1.2
