"""What is followed goes to another chat of the same person, whatever waits or is under way: it is told once."""

import pytest

from bot.reply import Reply
from briefings.model.chat import Address, Person
from tests.bot.delivery.places import OnTelegram, address_of
from tests.bot.delivery.seen import ON_SQLITE, letter_comes_in, parts, plan_in_two_parts, states, told
from tests.bot.delivery.test_faults import FOLLOW, HTML, MONDAY, _rounds, _stands
from tests.bot.email.places import OnEmail
from tests.stand_ins.faults import Fault
from tests.world import World

TO_MAIL, BACK = "verplaats migratie naar e-mail", "verplaats migratie naar telegram"


class Anna:
    """Someone who follows in Telegram, and has a mailbox."""

    def __init__(self, world: World) -> None:
        self.world, self.telegram, self.mail = world, OnTelegram(world), OnEmail(world)

    @classmethod
    async def joined(cls, world: World) -> "Anna":
        """Her chats are joined, and both have heard it."""
        self = cls(world)
        code = self.says("koppel", address_of(self.telegram)).lead[0].rpartition(" ")[2]
        self.says(f"koppel {code}", address_of(self.mail))
        await world.deliver()
        world.rest()
        return self

    def says(self, text: str, at: Address) -> Reply:
        return self.world.app.conversation.handle(text, at, Person(at.chat))

    def moves(self, text: str = TO_MAIL) -> None:
        at = self.telegram if text == TO_MAIL else self.mail
        assert self.says(text, address_of(at)).title.startswith("Verplaatst naar")


async def test_both_chats_hear_of_the_joining_once(world: World) -> None:
    anna = await Anna.joined(world)
    await _rounds(world, 2)
    (heard,) = world.telegram.texts(42)
    assert heard.startswith("<b>Deze chat is gekoppeld met e-mail (anna@example.org).</b>")
    anna.says("ontkoppel", address_of(anna.telegram))
    await _rounds(world, 2)
    (mail,) = world.relay.mails(anna.mail.chat)
    assert mail.message["subject"] == "Telegram is niet meer gekoppeld met deze chat."


async def test_what_waits_and_was_not_begun_comes_in_the_new_chat_once(world: World) -> None:
    anna = await Anna.joined(world)
    await anna.telegram.types(FOLLOW)
    world.telegram.errors[""] = Fault(503, HTML)
    world.clock.now = MONDAY
    await _rounds(world, 2)
    anna.moves()
    await _rounds(world, 2)
    world.telegram.errors.clear()
    await _rounds(world, 4)
    assert (told(anna.telegram), told(anna.mail), states(world)) == ([], ["news"], ["dropped", "sent"])


async def test_what_was_begun_is_finished_where_it_was_begun_and_told_nowhere_else(world: World) -> None:
    anna = await Anna.joined(world)
    await anna.telegram.types(FOLLOW)
    world.clock.now = MONDAY
    await plan_in_two_parts(world, 42)
    world.telegram.failures = ["ok", Fault(503, HTML)]
    await world.deliver()
    assert parts(anna.telegram) == [1]
    anna.moves()
    letter_comes_in(world)
    await _rounds(world, 3)
    world.clock.forward(days=7)
    await _rounds(world, 2)
    assert (parts(anna.telegram), states(world)) == ([1, 2], ["sent", "sent"])
    (mail,) = anna.mail.briefings()
    assert ("ronde twee" in mail, "Externe dimensie" in mail, "kwam hier niet aan" in mail) == (True, False, False)


@pytest.mark.parametrize("follow", [FOLLOW, "volg migratie, insolventie elke maandag 08:00"])
async def test_what_was_begun_and_is_lost_after_all_is_told_in_the_new_chat_which_does_not_stand_still(
    world: World, follow: str
) -> None:
    anna = await Anna.joined(world)
    await anna.telegram.types(follow)
    world.clock.now = MONDAY
    await plan_in_two_parts(world, 42)
    world.telegram.failures = ["ok", Fault(503, HTML)]
    await world.deliver()
    anna.moves()
    world.telegram.errors["42"] = OnTelegram.lost
    await _rounds(world, 3)
    assert states(world)[0] == "failed"
    world.clock.forward(days=7)
    await _rounds(world, 2)
    (mail,) = anna.mail.briefings()
    assert "Externe dimensie van migratie" in mail
    assert "Een eerdere briefing kwam hier niet aan." in mail


async def test_what_may_have_arrived_comes_again_where_it_was_sent_and_not_in_the_new_chat(world: World) -> None:
    anna = await Anna.joined(world)
    await anna.telegram.types(FOLLOW)
    world.telegram.failures = ["reset-after"]
    world.clock.now = MONDAY
    await world.deliver()
    anna.moves()
    await _rounds(world, 4)
    world.clock.forward(days=7)
    await _rounds(world, 2)
    assert (told(anna.telegram), told(anna.mail), _stands(world)[0][1:]) == (["news"] * 2, ["nothing"], (None, None))


@ON_SQLITE
async def test_what_is_finished_in_an_outage_of_the_old_platform_holds_nothing_up_in_the_new_one(world: World) -> None:
    anna = await Anna.joined(world)
    await anna.telegram.types("volg migratie dagelijks 08:00")
    world.clock.now = MONDAY
    await plan_in_two_parts(world, 42)
    world.telegram.failures = ["ok"]
    await world.deliver()
    world.telegram.errors[""] = Fault(503, HTML)
    await _rounds(world, 1)
    anna.moves()
    letter_comes_in(world)
    world.clock.now = MONDAY.replace(month=4, day=1)
    await _rounds(world, 2)
    assert ["ronde twee" in text for text in anna.mail.briefings()] == [True]


async def test_there_and_back_while_it_is_on_its_way_loses_nothing(world: World) -> None:
    anna = await Anna.joined(world)
    await anna.telegram.types("volg migratie, insolventie elke maandag 08:00")
    world.clock.now = MONDAY
    await plan_in_two_parts(world, 42)
    world.telegram.failures = ["ok", Fault(503, HTML)]
    await world.deliver()
    anna.moves()
    anna.moves(BACK)
    world.telegram.errors["42"] = OnTelegram.lost
    await _rounds(world, 3)
    world.telegram.errors.clear()
    await anna.telegram.types("hervat")
    await _rounds(world, 2)
    assert (told(anna.telegram)[-1], told(anna.mail)) == ("news", [])


@ON_SQLITE
async def test_a_pause_goes_along_and_ends_in_the_new_chat(world: World) -> None:
    anna = await Anna.joined(world)
    await anna.telegram.types(FOLLOW)
    await anna.telegram.types("pauzeer tot 12 april")
    anna.moves()
    world.clock.now = MONDAY
    await _rounds(world, 2)
    assert told(anna.mail) == []
    for day in (12, 14):
        world.clock.now = MONDAY.replace(month=4, day=day)
        await world.deliver()
    world.rest()
    await _rounds(world, 2)
    assert (told(anna.telegram), told(anna.mail)) == ([], ["news"])


@ON_SQLITE
async def test_a_moment_that_was_told_is_not_told_again_after_a_move_and_back(world: World) -> None:
    anna = await Anna.joined(world)
    await anna.telegram.types(FOLLOW)
    world.clock.now = MONDAY
    await _rounds(world, 2)
    anna.moves()
    await _rounds(world, 2)
    anna.moves(BACK)
    await _rounds(world, 2)
    assert (told(anna.telegram), told(anna.mail)) == (["news"], [])
    world.clock.forward(days=7)
    await _rounds(world, 2)
    assert (told(anna.telegram), told(anna.mail)) == (["news", "nothing"], [])
