"""Faults of the platforms and of what lies between: what was told is what arrived, and the rest is visible."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.cli.delivering import _as_line, _hold_of
from storage import endings, holds, outbox
from storage.rows import DeliveryRow, SubscriptionRow
from tests.bot.delivery.places import (
    PLACES,
    PLATFORMS,
    OnMatrix,
    OnMattermost,
    OnSlack,
    OnTeams,
    OnTelegram,
    Place,
    Platform,
    address_of,
    heard_on,
)
from tests.stand_ins.faults import Fault, said
from tests.world import World

MONDAY = datetime(2025, 3, 31, 6, 0, 10, tzinfo=UTC)
FOLLOW = "volg migratie elke maandag 08:00"
HTML = "<html><body>Blocked by policy</body></html>"


async def _rounds(world: World, number: int = 1, **step: float) -> None:
    """Time goes on between two, for the pace too, which has a clock of its own."""
    for _ in range(number):
        world.rest()
        await world.deliver()
        world.clock.forward(**(step or {"minutes": 6}))


def _stands(world: World) -> list[tuple[str, str | None, str | None]]:
    """The last delivery's state, and why its subscription stands still."""
    with world.app.database.reading() as session:
        states = list(session.scalars(select(DeliveryRow.state).order_by(DeliveryRow.id)))
        row = session.scalars(select(SubscriptionRow)).first()
        return [(state, row.unreachable if row else None, row.paused_because if row else None) for state in states]


@PLACES
async def test_what_failed_is_sent_when_it_is_taken_up_again_and_news_is_not_denied(
    world: World, make: Callable[[World], Place]
) -> None:
    place = make(world)
    await place.types(FOLLOW)
    place.server.errors[place.chat] = place.lost
    world.clock.now = MONDAY
    await _rounds(world, 3)
    assert (place.briefings(), _stands(world)[0][0]) == ([], "failed")
    place.server.errors.clear()
    await place.types("hervat")
    await _rounds(world, 2)
    (briefing,) = place.briefings()
    assert "Externe dimensie van migratie" in briefing
    world.clock.forward(days=7)
    await _rounds(world, 2)
    assert [("Niets nieuws" in text) for text in place.briefings()] == [False, True]


@PLACES
async def test_what_is_too_old_to_be_sent_is_covered_by_one_briefing(
    world: World, make: Callable[[World], Place]
) -> None:
    place = make(world)
    await place.types(FOLLOW)
    place.server.errors[place.chat] = place.lost
    world.clock.now = MONDAY
    await _rounds(world, 2)
    world.clock.forward(days=3)
    place.server.errors.clear()
    await place.types("hervat")
    await _rounds(world, 2)
    (briefing,) = place.briefings()
    assert "Externe dimensie van migratie" in briefing
    assert "Een eerdere briefing kwam hier niet aan." in briefing


OUTAGES = {
    "503": Fault(503, HTML),
    "504": Fault(504),
    "520": Fault(520, HTML),
    "524": Fault(524, HTML),
    "407": Fault(407, HTML, {"Proxy-Authenticate": "Basic"}),
    "413": Fault(413, HTML),
    "200 with HTML": Fault(200, HTML),
    "200 with nothing": Fault(200),
    "200 with a list": said(200, []),
    "200 with null": said(200, None),
    "JSON that is none": Fault(200, "{", content_type="application/json"),
    "400 of a proxy": Fault(400, HTML),
    "403 of a proxy": Fault(403, HTML),
    "404 of a proxy": Fault(404, HTML),
    "401 of a proxy": Fault(401, HTML),
    "302": Fault(302, "", {"Location": "http://127.0.0.1:1/"}),
    "429 of a proxy": Fault(429, HTML),
    "429 with a date that is over": Fault(429, HTML, {"Retry-After": "Mon, 31 Mar 2025 06:00:20 GMT"}),
    "429 with zero": Fault(429, HTML, {"Retry-After": "0"}),
    "429 with nonsense": Fault(429, HTML, {"Retry-After": "soon"}),
    "500 in JSON": said(500, {"ok": False, "error_code": 500, "description": "Internal Server Error", "error": "x"}),
}


