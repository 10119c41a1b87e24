"""No message is lost and none answered twice, whenever the process dies and whatever the homeserver answers."""

import asyncio
from collections.abc import AsyncIterator, Iterator

import pytest
from sqlalchemy import update

from bot.matrix import service
from bot.matrix.batch import RoomEvent
from bot.matrix.names import chat_of
from bot.matrix.service import MatrixService
from briefings.model.chat import Person
from briefings.retries import RetryPolicy
from storage import streams
from storage.rows import SeenRow
from tests.bot.matrix.test_ways_in import followed
from tests.stand_ins.clock import Clock
from tests.stand_ins.faults import Fault, said
from tests.stand_ins.matrix_server import BOT, PERSON
from tests.world import World, make_world

ROOM, MINE, OTHER = "!team:home.example", "!mine:home.example", "!other:home.example"
ELS = "@els:home.example"
OFF = dict.fromkeys(("SLACK_BOT_TOKEN", "TELEGRAM_BOT_TOKEN", "MATTERMOST_TOKEN"), "")


@pytest.fixture
async def asleep(filled_url: str, clock: Clock) -> AsyncIterator[World]:
    """The service ran once, and is not running."""
    async with make_world(filled_url, clock) as world:
        world.on_matrix = True
        world.matrix.has(MINE)
        world.matrix.has(ROOM, ELS)
        async with world.running(**OFF):
            pass
        yield world


@pytest.fixture(autouse=True)
def _soon() -> Iterator[None]:
    before = service._PATIENCE
    service._PATIENCE = RetryPolicy(first=0.05, longest=0.1)
    yield
    service._PATIENCE = before


async def until_read(world: World) -> None:
    await world.matrix_is_read(world.matrix.events[-1]["event_id"])


async def until_quiet(world: World) -> None:
    """What the bot itself wrote, and the signs under it, is read too."""
    await until_read(world)
    of_service = world.server._services["matrix"]
    assert isinstance(of_service, MatrixService)
    await of_service._signs.settle()
    await until_read(world)


async def test_what_was_written_before_it_first_came_is_not_answered(filled_url: str, clock: Clock) -> None:
    async with make_world(filled_url, clock) as world:
        world.on_matrix = True
        world.matrix.has(MINE)
        world.matrix.says("volg migratie", MINE)
        async with world.running(**OFF):
            assert await world.matrix_types("help", MINE) != []
            assert followed(world, f"@{MINE}") == []


async def test_what_was_written_while_it_was_away_is_answered_once_and_in_order(asleep: World) -> None:
    asleep.matrix.timeline = 3
    asleep.matrix.says("volg migratie", MINE)
    for number in range(120):
        asleep.matrix.says(f"gewoon gepraat {number}", ROOM)
        if number % 40 == 0:
            asleep.matrix.says(f"!jbz {('volg visa', 'volg terugkeer', 'stop visa')[number // 40]}", ROOM)
    for _ in range(2):
        async with asleep.running(**OFF):
            await until_read(asleep)
            assert followed(asleep, f"@{MINE}") == ["migratie"]
            assert followed(asleep, ROOM) == ["terugkeer"]
            answers = [body.partition("\n")[0] for body in asleep.matrix.bodies(ROOM)]
            assert (len(answers), len(asleep.matrix.bodies(MINE))) == (3, 1)


async def test_an_event_dealt_with_twice_is_answered_once(asleep: World) -> None:
    async with asleep.running(**OFF):
        number = asleep.matrix.says("volg migratie", MINE)
        await until_read(asleep)
        of_service = asleep.server._services["matrix"]
        assert isinstance(of_service, MatrixService)
        again = RoomEvent(MINE, number, "m.room.message", PERSON, asleep.matrix.event(number)["content"])
        await of_service._handlers.handle(again)
        assert len(asleep.matrix.bodies(MINE)) == 1
        assert followed(asleep, f"@{MINE}") == ["migratie"]


