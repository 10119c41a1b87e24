"""Keys where things go wrong: deaths, two processes, who comes and goes, and what hostile servers and people send."""

import asyncio
import copy
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from vodozemac import Account

from bot.attempts import Stage
from bot.keyring import Keyring
from bot.matrix.batch import RoomEvent
from bot.matrix.client import MatrixClient
from bot.matrix.encryption import encryption
from bot.matrix.encryption.encryption import Encryption
from bot.matrix.encryption.others import devices_in
from bot.matrix.secrecy import KeysLostError
from storage.database import Database
from storage.rows import KeyRow
from storage.vault import Vault
from tests.bot.matrix.secret_person import MEGOLM, SecretPerson
from tests.stand_ins.clock import Clock
from tests.stand_ins.matrix_server import BOT, DEVICE, PERSON, TOKEN, MatrixServer

ROOM, ELS, KEY = "!team:home.example", "@els:home.example", "a" * 43 + "="


def words(text: str) -> dict[str, Any]:
    return {"msgtype": "m.text", "body": text, "m.mentions": {}}


class Bot:
    """The bot's device, as one process has it; several may be at work with one database."""

    def __init__(self, server: MatrixServer, database: Database, clock: Clock, key: str = KEY) -> None:
        self.client = MatrixClient(server.url, TOKEN)
        self.keyring = Keyring(database, Vault([key]), clock)
        self.secrecy = Encryption(self.client, self.keyring, BOT, clock)
        self._server, self._since = server, 0

    async def hears(self) -> None:
        """What /sync tells beside rooms, now."""
        told = (
            await self.client.sync(
                f"s{self._since}", '{"room": {"timeline": {"limit": 9, "types": []}, "state": {"types": []}}}', 0
            )
        ).answer
        assert told is not None
        await self.secrecy.take_in(told)
        self._since = len(self._server.events)

    async def opens(self, event: str) -> RoomEvent:
        """An event as it is read."""
        told = self._server.event(event)
        return await self.secrecy.opened(RoomEvent(ROOM, event, told["type"], told["sender"], told["content"]))


@pytest.fixture
async def bot(stand_in: MatrixServer, database: Database, clock: Clock) -> AsyncIterator[Bot]:
    stand_in.has(ROOM, ELS)
    stand_in.happens(ROOM, "m.room.encryption", {"algorithm": MEGOLM, "rotation_period_msgs": 5}, PERSON, "")
    made = Bot(stand_in, database, clock)
    await made.secrecy.begin(DEVICE)
    await made.hears()
    yield made
    await made.client.close()


@pytest.fixture
def jan(stand_in: MatrixServer, bot: Bot) -> SecretPerson:  # noqa: ARG001 - it is there first
    return SecretPerson(stand_in, PERSON)


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encryption, "_PAUSE", 0.01)


# What dies, and what is done at once.


async def test_whatever_fails_on_the_way_a_message_is_there_once_and_no_index_serves_twice(
    stand_in: MatrixServer, bot: Bot, jan: SecretPerson
) -> None:
    for failure in ("query", "claim", "sendToDevice"):
        stand_in.keys.failures = [failure]
        attempt = await bot.secrecy.post(ROOM, "t1", words("een"))
        assert attempt.stage is Stage.NOT_SENT, failure
    assert jan.posts(ROOM) == []
    for _ in range(3):  # it arrived, and nobody knows: the homeserver takes the name once
        await bot.secrecy.post(ROOM, "t1", words("een"))
    await bot.secrecy.post(ROOM, "t2", words("twee"))
    assert jan.bodies(ROOM) == ["een", "twee"]
    (_, first), (_, second) = (jan.index_of(post) for post in jan.posts(ROOM))
    assert (first, second) == (0, 3)


async def test_a_death_between_a_step_of_the_session_and_its_sending_skips_an_index(
    stand_in: MatrixServer, bot: Bot, jan: SecretPerson, database: Database, clock: Clock
) -> None:
    await bot.secrecy.post(ROOM, "t1", words("een"))

    async def dies(*_path: str, **_what: Any) -> Any:
        raise asyncio.CancelledError

    bot.client.put = dies  # type: ignore[method-assign]
    with pytest.raises(asyncio.CancelledError):
        await bot.secrecy.post(ROOM, "t2", words("twee"))
    again = Bot(stand_in, database, clock)
    await again.secrecy.begin(DEVICE)
    await again.secrecy.post(ROOM, "t2", words("twee"))
    await again.client.close()
    assert jan.bodies(ROOM) == ["een", "twee"]
    assert [jan.index_of(post)[1] for post in jan.posts(ROOM)] == [0, 2]


