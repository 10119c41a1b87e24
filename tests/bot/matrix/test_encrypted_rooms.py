"""The whole service in encrypted rooms: the same list for what stands in for a homeserver and for Synapse."""

import shutil
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from bot.cli.matrix import check_matrix
from bot.matrix.data import BUTTONS
from bot.matrix.names import chat_of
from bot.matrix.room_events import IS_ENCRYPTED
from bot.settings import load_settings
from briefings.errors import JbzError
from briefings.model.delivery import Posted
from storage.backup import backup, restore
from storage.database import Database
from tests.bot.matrix.secret_person import MEGOLM, SecretPerson
from tests.bot.matrix.test_homeserver import ELS, MINE, OFF, ROOM, Home, comes_in, stands, until
from tests.bot.matrix.test_sending import MONDAY, PART
from tests.bot.matrix.test_ways_in import followed, sign_of
from tests.stand_ins.clock import Clock
from tests.stand_ins.matrix_server import BOT, DEVICE, PERSON, TOKEN, MatrixServer
from tests.world import World, make_world

KEY = "a" * 43 + "="


@pytest.fixture
async def secretly(home: Home, sqlite_file: Path, tmp_path: Path, clock: Clock) -> AsyncIterator[World]:
    """The service at that homeserver, with keys."""
    shutil.copyfile(sqlite_file, tmp_path / "jbz.db")
    told = {"MATRIX_HOMESERVER": home.url, "MATRIX_USER": BOT, "MATRIX_ACCESS_TOKEN": home.logs_in_again(BOT)}
    fast = {"MATRIX_PER_SECOND": "1000", "MATRIX_BURST": "1000"}
    on = {"JBZ_MATRIX_ENCRYPTION": "on", "JBZ_ENCRYPTION_KEY": KEY}
    async with (
        make_world(f"sqlite:///{tmp_path}/jbz.db", clock) as world,
        world.running(**OFF, **told, **fast, **on),
    ):
        await until(world.server._services["matrix"]._secrecy._is_ready.is_set)  # type: ignore[attr-defined]
        yield world


def opens(home: Home, name: str, *people: str) -> str:
    """An encrypted room in which the bot is not yet."""
    room = home.opens(name, *people)
    home.happens(room, "m.room.encryption", {"algorithm": MEGOLM}, PERSON, "")
    return room


async def test_what_is_asked_answered_pressed_and_delivered_is_read_by_those_in_the_room_alone(
    secretly: World, home: Home
) -> None:
    room = opens(home, ROOM, ELS)
    jan, els = SecretPerson(home, PERSON), SecretPerson(home, ELS)
    home.invites(room)
    await until(lambda: len(jan.reads(room)) == 1)
    asked = jan.says("!jbz migratie", room)
    await until(lambda: len(jan.reads(room)) == 2)
    answer = jan.reads(room)[1]
    assert "Externe dimensie van migratie" in answer["body"]
    assert answer["m.relates_to"]["event_id"] == asked
    assert els.bodies(room) == jan.bodies(room)
    home.reacts(jan.posts(room)[1]["event_id"], sign_of({"content": answer}, "Volg migratie"))
    await until(lambda: followed(secretly, room) == ["migratie"])
    await until(lambda: len(jan.reads(room)) == 3)
    secretly.clock.now = MONDAY
    await secretly.deliver()
    assert "Externe dimensie van migratie" in jan.bodies(room)[3]
    assert home.posts(room) == []  # nothing in the clear
    clear = {name for post in jan.posts(room) for name in post["content"]}
    assert clear <= {"algorithm", "ciphertext", "session_id", "sender_key", "device_id", "m.relates_to", "jbz.key"}
    assert BUTTONS not in clear