@PLACES
async def test_an_outage_pauses_nothing_and_loses_nothing(world: World, make: Callable[[World], Place]) -> None:
    place = make(world)
    world.slack.strict = False  # many attempts in a row, as the test's clock goes fast
    await place.types("volg migratie dagelijks 08:00")
    world.clock.now = MONDAY
    for arrived, outage in enumerate(OUTAGES.values()):
        place.server.errors[""] = outage
        await _rounds(world, 3)
        assert _stands(world)[-1] in {("waiting", None, None), ("sending", None, None)}, outage
        place.server.errors.clear()
        await _rounds(world, 2)
        assert _stands(world)[-1] == ("sent", None, None), outage
        assert len(place.briefings()) == arrived + 1, outage
        world.clock.now = MONDAY + timedelta(days=arrived + 1)


PASSING = ["rate_limited", "message_limit_exceeded", "external_channel_migrating", "org_login_required",
           "team_added_to_org", "internal_error", "fatal_error", "service_unavailable"]  # fmt: skip
LOST_SLACK = ["user_disabled", "channel_not_found", "is_archived", "restricted_action", "cannot_dm_bot"]
LOST_MATTERMOST = ["api.post.create_post.can_not_post_to_deleted.error", "api.context.permissions.app_error",
                   "app.channel.get.existing.app_error"]  # fmt: skip
LOST_MATRIX = ["M_FORBIDDEN", "M_NOT_FOUND", "M_UNSUPPORTED_ROOM_VERSION"]
LOST_TEAMS = ["ConversationBlockedByUser", "ConversationNotFound", "ForbiddenOperationException"]
LOST_TELEGRAM = ["CHAT_SEND_PLAIN_FORBIDDEN", "TOPIC_DELETED", "USER_IS_BLOCKED", "chat not found", "PEER_ID_INVALID"]


async def test_what_passes_in_slack_is_waited_for(world: World) -> None:
    place = OnSlack(world)
    await place.types("volg migratie dagelijks 08:00")
    for day, error in enumerate(PASSING):
        world.slack.failures = [said(200, {"ok": False, "error": error})] * 2
        world.clock.now = MONDAY + timedelta(days=day)
        await _rounds(world, 4)
        assert (_stands(world)[-1], len(place.briefings())) == (("sent", None, None), day + 1), error


@pytest.mark.parametrize(
    ("make", "errors"),
    [
        (OnSlack, LOST_SLACK),
        (OnTelegram, LOST_TELEGRAM),
        (OnMattermost, LOST_MATTERMOST),
        (OnMatrix, LOST_MATRIX),
        (OnTeams, LOST_TEAMS),
    ],
)
async def test_a_chat_that_is_lost_stands_still_with_the_reason(
    world: World, make: Callable[[World], Place], errors: list[str]
) -> None:
    place = make(world)
    await place.types("volg migratie dagelijks 08:00")
    for day, error in enumerate(errors):
        place.server.errors[place.chat] = place.error(error)
        world.clock.now = MONDAY + timedelta(days=day)
        await _rounds(world, 2)
        lost = ("failed", f"{place.name}: {error}", None)
        assert [state for state in _stands(world) if state[0] == "failed"][-1] == lost
        place.server.errors.clear()
        await place.types("hervat")
        await _rounds(world, 1)


