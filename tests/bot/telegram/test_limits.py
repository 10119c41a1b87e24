"""Telegram's limits, its own wishes, and what may break: on both ways in where it matters."""

import asyncio
import json
import re
import shutil
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channel import Pace
from bot.conversation.conversation import Conversation
from bot.conversation.drafts import Draft
from bot.conversation.forms import SubscriptionForm, SubscriptionForms
from bot.delivery.pace import Paced
from bot.settings import load_settings
from bot.telegram.answers import TelegramAnswers
from bot.telegram.data import data_of, read, whole_of
from bot.telegram.receiver import Receiver
from bot.telegram.sender import keyboard
from bot.telegram.split import Piece, packed
from bot.telegram.steps import ASKED, Action, first_screen, press_in, pressed, shown, typed
from bot.words import Words
from briefings.errors import JbzError
from briefings.model.chat import Address
from storage import chats
from tests.stand_ins.clock import Clock
from tests.stand_ins.telegram_html import Entity, parse
from tests.stand_ins.telegram_rules import refusal_of_html, refusal_of_markup
from tests.world import World, make_world


@pytest.fixture
async def slow_world(sqlite_file: Path, tmp_path: Path, clock: Clock) -> AsyncIterator[World]:
    """A world at Telegram's own pace; the test starts the service."""
    shutil.copyfile(sqlite_file, tmp_path / "jbz.db")
    async with make_world(f"sqlite:///{tmp_path}/jbz.db", clock) as world:
        world.telegram.strict = True
        yield world


@pytest.mark.parametrize("mode", ["webhook", "polling"])
async def test_a_slow_chat_delays_no_other_and_its_updates_keep_their_order(slow_world: World, mode: str) -> None:
    world = slow_world
    world.by_polling = mode == "polling"
    world.telegram.held = {"1": asyncio.Event()}
    async with world.running():
        slow = [asyncio.create_task(world.telegram_types(text, chat=1)) for text in ("terugkeer", "EES")]
        await asyncio.sleep(0.05)
        quick = [asyncio.create_task(world.telegram_types("visa", chat=chat)) for chat in range(2, 12)]
        await asyncio.gather(*(world.telegram.answers(chat) for chat in range(2, 12)))
        assert world.telegram.texts(1) == []
        world.telegram.held["1"].set()
        await asyncio.gather(*quick, *slow)
    assert [text.split("\n")[0] for text in world.telegram.texts(1)] == [
        "<b>Terugkeer</b>", "<b>Entry/Exit System (EES)</b>",
    ]  # fmt: skip
    assert world.telegram.refused == []


async def test_what_was_not_handled_when_the_process_died_is_handled_by_the_next(slow_world: World) -> None:
    """An update is answered with 200 only when it was handled: so Telegram gives it again."""
    world = slow_world
    async with world.running():
        update = world.telegram.says("volg migratie elke maandag 08:00")
        key = f"telegram:123456:{update['update_id']}"
        chats.begin(world.app.database, key, world.clock.now)  # a process began with it, and died
        assert (await world.telegram_sends(update)).status_code == 503
        world.clock.forward(seconds=31)
        assert (await world.telegram_sends(update)).status_code == 200
        assert (await world.telegram_sends(update)).status_code == 200
    assert [text.split("\n")[0] for text in world.telegram.texts(42)] == ["<b>U volgt nu migratie.</b>"]


@pytest.mark.parametrize(
    "content",
    [
        {"message_id": 1},
        {"message_id": 1, "date": 10**30, "chat": {"id": 42, "type": "private"}, "text": "x"},
        {"message_id": 1, "date": 0, "chat": {"id": ["42"], "type": "private"}, "text": "x"},
    ],
)
async def test_an_update_that_cannot_be_read_stops_no_other(slow_world: World, content: dict[str, Any]) -> None:
    world = slow_world
    world.by_polling = True
    async with world.running():
        broken = world.telegram.says("x")
        broken["message"] = content
        await world.telegram_types("EES")
    assert len(world.telegram.texts(42)) == 1
    world.by_polling = False
    async with world.running():
        assert (await world.telegram_sends(broken)).status_code == 200
        assert (await world.telegram_sends({"no": "update"})).status_code == 400


async def test_a_429_of_theirs_is_obeyed_by_answers_and_briefings_alike(slow_world: World) -> None:
    world = slow_world
    async with world.running():
        await world.telegram_types("volg migratie elke maandag 08:00", chat=1)
        await world.telegram_types("EES", chat=2)  # the first question of a process reads the words, and takes longer
        world.telegram.failures = ["429"]
        asked = asyncio.create_task(world.telegram_types("EES", chat=2))
        await asyncio.sleep(0.3)
        world.clock.now = datetime(2025, 3, 31, 6, 0, tzinfo=UTC)  # due, and more than seven seconds on
        world.telegram.failures = ["429"]
        await world.deliver()
        assert len(world.telegram.texts(1)) == 1
        world.clock.forward(seconds=6)
        await world.deliver()
        assert len(world.telegram.texts(1)) == 1
        world.clock.forward(seconds=1)
        await world.deliver()
        assert len(world.telegram.texts(1)) == 2
        await asked