async def test_processes_at_once_use_each_index_once_and_all_is_read(
    stand_in: MatrixServer, bot: Bot, jan: SecretPerson, database: Database, clock: Clock
) -> None:
    others = [Bot(stand_in, database, clock) for _ in range(2)]
    for other in others:
        await other.secrecy.begin(DEVICE)
    sent = [(one, f"{at} {number}") for at, one in enumerate((bot, *others)) for number in range(6)]
    attempts = await asyncio.gather(*(one.secrecy.post(ROOM, name, words(name)) for one, name in sent))
    assert {attempt.status for attempt in attempts} == {200}
    assert sorted(jan.bodies(ROOM)) == sorted(name for _, name in sent)
    indices = [jan.index_of(post) for post in jan.posts(ROOM)]
    assert len(set(indices)) == len(indices) == 18
    for other in others:
        await other.client.close()


async def test_a_session_ends_after_its_messages_after_a_week_and_with_a_device(
    stand_in: MatrixServer, bot: Bot, jan: SecretPerson, clock: Clock
) -> None:
    els = SecretPerson(stand_in, ELS)
    for number in range(6):  # the room asks for five
        await bot.secrecy.post(ROOM, f"t{number}", words(str(number)))
    clock.forward(days=7)
    await bot.secrecy.post(ROOM, "week", words("week"))
    stand_in.keys.forget(ELS, els.device)
    stand_in._beside("device_list", {"user": ELS})
    await bot.hears()
    await bot.secrecy.post(ROOM, "device", words("device"))
    sessions = [jan.index_of(post)[0] for post in jan.posts(ROOM)]
    assert [sessions.index(one) for one in sessions] == [0, 0, 0, 0, 0, 5, 6, 7]
    assert jan.bodies(ROOM) == ["0", "1", "2", "3", "4", "5", "week", "device"]
    assert len(els.bodies(ROOM)) == 0  # its inbox went with it


async def test_a_room_that_was_encrypted_gets_nothing_in_the_clear_whatever_the_homeserver_says(
    stand_in: MatrixServer, bot: Bot, jan: SecretPerson
) -> None:
    await bot.secrecy.post(ROOM, "t1", words("een"))
    (event,) = [one for one in stand_in._of(ROOM) if one["type"] == "m.room.encryption"]
    stand_in._by_room[ROOM].remove(event)
    await bot.secrecy.post(ROOM, "t2", words("twee"))
    assert (jan.bodies(ROOM), stand_in.posts(ROOM)) == (["een", "twee"], [])


async def test_one_time_keys_are_given_anew_and_what_may_not_have_arrived_is_given_again(
    stand_in: MatrixServer, bot: Bot, jan: SecretPerson
) -> None:
    there = stand_in.keys.one_time[BOT, DEVICE]
    assert len(there) == 50
    for name in list(there)[:30]:
        del there[name]
    stand_in.keys.failures = ["upload"]
    await bot.hears()
    assert len(there) == 20
    await bot.hears()
    assert len(there) == 50
    jan.says("!jbz migratie", ROOM)
    await bot.hears()


async def test_keys_that_are_gone_are_not_replaced_by_others_under_the_same_name(
    stand_in: MatrixServer, bot: Bot, jan: SecretPerson, tmp_path: Path, clock: Clock
) -> None:
    await bot.secrecy.post(ROOM, "t0", words("nul"))
    empty = Database(f"sqlite:///{tmp_path}/empty.db")
    empty.upgrade()
    restored = Bot(stand_in, empty, clock)
    with pytest.raises(KeysLostError):
        await restored.secrecy.begin(DEVICE)
    stand_in.device = "ANEW"  # there is a new token
    await restored.secrecy.begin("ANEW")
    assert (await restored.secrecy.post(ROOM, "t1", words("een"))).status == 200
    assert jan.bodies(ROOM) == ["nul", "een"]
    await restored.client.close()
    empty.close()


# What others send.


