"""What is meant for the bot, and who administers a room; as pure functions."""

from typing import Any

import pytest

from bot.matrix.batch import RoomEvent, batch_in
from bot.matrix.hearing import Own, asked
from bot.matrix.levels import levels_in
from bot.matrix.names import is_allowed

OWN = Own("@jbz:home.example", "Raadsbrief (bot)")


@pytest.mark.parametrize(
    ("body", "command"),
    [
        ("!jbz migratie", "migratie"),
        ("  !JBZ   volg migratie", "volg migratie"),
        ("!jbz", ""),
        ("Raadsbrief (bot): migratie", "migratie"),
        ("jbz: migratie", "migratie"),
        ("@jbz:home.example: migratie", "migratie"),
        ("!jbzx migratie", None),
        ("ik zei !jbz migratie", None),
        ("Raadsbrief (bot) is handig", None),
        ("", None),
    ],
)
def test_in_a_room_it_hears_its_name(body: str, command: str | None) -> None:
    event = RoomEvent("!r:h", "$1", "m.room.message", "@jan:h", {"msgtype": "m.text", "body": body})
    assert asked(event, OWN, private=False) == command


def test_what_someone_answers_is_not_what_they_say() -> None:
    content = {
        "msgtype": "m.text",
        "body": "> <@jbz:home.example> !jbz stop alles\n> nog een regel\n\n!jbz migratie",
        "m.relates_to": {"m.in_reply_to": {"event_id": "$0"}},
    }
    assert asked(RoomEvent("!r:h", "$1", "m.room.message", "@jan:h", content), OWN, private=False) == "migratie"


LEVELS: list[tuple[Any, Any, bool, bool]] = [
    ({"users": {"@jan:h": 100}}, None, True, True),
    ({"users": {"@jan:h": 50}}, None, True, True),
    ({"users": {"@jan:h": 49}}, None, False, True),
    ({"users": {"@jan:h": "100"}}, None, True, True),
    ({"users": {"@jan:h": True}}, None, False, True),
    ({"users": {"@jan:h": 50}, "state_default": 60}, None, False, True),
    ({"users_default": 50, "events_default": 60}, None, True, False),
    ({"events": {"m.room.message": 10}}, None, False, False),
    (None, {"sender": "@jan:h", "content": {}}, True, True),
    (None, {"creator": "@els:h"}, False, True),
    ({"users": {}}, {"sender": "@jan:h", "content": {"room_version": "12"}}, True, True),
    ({"users": {}}, {"sender": "@jan:h", "content": {"room_version": "11"}}, False, True),
    ({"users": 7, "events": 7},
     {"sender": "@els:h", "content": {"room_version": "12", "additional_creators": ["@jan:h", 7]}}, True, True),
]  # fmt: skip


@pytest.mark.parametrize(("content", "made", "administers", "writes"), LEVELS)
def test_who_may_change_and_write_by_the_rooms_own_levels(
    content: Any, made: Any, administers: bool, writes: bool
) -> None:
    levels = levels_in(content, made)
    assert (levels.administers("@jan:h"), levels.may_write("@jan:h")) == (administers, writes)


def test_servers_that_may_invite() -> None:
    servers = ("example.nl", "*.example.org", "localhost:8448")
    users = {
        "@a:example.nl": True, "@a:EXAMPLE.NL": True, "@a:evil-example.nl": False, "@a:x.example.org": True,
        "@a:example.org": False, "@a:evilexample.org": False, "@a:localhost:8448": True, "@a:localhost": False,
        "a": False, "": False,
    }  # fmt: skip
    assert {user: is_allowed(user, servers) for user in users} == users


def test_a_room_it_just_came_into_has_no_past_for_it() -> None:
    def event(number: str, kind: str, sender: str, **more: Any) -> dict[str, Any]:
        return {"event_id": number, "type": kind, "sender": sender, "content": {}, **more}

    own = event("$2", "m.room.member", "@jbz:h", state_key="@jbz:h", content={"membership": "join"})
    timeline = [event("$1", "m.room.message", "@a:h"), own, event("$3", "m.room.message", "@a:h")]
    told = {
        "next_batch": "s1",
        "rooms": {"join": {"!r": {"timeline": {"events": timeline, "limited": True, "prev_batch": "t"}}}},
    }
    batch = batch_in(told, "@jbz:h")
    assert batch is not None
    assert ([one.id for one in batch.events], batch.gaps) == (["$2", "$3"], ())


@pytest.mark.parametrize(
    "told",
    [
        {}, {"next_batch": 7}, {"next_batch": ""},
    ],
)  # fmt: skip
def test_what_is_no_answer_is_none(told: dict[str, Any]) -> None:
    assert batch_in(told, "@jbz:h") is None


def test_what_is_not_as_it_should_be_is_left_out() -> None:
    rooms: dict[str, Any] = {
        "join": {"!r": None, "!s": {"timeline": {"events": [None, 7, {}, {"type": "m.reaction"}]}, "state": []}},
        "invite": {"!t": {"invite_state": {"events": [{"type": "m.room.member", "state_key": "@jbz:h"}]}}},
        "leave": 7,
    }
    batch = batch_in({"next_batch": "s1", "rooms": rooms}, "@jbz:h")
    assert batch is not None
    assert (batch.events, batch.gaps) == ((), ())
