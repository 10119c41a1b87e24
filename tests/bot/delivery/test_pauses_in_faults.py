"""Someone pauses, stops, moves or forgets while something goes wrong: what waited does not come after all."""

import pytest
from sqlalchemy import select

from briefings.model.chat import Person
from briefings.model.delivery import DeliveryState
from storage import endings, outbox
from storage.rows import HoldRow, SubscriptionRow
from tests.bot.delivery.places import PLACES, PLATFORMS, OnSlack, address_of
from tests.bot.delivery.seen import ON_SQLITE, Make, another, parts, plan_in_two_parts, states, told
from tests.bot.delivery.test_faults import FOLLOW, HTML, MONDAY, _flood, _rounds
from tests.stand_ins.faults import Fault
from tests.world import World


@pytest.mark.parametrize(
    ("filled_url", "change", "then"),
    [
        ("sqlite", "wijzig elke dinsdag 08:00", "pauzeer"),
        ("postgresql", "wijzig elke dinsdag 08:00", "pauzeer"),
        ("sqlite", "volg migratie elke dinsdag 08:00", "stop alles"),
    ],
    indirect=["filled_url"],
)
@PLACES
async def test_what_waits_does_not_come_after_another_schedule_and_then_a_pause_or_a_stop(
    world: World, make: Make, change: str, then: str
) -> None:
    place = make(world)
    await place.types(FOLLOW)
    place.server.errors[""] = Fault(503, HTML)
    world.clock.now = MONDAY
    await _rounds(world, 2)
    place.server.errors.clear()
    await place.types(change)
    await place.types(then)
    await _rounds(world, 4)
    assert (told(place), states(world)) == ([], ["dropped"])


@pytest.mark.parametrize(
    ("filled_url", "then"),
    [("sqlite", "pauzeer"), ("postgresql", "pauzeer"), ("sqlite", "stop alles")],
    indirect=["filled_url"],
)
@PLACES
async def test_the_second_message_of_a_briefing_does_not_come_in_a_pause_or_after_a_stop(
    world: World, make: Make, then: str
) -> None:
    place = make(world)
    other = another(place)
    for chat in (place.chat, other):
        await place.types(FOLLOW, chat)
    world.clock.now = MONDAY
    await plan_in_two_parts(world, place.chat)
    place.server.failures = ["ok", place.standing]
    await world.deliver()
    assert parts(place) == [1]
    await place.types(then)
    await _rounds(world, 4, minutes=45)
    assert (parts(place), told(place, other), states(world)) == ([1], ["news"], ["unknown", "sent"])


@PLACES
async def test_one_of_two_subjects_that_is_stopped_in_an_outage_is_not_told(world: World, make: Make) -> None:
    place = make(world)
    await place.types("volg migratie, insolventie elke maandag 08:00")
    place.server.errors[""] = Fault(503, HTML)
    world.clock.now = MONDAY
    await _rounds(world, 2)
    place.server.errors.clear()
    await place.types("stop migratie")
    await _rounds(world, 3)
    assert (told(place), states(world)) == (["other"], ["dropped", "sent"])


@ON_SQLITE
@PLACES
async def test_who_stopped_gets_nothing_when_another_chat_gets_the_number_of_its_subscription(
    world: World, make: Make
) -> None:
    place = make(world)
    other = another(place)
    await place.types(FOLLOW)
    place.server.errors[place.chat] = place.lost
    world.clock.now = MONDAY
    await _rounds(world, 2)
    place.server.errors.clear()
    await place.types("stop alles")
    await place.types("volg asiel elke vrijdag 08:00", other)
    await place.types("pauzeer", other)
    await place.types("hervat", other)
    await _rounds(world, 3)
    assert (told(place), told(place, other), states(world)) == ([], [], ["failed"])


@ON_SQLITE
@pytest.mark.parametrize("failure", ["reset-after", "gateway-after"])
async def test_what_slack_took_after_all_is_not_told_again_after_a_pause(world: World, failure: str) -> None:
    place = OnSlack(world)
    await place.types(FOLLOW)
    world.slack.failures = [failure]
    world.clock.now = MONDAY
    await world.deliver()
    await place.types("pauzeer")
    await _rounds(world, 2)
    await place.types("hervat")
    await _rounds(world, 3)
    assert (told(place), states(world)) == (["news"], ["sent"])


@ON_SQLITE
@PLACES
async def test_an_administrator_cannot_send_again_to_a_chat_that_stopped(world: World, make: Make) -> None:
    place = make(world)
    await place.types(FOLLOW)
    place.server.errors[place.chat] = place.lost
    world.clock.now = MONDAY
    await _rounds(world, 2)
    place.server.errors.clear()
    await place.types("stop alles")
    with world.app.database.writing() as session:
        kept = [one.id for one in outbox.list_deliveries(session) if one.state is DeliveryState.FAILED]
        assert endings.retry(session, kept, world.clock.now) == ([], kept)
    await _rounds(world, 2)
    assert (told(place), states(world)) == ([], ["failed"])


@ON_SQLITE
@PLATFORMS
async def test_a_chat_that_is_forgotten_leaves_no_hold(world: World, make: Make) -> None:
    place = make(world)
    await place.types(FOLLOW)
    place.server.errors[place.chat] = _flood(3600)
    world.clock.now = MONDAY
    await _rounds(world, 1)
    place.server.errors.clear()
    here = address_of(place)
    with world.app.database.reading() as session:
        assert list(session.scalars(select(HoldRow.chat))) == [place.chat]
    world.app.conversation.handle("vergeet", here, Person("", is_administrator=True))
    with world.app.database.reading() as session:
        left = list(session.scalars(select(HoldRow.chat))), list(session.scalars(select(SubscriptionRow.id)))
    assert left == ([], [])
