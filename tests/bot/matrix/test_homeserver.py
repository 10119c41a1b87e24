"""The whole service against a homeserver: the same list for what stands in for one and for Synapse (`make synapse`)."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from bot.channel import Gone, Later, NotEditable
from bot.cli.matrix import check_matrix
from bot.matrix import room_events
from bot.matrix.data import BUTTONS, SIGNS
from bot.matrix.names import chat_of
from bot.settings import load_settings
from briefings.model.delivery import Posted
from storage.rows import ChatRow, SubscriptionRow
from tests.bot.matrix.conftest import token_at
from tests.bot.matrix.test_sending import MONDAY, PART
from tests.bot.matrix.test_ways_in import followed, sign_of
from tests.stand_ins.clock import Clock
from tests.stand_ins.matrix_rules import Limit
from tests.stand_ins.matrix_server import BOT, PERSON, MatrixServer
from tests.stand_ins.synapse import HOMES, Synapse
from tests.world import World, make_world

ROOM, MINE, NEW = "!team:home.example", "!mine:home.example", "!new:home.example"
ELS = "@els:home.example"
OFF = dict.fromkeys(("SLACK_BOT_TOKEN", "TELEGRAM_BOT_TOKEN", "MATTERMOST_TOKEN"), "")
Home = MatrixServer | Synapse


@pytest.fixture
async def at_home(home: Home, sqlite_file: Path, tmp_path: Path, clock: Clock) -> AsyncIterator[World]:
    """The service at that homeserver, as fast as it likes."""
    shutil.copyfile(sqlite_file, tmp_path / "jbz.db")
    told = {"MATRIX_HOMESERVER": home.url, "MATRIX_USER": BOT, "MATRIX_ACCESS_TOKEN": token_at(home)}
    async with (
        make_world(f"sqlite:///{tmp_path}/jbz.db", clock) as world,
        world.running(**OFF, **told, MATRIX_PER_SECOND="1000", MATRIX_BURST="1000"),
    ):
        yield world


async def until(wanted: Callable[[], bool]) -> None:
    """Returns when it is as wanted."""
    for _ in range(1_200):
        if wanted():
            return
        await asyncio.sleep(0.05)
    raise AssertionError("it did not come to be so")


async def comes_in(home: Home, room: str) -> None:
    """The bot is invited, comes, and says what it is for."""
    home.invites(room)
    await until(lambda: any("Raad van de EU" in body for body in home.bodies(room)))


async def answered(home: Home, text: str, room: str, user: str = PERSON) -> str:
    """What the bot answers to that."""
    before = len(home.posts(room))
    home.says(text, room, user)
    await until(lambda: len(home.posts(room)) > before)
    return str(home.posts(room)[before]["content"]["body"])


def signs_under(home: Home, post: dict[str, Any]) -> list[str]:
    """What the bot put under a message of its own, for people to press."""
    relations = [one["content"]["m.relates_to"] for one in home.posts(post["room_id"], "m.reaction")]
    return [one["key"] for one in relations if one["event_id"] == post["event_id"]]


def stands(world: World, room: str) -> list[str | None]:
    """Why what is followed in a room cannot be delivered; nothing when nothing is followed there."""
    with world.app.database.reading() as session:
        rows = select(SubscriptionRow.unreachable).join(ChatRow, SubscriptionRow.chat_id == ChatRow.id)
        return list(session.scalars(rows.where(ChatRow.chat.in_((room, f"@{room}")))))


async def test_it_comes_answers_follows_and_sends_its_briefing(at_home: World, home: Home) -> None:
    room = home.opens(ROOM, ELS)
    home.says("!jbz volg visa", room)  # before it was there: not for it
    await comes_in(home, room)
    assert followed(at_home, room) == []
    asked = home.says("!jbz migratie", room)
    await until(lambda: len(home.posts(room)) == 2)
    post = home.posts(room)[1]
    assert "Externe dimensie van migratie" in post["content"]["body"]
    assert post["content"]["m.relates_to"]["event_id"] == asked
    await until(lambda: signs_under(home, post) == list(SIGNS[: len(post["content"][BUTTONS])]))
    home.reacts(post["event_id"], sign_of(post, "Volg migratie"))
    await until(lambda: followed(at_home, room) == ["migratie"])
    await until(lambda: len(home.posts(room)) == 3)
    at_home.clock.now = MONDAY
    await at_home.deliver()
    assert "Externe dimensie van migratie" in home.posts(room)[3]["content"]["body"]


@pytest.mark.usefixtures("at_home")
async def test_the_next_page_comes_by_the_sign_under_each(home: Home) -> None:
    room = home.opens(MINE)
    await comes_in(home, room)
    await answered(home, "nederland", room)
    for pages in (1, 2):
        post = home.posts(room)[-1]
        home.reacts(post["event_id"], sign_of(post, "Meer"))
        await until(lambda pages=pages: len(home.posts(room)) == 2 + pages)  # type: ignore[misc]
    assert len(set(home.bodies(room))) == 4


async def test_a_part_that_is_sent_again_is_there_once_and_one_that_was_taken_away_is_not_edited(
    at_home: World, home: Home
) -> None:
    room = home.opens(ROOM, ELS)
    await comes_in(home, room)
    sender = at_home.server._channels["matrix"].sender
    editor = at_home.server._channels["matrix"].editor
    assert editor is not None
    at, since = chat_of(room, private=False), at_home.clock.now
    assert await sender.has_arrived(at, "7-1", since) is False
    events = {await sender.send(at, PART, "7-1") for _ in range(3)}
    assert (len(events), home.bodies(room)[1:]) == (1, ["x"])
    assert (await sender.has_arrived(at, "7-1", since), await sender.has_arrived(at, "7-2", since)) == (True, False)
    posted = Posted("7-1", events.pop(), since)
    await editor.edit(at, PART.replace("x", "y"), posted)
    assert home.bodies(room)[1:] == ["x", "* y"]
    home.redacts(posted.message or "")
    with pytest.raises(NotEditable):
        await editor.edit(at, PART.replace("x", "z"), posted)
    with pytest.raises(Gone):
        await sender.send(chat_of("!none:home.example", private=False), PART, "7-3")


async def test_put_out_it_pauses_and_let_in_again_it_goes_on(at_home: World, home: Home) -> None:
    room = home.opens(ROOM, ELS)
    await comes_in(home, room)
    await answered(home, "!jbz volg migratie", room)
    home.kicks(room)
    await until(lambda: stands(at_home, room) == [room_events.REMOVED])
    home.invites(room)
    await until(lambda: stands(at_home, room) == [None])
    home.kicks(room, how="ban")
    await until(lambda: stands(at_home, room) == [room_events.BANNED])


async def test_silenced_it_pauses_and_with_its_voice_back_it_goes_on(at_home: World, home: Home) -> None:
    room = home.opens(ROOM, ELS)
    await comes_in(home, room)
    await answered(home, "!jbz volg migratie", room)
    for least, reason in ((50, room_events.SILENCED), (0, None)):
        levels = {"users": {PERSON: 100}, "events_default": least}
        home.happens(room, "m.room.power_levels", levels, PERSON, "")
        await until(lambda reason=reason: stands(at_home, room) == [reason])  # type: ignore[misc]


async def test_in_a_new_version_of_a_room_it_goes_on(at_home: World, home: Home) -> None:
    room = home.opens(ROOM, ELS)
    await comes_in(home, room)
    await answered(home, "!jbz volg migratie", room)
    new = home.upgrades(room, NEW, ELS)
    await until(lambda: stands(at_home, new) == [None])
    assert stands(at_home, room) == []


async def test_alone_with_someone_it_is_theirs_until_a_third_comes_and_it_leaves_when_all_left(
    at_home: World, home: Home
) -> None:
    room = home.opens(MINE)
    await comes_in(home, room)
    await answered(home, "volg migratie", room)
    assert followed(at_home, f"@{room}") == ["migratie"]
    home.joins(room, ELS)
    await until(lambda: followed(at_home, room) == ["migratie"])
    home.leaves(room, ELS)
    await until(lambda: followed(at_home, f"@{room}") == ["migratie"])
    home.leaves(room, PERSON)
    await until(lambda: stands(at_home, room) == [room_events.EMPTY])


async def test_what_was_said_while_it_was_away_is_answered_once(
    home: Home, sqlite_file: Path, tmp_path: Path, clock: Clock
) -> None:
    shutil.copyfile(sqlite_file, tmp_path / "jbz.db")
    told = {"MATRIX_HOMESERVER": home.url, "MATRIX_USER": BOT, "MATRIX_ACCESS_TOKEN": token_at(home)} | OFF
    fast = {"MATRIX_PER_SECOND": "1000", "MATRIX_BURST": "1000"}
    room = home.opens(ROOM, ELS)
    async with make_world(f"sqlite:///{tmp_path}/jbz.db", clock) as world:
        async with world.running(**told, **fast):
            await comes_in(home, room)
        for number in range(70):  # more than /sync tells at once
            home.says("!jbz volg visa" if number == 3 else f"gewoon gepraat {number}", room)
        for _ in range(2):
            async with world.running(**told, **fast):
                await until(lambda: followed(world, room) == ["visa"])
                await answered(home, "!jbz migratie", room)
    assert [body for body in home.bodies(room) if "volgt nu visa" in body] == [home.bodies(room)[1]]


async def test_the_doctor_finds_nothing_wrong(home: Home) -> None:
    settings = {"MATRIX_HOMESERVER": home.url, "MATRIX_USER": BOT, "MATRIX_ACCESS_TOKEN": token_at(home)}
    async with httpx.AsyncClient() as client:
        assert [wrong for _, wrong in await check_matrix(client, load_settings(settings))] == [None, None, None]
        (found,) = await check_matrix(client, load_settings(settings | {"MATRIX_ACCESS_TOKEN": "syt_wrong"}))
    assert found[1] == f"{home.url} weigert MATRIX_ACCESS_TOKEN (M_UNKNOWN_TOKEN). Maak een nieuw token: docs/matrix.md"


@pytest.fixture(params=HOMES)
async def slow(request: pytest.FixtureRequest, stand_in: MatrixServer) -> AsyncIterator[Home]:
    """A homeserver that takes as few messages from an account as it does out of the box."""
    if request.param == "stand_in":
        stand_in.limit = Limit()
        yield stand_in
        return
    with Synapse(rc_message={"per_second": 0.2, "burst_count": 10}) as server:
        yield server


async def test_what_is_too_much_is_told_how_long_to_wait_and_then_goes(
    slow: Home, sqlite_file: Path, tmp_path: Path, clock: Clock
) -> None:
    shutil.copyfile(sqlite_file, tmp_path / "jbz.db")
    told = {"MATRIX_HOMESERVER": slow.url, "MATRIX_USER": BOT, "MATRIX_ACCESS_TOKEN": token_at(slow)} | OFF
    room = slow.has(ROOM, ELS)
    at = chat_of(room, private=False)
    async with make_world(f"sqlite:///{tmp_path}/jbz.db", clock) as world, world.running(**told):
        sender = world.server._channels["matrix"].sender
        sent, wait = 0, None
        while wait is None:
            try:
                await sender.send(at, PART, f"9-{sent}")
                sent += 1
            except Later as error:
                wait = error.seconds
        assert len(slow.posts(room)) == sent
        assert 8 <= sent < 20  # that it came in counts too, and each five seconds there is room for one more
        assert 0 < wait <= 5.001
        await asyncio.sleep(wait)
        await sender.send(at, PART, f"9-{sent}")
        assert len(slow.posts(room)) == sent + 1