@PLATFORMS
async def test_an_unknown_error_is_waited_for_and_then_said(world: World, make: Callable[[World], Platform]) -> None:
    place = make(world)
    await place.types(FOLLOW)
    place.server.errors[place.chat] = place.unknown
    world.clock.now = MONDAY
    await _rounds(world, 5, hours=8)
    assert _stands(world)[0] == ("waiting", None, None)
    await _rounds(world, 3, hours=8)
    state, unreachable, _ = _stands(world)[0]
    assert (state, "delivery.unknown_error" in (unreachable or "")) == ("failed", True)
    if make is OnSlack:
        await world.deliver()
        assert "De briefing kan niet worden bezorgd" in place.briefings("U1")[0]


@PLACES
async def test_a_token_that_does_not_work_stops_the_lane_and_nothing_else(
    world: World, make: Callable[[World], Place]
) -> None:
    place = make(world)
    other = place.other
    for chat in (place.chat, other):
        await place.types(FOLLOW, chat)
    place.server.errors[""] = place.standing
    world.clock.now = MONDAY
    await _rounds(world, 4, minutes=20)
    await world.deliver()
    await world.deliver()  # the next tick sees what this one met
    assert [(state, gone) for state, gone, _ in _stands(world)] == [("waiting", None)] * 2
    lane = place.lane
    ready = (await world.http.get("/readyz")).json()
    assert (ready["status"], ready["held"][0].partition(" ")[0]) == ("ready", lane)
    assert f'jbz_lanes_held{{lane="{lane}"}} 1.0' in (await world.http.get("/metrics")).text
    with world.app.database.reading() as session:
        held = holds.now_held(session, world.clock.now)
        shown = [_as_line(one, _hold_of(one, held)) for one in outbox.list_deliveries(session)]
    assert all("weer om" in line for line in shown), shown
    place.server.errors.clear()
    await _rounds(world, 6, minutes=20)
    assert [len(place.briefings(chat)) for chat in (place.chat, other)] == [1, 1]
    assert "held" not in (await world.http.get("/readyz")).json()


def _flood(seconds: int) -> Fault:
    answer = {
        "ok": False,
        "error_code": 429,
        "description": "Too Many Requests",
        "parameters": {"retry_after": seconds},
    }
    return said(429, answer | {"error": "ratelimited"}, {"Retry-After": str(seconds)})


@PLATFORMS
async def test_a_long_wait_of_one_chat_holds_that_chat_also_after_a_restart(
    world: World, make: Callable[[World], Place]
) -> None:
    place = make(world)
    others = place.chats[1:3]
    for chat in (place.chat, *others):
        await place.types(FOLLOW, chat)
    place.server.errors[place.chat] = _flood(43_200)
    world.clock.now = MONDAY
    await _rounds(world, 3, seconds=5)
    assert [len(place.briefings(chat)) for chat in (place.chat, *others)] == [0, 1, 1]
    before = len(world.telegram.calls)
    await place.types("migratie", others[0])
    assert make is not OnTelegram or len(world.telegram.calls) > before
    place.server.errors.clear()
    world.server.worker._lanes.clear()  # what a process knew is forgotten
    world.clock.forward(hours=6)
    await _rounds(world, 2, seconds=5)
    assert place.briefings() == []
    world.clock.forward(hours=6)
    await _rounds(world, 2, seconds=5)
    assert len(place.briefings()) == 1


@PLATFORMS
async def test_when_a_second_chat_must_wait_it_is_the_lane(world: World, make: Callable[[World], Place]) -> None:
    place = make(world)
    chats = place.chats
    for chat in chats:
        await place.types(FOLLOW, chat)
    place.server.errors = dict.fromkeys(chats[:2], _flood(600))
    world.clock.now = MONDAY
    await _rounds(world, 3, seconds=5)
    assert sum(len(place.briefings(chat)) for chat in chats) == 0
    with world.app.database.reading() as session:
        assert holds.WHOLE in [chat for _, chat in holds.now_held(session, world.clock.now)]
    place.server.errors.clear()
    await _rounds(world, 8, minutes=4)
    assert [len(place.briefings(chat)) for chat in chats] == [1] * 4


