"""The life of a room: the bot is invited, put out, silenced; people come and go; the room is replaced, encrypted."""

import time
from typing import Any

import pytest
from sqlalchemy import select

from bot.matrix import room_events
from bot.telemetry import MATRIX_REFUSED
from storage.rows import ChatRow, SubscriptionRow
from tests.stand_ins.matrix_rules import Limit
from tests.stand_ins.matrix_server import BOT, PERSON
from tests.world import World

ROOM, MINE, NEW = "!team:home.example", "!mine:home.example", "!new:home.example"
ELS = "@els:home.example"


def stands(world: World) -> list[tuple[str, str | None]]:
    """The chats that follow something, and why they cannot be reached."""
    with world.app.database.reading() as session:
        rows = select(ChatRow.chat, SubscriptionRow.unreachable).join(
            SubscriptionRow, SubscriptionRow.chat_id == ChatRow.id
        )
        return [(row.chat, row.unreachable) for row in session.execute(rows.order_by(ChatRow.id))]


async def read(world: World) -> None:
    """Everything that happened until now is dealt with."""
    await world.matrix_is_read(world.matrix.events[-1]["event_id"])


async def test_it_comes_when_it_is_invited_by_someone_of_its_own_server_and_says_what_it_is_for(world: World) -> None:
    world.matrix.opens(NEW, ELS)
    world.matrix.says("!jbz volg migratie", NEW)  # before it was there: not for it
    world.matrix.invites(NEW)
    await read(world)
    await read(world)
    (said,) = world.matrix.bodies(NEW)
    assert said.startswith("JBZ-briefings: wat de Raad van de EU besloot")
    assert stands(world) == []


async def test_an_invitation_waits_as_long_as_the_homeserver_asks(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room_events, "_PAUSE", 0.01)
    world.matrix.opens(NEW, ELS)
    world.matrix.limit = Limit(per_second=2, burst=1)
    world.matrix.limit.wait(time.monotonic())  # what may be sent now was sent
    world.matrix.invites(NEW)
    await read(world)
    assert BOT in world.matrix.people(NEW)


async def test_who_is_of_another_server_invites_it_in_vain(world: World) -> None:
    before = MATRIX_REFUSED._value.get()
    world.matrix.opens(NEW, maker="@eve:elsewhere.example")
    world.matrix.invites(NEW, "@eve:elsewhere.example")
    await read(world)
    assert world.matrix.left == [NEW]
    assert BOT not in world.matrix.people(NEW)
    assert MATRIX_REFUSED._value.get() == before + 1


@pytest.mark.parametrize(
    ("how", "reason"), [("leave", room_events.REMOVED), ("ban", room_events.BANNED)], ids=["kicked", "banned"]
)
async def test_put_out_it_pauses_and_let_in_again_it_goes_on(world: World, how: str, reason: str) -> None:
    await world.matrix_types("!jbz volg migratie", ROOM)
    world.matrix.kicks(ROOM, how=how)
    await read(world)
    assert stands(world) == [(ROOM, reason)]
    world.matrix.invites(ROOM)
    await read(world)
    await read(world)
    assert stands(world) == [(ROOM, None)]
    assert "migratie" in world.matrix.bodies(ROOM)[-1]


async def test_silenced_it_pauses_and_with_its_voice_back_it_goes_on(world: World) -> None:
    await world.matrix_types("!jbz volg migratie", ROOM)
    for levels, reason in (
        ({"users": {PERSON: 100}, "events_default": 50}, room_events.SILENCED),
        ({"users": {PERSON: 100, BOT: 50}, "events_default": 50}, None),
    ):
        world.matrix.happens(ROOM, "m.room.power_levels", levels, PERSON, "")
        await read(world)
        assert stands(world) == [(ROOM, reason)]


