"""The life of a chat: blocked, put out and back, restricted, moved, a topic closed."""

import asyncio
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import func, select

from bot.telegram import chat_events
from storage.rows import ChatRow, SubscriptionRow
from tests.world import World

GROUP, CHANNEL = -100500, -100700


def _paused(world: World) -> list[str | None]:
    with world.app.database.reading() as session:
        why = func.coalesce(SubscriptionRow.unreachable, SubscriptionRow.paused_because)
        return list(session.scalars(select(why).order_by(SubscriptionRow.id)))


async def _follows(world: World, chat: int = 42, kind: str = "private", **more: Any) -> None:
    world.telegram.administrators = {7}
    await world.telegram_types("/volg migratie elke maandag 08:00", chat, kind=kind, **more)


async def _monday(world: World) -> None:
    world.clock.now = datetime(2025, 3, 31, 6, 0, tzinfo=UTC)
    await world.deliver()


async def test_who_blocks_the_bot_gets_nothing_and_who_lets_it_back_goes_on(world: World) -> None:
    await _follows(world)
    await world.telegram_gives(world.telegram.place_of_bot(42, "member", "kicked", "private"))
    assert _paused(world) == ["Telegram: bot was blocked by the user"]
    await _monday(world)
    assert (len(world.telegram.texts(42)), world.telegram.refused) == (1, [])
    await world.telegram_gives(world.telegram.place_of_bot(42, "kicked", "member", "private"))
    assert _paused(world) == [None]
    world.clock.forward(days=7)
    await world.deliver()
    assert len(world.telegram.texts(42)) == 2


@pytest.mark.parametrize("way", ["kicked", "left"])
async def test_a_group_that_puts_the_bot_out_and_back_goes_on_and_says_so(world: World, way: str) -> None:
    await _follows(world, GROUP, "supergroup")
    await _follows(world, GROUP, "supergroup", is_topic_message=True, message_thread_id=5)
    await world.telegram_gives(world.telegram.place_of_bot(GROUP, "member", way))
    assert _paused(world) == ["Telegram: bot was kicked from the chat"] * 2
    await world.telegram_gives(world.telegram.place_of_bot(GROUP, way, "member"))
    assert _paused(world) == [None, None]
    assert world.telegram.texts(GROUP)[-1].split("\n")[0] == "<b>Wat hier wordt gevolgd</b>"


async def test_a_new_group_is_told_what_the_bot_is_for(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chat_events, "SETTLES", 0.1)
    await world.telegram_gives(world.telegram.place_of_bot(GROUP, "left", "member"))
    await world.telegram_gives(world.telegram.place_of_bot(GROUP, "member", "administrator"))
    assert [text.split("\n")[0] for text in world.telegram.texts(GROUP)] == [
        "<b>JBZ-briefings: wat de Raad van de EU besloot, en wat Nederland zei</b>"
    ]


async def test_a_pause_on_request_outlives_being_put_out_and_back(world: World) -> None:
    await _follows(world, GROUP, "supergroup")
    await world.telegram_types("/pauzeer", GROUP, kind="supergroup")
    await world.telegram_gives(world.telegram.place_of_bot(GROUP, "member", "kicked"))
    await world.telegram_gives(world.telegram.place_of_bot(GROUP, "kicked", "member"))
    assert _paused(world) == ["pause.on_request"]


async def test_who_may_not_write_waits_until_it_may(world: World) -> None:
    await _follows(world, GROUP, "supergroup")
    await world.telegram_gives(world.telegram.place_of_bot(GROUP, "member", "restricted", can_send_messages=False))
    assert _paused(world) == ["Telegram: not enough rights to send messages to the chat"]
    await world.telegram_gives(world.telegram.place_of_bot(GROUP, "restricted", "administrator"))
    assert _paused(world) == [None]


async def test_a_channel_in_which_the_bot_may_post_no_more_waits(world: World) -> None:
    await world.telegram_gives(world.telegram.posts("/volg migratie", CHANNEL))
    update = world.telegram.place_of_bot(CHANNEL, "administrator", "administrator", "channel", can_post_messages=False)
    await world.telegram_gives(update)
    assert _paused(world) == ["Telegram: not enough rights to send messages to the chat"]
    await world.telegram_gives(world.telegram.place_of_bot(CHANNEL, "administrator", "administrator", "channel"))
    assert _paused(world) == [None]


async def test_a_group_that_becomes_a_supergroup_takes_everything_along(world: World) -> None:
    await _follows(world, -5, "group")
    await _follows(world, -1005, "supergroup")  # someone was quick in the new one
    await world.telegram_types("/volg visa elke dinsdag 09:00", -5, kind="group")
    await world.telegram_types("/volg terugkeer elke woensdag 09:00", -5, kind="group")
    await world.telegram_types("/volg terugkeer elke donderdag 09:00", -1005, kind="supergroup")
    await world.telegram_gives(world.telegram.migrates(-5, -1005))
    with world.app.database.reading() as session:
        assert session.scalars(select(ChatRow.chat)).all() == ["-1005"]
        assert sorted(session.scalars(select(SubscriptionRow.schedule))) == ["mon 08:00", "thu 09:00", "tue 09:00"]
    await _monday(world)
    assert len([text for text in world.telegram.texts(-1005) if "JBZ-briefing" in text]) == 1
    assert world.telegram.refused == []


@pytest.mark.parametrize("follows", [True, False])
@pytest.mark.parametrize("turned", [False, True])
async def test_a_group_that_becomes_a_supergroup_is_not_welcomed_anew(
    world: World, monkeypatch: pytest.MonkeyPatch, *, follows: bool, turned: bool
) -> None:
    monkeypatch.setattr(chat_events, "SETTLES", 1.0)
    if follows:
        await _follows(world, -5, "group")
    updates = [world.telegram.migrates(-5, -1005), world.telegram.place_of_bot(-1005, "left", "member")]
    await asyncio.gather(*(world.telegram_gives(update) for update in updates[:: -1 if turned else 1]))
    assert world.telegram.texts(-1005) == []


async def test_an_answer_to_a_group_that_moved_meanwhile_comes_in_the_new_one(world: World) -> None:
    world.telegram.migrated = {"-5": "-1005"}
    await world.telegram_types("/jbz EES", -5, kind="group")
    assert world.telegram.texts(-1005)[0].split("\n")[0] == "<b>Entry/Exit System (EES)</b>"


async def test_a_closed_topic_waits_until_it_is_opened_and_others_go_on(world: World) -> None:
    await _follows(world, GROUP, "supergroup", is_topic_message=True, message_thread_id=5)
    await _follows(world, GROUP, "supergroup", is_topic_message=True, message_thread_id=6)
    await world.telegram_gives(world.telegram.closes_topic(GROUP, 5))
    assert _paused(world) == ["Telegram: topic closed", None]
    await world.telegram_gives(world.telegram.closes_topic(GROUP, 5, reopens=True))
    assert _paused(world) == [None, None]


async def test_what_is_refused_while_sending_pauses_with_the_reason(world: World) -> None:
    await _follows(world)
    world.telegram.blocked = {"42"}
    await _monday(world)
    assert _paused(world) == ["Telegram: bot was blocked by the user"]