async def test_what_may_have_arrived_is_told_again_with_the_reason(world: World) -> None:
    place = OnTelegram(world)
    await place.types(FOLLOW)
    world.telegram.failures = ["reset-after"] * 5
    world.clock.now = MONDAY
    await _rounds(world, 12)
    assert _stands(world)[0][0] == "unknown"
    world.clock.now = MONDAY + timedelta(days=7)
    await _rounds(world, 2)
    last = place.briefings()[-1]
    assert "Misschien kwam een eerdere briefing hier niet aan." in last
    assert "Externe dimensie van migratie" in last
    world.clock.now = MONDAY + timedelta(days=14)
    await _rounds(world, 2)
    assert "Niets nieuws" in place.briefings()[-1]


@PLACES
async def test_a_pause_on_request_outlives_a_chat_that_was_lost(world: World, make: Callable[[World], Place]) -> None:
    place = make(world)
    await place.types(FOLLOW)
    world.clock.now = MONDAY
    place.server.errors[place.chat] = Fault(503, HTML)
    await _rounds(world, 2)
    await place.types("pauzeer tot 12 april")
    place.server.errors.clear()
    await _rounds(world, 5, hours=1)
    assert (place.briefings(), _stands(world)) == ([], [("dropped", None, "pause.on_request")])
    here = address_of(place)
    assert world.app.conversation.presence.gone(here, "weg") == 1
    assert world.app.conversation.presence.back(here) == 1
    assert _stands(world)[0][2] == "pause.on_request"
    world.clock.forward(days=7)
    await _rounds(world, 2)
    assert place.briefings() == []
    world.clock.now = datetime(2025, 4, 12, 9, 0, tzinfo=UTC)
    await _rounds(world, 2)
    (briefing,) = place.briefings()
    assert "Externe dimensie van migratie" in briefing


@PLACES
async def test_what_waits_too_long_is_covered_by_the_next(world: World, make: Callable[[World], Place]) -> None:
    place = make(world)
    await place.types(FOLLOW)
    place.server.errors[""] = Fault(503, HTML)
    world.clock.now = MONDAY
    await _rounds(world, 8, hours=8)
    assert _stands(world)[0] == ("failed", None, None)
    place.server.errors.clear()
    world.clock.now = MONDAY + timedelta(days=7)
    await _rounds(world, 3)
    (briefing,) = place.briefings()
    assert "Externe dimensie van migratie" in briefing
    assert _stands(world)[1][0] == "sent"


async def test_an_administrator_who_sends_again_tells_nothing_twice(world: World) -> None:
    place = OnSlack(world)
    await place.types(FOLLOW)
    place.server.errors["C1"] = place.lost
    world.clock.now = MONDAY
    await _rounds(world, 2)
    place.server.errors.clear()
    await place.types("hervat")
    await _rounds(world, 2)
    with world.app.database.writing() as session:
        assert endings.retry(session, [1], world.clock.now) == ([], [])
    await _rounds(world, 2)
    assert len(place.briefings()) == 1


@PLACES
async def test_what_something_between_answered_after_it_was_taken_comes_once_where_that_can_be_seen(
    world: World, make: Callable[[World], Place]
) -> None:
    place = make(world)
    await place.types(FOLLOW)
    place.server.failures = [place.gateway_after]
    world.clock.now = MONDAY
    await _rounds(world, 3)
    assert (len(place.briefings()), _stands(world)[0][0]) == (1, "sent")


async def test_a_long_outage_after_a_broken_connection_is_no_row_of_repeats(world: World) -> None:
    place = OnTelegram(world)
    await place.types(FOLLOW)
    world.telegram.failures = ["reset", *[Fault(503, HTML)] * 8]
    world.clock.now = MONDAY
    await _rounds(world, 11)
    assert (len(place.briefings()), _stands(world)[0][0]) == (1, "sent")