async def test_a_part_is_there_once_and_is_found_and_edited(secretly: World, home: Home) -> None:
    room = opens(home, ROOM, ELS)
    jan = SecretPerson(home, PERSON)
    home.invites(room)
    await until(lambda: len(jan.reads(room)) == 1)
    channel = secretly.server._channels["matrix"]
    at, since = chat_of(room, private=False), secretly.clock.now
    assert await channel.sender.has_arrived(at, "7-1", since) is False
    events = {await channel.sender.send(at, PART, "7-1") for _ in range(3)}
    assert (len(events), jan.bodies(room)[1:]) == (1, ["x"])
    assert await channel.sender.has_arrived(at, "7-1", since) is True
    assert channel.editor is not None
    await channel.editor.edit(at, PART.replace("x", "y"), Posted("7-1", None, since))
    edit = jan.reads(room)[2]
    assert (edit["m.new_content"]["body"], edit["m.relates_to"]) == (
        "y", {"rel_type": "m.replace", "event_id": events.pop()},
    )  # fmt: skip


async def test_who_leaves_reads_nothing_more_and_who_comes_reads_from_then_on(secretly: World, home: Home) -> None:
    room = opens(home, ROOM)
    jan, els = SecretPerson(home, PERSON), SecretPerson(home, ELS)
    sender, at = secretly.server._channels["matrix"].sender, chat_of(room, private=False)
    home.invites(room)
    await until(lambda: len(jan.reads(room)) == 1)
    home.joins(room, ELS)
    await sender.send(at, PART.replace("x", "both"), "7-1")
    home.leaves(room, ELS)
    await sender.send(at, PART.replace("x", "jan"), "7-2")
    els.takes_in()
    home.joins(room, ELS)
    assert els.bodies(room) == ["both"]
    assert jan.bodies(room)[1:] == ["both", "jan"]


@pytest.mark.usefixtures("secretly")
async def test_alone_with_someone_the_page_and_the_number_work_too(home: Home) -> None:
    room = opens(home, MINE)
    jan = SecretPerson(home, PERSON)
    home.invites(room)
    await until(lambda: len(jan.reads(room)) == 1)
    jan.says("nederland", room)
    await until(lambda: len(jan.reads(room)) == 2)
    post, answer = jan.posts(room)[1], jan.reads(room)[1]
    number = str(sign_of({"content": answer}, "Meer"))[0]
    jan.says(number, room, **{"m.relates_to": {"m.in_reply_to": {"event_id": post["event_id"]}}})
    await until(lambda: len(jan.reads(room)) == 3)
    assert len(set(jan.bodies(room))) == 3


@pytest.mark.usefixtures("secretly")
async def test_what_it_has_no_key_for_it_says_so_of_once(home: Home) -> None:
    room = opens(home, MINE)
    jan = SecretPerson(home, PERSON)
    home.invites(room)
    await until(lambda: len(jan.reads(room)) == 1)
    for text in ("een", "twee"):
        jan.sends(room, jan.sealed(room, {"msgtype": "m.text", "body": text}, shared=False))
    await until(lambda: len(jan.reads(room)) == 2)
    assert jan.bodies(room)[1].startswith("Ik kan dit bericht niet lezen")
    jan.shares(room)
    jan.says("migratie", room)
    await until(lambda: len(jan.reads(room)) == 3)
    assert "Externe dimensie van migratie" in jan.bodies(room)[2]


async def test_what_waited_for_keys_goes_on_with_them_and_waits_without_them_again(
    stand_in: MatrixServer, sqlite_file: Path, tmp_path: Path, clock: Clock
) -> None:
    shutil.copyfile(sqlite_file, tmp_path / "jbz.db")
    told = {"MATRIX_HOMESERVER": stand_in.url, "MATRIX_USER": BOT, "MATRIX_ACCESS_TOKEN": TOKEN} | OFF
    on = {"JBZ_MATRIX_ENCRYPTION": "on", "JBZ_ENCRYPTION_KEY": KEY}
    stand_in.opens(ROOM, ELS)
    jan = SecretPerson(stand_in, PERSON)
    async with make_world(f"sqlite:///{tmp_path}/jbz.db", clock) as world:
        async with world.running(**told):
            await comes_in(stand_in, ROOM)
            stand_in.says("!jbz volg migratie", ROOM)
            await until(lambda: stands(world, ROOM) == [None])
            stand_in.happens(ROOM, "m.room.encryption", {"algorithm": MEGOLM}, PERSON, "")
            await until(lambda: stands(world, ROOM) == [IS_ENCRYPTED])
        before = len(stand_in.posts(ROOM))
        async with world.running(**told, **on):
            await until(lambda: stands(world, ROOM) == [None])
            jan.says("!jbz visa", ROOM)
            await until(lambda: len(jan.reads(ROOM)) == 1)
        async with world.running(**told):
            await until(lambda: stands(world, ROOM) == [IS_ENCRYPTED])
        assert len(stand_in.posts(ROOM)) == before