async def test_with_a_third_a_room_is_no_longer_somebodys_own(world: World) -> None:
    await world.matrix_types("volg migratie", MINE)
    assert stands(world) == [(f"@{MINE}", None)]
    world.matrix.joins(MINE, ELS)
    await read(world)
    assert stands(world) == [(MINE, None)]
    assert await world.matrix_types("visa", MINE) == []
    (refused,) = await world.matrix_types("!jbz stop alles", MINE, ELS)
    assert "beheerder" in refused
    world.matrix.leaves(MINE, ELS)
    await read(world)
    assert stands(world) == [(f"@{MINE}", None)]


async def test_when_everybody_left_it_pauses_and_leaves_too(world: World) -> None:
    await world.matrix_types("volg migratie", MINE)
    world.matrix.leaves(MINE, PERSON)
    await read(world)
    assert stands(world) == [(f"@{MINE}", room_events.EMPTY)]
    assert world.matrix.left == [MINE]


async def test_in_a_new_version_of_a_room_it_goes_on(world: World) -> None:
    await world.matrix_types("!jbz volg migratie", ROOM)
    world.matrix.opens(NEW, ELS, rule="public", predecessor={"room_id": ROOM, "event_id": "$x"})
    world.matrix.happens(ROOM, "m.room.tombstone", {"body": "verder", "replacement_room": NEW}, PERSON, "")
    await read(world)
    await read(world)
    assert stands(world) == [(NEW, None)]


async def test_a_new_version_that_does_not_let_it_in_pauses_until_it_is_invited(world: World) -> None:
    await world.matrix_types("!jbz volg migratie", ROOM)
    world.matrix.opens(NEW, ELS, predecessor={"room_id": ROOM, "event_id": "$x"})
    world.matrix.happens(ROOM, "m.room.tombstone", {"body": "verder", "replacement_room": NEW}, PERSON, "")
    await read(world)
    assert stands(world) == [(ROOM, room_events.REPLACED)]
    world.matrix.invites(NEW)
    await read(world)
    await read(world)
    assert stands(world) == [(NEW, None)]


async def test_a_room_that_only_says_that_it_replaces_another_gets_nothing_of_it(world: World) -> None:
    await world.matrix_types("!jbz volg migratie", ROOM)
    world.matrix.opens(NEW, ELS, predecessor={"room_id": ROOM, "event_id": "$x"})
    world.matrix.invites(NEW)
    await read(world)
    await read(world)
    assert stands(world) == [(ROOM, None)]


async def test_a_new_name_changes_nothing(world: World) -> None:
    await world.matrix_types("!jbz volg migratie", ROOM)
    world.matrix.happens(ROOM, "m.room.name", {"name": "!jbz stop alles"}, PERSON, "")
    await world.matrix_types("!jbz visa", ROOM)
    assert stands(world) == [(ROOM, None)]


async def test_in_an_encrypted_room_it_says_once_that_it_cannot_read(world: World) -> None:
    await world.matrix_types("!jbz volg migratie", ROOM)
    before = len(world.matrix.posts(ROOM))
    secret: dict[str, Any] = {"algorithm": "m.megolm.v1.aes-sha2", "ciphertext": "…"}
    world.matrix.happens(ROOM, "m.room.encryption", {"algorithm": "m.megolm.v1.aes-sha2"}, PERSON, "")
    world.matrix.happens(ROOM, "m.room.encrypted", secret)
    await read(world)
    (said,) = world.matrix.bodies(ROOM)[before:]
    assert said.startswith("Deze kamer is versleuteld")
    assert stands(world) == [(ROOM, room_events.IS_ENCRYPTED)]
    world.matrix.opens(NEW)
    world.matrix.happens(NEW, "m.room.encryption", {"algorithm": "m.megolm.v1.aes-sha2"}, PERSON, "")
    world.matrix.invites(NEW)
    await read(world)
    await read(world)
    world.matrix.happens(NEW, "m.room.encrypted", secret)
    await read(world)
    (said,) = world.matrix.bodies(NEW)
    assert said.startswith("Deze kamer is versleuteld")
