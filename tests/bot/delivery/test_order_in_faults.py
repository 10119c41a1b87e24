"""Briefings that wait together: news is told once, and nobody reads "Niets nieuws" while news is still on its way."""

from datetime import timedelta

from tests.bot.delivery.places import PLACES, PLATFORMS
from tests.bot.delivery.seen import ON_SQLITE, Make, refusal, states, told
from tests.bot.delivery.test_faults import HTML, MONDAY, _flood, _rounds
from tests.stand_ins.faults import Fault
from tests.world import World

DAILY = "volg migratie dagelijks 08:00"


@ON_SQLITE
@PLACES
async def test_after_an_outage_of_more_than_two_days_news_comes_before_nothing(world: World, make: Make) -> None:
    place = make(world)
    await place.types(DAILY)
    place.server.errors[""] = Fault(503, HTML)
    for hours in (0, 24, 48):
        world.clock.now = MONDAY + timedelta(hours=hours)
        await _rounds(world)
    place.server.errors.clear()
    world.clock.now = MONDAY + timedelta(hours=49)
    await _rounds(world, 4)
    first, *between, last = states(world)  # the third is planned before or after the first is given up
    assert (told(place), first, set(between), last) == (["news"], "failed", {"dropped"}, "sent")


@PLATFORMS
async def test_when_two_briefings_wait_the_one_with_news_goes_first(world: World, make: Make) -> None:
    place = make(world)
    await place.types(DAILY)
    place.server.errors[place.chat] = _flood(24 * 3600 + 600)
    world.clock.now = MONDAY
    await _rounds(world, 2)
    place.server.errors.clear()
    world.clock.now = MONDAY + timedelta(days=1)
    await _rounds(world, 2)
    assert told(place) == []
    world.clock.now = MONDAY + timedelta(days=1, minutes=30)
    await _rounds(world, 2)
    assert (told(place), states(world)) == (["news", "nothing"], ["sent", "sent"])


@PLATFORMS
async def test_a_first_briefing_that_is_refused_after_a_later_one_was_planned_is_made_anew(
    world: World, make: Make
) -> None:
    place = make(world)
    world.slack.strict = False
    await place.types(DAILY)
    place.server.errors[place.chat] = _flood(24 * 3600 + 600)
    world.clock.now = MONDAY
    await _rounds(world, 2)
    place.server.errors.clear()
    world.clock.now = MONDAY + timedelta(days=1)
    await _rounds(world, 2)
    place.server.failures = [refusal(place), refusal(place)]
    await _rounds(world, 6, hours=6)
    assert (told(place), states(world)) == (["news", "nothing"], ["failed", "dropped", "sent", "sent"])