async def test_keys_that_are_lost_are_said_to_who_watches_and_a_new_token_helps(
    stand_in: MatrixServer, sqlite_file: Path, tmp_path: Path, clock: Clock
) -> None:
    told = {"MATRIX_HOMESERVER": stand_in.url, "MATRIX_USER": BOT, "MATRIX_ACCESS_TOKEN": TOKEN} | OFF
    on = {"JBZ_MATRIX_ENCRYPTION": "on", "JBZ_ENCRYPTION_KEY": KEY}

    async def found() -> tuple[str, str | None]:
        given = told | on | {"JBZ_DATABASE_URL": f"sqlite:///{tmp_path}/jbz.db"}
        async with httpx.AsyncClient() as client:
            return (await check_matrix(client, load_settings({name: one for name, one in given.items() if one})))[3]

    shutil.copyfile(sqlite_file, tmp_path / "jbz.db")
    assert await found() == ("Matrix, versleuteling: nog geen sleutels; die komen bij de eerste start", None)
    async with make_world(f"sqlite:///{tmp_path}/jbz.db", clock) as world:
        async with world.running(**told, **on):
            await until(world.server._services["matrix"]._secrecy._is_ready.is_set)  # type: ignore[attr-defined]
        (shown,) = (one for name, one in stand_in.keys.devices[BOT][DEVICE]["keys"].items() if "ed25519" in name)
        said, wrong = await found()
        assert (said.partition(" vingerafdruk ")[2].replace(" ", ""), wrong) == (shown, None)
        copy = tmp_path / "copy.db"
        backup(world.app.database, copy)
        (tmp_path / "jbz.db").unlink()
    restored = Database(f"sqlite:///{tmp_path}/jbz.db")
    restore(restored, copy)
    restored.close()
    lost = "de sleutels van dit apparaat zijn kwijt. Maak een nieuw token: docs/matrix.md"
    assert await found() == ("Matrix, versleuteling", lost)
    async with make_world(f"sqlite:///{tmp_path}/jbz.db", clock) as world:
        async with world.running(**told, **on):
            of_service = world.server._services["matrix"]
            await until(lambda: of_service.trouble == "Matrix: the keys of this device are lost")
        stand_in.device = "ANEW"
        async with world.running(**told, **on):
            await until(world.server._services["matrix"]._secrecy._is_ready.is_set)  # type: ignore[attr-defined]


def test_encryption_needs_the_key_that_encrypts_its_keys() -> None:
    whole = {"MATRIX_HOMESERVER": "https://m.example.nl", "MATRIX_USER": BOT, "MATRIX_ACCESS_TOKEN": TOKEN}
    with pytest.raises(JbzError) as raised:
        load_settings(whole | {"JBZ_MATRIX_ENCRYPTION": "on"})
    assert raised.value.message.values == {"names": "JBZ_ENCRYPTION_KEY", "needed_by": "JBZ_MATRIX_ENCRYPTION=on"}
    assert load_settings(whole).jbz_matrix_encryption == "off"


def test_what_encrypts_is_loaded_where_it_is_on_alone() -> None:
    code = "import sys; import bot.matrix.service, bot.matrix.render; print('vodozemac' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)  # noqa: S603 - our own
    assert done.stdout == "False\n"
