"""Who is told of what cannot be delivered: once each, and where they can be reached."""

from sqlalchemy import select

from storage.rows import SubscriptionRow
from tests.bot.delivery.places import PLACES, OnSlack
from tests.bot.delivery.seen import GROUP, ON_SQLITE, Make, another, heard
from tests.bot.delivery.test_faults import FOLLOW, HTML, MONDAY, _rounds, _stands
from tests.stand_ins.clock import Clock
from tests.stand_ins.faults import Fault
from tests.world import World, make_world

pytestmark = ON_SQLITE


@PLACES
async def test_administrators_hear_of_a_token_that_is_refused_after_an_outage_of_everything(
    watched: World, make: Make
) -> None:
    place = make(watched)
    watched.slack.strict = False
    for chat in (place.chat, another(place)):
        await place.types(FOLLOW, chat)
    place.server.errors[""] = Fault(503, HTML)
    watched.clock.now = MONDAY
    await _rounds(watched, 2)
    place.server.errors[""] = place.standing
    await _rounds(watched, 3, minutes=20)
    assert [("De briefings staan stil" in text) for text in heard(watched)] == [True] * 5


async def test_nothing_waits_for_administrators_on_a_platform_that_is_off(filled_url: str, clock: Clock) -> None:
    off = {"TELEGRAM_BOT_TOKEN": "", "TELEGRAM_WEBHOOK_SECRET": "", "TELEGRAM_MODE": ""}
    async with (
        make_world(filled_url, clock) as world,
        world.running(JBZ_ADMINISTRATORS="telegram:123456:-900", **off),
    ):
        place = OnSlack(world)
        await place.types(FOLLOW)
        place.server.errors[""] = place.standing
        world.clock.now = MONDAY
        await _rounds(world, 3, minutes=20)
        place.server.errors.clear()
        await _rounds(world, 4, hours=16)
        assert (len(place.briefings()), _stands(world)) == (1, [("sent", None, None)])


async def test_a_chat_of_administrators_that_is_named_twice_is_told_once(filled_url: str, clock: Clock) -> None:
    named_twice = "telegram:123456:-900,telegram:123456:-900"
    async with make_world(filled_url, clock) as world, world.running(JBZ_ADMINISTRATORS=named_twice):
        place = OnSlack(world)
        await place.types(FOLLOW)
        place.server.errors[""] = place.standing
        world.clock.now = MONDAY
        await _rounds(world, 4, minutes=20)
        assert [("De briefings staan stil" in text, "slack:T1" in text) for text in heard(world)] == [(True, True)]


async def test_who_made_it_is_told_that_the_bot_was_put_out_of_a_group(world: World) -> None:
    maker = 7
    world.telegram.administrators.add(maker)
    await world.telegram_gives(world.telegram.says(f"/{FOLLOW}", GROUP, maker, kind="supergroup"))
    assert world.telegram.texts(maker) == []
    await world.telegram_gives(world.telegram.place_of_bot(GROUP, "member", "kicked"))
    world.clock.now = MONDAY
    await _rounds(world, 3)
    with world.app.database.reading() as session:
        why = list(session.scalars(select(SubscriptionRow.unreachable)))
    assert why == ["Telegram: bot was kicked from the chat"]
    (notice,) = world.telegram.texts(maker)
    assert notice.splitlines() == [
        "<b>De briefing kan niet worden bezorgd</b>",
        f"Het gaat om {GROUP}. De reden: {why[0]}.",
        "Het abonnement daar staat stil. Is het hersteld? Typ dan daar: hervat.",
    ]