async def test_what_is_said_is_read_and_the_same_again_as_another_event_is_not(
    stand_in: MatrixServer, bot: Bot, jan: SecretPerson
) -> None:
    sealed = jan.sealed(ROOM, {"msgtype": "m.text", "body": "stop alles"})
    event = jan.sends(ROOM, sealed)
    await bot.hears()
    assert [(await bot.opens(event)).content.get("body") for _ in range(2)] == ["stop alles"] * 2
    again = jan.sends(ROOM, sealed)
    assert (await bot.opens(again)).kind == "m.room.encrypted"
    assert stand_in.event(again)["content"] == sealed


async def test_what_stands_beside_the_ciphertext_makes_nobody_its_sender(bot: Bot, jan: SecretPerson) -> None:
    forged = jan.sealed(ROOM, {"msgtype": "m.text", "body": "een"}) | {"sender_key": "x" * 43, "device_id": "OTHER"}
    honest = jan.sends(ROOM, forged)
    by_another = jan.sends(ROOM, jan.sealed(ROOM, {"msgtype": "m.text", "body": "twee"}), user=ELS)
    elsewhere = jan.sends(ROOM, jan.sealed(ROOM, {"msgtype": "m.text", "body": "drie"}, room_id="!other:home.example"))
    await bot.hears()
    read = [(await bot.opens(event)).kind for event in (honest, by_another, elsewhere)]
    assert read == ["m.room.message", "m.room.encrypted", "m.room.encrypted"]


async def test_a_key_of_who_is_not_the_sender_or_whose_device_nobody_knows_opens_nothing(
    stand_in: MatrixServer, bot: Bot, jan: SecretPerson
) -> None:
    jan.sealed(ROOM, {"msgtype": "m.text", "body": "x"}, shared=False)
    group = jan.outbound[ROOM]
    content = {"algorithm": MEGOLM, "room_id": ROOM, "session_id": group.session_id,
               "session_key": group.session_key.to_base64()}  # fmt: skip
    wrongs: list[dict[str, Any]] = [
        {"sender": ELS},
        {"recipient": ELS},
        {"recipient_keys": {"ed25519": jan.signing}},
        {"keys": {}},
    ]
    for wrong in wrongs:
        jan.whispers("m.room_key", content, **wrong)
    jan.whispers("m.room_key", content | {"session_id": "another"})
    jan.whispers("m.room_key", content | {"algorithm": "m.megolm.v9"})
    await bot.hears()
    event = jan.sends(ROOM, jan.sealed(ROOM, {"msgtype": "m.text", "body": "een"}))
    assert (await bot.opens(event)).kind == "m.room.encrypted"
    jan.whispers("m.room_key", content, keys={"ed25519": Account().ed25519_key.to_base64()})  # no device of Jan's
    await bot.hears()
    event = jan.sends(ROOM, jan.sealed(ROOM, {"msgtype": "m.text", "body": "twee"}))
    assert (await bot.opens(event)).kind == "m.room.encrypted"
    assert stand_in.event(event)["sender"] == PERSON


ODD: list[Any] = [
    None, 7, [], {}, {"algorithm": 7}, {"algorithm": "m.olm.v1.curve25519-aes-sha2"},
    {"algorithm": "m.olm.v1.curve25519-aes-sha2", "ciphertext": 7, "sender_key": []},
]  # fmt: skip


async def test_whatever_comes_to_the_device_what_is_good_among_it_is_kept(
    stand_in: MatrixServer, bot: Bot, jan: SecretPerson
) -> None:
    me = stand_in.keys.devices[BOT][DEVICE]["keys"][f"curve25519:{DEVICE}"]
    bodies = ["", "x", "é", "A" * 70_000, "A" * 400, 7, None, {"a": []}]
    texts = [{me: {"type": kind, "body": body}} for kind in (0, 1, 2, -1, "0", None) for body in bodies]
    sealed = [{"algorithm": ODD[-1]["algorithm"], "sender_key": jan.curve, "ciphertext": text} for text in texts]
    for content in [*ODD, *sealed]:
        stand_in._beside("to_device", {"type": "m.room.encrypted", "sender": PERSON, "content": content})
    stand_in._beside("to_device", {"type": "m.room_key", "sender": PERSON, "content": {"room_id": ROOM}})
    event = jan.sends(ROOM, jan.sealed(ROOM, {"msgtype": "m.text", "body": "een"}))
    await bot.hears()
    assert (await bot.opens(event)).content["body"] == "een"
    await bot.secrecy.take_in({"to_device": 7, "device_lists": {"changed": [7, None], "left": {}},
                               "device_one_time_keys_count": {"signed_curve25519": "x"}})  # fmt: skip


