"""One fault upon another: each briefing comes once in the end, and nothing is asked of a platform over and over."""

from collections import Counter
from collections.abc import Callable

from tests.bot.delivery.places import PLACES, PLATFORMS, OnSlack, OnTelegram, Platform
from tests.bot.delivery.seen import (
    ON_SQLITE,
    Make,
    heard,
    letter_comes_in,
    parts,
    plan_in_two_parts,
    refusal,
    states,
    told,
)
from tests.bot.delivery.test_faults import FOLLOW, HTML, MONDAY, _flood, _rounds, _stands
from tests.stand_ins.faults import Fault
from tests.world import World

pytestmark = ON_SQLITE
AT_ONCE = "volg migratie direct"


@PLACES
async def test_what_may_have_arrived_is_sent_after_an_hour_without_a_valid_token(world: World, make: Make) -> None:
    place = make(world)
    await place.types(FOLLOW)
    place.server.failures = ["reset"]
    world.clock.now = MONDAY
    await _rounds(world, minutes=1)
    tokens = dict(world.slack.tokens)
    world.slack.tokens.clear()
    world.telegram.errors[""] = OnTelegram.standing
    await _rounds(world, 6, minutes=20)
    world.slack.tokens.update(tokens)
    world.telegram.errors.clear()
    await _rounds(world, 3, minutes=30)
    assert (told(place), states(world)) == (["news"], ["sent"])


@PLATFORMS
async def test_an_unknown_error_after_an_outage_is_said_in_the_end(
    world: World, make: Callable[[World], Platform]
) -> None:
    place = make(world)
    await place.types(FOLLOW)
    place.server.failures = [Fault(503, HTML), "reset"]
    place.server.errors[place.chat] = place.unknown
    world.clock.now = MONDAY
    await _rounds(world, 2)
    await _rounds(world, 3, hours=24)
    state, unreachable, _ = _stands(world)[0]
    assert (state, "delivery.unknown_error" in (unreachable or "")) == ("failed", True)


async def test_slack_is_not_asked_what_arrived_for_one_chat_after_another_when_it_asks_to_wait(world: World) -> None:
    place = OnSlack(world)
    world.slack.strict = False
    for number in range(4):
        await place.types(FOLLOW, f"C{number}")
    world.slack.failures = ["reset"] * 100
    world.clock.now = MONDAY
    await _rounds(world, 3, seconds=6)
    assert states(world) == ["sending"] * 4
    world.slack.history_failures = ["ratelimited"] * 100
    world.clock.forward(minutes=10)
    before = Counter(world.slack.calls)
    await world.deliver()
    assert Counter(world.slack.calls) - before == {"conversations.history": 2}


@PLATFORMS
async def test_a_briefing_of_two_messages_comes_whole_after_a_long_wait_and_a_restart(world: World, make: Make) -> None:
    place = make(world)
    await place.types(FOLLOW)
    world.clock.now = MONDAY
    await plan_in_two_parts(world, place.chat)
    place.server.failures = ["ok", _flood(7200)]
    await _rounds(world, 2, seconds=5)
    assert parts(place) == [1]
    world.server.worker._lanes.clear()  # what a process knew is forgotten
    await _rounds(world, 4, minutes=45)
    assert (parts(place), states(world)) == ([1, 2], ["sent"])


@PLACES
async def test_a_direct_briefing_that_is_refused_is_not_made_again_and_again(watched: World, make: Make) -> None:
    place = make(watched)
    watched.slack.strict = False
    await place.types(AT_ONCE)
    place.server.errors[place.chat] = refusal(place)
    watched.clock.now = MONDAY
    letter_comes_in(watched)
    before = len(place.server.calls)
    await _rounds(watched, 20, seconds=15)
    calls = len(place.server.calls) - before
    assert (calls, len(heard(watched)), states(watched)) == (3, 6, ["failed"])


async def test_a_direct_briefing_that_is_never_answered_comes_five_times_at_most(world: World) -> None:
    place = OnTelegram(world)
    await place.types(AT_ONCE)
    world.clock.now = MONDAY
    letter_comes_in(world)
    world.telegram.failures = ["reset-after"] * 100
    await _rounds(world, 30, minutes=2)
    assert (sum("ronde twee" in text for text in place.briefings()), states(world)) == (5, ["unknown"])
