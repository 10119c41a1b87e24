"""Somebody with matrix-nio, a client that others wrote, in an encrypted room of Synapse with the bot."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import nio
import pytest

from tests.bot.matrix.test_encrypted_rooms import KEY, opens
from tests.bot.matrix.test_homeserver import OFF, ROOM, until
from tests.bot.matrix.test_ways_in import followed, sign_of
from tests.stand_ins.clock import Clock
from tests.stand_ins.matrix_server import BOT, PERSON
from tests.stand_ins.synapse import Synapse
from tests.world import World, make_world


@pytest.fixture
async def person(synapse: Synapse, tmp_path: Path) -> AsyncIterator[nio.AsyncClient]:
    """Jan, on a new device."""
    token = synapse.logs_in_again(PERSON)
    store = tmp_path / "nio"
    store.mkdir()
    config = nio.AsyncClientConfig(encryption_enabled=True, store_sync_tokens=False)
    client = nio.AsyncClient(synapse.url, PERSON, store_path=str(store), config=config)
    client.restore_login(PERSON, synapse.device_of(PERSON), token)
    await catches_up(client)
    yield client
    await client.close()
    client.store.database.close()


async def catches_up(client: nio.AsyncClient) -> list[Any]:
    """What happened since, as this client reads it."""
    told = await client.sync(timeout=0, full_state=True)
    assert isinstance(told, nio.SyncResponse), told
    if client.should_upload_keys:
        await client.keys_upload()
    if client.should_query_keys:
        await client.keys_query()
    if client.should_claim_keys:
        await client.keys_claim(client.get_users_for_key_claiming())
    await client.send_to_device_messages()
    return [event for room in told.rooms.join.values() for event in room.timeline.events]


async def test_they_understand_each_other(
    person: nio.AsyncClient, synapse: Synapse, sqlite_file: Path, tmp_path: Path, clock: Clock
) -> None:
    shutil.copyfile(sqlite_file, tmp_path / "jbz.db")
    told = {"MATRIX_HOMESERVER": synapse.url, "MATRIX_USER": BOT, "MATRIX_ACCESS_TOKEN": synapse.logs_in_again(BOT)}
    fast = {"MATRIX_PER_SECOND": "1000", "MATRIX_BURST": "1000"}
    on = {"JBZ_MATRIX_ENCRYPTION": "on", "JBZ_ENCRYPTION_KEY": KEY}
    async with make_world(f"sqlite:///{tmp_path}/jbz.db", clock) as world, world.running(**OFF, **told, **fast, **on):
        await until(world.server._services["matrix"]._secrecy._is_ready.is_set)  # type: ignore[attr-defined]
        await talk(world, person, synapse)


async def talk(world: World, person: nio.AsyncClient, synapse: Synapse) -> None:
    room = opens(synapse, ROOM)
    synapse.invites(room)
    (welcome,) = await said(person, 1)
    assert welcome.body.startswith("JBZ-briefings")
    content = {"msgtype": "m.text", "body": "!jbz migratie", "m.mentions": {"user_ids": [BOT]}}
    sent = await person.room_send(room, "m.room.message", content, ignore_unverified_devices=True)
    assert isinstance(sent, nio.RoomSendResponse), sent
    (answer,) = await said(person, 1)
    assert (answer.decrypted, answer.sender, "Externe dimensie van migratie" in answer.body) == (True, BOT, True)
    sign = sign_of({"content": {"body": answer.body}}, "Volg migratie")
    relation = {"rel_type": "m.annotation", "event_id": answer.event_id, "key": sign}
    await person.room_send(room, "m.reaction", {"m.relates_to": relation}, ignore_unverified_devices=True)
    chat = f"@{room}"
    await until(lambda: followed(world, chat) == ["migratie"])
    assert synapse.posts(room) == []


async def said(person: nio.AsyncClient, many: int) -> list[Any]:
    """The next messages of the bot."""
    found: list[Any] = []
    for _ in range(200):
        events = await catches_up(person)
        assert not [one for one in events if isinstance(one, nio.MegolmEvent) and one.sender == BOT]
        found += [one for one in events if isinstance(one, nio.RoomMessageNotice) and one.sender == BOT]
        if len(found) >= many:
            return found
        await asyncio.sleep(0.1)
    raise AssertionError("the bot says nothing")