async def test_whatever_stands_in_a_room_the_next_message_is_read(bot: Bot, jan: SecretPerson) -> None:
    good = jan.sealed(ROOM, {"msgtype": "m.text", "body": "een"})
    odd = [*ODD[3:], good | {"algorithm": "m.megolm.v9"}, good | {"ciphertext": "A" * 70_000},
           good | {"ciphertext": "é"}, good | {"session_id": 7}, good | {"session_id": "none"}]  # fmt: skip
    events = [jan.sends(ROOM, content) for content in odd]
    await bot.hears()
    assert {(await bot.opens(event)).kind for event in events} == {"m.room.encrypted"}
    assert (await bot.opens(jan.sends(ROOM, good))).content["body"] == "een"


async def test_a_device_that_did_not_sign_its_keys_or_comes_with_others_gets_nothing(
    stand_in: MatrixServer, bot: Bot, jan: SecretPerson
) -> None:
    await bot.secrecy.post(ROOM, "t1", words("een"))
    forged = copy.deepcopy(stand_in.keys.devices[PERSON][jan.device])
    other = Account()
    forged["keys"][f"ed25519:{jan.device}"] = other.ed25519_key.to_base64()
    assert devices_in({"device_keys": {PERSON: {jan.device: forged}}}, PERSON) == {}
    spy = SecretPerson(stand_in, ELS)
    theirs = spy.signed({"user_id": ELS, "device_id": jan.device, "algorithms": [MEGOLM], "keys": {}})
    assert devices_in({"device_keys": {PERSON: {jan.device: theirs}}}, PERSON) == {}
    impostor = SecretPerson(stand_in, PERSON)  # the same device with another signing key
    stand_in._beside("device_list", {"user": PERSON})
    await bot.hears()
    await bot.secrecy.post(ROOM, "t2", words("twee"))
    assert impostor.bodies(ROOM) == []


async def test_a_one_time_key_that_the_device_did_not_sign_begins_nothing(
    stand_in: MatrixServer, bot: Bot, jan: SecretPerson
) -> None:
    stand_in.keys.one_time[PERSON, jan.device] = {
        "signed_curve25519:AA": {"key": Account().curve25519_key.to_base64(), "signatures": {}}
    }
    await bot.secrecy.post(ROOM, "t1", words("een"))
    assert (len(jan.posts(ROOM)), jan.bodies(ROOM)) == (1, [])


async def test_what_is_kept_of_keys_says_nothing_without_the_key_that_encrypts_it(
    bot: Bot, jan: SecretPerson, database: Database, clock: Clock
) -> None:
    await bot.secrecy.post(ROOM, "t1", words("een"))
    with database.reading() as session:
        rows = list(session.scalars(select(KeyRow.content).where(KeyRow.kind != "lock")))
    assert all(content.startswith("gAAAA") for content in rows)
    both = Encryption(bot.client, Keyring(database, Vault(["b" * 43 + "=", KEY]), clock), BOT, clock)
    await both.begin(DEVICE)  # with a new key first, all is encrypted anew
    only = Encryption(bot.client, Keyring(database, Vault(["b" * 43 + "="]), clock), BOT, clock)
    await only.begin(DEVICE)
    assert (await only.post(ROOM, "t2", words("twee"))).status == 200
    assert jan.bodies(ROOM) == ["een", "twee"]


async def test_keys_that_were_not_used_for_long_are_forgotten(
    stand_in: MatrixServer, bot: Bot, jan: SecretPerson, database: Database, clock: Clock
) -> None:
    event = jan.says("een", ROOM)
    await bot.hears()
    assert (await bot.opens(event)).kind == "m.room.message"
    clock.forward(days=401)
    await bot.secrecy.clean()
    assert stand_in.event(event)["type"] == (await bot.opens(event)).kind
    with database.reading() as session:
        left = set(session.scalars(select(KeyRow.kind)))
    assert left == {"account", "devices", "lock"}
