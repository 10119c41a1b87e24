"""What people write and press in Matrix."""

from datetime import UTC, datetime
from typing import Any

from bot.matrix.data import BUTTONS, SIGNS
from bot.matrix.names import SERVER
from briefings.model.chat import Address
from storage import chats, subscriptions
from tests.stand_ins.matrix_server import BOT, PERSON
from tests.world import World

MONDAY = datetime(2025, 3, 31, 6, 0, 10, tzinfo=UTC)
ROOM, MINE = "!team:home.example", "!mine:home.example"
ELS = "@els:home.example"


def followed(world: World, chat: str) -> list[str]:
    with world.app.database.reading() as session:
        kept = chats.find_chat(session, Address("matrix", SERVER, chat))
        there = subscriptions.of_chat(session, kept.id) if kept else []
        return [interest.subject.name for one in there for interest in one.interests]


def sign_of(post: dict[str, Any], label: str) -> str:
    """The sign that stands before a label under a message."""
    lines = post["content"]["body"].splitlines()
    return next(str(line.partition(" ")[0]) for line in lines if line.partition(" ")[2].startswith(label))


async def test_a_question_in_a_room_is_answered_in_its_thread(world: World) -> None:
    asked = world.matrix.says("!jbz migratie", ROOM)
    await world.matrix_is_read(asked)
    (post,) = world.matrix.posts(ROOM)
    assert "Externe dimensie van migratie" in post["content"]["body"]
    assert post["content"]["m.relates_to"] == {
        "rel_type": "m.thread", "event_id": asked, "is_falling_back": True, "m.in_reply_to": {"event_id": asked},
    }  # fmt: skip
    assert (post["content"]["msgtype"], post["content"]["m.mentions"]) == ("m.notice", {})
    assert world.matrix.refused == []


async def test_alone_with_the_bot_everything_is_for_it_and_elsewhere_what_names_it(world: World) -> None:
    (answer,) = await world.matrix_types("migratie", MINE)
    assert "Externe dimensie van migratie" in answer
    assert "m.relates_to" not in world.matrix.posts(MINE)[0]["content"]
    assert await world.matrix_types("migratie is lastig", ROOM) == []
    for text, mentions in (
        ("JBZ: migratie", {}),
        (f"{BOT} migratie", {}),
        ("wat zegt JBZ over migratie", {"user_ids": [BOT]}),
        ("!JBZ migratie", {}),
        ("/jbz migratie", {}),
    ):
        (answer,) = await world.matrix_types(text, ROOM, more={"m.mentions": mentions})
        assert "Externe dimensie van migratie" in answer, text
    assert await world.matrix_types("jbzmigratie", ROOM) == []
    assert await world.matrix_types("!jbz migratie", ROOM, more={"msgtype": "m.notice"}) == []


async def test_what_is_edited_is_not_answered_again(world: World) -> None:
    asked = world.matrix.says("migratie", MINE)
    await world.matrix_is_read(asked)
    edit = {
        "m.new_content": {"msgtype": "m.text", "body": "visa"},
        "m.relates_to": {"rel_type": "m.replace", "event_id": asked},
    }
    assert await world.matrix_types("* visa", MINE, more=edit) == []


async def test_a_sign_is_a_button_and_one_that_stands_for_nothing_is_none(world: World) -> None:
    await world.matrix_types("!jbz migratie", ROOM)
    post = world.matrix.posts(ROOM)[0]
    await world.server._services["matrix"]._signs.settle()  # type: ignore[attr-defined]
    signs = [one["content"]["m.relates_to"]["key"] for one in world.matrix.posts(ROOM, "m.reaction")]
    assert signs == list(SIGNS[: len(post["content"][BUTTONS])])
    sign = sign_of(post, "Volg migratie")
    for wrong in ("👍", "🔟"):
        await world.matrix_is_read(world.matrix.reacts(post["event_id"], wrong))
    assert len(world.matrix.posts(ROOM)) == 1
    await world.matrix_is_read(world.matrix.reacts(post["event_id"], sign))
    told = world.matrix.posts(ROOM)[1]
    assert "m.relates_to" not in told["content"]
    assert "volgt nu migratie" in told["content"]["body"]
    assert "Ingesteld door Jan" in told["content"]["body"]
    assert followed(world, ROOM) == ["migratie"]


async def test_a_number_as_an_answer_is_the_same(world: World) -> None:
    await world.matrix_types("migratie", MINE)
    post = world.matrix.posts(MINE)[0]
    number = str(SIGNS.index(sign_of(post, "Volg migratie")) + 1)
    answers = {"m.relates_to": {"m.in_reply_to": {"event_id": post["event_id"]}}}
    (told,) = await world.matrix_types(f"> <{BOT}> Migratie\n\n{number}", MINE, more=answers)
    assert "volgt nu migratie" in told
    assert followed(world, f"@{MINE}") == ["migratie"]


async def test_the_next_page_is_a_message_with_buttons_of_its_own(world: World) -> None:
    await world.matrix_types("nederland", MINE)
    for _ in range(2):
        post = world.matrix.posts(MINE)[-1]
        await world.matrix_is_read(world.matrix.reacts(post["event_id"], sign_of(post, "Meer")))
    first, second, third = world.matrix.bodies(MINE)
    assert len({first, second, third}) == 3
    assert "Vorige" in third