async def test_with_several_under_way_each_briefing_comes_once(slow_world: World) -> None:
    world = slow_world
    async with world.running(TELEGRAM_AT_ONCE="3"):
        for chat in range(1, 13):
            await world.telegram_types("volg insolventie elke maandag 08:00", chat=chat)
        world.clock.now = datetime(2025, 3, 31, 6, 0, tzinfo=UTC)
        world.telegram.latency = 0.5
        await world.deliver()
    assert [len(world.telegram.texts(chat)) for chat in range(1, 13)] == [2] * 12
    assert (world.telegram.most_under_way, world.telegram.refused) == (3, [])


async def test_a_fault_of_ours_is_said_to_who_pressed_or_wrote(
    slow_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = slow_world
    async with world.running():
        await world.telegram_types("volg migratie elke maandag 08:00")
        monkeypatch.setattr(Conversation, "change", lambda *_: 1 / 0)
        update = world.telegram.presses_label("Stop")
        await world.telegram_gives(update)
        said = world.telegram.answered[update["callback_query"]["id"]]["text"]
        monkeypatch.setattr(SubscriptionForms, "check", lambda *_: 1 / 0)
        await world.telegram_types("/volg")
        before = len(world.telegram.texts(42))
        monkeypatch.setattr(TelegramAnswers, "say", lambda *_, **__: 1 / 0)  # and nothing can be said of it either
        assert (await world.telegram_sends(world.telegram.says("/volg"))).status_code == 200
        assert len(world.telegram.texts(42)) == before
    wrong = r"Er ging hier iets mis\. Probeer .* noem dan [A-Z2-9]{4}-[A-Z2-9]{4}\."
    assert re.fullmatch(wrong, said)
    assert re.fullmatch(f"<b>{wrong}</b>", world.telegram.texts(42)[-1])


async def test_the_pace_lets_answers_go_first_and_holds_what_telegram_allows() -> None:
    now = datetime(2025, 3, 31, tzinfo=UTC)
    paced = Paced(Pace(lane_seconds=0.05, chat_seconds=1.0, group_minute=3, burst=1), lambda: now)
    paced.begin("1")
    answer = asyncio.create_task(paced.turn("2"))
    await asyncio.sleep(0)
    assert paced.wait() > 0.05  # the answer has the next place
    await answer
    began = time.monotonic()
    for _ in range(3):
        await paced.turn("3")
    assert 0.95 < time.monotonic() - began < 1.9  # one at once, one of the burst, one in its turn
    for _ in range(3):
        paced.begin("-5")
    assert ("-5" in paced.busy(), paced.next_free() <= 60.5, paced.chat_seconds("-5") > 59) == (True, True, True)
    paced.hold("7", 7)
    assert paced.wait() < 1
    assert paced._chat_left("7") == pytest.approx(7, abs=0.2)


async def test_a_conflict_is_said_with_what_to_do(slow_world: World, capfd: pytest.CaptureFixture[str]) -> None:
    world = slow_world
    world.by_polling, world.telegram.conflict = True, True
    async with world.running():
        await asyncio.sleep(0.5)
    assert "telegram_conflict" in "".join(capfd.readouterr())


async def test_telegram_may_be_away_when_the_service_starts(slow_world: World) -> None:
    world = slow_world
    port = int(world.telegram.url.rpartition(":")[2])
    await world.telegram.stop()
    async with world.running():
        await asyncio.sleep(0.3)
        ready = await world.http.get("/readyz")
        assert (ready.status_code, ready.json()["note"][:30]) == (200, "Telegram cannot be reached: Ne")
        await world.telegram.start(port)
        await world.telegram_types("EES")
    assert len(world.telegram.texts(42)) == 1


def test_a_token_that_is_none_is_refused_without_being_shown() -> None:
    with pytest.raises(JbzError) as error:
        load_settings({"TELEGRAM_BOT_TOKEN": "hunter2"})
    assert ("TELEGRAM_BOT_TOKEN" in str(error.value), "hunter2" in str(error.value)) == (True, False)


async def test_updates_of_one_chat_are_handled_in_turn_and_once(slow_world: World) -> None:
    world = slow_world
    async with world.running():
        seen: list[int] = []

        async def handle(update: Any) -> None:
            await asyncio.sleep(0.02 if update.update_id % 2 else 0)
            seen.append(update.update_id)

        receiver = Receiver(handle, world.server._seen, 5)
        from telegram import Update

        updates = [Update.de_json(world.telegram.says("x"), None) for _ in range(6)]
        done = await asyncio.gather(*(receiver.receive(update) for update in (*updates, *updates)))
    assert done == [True] * 12
    assert seen == [update.update_id for update in updates]


_pieces = st.lists(
    st.builds(
        Piece,
        st.text("abc &é🎉", min_size=1, max_size=1600).map(lambda text: f"<b>{text.replace('&', '&amp;')}</b>"),
        st.booleans(),
        st.sampled_from(["\n", "\n\n", " "]),
        st.booleans(),
        st.booleans(),
    ).filter(lambda piece: bool(parse(piece.html)[0].strip())),
    min_size=1,
    max_size=30,
)


@settings(deadline=None)
@given(_pieces)
def test_pieces_are_packed_in_order_none_divided_and_within_every_limit(pieces: list[Piece]) -> None:
    messages = packed(pieces)
    assert [message for message in messages if refusal_of_html(message)] == []
    shown = "".join("".join(parse(message)[0].split()) for message in messages)
    assert shown == "".join("".join(parse(piece.html)[0].split()) for piece in pieces)
    assert all(any(piece.html in message for message in messages) for piece in pieces)


_elsewhere = st.builds(
    Address,
    st.just("telegram"),
    st.just("1"),
    st.from_regex(r"-?[0-9]{1,15}", fullmatch=True),
    st.from_regex(r"[0-9]{0,6}", fullmatch=True),
)


@given(st.text(min_size=1, max_size=200), st.none() | _elsewhere)
def test_what_is_put_into_a_button_comes_out_again(text: str, at: Address | None) -> None:
    whole = whole_of(text, at)
    found = read(whole)
    assert (found.text, found.chat, found.thread) == (text, at.chat if at else "", at.thread if at else "")
    data, kept = data_of(whole)
    assert (1 <= len(data.encode()) <= 64, kept in {None, whole}) == (True, True)


_texts = st.text(max_size=300) | st.sampled_from(["<b>", "&amp;", "</blockquote>", "🎉" * 200, "x" * 5000, " "])


@given(st.sampled_from(sorted(ASKED)), _texts, st.sampled_from(["themes", "when", "time", "zone"]))
def test_whatever_is_typed_into_a_form_telegram_takes_what_it_shows(what: str, text: str, step: str) -> None:
    form = SubscriptionForm(Address("telegram", "1", "42"), ("migratie",), of=3, rhythm="monthly first mon")
    draft = pressed(Draft(123456789012, form, first_screen(form)), Action.GO, step)
    themes = [("migratie", "migratie <&>"), ("x" * 40, "een lange naam " * 4)]
    for now in (draft, typed(draft, what, text) or draft):
        message = shown(now, themes, themes, Words("nl"))
        assert refusal_of_html(message["html"]) is None
        assert refusal_of_markup(keyboard(message["keyboard"]).to_dict()) is None


@given(st.text(max_size=70))
def test_whatever_a_button_is_said_to_carry_a_form_stays_a_form(data: str) -> None:
    form = SubscriptionForm(Address("telegram", "1", "42"), ("migratie",))
    draft = Draft(1, form, first_screen(form))
    step = press_in(data) or press_in(f"*1 {data}")
    changed = pressed(draft, step.action, step.value) if step else draft
    assert refusal_of_html(shown(changed, [], [], Words("en"))["html"]) is None


def test_the_stand_in_reads_html_as_telegram_does() -> None:
    text, entities = parse('<b>a &amp; <i>🎉</i></b> <a href="https://x.example/?a=1&amp;b=2">y</a> &quot;&#34;&nbsp;')
    assert text == 'a & 🎉 y ""&nbsp;'
    assert entities == [
        Entity("bold", 0, 6), Entity("italic", 4, 2), Entity("text_link", 7, 1, "https://x.example/?a=1&b=2"),
    ]  # fmt: skip
    assert parse('<a href="http://localhost:8000/x">y</a>')[1] == []
    assert parse("<blockquote expandable>x</blockquote>")[1][0].kind == "expandable_blockquote"


@pytest.mark.parametrize(
    "wrong",
    [
        "<b>x", "x</b>", "<b><i>x</b></i>", "<h1>x</h1>", "<script>x</script>", "a < b", "<br>", "<b", "",
        " \n", "<blockquote><blockquote>x</blockquote></blockquote>", "<code><b>x</b></code>", "x" * 4097,
        "🎉" * 2049, "<b>x</b>" * 101, "<span>x</span>",
    ],
)  # fmt: skip
def test_the_stand_in_refuses_what_telegram_refuses(wrong: str) -> None:
    assert (refusal_of_html(wrong) or "").startswith("Bad Request")


@pytest.mark.parametrize(
    "button",
    [
        {"text": "", "callback_data": "x"}, {"text": "x", "callback_data": ""},
        {"text": "x", "callback_data": "é" * 33}, {"text": "x", "url": "http://localhost:8000/"}, {"text": "x"},
    ],
)  # fmt: skip
def test_the_stand_in_refuses_buttons_that_telegram_refuses(button: dict[str, str]) -> None:
    assert refusal_of_markup(json.loads(json.dumps({"inline_keyboard": [[button]]}))) is not None
