"""A clock that was wrong for a while, and groups of Telegram that become another in the middle of a fault."""

from datetime import timedelta

from tests.bot.delivery.places import PLACES, OnSlack, OnTelegram
from tests.bot.delivery.seen import (
    GROUP,
    ON_SQLITE,
    SUPERGROUP,
    Make,
    letter_comes_in,
    parts,
    plan_in_two_parts,
    states,
    told,
)
from tests.bot.delivery.test_faults import FOLLOW, HTML, MONDAY, _rounds
from tests.stand_ins.faults import Fault, said
from tests.world import World

pytestmark = ON_SQLITE


async def test_what_slack_took_while_our_clock_was_hours_ahead_is_found_there(world: World) -> None:
    place = OnSlack(world)
    await place.types(FOLLOW)
    right = MONDAY + timedelta(hours=1)
    world.slack.clock = right.timestamp
    world.slack.failures = ["reset-after"]
    world.clock.now = right + timedelta(hours=3)
    await world.deliver()
    world.clock.now = right + timedelta(minutes=6)
    await _rounds(world, 5, minutes=50)
    assert (told(place), states(world)) == (["news"], ["sent"])


async def test_what_slack_took_is_found_there_when_its_clock_is_ten_minutes_behind_ours(world: World) -> None:
    place = OnSlack(world)
    await place.types(FOLLOW)
    world.slack.clock = lambda: (world.clock.now - timedelta(minutes=10)).timestamp()  # noqa: PLW0108 - now changes
    world.slack.failures = ["reset-after"]
    world.clock.now = MONDAY
    await _rounds(world, 4)
    assert (told(place), states(world)) == (["news"], ["sent"])


@PLACES
async def test_an_attempt_that_failed_with_a_clock_hours_ahead_holds_nothing_when_it_is_right_again(
    world: World, make: Make
) -> None:
    place = make(world)
    await place.types(FOLLOW)
    place.server.errors[""] = Fault(503, HTML)
    world.clock.now = MONDAY
    await _rounds(world, minutes=1)
    world.clock.forward(hours=20)
    await _rounds(world, minutes=1)
    world.clock.forward(hours=-20)
    place.server.errors.clear()
    await _rounds(world, 5)
    assert (told(place), states(world)) == (["news"], ["sent"])


@PLACES
async def test_a_lane_that_stopped_with_a_clock_hours_ahead_goes_on_when_it_is_right_again(
    world: World, make: Make
) -> None:
    place = make(world)
    await place.types(FOLLOW)
    place.server.failures = [place.standing]
    world.clock.now = MONDAY + timedelta(hours=5)
    await world.deliver()
    world.clock.now = MONDAY
    await _rounds(world, 3)
    assert (told(place), states(world)) == (["news"], ["sent"])


async def test_a_pause_with_a_clock_days_ahead_loses_no_letter_of_these_days(world: World) -> None:
    place = OnSlack(world)
    world.slack.strict = False
    await place.types("volg migratie dagelijks 08:00")
    world.clock.now = MONDAY
    await _rounds(world, 2)
    world.clock.now = MONDAY + timedelta(days=3)
    world.slack.failures = [Fault(503, HTML)]
    await world.deliver()
    await place.types("pauzeer")
    world.clock.now = MONDAY + timedelta(hours=1)
    await place.types("hervat")
    await _rounds(world, 2)
    await place.types("pauzeer")
    await place.types("hervat")
    world.clock.now = MONDAY + timedelta(days=2)
    await _rounds(world)
    letter_comes_in(world)
    for day in (3, 4, 5, 6):
        world.clock.now = MONDAY + timedelta(days=day)
        await _rounds(world)
    assert [("ronde twee" in text) for text in place.briefings()] == [False, False, True, False, False]


async def _group_follows(world: World) -> OnTelegram:
    world.telegram.administrators.add(7)
    await world.telegram_gives(world.telegram.says(f"/{FOLLOW}", GROUP, kind="group"))
    world.clock.now = MONDAY
    return OnTelegram(world)


async def test_a_group_that_put_the_bot_out_and_then_moved_gets_one_briefing_when_it_goes_on(world: World) -> None:
    place = await _group_follows(world)
    kicked = {"ok": False, "error_code": 403, "description": "Forbidden: bot was kicked from the group chat"}
    world.telegram.errors[str(GROUP)] = said(403, kicked)
    await _rounds(world, 3)
    assert states(world) == ["failed"]
    world.telegram.errors.clear()
    await world.telegram_gives(world.telegram.migrates(GROUP, SUPERGROUP))
    await world.telegram_gives(world.telegram.says("/hervat", SUPERGROUP, kind="supergroup"))
    await _rounds(world, 4)
    assert (told(place, str(GROUP)), told(place, str(SUPERGROUP)), states(world)) == ([], ["news"], ["sent"])


async def test_a_group_that_moves_halfway_through_a_briefing_in_an_outage_gets_the_rest(world: World) -> None:
    place = await _group_follows(world)
    await plan_in_two_parts(world, GROUP)
    world.telegram.failures = ["ok", Fault(503, HTML), "reset"]
    await _rounds(world, 2, minutes=1)
    world.telegram.migrates(GROUP, SUPERGROUP)
    await _rounds(world, 5)
    assert (parts(place, GROUP), parts(place, SUPERGROUP), states(world)) == ([1], [2], ["sent"])
