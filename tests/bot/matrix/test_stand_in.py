"""What stands in for a homeserver answers as one, by the schemas of matrix-nio; and what we send is read by it."""

from collections.abc import AsyncIterator
from typing import Any

import nio
import pytest

from bot.attempts import Attempt
from bot.matrix.client import MatrixClient
from bot.matrix.content import NOTICE, TEXT, Spot, content_of, edit_of
from bot.matrix.posting import post, react
from bot.matrix.render import MatrixRenderer
from bot.matrix.syncing import _sieve
from bot.seal import Seal
from bot.templates import bundled
from tests.bot.replies import WHOLE
from tests.stand_ins.matrix_server import BOT, TOKEN, MatrixServer

ROOM, OTHER = "!team:home.example", "!other:home.example"


@pytest.fixture
async def talk() -> AsyncIterator[tuple[MatrixServer, MatrixClient]]:
    server = MatrixServer()
    await server.start()
    client = MatrixClient(server.url, TOKEN)
    yield server, client
    await client.close()
    await server.stop()


async def test_its_answers_are_those_of_a_homeserver(talk: tuple[MatrixServer, MatrixClient]) -> None:
    server, client = talk
    server.has(ROOM, "@els:home.example")
    server.opens(OTHER)
    server.invites(OTHER)
    (message,) = MatrixRenderer(bundled(), Seal("test")).messages(WHOLE)
    content = content_of(message, TEXT, key="1-1")
    sent, again = [(await post(client, ROOM, "t1", content)).answer or {} for _ in range(2)]
    assert sent == again
    event = str(sent["event_id"])
    first, later = (await client.sync(None, _sieve(first=True), 0), await client.sync("s0", _sieve(first=False), 0))
    page: dict[str, str | int] = {"dir": "b", "limit": 9, "filter": '{"types": ["m.room.message"]}'}
    answers: list[tuple[type[Any], Attempt, tuple[str, ...]]] = [
        (nio.RoomSendResponse, await react(client, ROOM, event, "1️⃣"), (ROOM,)),
        (nio.SyncResponse, first, ()),
        (nio.SyncResponse, later, ()),
        (nio.WhoamiResponse, await client.get("account", "whoami"), ()),
        (nio.JoinedMembersResponse, await client.get("rooms", ROOM, "joined_members"), (ROOM,)),
        (nio.RoomGetEventResponse, await client.get("rooms", ROOM, "event", event), ()),
        (nio.RoomMessagesResponse, await client.get("rooms", ROOM, "messages", **page), (ROOM,)),
        (nio.JoinResponse, await client.join(OTHER, "home.example"), ()),
        (nio.RoomCreateResponse, await client.post("createRoom", body={"invite": []}), ()),
        (nio.RoomSendError, await post(client, "!none:h", "t2", {}), ("!none:h",)),
    ]
    read = [type(kind.from_dict(attempt.answer, *more)) for kind, attempt, more in answers]
    assert read == [kind for kind, _, _ in answers]
    assert set(later.answer["rooms"]["invite"]) == {OTHER}  # type: ignore[index]  # it is an answer


def test_what_we_send_is_read_as_what_it_is() -> None:
    (message,) = MatrixRenderer(bundled(), Seal("test")).messages(WHOLE)
    seen = []
    for content in (
        content_of(message, TEXT, key="1-1"),
        content_of(message, NOTICE, Spot("$root", "$asked")),
        edit_of(message, NOTICE, "$over"),
    ):
        event = {
            "type": "m.room.message", "event_id": "$1", "sender": BOT, "origin_server_ts": 1, "room_id": ROOM,
            "content": content,
        }  # fmt: skip
        seen.append(type(nio.Event.parse_event(event)))
    assert seen == [nio.RoomMessageText, nio.RoomMessageNotice, nio.RoomMessageNotice]
