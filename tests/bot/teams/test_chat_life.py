"""The bot is added or removed; a channel or team is deleted, archived, restored, renamed."""

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import select

from briefings.model.chat import Address
from storage.rows import SubscriptionRow
from tests.stand_ins.teams_server import BOT, TEAM, TENANT, channel, words_of
from tests.world import World

MONDAY = datetime(2025, 3, 31, 6, 0, 10, tzinfo=UTC)
GENERAL, CHAT, OTHER, ALONE = channel("algemeen"), channel("c1"), channel("c2"), "a:1xyz"
_REMOVED = "Teams: BotNotInConversationRoster"


def _why(world: World) -> list[str | None]:
    with world.app.database.reading() as session:
        return list(session.scalars(select(SubscriptionRow.unreachable).order_by(SubscriptionRow.id)))


def _event(world: World, chat: str, event: str, about: str = "") -> dict[str, Any]:
    told = world.teams.activity("conversationUpdate", chat)
    told["channelData"] |= {"eventType": event, "channel": {"id": about or chat}, "team": {"id": TEAM, "name": "Nieuw"}}
    return told


def _members(world: World, chat: str, **which: str) -> dict[str, Any]:
    return world.teams.activity("conversationUpdate", chat) | {name: [{"id": who}] for name, who in which.items()}


@pytest.mark.parametrize("chat", [GENERAL, ALONE, "19:groep@unq.gbl.spaces"])
async def test_a_bot_that_is_added_says_once_who_it_is(world: World, chat: str) -> None:
    added = _members(world, chat, membersAdded=BOT)
    (welcome,) = await world.teams_gives(added)
    assert "JBZ" in words_of(welcome)
    assert await world.teams_gives(added) == []
    assert await world.teams_gives(world.teams.activity("installationUpdate", chat, action="add")) == []
    assert await world.teams_gives(_members(world, chat, membersAdded="29:iemand")) == []


async def test_a_team_that_removes_the_bot_gets_nothing_until_it_is_back(world: World) -> None:
    for chat in (CHAT, OTHER):
        await world.teams_types("volg migratie elke maandag 08:00", chat)
    await world.teams_types("volg migratie elke maandag 08:00", ALONE)
    await world.teams_gives(_members(world, GENERAL, membersRemoved=BOT))
    assert _why(world) == [_REMOVED, _REMOVED, None]
    (back,) = await world.teams_gives(_members(world, GENERAL, membersAdded=BOT))
    assert "volg" in words_of(back).lower()
    assert _why(world) == [None, None, None]


async def test_someone_who_removes_the_app_gets_nothing_until_it_is_back(world: World) -> None:
    await world.teams_types("volg migratie elke maandag 08:00", ALONE)
    await world.teams_gives(world.teams.activity("installationUpdate", ALONE, action="remove"))
    assert _why(world) == [_REMOVED]
    world.clock.now = MONDAY
    before = len(world.teams.messages)
    await world.deliver()
    assert len(world.teams.messages) == before
    await world.teams_gives(world.teams.activity("installationUpdate", ALONE, action="add"))
    assert _why(world) == [None]


@pytest.mark.parametrize(
    ("event", "about", "lost", "mended"),
    [
        ("channelDeleted", CHAT, ["Teams: ConversationNotFound", None], "channelRestored"),
        ("teamDeleted", "", ["Teams: ConversationNotFound"] * 2, "teamRestored"),
        ("teamArchived", "", ["Teams: NotEnoughPermissions"] * 2, "teamUnarchived"),
        ("channelRenamed", CHAT, [None, None], ""),
        ("teamRenamed", "", [None, None], ""),
        ("teamMemberRemoved", "", [None, None], ""),
    ],
)
async def test_what_becomes_of_a_team(
    world: World, event: str, about: str, lost: list[str | None], mended: str
) -> None:
    for chat in (CHAT, OTHER):
        await world.teams_types("volg migratie elke maandag 08:00", chat)
    assert await world.teams_gives(_event(world, GENERAL, event, about)) == []
    assert _why(world) == lost
    if mended:
        await world.teams_gives(_event(world, GENERAL, mended, about))
        assert _why(world) == [None, None]


async def test_who_made_it_hears_in_private_that_it_cannot_be_brought(world: World) -> None:
    await world.teams_types("volg migratie elke maandag 08:00", CHAT)
    await world.teams_gives(_members(world, GENERAL, membersRemoved=BOT))
    await world.deliver()
    (notice,) = world.teams.in_chat("a:u1")
    assert f"Het gaat om {CHAT}. De reden: {_REMOVED}." in words_of(notice).replace("\\", "")
    (shown,) = await world.teams_types("abonnementen", CHAT)
    assert "De briefings staan hier stil" in words_of(shown)


async def test_a_notice_goes_to_the_private_chat_that_is_known(world: World) -> None:
    await world.teams_types("volg visa", ALONE)
    await world.teams_types("volg migratie elke maandag 08:00", CHAT)
    contact = world.app.conversation.contacts.of_person("teams", TENANT, "29:u1")
    assert contact
    assert contact.address == Address("teams", TENANT, f"@{ALONE}")
    await world.teams_gives(_members(world, GENERAL, membersRemoved=BOT))
    await world.deliver()
    assert "De briefing kan niet worden bezorgd" in world.teams.texts(ALONE)[-1]
    assert world.teams.in_chat("a:u1") == []