@PLATFORMS
async def test_a_short_wait_of_one_chat_does_not_hold_the_lane_as_long_as_another_ones(
    world: World, make: Callable[[World], Place]
) -> None:
    place = make(world)
    chats = place.chats[:3]
    for chat in chats:
        await place.types(FOLLOW, chat)
    place.server.errors = {chats[0]: _flood(30), chats[1]: _flood(43_200)}
    world.clock.now = MONDAY
    await _rounds(world, 2, seconds=5)
    place.server.errors.clear()
    await _rounds(world, 4, seconds=30)
    assert [len(place.briefings(chat)) for chat in chats] == [1, 0, 1]


@PLACES
async def test_what_may_have_arrived_does_not_come_again_while_briefings_stand_still(
    world: World, make: Callable[[World], Place]
) -> None:
    place = make(world)
    await place.types(FOLLOW)
    place.server.failures = ["reset"]
    world.clock.now = MONDAY
    await world.deliver()
    await place.types("pauzeer tot 12 april")
    await _rounds(world, 4)
    ended = "dropped" if place.can_look else "unknown"
    assert (place.briefings(), _stands(world)) == ([], [(ended, None, "pause.on_request")])
    world.clock.now = datetime(2025, 4, 14, 6, 0, 10, tzinfo=UTC)
    await _rounds(world, 2)
    (briefing,) = place.briefings()
    assert ("Misschien kwam een eerdere briefing hier niet aan." in briefing) is (not place.can_look)
    assert "Externe dimensie van migratie" in briefing


async def test_a_form_that_is_refused_goes_as_plain_text_on_slack(world: World) -> None:
    place = OnSlack(world)
    await place.types(FOLLOW)
    world.slack.refuses_blocks = True
    world.clock.now = MONDAY
    await _rounds(world, 3)
    assert {state for state, _, _ in _stands(world)} == {"sent"}
    told = "\n".join(post["text"] for post in world.slack.posts("C1"))
    assert "Externe dimensie van migratie" in told
    assert "<http" not in told


async def test_a_form_that_is_refused_goes_as_plain_text_on_telegram(world: World) -> None:
    place = OnTelegram(world)
    await place.types(FOLLOW)
    world.telegram.failures = [
        said(400, {"ok": False, "error_code": 400, "description": "Bad Request: can't parse entities"})
    ]
    world.clock.now = MONDAY
    await _rounds(world, 3)
    (briefing,) = place.briefings()
    assert "Externe dimensie van migratie" in briefing
    assert "<b>" not in briefing


@PLACES
async def test_administrators_hear_elsewhere_that_a_lane_stopped_once(
    watched: World, make: Callable[[World], Place]
) -> None:
    place = make(watched)
    await place.types(FOLLOW)
    place.server.errors[""] = place.standing
    watched.clock.now = MONDAY
    await _rounds(watched, 6, minutes=20)
    heard = [one for told in heard_on(watched) for one in told]
    assert [("De briefings staan stil" in text, "steeds opnieuw" in text) for text in heard] == [(True, True)] * 5


@PLACES
async def test_administrators_hear_of_a_briefing_that_is_refused_in_every_form(
    watched: World, make: Callable[[World], Place]
) -> None:
    place = make(watched)
    await place.types(FOLLOW)
    place.server.errors[place.chat] = place.error(place.refused)
    watched.clock.now = MONDAY
    await _rounds(watched, 3)
    assert _stands(watched)[0][0] == "failed"
    assert [len(told) for told in heard_on(watched)] == [1] * 6


async def test_a_notice_that_meets_an_unknown_error_is_not_tried_for_ever(world: World) -> None:
    place = OnSlack(world)
    await place.types(FOLLOW)
    place.server.errors = {"C1": place.lost, "U1": place.unknown}
    world.clock.now = MONDAY
    await _rounds(world, 9, hours=8)
    assert [state for state, _, _ in _stands(world)] == ["failed", "failed"]
