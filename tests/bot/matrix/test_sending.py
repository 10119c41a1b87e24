"""Briefings in Matrix: each message once, at the homeserver's pace, and what is for one person where they are alone."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.attempts import Attempt, Stage
from bot.channel import Gone, Later, Refused, SendError, Stopped, UnknownOutcome
from bot.matrix.names import SERVER, chat_of
from bot.matrix.verdict import judged
from briefings.model.chat import Address, Person
from tests.stand_ins.clock import Clock
from tests.stand_ins.matrix_rules import Limit
from tests.stand_ins.matrix_server import BOT, PERSON
from tests.world import World, make_world

MONDAY = datetime(2025, 3, 31, 6, 0, 10, tzinfo=UTC)
ROOM, MINE = "!team:home.example", "!mine:home.example"
PART = '{"html": "<b>x</b>", "plain": "x", "buttons": {}}'


async def test_a_part_that_is_sent_again_is_there_once_and_is_found(world: World) -> None:
    sender = world.server._channels["matrix"].sender
    at, since = chat_of(ROOM, private=False), world.clock.now
    assert await sender.has_arrived(at, "7-1", since) is False
    for _ in range(3):
        await sender.send(at, PART, "7-1")
    assert len(world.matrix.posts(ROOM)) == 1
    assert (await sender.has_arrived(at, "7-1", since), await sender.has_arrived(at, "7-2", since)) == (True, False)
    world.matrix.happens(ROOM, "m.room.message", {"msgtype": "m.text", "body": "x", "jbz.key": "7-2"}, PERSON)
    assert await sender.has_arrived(at, "7-2", since) is False
    world.matrix.history_failures = ["403", "500"]
    assert await sender.has_arrived(at, "7-1", since) is None
    with pytest.raises(Later):
        await sender.has_arrived(at, "7-1", since)


async def test_a_part_is_looked_for_as_far_back_as_it_can_be(world: World) -> None:
    sender = world.server._channels["matrix"].sender
    at, since = chat_of(ROOM, private=False), world.clock.now
    await sender.send(at, PART, "7-1")
    for number in range(250):
        world.matrix.happens(ROOM, "m.room.message", {"msgtype": "m.text", "body": f"{number}"}, BOT)
    assert await sender.has_arrived(at, "7-1", since) is True
    assert await sender.has_arrived(at, "7-9", since) is False


async def test_what_is_for_one_person_comes_where_they_are_alone_or_in_a_room_made_for_it(world: World) -> None:
    sender = world.server._channels["matrix"].sender
    to_person = Address("matrix", SERVER, ROOM).of_person(PERSON)
    await world.matrix_types("migratie", MINE)
    before = len(world.matrix.posts(MINE))
    await sender.send(to_person, PART, "8-1")
    assert len(world.matrix.posts(MINE)) == before + 1
    world.matrix.joins(MINE, "@els:home.example")  # it is no longer theirs
    rooms = set(world.matrix._rooms())
    await sender.send(to_person, PART, "8-2")
    (made,) = set(world.matrix._rooms()) - rooms
    assert (len(world.matrix.posts(MINE)), world.matrix.bodies(made)) == (before + 1, ["x"])
    await sender.send(to_person, PART, "8-3")
    assert len(world.matrix.posts(made)) == 2


async def test_the_limit_of_a_homeserver_is_never_gone_beyond(filled_url: str, clock: Clock) -> None:
    rooms = [f"!r{number}:home.example" for number in range(12)]
    async with make_world(filled_url, clock) as world:
        world.on_matrix = True
        for room in rooms:
            world.matrix.has(room, "@els:home.example")
        world.matrix.limit = Limit(per_second=20, burst=5)
        async with world.running(MATRIX_PER_SECOND="20", MATRIX_BURST="5"):
            for room in rooms:
                world.app.conversation.handle(
                    "volg migratie elke maandag 08:00", chat_of(room, private=False), _administrator()
                )
            world.clock.now = MONDAY
            await world.deliver()
            assert [len(world.matrix.posts(room)) for room in rooms] == [1] * len(rooms)
            assert world.matrix.refused == []


def _administrator() -> Person:
    return Person(PERSON, is_administrator=True)


ANSWERS: list[tuple[int, str, type[SendError] | None, float | None]] = [
    (200, '{"event_id": "$1"}', None, None),
    (200, '{"event_id": 7}', Later, None),
    (200, "[]", Later, None),
    (403, '{"errcode": "M_FORBIDDEN"}', Gone, None),
    (403, "<html>Blocked", Later, None),
    (401, '{"errcode": "M_UNKNOWN_TOKEN", "soft_logout": true}', Stopped, None),
    (403, '{"errcode": "M_USER_DEACTIVATED"}', Stopped, None),
    (413, '{"errcode": "M_TOO_LARGE"}', Refused, None),
    (413, "too large", Later, None),
    (429, '{"errcode": "M_LIMIT_EXCEEDED", "retry_after_ms": 1500}', Later, 1.5),
    (429, '{"errcode": "M_LIMIT_EXCEEDED", "retry_after_ms": -5}', Later, None),
    (429, '{"errcode": "M_LIMIT_EXCEEDED", "retry_after_ms": "x"}', Later, None),
    (429, '{"errcode": "M_LIMIT_EXCEEDED", "retry_after_ms": 1e999}', Later, None),
    (429, f'{{"errcode": "M_LIMIT_EXCEEDED", "retry_after_ms": 1{"0" * 400}}}', Later, None),
    (500, '{"errcode": "M_UNKNOWN"}', Later, None),
    (400, '{"errcode": "M_A_NEW_ERROR"}', Later, None),
    (400, '{"errcode": {}}', Later, None),
]


@pytest.mark.parametrize(("status", "body", "kind", "seconds"), ANSWERS)
def test_what_an_answer_means(status: int, body: str, kind: type[SendError] | None, seconds: float | None) -> None:
    error = judged(Attempt(Stage.ANSWERED, status, {}, body.encode()), MONDAY)
    assert (type(error) if error else None, getattr(error, "seconds", None)) == (kind, seconds)


def test_what_was_not_sent_and_what_may_have_arrived() -> None:
    assert isinstance(judged(Attempt(Stage.NOT_SENT, fault="ConnectError"), MONDAY), Later)
    assert isinstance(judged(Attempt(Stage.SENT, fault="ReadError"), MONDAY), UnknownOutcome)
    late = judged(Attempt(Stage.ANSWERED, 429, {"retry-after": "7"}, b'{"errcode": "M_LIMIT_EXCEEDED"}'), MONDAY)
    assert isinstance(late, Later)
    assert late.seconds == timedelta(seconds=7).total_seconds()
