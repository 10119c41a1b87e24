"""What of the promises of delivery is e-mail's own; the rest it keeps by the same tests as every other channel.

Those are in tests/bot/delivery (`OnEmail` is one of its places).
"""

from datetime import timedelta
from time import monotonic

import pytest

from tests.bot.delivery.seen import ON_SQLITE, heard, states
from tests.bot.delivery.test_faults import FOLLOW, MONDAY, _rounds, _stands
from tests.bot.delivery.test_recall import DAILY, RIGHT, WRONG, letter, takes_in
from tests.bot.email.places import ANNA, BEN, OnEmail
from tests.stand_ins.smtp_server import Failure, Reply, SmtpServer
from tests.world import World


@ON_SQLITE
async def test_a_mail_cannot_be_edited_so_a_short_one_follows_in_its_thread(world: World, relay: SmtpServer) -> None:
    place = OnEmail(world)
    await place.types(DAILY)
    takes_in(world, letter())
    world.clock.now = MONDAY
    await _rounds(world)
    takes_in(world, letter(RIGHT))
    await _rounds(world, 2)
    first, correction = relay.mails(ANNA)
    said = " ".join(correction.text.split())
    assert [one in said for one in ("Er stond", WRONG, "Er staat nu", RIGHT)] == [True] * 4
    assert correction.message["References"] == first.message["References"]
    world.clock.now = MONDAY + timedelta(days=1)
    await _rounds(world, 2)
    assert ["Niets nieuws" in mail.text for mail in relay.mails(ANNA)] == [False, False, True]
    assert states(world) == ["sent", "dropped", "sent", "sent"]


async def test_an_address_that_is_lost_stands_still_with_the_reason(world: World, relay: SmtpServer) -> None:
    place = OnEmail(world)
    await place.types(FOLLOW)
    relay.errors[ANNA] = place.lost
    world.clock.now = MONDAY
    await _rounds(world, 2)
    assert _stands(world) == [("failed", "E-mail: 550 5.1.1 User unknown", None)]
    assert "De briefings staan hier stil" in (await place.post(place.link(), q="abonnementen")).text


async def test_a_password_that_does_not_work_stops_the_lanes_and_nothing_else(world: World, relay: SmtpServer) -> None:
    place = OnEmail(world)
    await place.types(FOLLOW)
    await place.types(FOLLOW, "carla@example.com")
    relay.errors[""] = place.standing
    world.clock.now = MONDAY
    await _rounds(world, 4, minutes=20)
    await world.deliver()
    await world.deliver()  # the next tick sees what this one met
    assert states(world) == ["waiting", "waiting"]
    ready = (await world.http.get("/readyz")).json()
    assert sorted(one.partition(" ")[0] for one in ready["held"]) == ["email:example.com", "email:example.org"]
    relay.errors.clear()
    await _rounds(world, 6, minutes=20)
    assert [len(place.briefings(ANNA)), len(place.briefings("carla@example.com"))] == [1, 1]


@pytest.mark.parametrize(("failure", "copies"), [("reset", 1), ("reset-after", 2)])
async def test_what_may_have_been_taken_comes_again_under_the_same_id(
    world: World, relay: SmtpServer, failure: Failure, copies: int
) -> None:
    place = OnEmail(world)
    await place.types(FOLLOW)
    relay.failures = [failure]
    world.clock.now = MONDAY
    await _rounds(world, 3)
    news = ["Externe dimensie van migratie" in text for text in place.briefings()]
    assert (news, _stands(world)[0][0]) == ([True] * copies, "sent")
    assert len({str(one.message["message-id"]) for one in relay.mails(ANNA)}) == 1


@ON_SQLITE
async def test_what_never_gets_an_answer_is_sent_five_times_and_then_told_again(
    world: World, relay: SmtpServer
) -> None:
    place = OnEmail(world)
    await place.types(FOLLOW)
    relay.failures = ["reset-after"] * 5
    world.clock.now = MONDAY
    await _rounds(world, 12)
    assert (_stands(world)[0][0], len(relay.mails(ANNA))) == ("unknown", 5)
    world.clock.now = MONDAY + timedelta(days=7)
    await _rounds(world, 2)
    assert "Misschien kwam een eerdere briefing hier niet aan." in place.briefings()[-1]


@ON_SQLITE
async def test_a_mail_that_is_refused_goes_as_plain_words(world: World, relay: SmtpServer) -> None:
    place = OnEmail(world)
    await place.types(FOLLOW)
    relay.failures = [Reply("554 5.6.0 We take no HTML", "content")]
    world.clock.now = MONDAY
    await _rounds(world, 2)
    (mail,) = relay.mails(ANNA)
    assert ("Externe dimensie van migratie" in mail.text, mail.page) == (True, "")


@ON_SQLITE
async def test_administrators_hear_of_a_briefing_that_is_refused_in_every_form(world: World, relay: SmtpServer) -> None:
    await OnEmail(world).types(FOLLOW)
    relay.errors[ANNA] = Reply("554 5.6.0 No", "content")
    world.clock.now = MONDAY
    await _rounds(world, 3)
    assert (_stands(world)[0], len(heard(world))) == (("failed", None, None), 2)


@ON_SQLITE
async def test_a_domain_gets_so_many_mails_in_a_minute_and_another_does_not_wait(
    world: World, relay: SmtpServer
) -> None:
    place = OnEmail(world)
    async with world.running(**relay.settings(JBZ_EMAIL_MINUTE="60")):
        for mail in (ANNA, BEN, "carla@example.org", "dirk@example.com"):
            await place.types(FOLLOW, mail)
        world.clock.now = MONDAY
        begun = monotonic()
        await _rounds(world, 1)
        took = monotonic() - begun
    assert sorted(relay.calls, key=relay.calls.index)[:2] != [ANNA, BEN]  # the other domain did not wait for the first
    assert (len(relay.taken), took >= 2.0) == (4, True)


@ON_SQLITE
async def test_administrators_may_be_told_by_mail(world: World, relay: SmtpServer) -> None:
    settings = relay.settings(JBZ_ADMINISTRATORS="email:example.com:beheer@example.com")
    async with world.running(**settings):
        await OnEmail(world).types(FOLLOW)
        relay.errors[ANNA] = OnEmail.standing
        world.clock.now = MONDAY
        await _rounds(world, 4)
    (notice,) = relay.mails("beheer@example.com")
    assert notice.message["subject"] == "De briefings staan stil"
    assert notice.message["list-unsubscribe"] is None
    assert "E-mail: 530 5.7.0" in notice.text


@ON_SQLITE
async def test_one_domain_that_is_busy_holds_up_no_other(world: World, relay: SmtpServer) -> None:
    place = OnEmail(world)
    for mail in (ANNA, BEN, "carla@example.com"):
        await place.types(FOLLOW, mail)
    relay.errors = {ANNA: Reply("450 4.2.1 Busy"), BEN: Reply("450 4.2.1 Busy")}
    world.clock.now = MONDAY
    await _rounds(world, 2, seconds=5)
    assert [len(place.briefings(mail)) for mail in (ANNA, BEN, "carla@example.com")] == [0, 0, 1]
    relay.errors.clear()
    await _rounds(world, 4)
    assert [len(place.briefings(mail)) for mail in (ANNA, BEN, "carla@example.com")] == [1, 1, 1]