async def test_a_process_that_dies_before_it_kept_where_it_was_answers_nothing_again(asleep: World) -> None:
    name = f"matrix:{BOT}"
    async with asleep.running(**OFF):
        before = streams.reached(asleep.app.database, name)
        asleep.matrix.says("volg migratie", MINE)
        asleep.matrix.says("!jbz visa", ROOM)
        await until_quiet(asleep)
        assert before is not None
        streams.keep(asleep.app.database, name, before, asleep.clock())
    async with asleep.running(**OFF):
        await until_read(asleep)
        assert (len(asleep.matrix.bodies(MINE)), len(asleep.matrix.bodies(ROOM))) == (1, 1)


async def test_what_a_process_died_over_is_taken_up_when_that_is_sure(asleep: World) -> None:
    number = asleep.matrix.says("volg migratie", MINE)
    key = f"matrix:{number}"
    async with asleep.running(**OFF):
        await until_quiet(asleep)
        with asleep.app.database.writing() as session:  # as it stands when a process dies before it answered
            session.execute(update(SeenRow).where(SeenRow.key == key).values(is_done=False, seen_at=asleep.clock()))
        streams.keep(asleep.app.database, f"matrix:{BOT}", "s0", asleep.clock())
        asleep.app.conversation.handle("stop alles", chat_of(MINE, private=True), Person(PERSON))
    asleep.matrix.forget_sent()
    asleep.clock.forward(seconds=31)
    async with asleep.running(**OFF):
        await until_read(asleep)
        assert followed(asleep, f"@{MINE}") == ["migratie"]
        assert len(asleep.matrix.bodies(MINE)) == 2


async def test_a_room_that_cannot_be_asked_about_holds_up_no_other_and_is_dealt_with_later(asleep: World) -> None:
    async with asleep.running(**OFF):
        asleep.matrix.history_failures = []
        asleep.matrix.silent.add(ROOM)
        asleep.matrix.says("!jbz volg visa", ROOM)
        asleep.matrix.says("volg migratie", MINE)
        for _ in range(400):
            if followed(asleep, f"@{MINE}"):
                break
            await asyncio.sleep(0.01)
        assert (followed(asleep, f"@{MINE}"), followed(asleep, ROOM)) == (["migratie"], [])
        asleep.matrix.silent.clear()
        await until_read(asleep)
        assert followed(asleep, ROOM) == ["visa"]
        assert (len(asleep.matrix.bodies(MINE)), len(asleep.matrix.bodies(ROOM))) == (1, 1)


async def test_a_place_that_the_homeserver_does_not_know_is_begun_anew(asleep: World) -> None:
    async with asleep.running(**OFF):
        streams.keep(asleep.app.database, f"matrix:{BOT}", "s999999", asleep.clock())
    async with asleep.running(**OFF):
        for _ in range(400):
            if streams.reached(asleep.app.database, f"matrix:{BOT}") != "s999999":
                break
            await asyncio.sleep(0.01)
        assert "volgt nu migratie" in (await asleep.matrix_types("volg migratie", MINE))[0]


@pytest.mark.parametrize(
    "fault",
    [
        Fault(502, "<html>"), Fault(200, "<html>"), Fault(200), said(200, {}), said(200, {"next_batch": 7}),
        said(500, {"errcode": "M_UNKNOWN"}), Fault(403, "Blocked by policy"),
        said(429, {"errcode": "M_LIMIT_EXCEEDED", "retry_after_ms": 20}),
    ],
    ids=["502", "a page", "nothing", "no place", "a strange place", "500", "a proxy", "429"],
)  # fmt: skip
async def test_whatever_the_homeserver_answers_it_goes_on_when_it_is_well(asleep: World, fault: Fault) -> None:
    asleep.matrix.sync_failures = [fault] * 3
    async with asleep.running(**OFF):
        asleep.matrix.says("volg migratie", MINE)
        await until_read(asleep)
        assert followed(asleep, f"@{MINE}") == ["migratie"]
        assert asleep.server._services["matrix"].trouble is None


async def test_a_token_that_is_refused_is_said_to_who_watches(asleep: World) -> None:
    asleep.matrix.tokens.clear()
    async with asleep.running(**OFF):
        of_service = asleep.server._services["matrix"]
        for _ in range(400):
            if of_service.trouble:
                break
            await asyncio.sleep(0.01)
        assert of_service.trouble == "Matrix refuses the token"
        assert (await asleep.http.get("/readyz")).status_code == 200