async def test_a_sealed_button_that_is_not_ours_does_nothing(world: World) -> None:
    forged = {"msgtype": "m.text", "body": "x", BUTTONS: {"1": "0000000000000000:| stop alles"}}
    await world.matrix_types("!jbz volg migratie", ROOM)
    theirs = world.matrix.happens(ROOM, "m.room.message", forged, ELS)
    await world.matrix_is_read(world.matrix.reacts(theirs, SIGNS[0]))
    before = len(world.matrix.posts(ROOM))
    ours = world.matrix.happens(ROOM, "m.room.message", forged, BOT)  # as of another bot with this account
    await world.matrix_is_read(world.matrix.reacts(ours, SIGNS[0]))
    assert followed(world, ROOM) == ["migratie"]
    (said,) = world.matrix.bodies(ROOM)[before + 1 :]
    assert said.startswith("Deze knop werkt niet meer. Typ !jbz help.\n1️⃣ Help\n")


async def test_only_who_administers_a_room_changes_it_unless_it_chose_otherwise(world: World) -> None:
    (refused,) = await world.matrix_types("!jbz volg migratie", ROOM, ELS)
    assert "beheerder" in refused
    assert followed(world, ROOM) == []
    await world.matrix_types("!jbz rechten iedereen", ROOM, PERSON)
    await world.matrix_types("!jbz volg migratie", ROOM, ELS)
    assert followed(world, ROOM) == ["migratie"]
    await world.matrix_types("!jbz rechten beheerders", ROOM, PERSON)
    levels = {"users": {PERSON: 100, ELS: 50}}
    await world.matrix_is_read(world.matrix.happens(ROOM, "m.room.power_levels", levels, PERSON, ""))
    await world.matrix_types("!jbz stop alles", ROOM, ELS)
    assert followed(world, ROOM) == []


async def test_the_zone_of_a_profile_is_that_of_the_private_chat(world: World) -> None:
    world.matrix.profiles[PERSON] = {"m.tz": "Europe/London"}
    await world.matrix_types("volg migratie elke maandag 08:00", MINE)
    with world.app.database.reading() as session:
        kept = chats.find_chat(session, Address("matrix", SERVER, f"@{MINE}"))
    assert kept is not None
    assert kept.timezone == "Europe/London"


async def test_a_briefing_comes_where_it_was_asked_with_what_can_be_done(world: World) -> None:
    await world.matrix_types("!jbz volg migratie elke maandag 08:00", ROOM)
    world.clock.now = MONDAY
    await world.deliver()
    post = world.matrix.posts(ROOM)[-1]
    assert "Externe dimensie van migratie" in post["content"]["body"]
    assert (post["content"]["msgtype"], "m.relates_to" in post["content"]) == ("m.text", False)


async def test_a_picture_gets_a_sentence_alone_and_silence_elsewhere(world: World) -> None:
    (said,) = await world.matrix_types("foto.png", MINE, more={"msgtype": "m.image"})
    assert said.startswith("Ik lees alleen tekst.")
    assert await world.matrix_types("foto.png", ROOM, more={"msgtype": "m.image"}) == []


async def test_a_talk_goes_on_in_its_thread(world: World) -> None:
    asked = world.matrix.says("!jbz wat zei nederland over terugkeer", ROOM)
    await world.matrix_is_read(asked)
    thread = {"m.relates_to": {"rel_type": "m.thread", "event_id": asked, "is_falling_back": True,
                               "m.in_reply_to": {"event_id": asked}}}  # fmt: skip
    assert await world.matrix_types("en over visa?", ROOM, more=thread) == []
    (told,) = await world.matrix_types("!jbz en over visa?", ROOM, more=thread)
    assert "visa" in told.lower()
    assert world.matrix.posts(ROOM)[-1]["content"]["m.relates_to"]["event_id"] == asked


async def test_what_is_no_event_at_all_changes_nothing(world: World) -> None:
    odd: list[Any] = [None, 7, [], {"rel_type": 7}, {"rel_type": "m.annotation", "event_id": [], "key": {}}]
    for relation in odd:
        world.matrix.happens(MINE, "m.reaction", {"m.relates_to": relation})
        world.matrix.happens(MINE, "m.room.message", {"msgtype": "m.text", "body": relation, "m.relates_to": relation})
    world.matrix.happens(MINE, "m.room.message", {})
    (answer,) = await world.matrix_types("migratie", MINE)
    assert "Externe dimensie van migratie" in answer


async def test_klopt_checks_the_message_that_it_answers(world: World) -> None:
    sentence = "Nederland is akkoord gegaan met het voorstel."
    for room, typed in ((ROOM, "!jbz klopt"), (MINE, "Klopt dit?")):
        said = world.matrix.happens(room, "m.room.message", {"msgtype": "m.text", "body": sentence}, ELS)
        answers = {"m.relates_to": {"m.in_reply_to": {"event_id": said}}}
        (*_, told) = await world.matrix_types(f"> <{ELS}> {sentence}\n\n{typed}", room, more=answers)
        assert "Ja, dit staat woord voor woord in een brief." in told
    gone = {"m.relates_to": {"m.in_reply_to": {"event_id": "$gone"}}}
    (told,) = await world.matrix_types("klopt", MINE, more=gone)
    assert "Zet er een zin uit een brief achter." in told
