"""What stands in for a homeserver answers as Synapse does: the same statuses, errors, and fields of the same types."""

from collections.abc import Mapping
from typing import Any

import pytest

from bot.attempts import Attempt
from bot.matrix.client import MatrixClient
from bot.matrix.posting import post, react
from bot.matrix.syncing import _sieve
from tests.bot.matrix.conftest import token_at
from tests.stand_ins.matrix_server import BOT, PERSON, MatrixServer
from tests.stand_ins.synapse import Synapse

ROOM, OTHER, ELS = "!team:home.example", "!other:home.example", "@els:home.example"
TEXT = {"msgtype": "m.text", "body": "x"}
PAGE: dict[str, str | int] = {"dir": "b", "limit": 5, "filter": '{"types": ["m.room.message"]}'}
Answers = dict[str, Attempt]


async def asked(home: MatrixServer | Synapse) -> Answers:
    """Everything that the bot asks and does, and what is refused of it."""
    client = MatrixClient(home.url, token_at(home))
    room, other, closed = home.has(ROOM, ELS), home.opens(OTHER), home.opens("!closed:home.example")
    theirs = home.says("hallo", room)
    first = await client.sync(None, _sieve(first=True), 0)
    since = str((first.answer or {})["next_batch"])
    home.invites(other)
    mine = str(((await post(client, room, "t1", TEXT)).answer or {})["event_id"])
    edit = {**TEXT, "m.new_content": TEXT, "m.relates_to": {"rel_type": "m.replace", "event_id": mine}}
    found: Answers = {
        "versions": await client.get("..", "versions"),
        "who": await client.get("account", "whoami"),
        "rooms": await client.get("joined_rooms"),
        "profile": await client.get("profile", BOT),
        "a message again": await post(client, room, "t1", TEXT),
        "an edit": await post(client, room, "t2", edit),
        "a sign": await react(client, room, theirs, "1️⃣"),
        "the sign again under another name": await client.put(
            "rooms", room, "send", "m.reaction", "t3",
            body={"m.relates_to": {"rel_type": "m.annotation", "event_id": theirs, "key": "1️⃣"}},
        ),
        "news": await client.sync(since, _sieve(first=False), 0),
        "an event": await client.get("rooms", room, "event", mine),
        "no event": await client.get("rooms", room, "event", "$none"),
        "the past": await client.get("rooms", room, "messages", **PAGE),
        "who is there": await client.get("rooms", room, "joined_members"),
        "levels": await client.get("rooms", room, "state", "m.room.power_levels", ""),
        "how it was made": await client.get("rooms", room, "state", "m.room.create", "", format="event"),
        "no state": await client.get("rooms", room, "state", "m.room.encryption", ""),
        "a room it is not in": await post(client, other, "t4", TEXT),
        "a room that is not there": await post(client, "!none:home.example", "t5", TEXT),
        "an event of a room it is not in": await client.get("rooms", other, "event", theirs),
        "too large": await post(client, room, "t6", {**TEXT, "body": "x" * 70_000}),
        "a fraction": await post(client, room, "t7", {**TEXT, "much": 0.5}),
        "no object": await post(client, room, "t8", []),  # type: ignore[arg-type]  # that is the point
        "no body": await post(client, room, "t9", {"msgtype": "m.text"}),
        "about what is not there": await post(
            client, room, "t10", {**TEXT, "m.relates_to": {"rel_type": "m.thread", "event_id": "$none"}}
        ),
        "a strange place": await client.sync("nowhere", _sieve(first=False), 0),
        "comes in": await client.join(other, "home.example"),
        "comes in where it was not invited": await client.join(closed, "home.example"),
        "comes in where nothing is": await client.join("!none:home.example", "home.example"),
        "leaves": await client.post("rooms", other, "leave", body={}),
        "a room of its own": await client.post("createRoom", body={"invite": [PERSON], "is_direct": True}),
    }  # fmt: skip
    await client.close()
    stranger = MatrixClient(home.url, "syt_wrong")
    found["a wrong token"] = await stranger.get("account", "whoami")
    await stranger.close()
    return found | {"the first news": first}


async def test_both_answer_alike(stand_in: MatrixServer, synapse: Synapse) -> None:
    ours, real = await asked(stand_in), await asked(synapse)
    for name, attempt in ours.items():
        told = (attempt.status, (attempt.answer or {}).get("errcode"))
        assert told == (real[name].status, (real[name].answer or {}).get("errcode")), name
        assert unlike(attempt.answer, real[name].answer, name) == []


def unlike(ours: Any, real: Any, where: str) -> list[str]:
    """What of ours Synapse does not say, or says otherwise; of lists and of what is named by an id the last one."""
    if type(ours) is not type(real):
        return [f"{where}: {type(ours).__name__}, not {type(real).__name__}"]
    if isinstance(ours, list):
        return unlike(ours[-1], real[-1], f"{where}[]") if ours and real else []
    if not isinstance(ours, Mapping):
        return []
    of_ids = all(name[:1] in {"!", "@", "$"} for name in (*ours, *real))
    if of_ids:
        return unlike([*ours.values()], [*real.values()], where)
    more = [f"{where}.{name}" for name in ours if name not in real]
    return more + [one for name in ours if name in real for one in unlike(ours[name], real[name], f"{where}.{name}")]


@pytest.mark.parametrize(
    ("ours", "real", "found"),
    [
        ({"a": 1}, {"a": 2, "b": 3}, []),
        ({"a": 1}, {"a": "1"}, [".a: int, not str"]),
        ({"a": {"b": [1]}}, {"a": {"b": ["1"]}}, [".a.b[]: int, not str"]),
        ({"b": 1}, {}, [".b"]),
        ({"!r": {"x": 1}}, {"!s": {}}, ["[].x"]),
    ],
)
def test_what_is_unlike_is_found(ours: Any, real: Any, found: list[str]) -> None:
    assert unlike(ours, real, "") == found
