"""Who asks so that only the bot sees it is answered so that only they see it."""

import pytest

from bot.carried import CarriedCommand
from briefings.model.chat import Address
from storage import chats, subscriptions
from tests.stand_ins.faults import said
from tests.stand_ins.teams_server import TENANT, buttons_of, channel, words_of
from tests.world import World

CHAT, GROUP, ALONE = channel("c1"), "19:groep@unq.gbl.spaces", "a:u1"


def _followed(world: World, chat: str = CHAT) -> list[str]:
    with world.app.database.reading() as session:
        kept = chats.find_chat(session, Address("teams", TENANT, chat))
        followed = subscriptions.of_chat(session, kept.id) if kept else []
        return [interest.subject.name for one in followed for interest in one.interests]


@pytest.mark.parametrize("chat", [CHAT, GROUP])
async def test_a_question_and_its_answer_are_seen_by_nobody_else(world: World, chat: str) -> None:
    asked = world.teams.whispers("migratie", chat)
    (answer,) = await world.teams_gives(asked)
    assert "Externe dimensie van migratie" in words_of(answer)
    assert (answer["to"], answer["conversation"]) == ("29:u1", chat)
    assert answer["entities"] == [{"type": "targetedMessageInfo", "messageId": asked["id"]}]
    (aloud,) = await world.teams_types("migratie", chat)
    assert (aloud["to"], "recipient" in aloud, "Deel in kanaal" in buttons_of(aloud)) == ("", False, False)


async def test_buttons_of_such_an_answer_answer_so_too_and_the_next_page_stands_in_its_place(world: World) -> None:
    (answer,) = await world.teams_whispers("nederland", CHAT)
    assert await world.teams_presses(buttons_of(answer)["Meer"], answer) == []
    (now,) = world.teams.in_chat(CHAT)
    assert (now["edited"], now["to"], words_of(now) == words_of(answer)) == (True, "29:u1", False)
    (first,) = await world.teams_whispers("migratie", CHAT)
    (timeline,) = await world.teams_presses(buttons_of(first)["Tijdlijn"], first)
    assert (timeline["to"], "entities" in timeline) == ("29:u1", False)
    world.clock.forward(days=2)
    later = await world.teams_presses(buttons_of(answer)["Meer"], answer)
    assert [(one["to"], "edited" in one) for one in later] == [("29:u1", False)]


async def test_what_changes_for_everybody_is_said_to_everybody(world: World) -> None:
    (told,) = await world.teams_whispers("volg migratie elke maandag 08:00", CHAT)
    assert (told["to"], words_of(told).splitlines()[-1]) == ("", "Ingesteld door Naam u1")
    (answer,) = await world.teams_whispers("visa", CHAT)
    (followed,) = await world.teams_presses(buttons_of(answer)["Volg visa"], answer)
    assert (followed["to"], _followed(world)) == ("", ["migratie", "visa"])


async def test_an_answer_is_shared_with_who_shared_it_and_without_buttons(world: World) -> None:
    (answer,) = await world.teams_whispers("migratie", CHAT)
    (shared,) = await world.teams_presses(buttons_of(answer)["Deel in kanaal"], answer, user="u1")
    assert (shared["to"], buttons_of(shared)) == ("", {})
    assert words_of(shared).splitlines()[-1] == "Gedeeld door Naam u1"
    assert "Externe dimensie van migratie" in words_of(shared)


async def test_a_talk_that_nobody_else_sees_is_of_that_person_alone(world: World) -> None:
    await world.teams_whispers("wat zei nederland over terugkeer", CHAT)
    (leaning,) = await world.teams_whispers("en over visa", CHAT)
    (stranger,) = await world.teams_whispers("en over visa", CHAT, user="u2")
    assert words_of(leaning) != words_of(stranger)


async def test_where_teams_does_not_take_it_it_is_said_alone_and_never_to_everybody(world: World) -> None:
    world.teams.may_whisper = False
    assert await world.teams_whispers("migratie", CHAT) == []
    (alone,) = world.teams.in_chat(ALONE)
    assert "Externe dimensie van migratie" in words_of(alone)
    assert (alone["to"], buttons_of(alone)) == ("", {})
    world.teams.gone.add(ALONE)
    assert await world.teams_whispers("migratie", CHAT) == []
    assert len(world.teams.messages) == 1


async def test_one_that_is_refused_comes_as_words_to_the_same_person(world: World) -> None:
    world.teams.failures = [said(400, {"error": {"code": "BadSyntax", "message": "…"}})]
    (answer,) = await world.teams_whispers("migratie", CHAT)
    assert ("attachments" in answer, answer["to"]) == (False, "29:u1")
    assert "Externe dimensie van migratie" in answer["text"]


async def test_nothing_that_changes_something_is_shared(world: World) -> None:
    (answer,) = await world.teams_whispers("migratie", CHAT)
    seal = world.server._services["teams"]._handlers._tools.seal  # type: ignore[attr-defined]  # of Teams alone
    sealed = {"data": {"jbz": seal.close(CarriedCommand("volg migratie", hidden=True, share=True).written)}}
    assert await world.teams_presses(sealed, answer) == []
    assert _followed(world) == []
