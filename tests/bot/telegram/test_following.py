"""Following in Telegram: the form with buttons, rights, every kind of chat, being forgotten."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import func, select

from storage.rows import ChatRow, DeliveryRow, DraftRow, SubscriptionRow
from tests.world import World

GROUP, CHANNEL = -100500, -100700
ADMIN, MEMBER = 8, 7


async def _presses(world: World, label: str, chat: int = 42, person: int = MEMBER, **more: Any) -> str:
    """What is said to who pressed."""
    update = world.telegram.presses_label(label, chat, person, **more)
    await world.telegram_gives(update)
    return str(world.telegram.answered[update["callback_query"]["id"]].get("text", ""))


def _html(world: World, chat: int = 42) -> list[str]:
    return [str(message["text"]) for message in world.telegram.shown(chat)]


async def test_a_form_with_buttons_is_filled_in_searched_previewed_and_kept(world: World) -> None:
    await world.telegram_types("/volg")
    await _presses(world, "migratie")
    await _presses(world, "Zoek")
    prompt = world.telegram.shown(42)[-1]
    assert "force_reply" in prompt["reply_markup"]
    await world.telegram_gives(world.telegram.replies("visa", prompt))
    assert _html(world) == ["<b>Wat wilt u volgen?</b>\nGekozen: migratie.\nGevonden met “visa”:"]  # the prompt is gone
    await _presses(world, next(label for label in world.telegram.buttons(42) if "isa" in label))
    await _presses(world, "Verder")
    await _presses(world, "do")
    await _presses(world, "Tijd: 08:00")
    await _presses(world, "Een andere tijd")
    await world.telegram_gives(world.telegram.replies("25:99", world.telegram.shown(42)[-1]))
    await world.telegram_gives(world.telegram.replies("7.45", world.telegram.shown(42)[-1]))
    await _presses(world, "Zone: Amsterdam")
    await _presses(world, "Zoek een stad")
    await world.telegram_gives(world.telegram.replies("athens", world.telegram.shown(42)[-1]))
    await _presses(world, "Europe/Athens")
    await _presses(world, "niet in reces")
    assert _html(world)[-1].split("\n")[2] == "Elke maandag en donderdag 07:45, niet in reces (Europe/Athens)"
    await _presses(world, "Volg")
    said = _html(world)[-1].split("\n")
    assert said[0].startswith("<b>U volgt nu migratie en ")
    assert (
        said[1]
        == "Elke maandag en donderdag 07:45, niet in reces. De eerste briefing komt donderdag 27 maart om 07:45."
    )
    with world.app.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(DraftRow)) == 0
    assert world.telegram.refused == []


async def test_a_form_shows_an_example_and_can_be_left(world: World) -> None:
    await world.telegram_types("/volg")
    assert await _presses(world, "Verder") == ""
    assert await _presses(world, "Volg") == "Kies ten minste één thema."
    await _presses(world, "Thema's")
    await _presses(world, "migratie")
    await _presses(world, "Verder")
    await _presses(world, "Voorbeeld")
    assert [html.split("\n")[0] for html in _html(world)][1] == "<b>JBZ-briefing, week 13 van 2025</b>"
    await world.telegram_gives(world.telegram.presses_label("Annuleer", at=0))
    assert _html(world)[0] == "<b>Er is niets gewijzigd.</b>"
    with world.app.database.reading() as session:
        assert session.scalars(select(SubscriptionRow.id)).all() == []


async def test_a_subscription_is_changed_by_the_same_form(world: World) -> None:
    await world.telegram_types("volg migratie elke maandag 08:00")
    await _presses(world, "Wijzig")
    await _presses(world, "✓ ma")
    await _presses(world, "vr")
    await _presses(world, "Bewaar")
    await world.telegram_types("/abonnementen")
    assert _html(world)[-1].split("\n")[2].startswith("<b>migratie:</b> elke vrijdag 08:00")


async def test_a_pause_can_be_given_an_end_by_a_button(world: World) -> None:
    await world.telegram_types("volg migratie elke maandag 08:00")
    await _presses(world, "Pauzeer")
    label = next(label for label in world.telegram.buttons(42) if label.startswith("Tot"))
    await _presses(world, label)
    assert _html(world)[-1] == f"<b>De briefings staan stil {label.lower()} 2025.</b>"


async def test_in_a_group_administrators_decide_and_others_are_told_alone(world: World) -> None:
    world.telegram.administrators = {ADMIN}
    in_group: dict[str, Any] = {"chat": GROUP, "kind": "supergroup"}
    await world.telegram_types("/volg", **in_group, person=MEMBER)
    assert _html(world, GROUP) == ["<b>Alleen een beheerder kan wijzigen wat hier wordt gevolgd.</b>"]
    await world.telegram_types("/volg", **in_group, person=ADMIN)
    refused = "Alleen een beheerder kan wijzigen wat hier wordt gevolgd."
    assert await _presses(world, "migratie", **in_group, person=MEMBER) == refused
    assert await _presses(world, "migratie", **in_group, person=ADMIN) == ""
    await _presses(world, "Verder", **in_group, person=ADMIN)
    assert await _presses(world, "Volg", **in_group, person=MEMBER) == refused
    await _presses(world, "Volg", **in_group, person=ADMIN)
    assert await _presses(world, "Stop", **in_group, person=MEMBER) == refused
    assert _html(world, GROUP)[-1].split("\n")[0] == "<b>Deze groep volgt nu migratie.</b>"
    assert len(_html(world, GROUP)) == 2


async def test_an_anonymous_administrator_may_and_a_channel_that_writes_in_the_group_may_not(world: World) -> None:
    await world.telegram_gives(world.telegram.says_anonymously("/volg migratie", GROUP))
    other = {"id": -100999, "type": "channel", "title": "x"}
    await world.telegram_types("/stop alles", chat=GROUP, kind="supergroup", sender_chat=other)
    assert [html.split("\n")[0] for html in _html(world, GROUP)] == [
        "<b>Deze groep volgt nu migratie.</b>",
        "<b>Alleen een beheerder kan wijzigen wat hier wordt gevolgd.</b>",
    ]
    with world.app.database.reading() as session:
        assert session.scalars(select(SubscriptionRow.made_by)).all() == [None]


async def test_a_group_may_let_everybody_decide(world: World) -> None:
    world.telegram.administrators = {ADMIN}
    in_group: dict[str, Any] = {"chat": GROUP, "kind": "supergroup"}
    await world.telegram_types("/rechten iedereen", **in_group, person=ADMIN)
    await world.telegram_types("/volg migratie", **in_group, person=MEMBER)
    assert _html(world, GROUP)[-1].split("\n")[0] == "<b>Deze groep volgt nu migratie.</b>"


async def test_a_topic_follows_by_itself(world: World) -> None:
    topic = {"is_topic_message": True, "message_thread_id": 5}
    world.telegram.administrators = {ADMIN}
    await world.telegram_types("/volg migratie elke maandag 08:00", GROUP, person=ADMIN, kind="supergroup", **topic)
    await world.telegram_types("/abonnementen", GROUP, person=ADMIN, kind="supergroup")
    assert _html(world, GROUP)[-1].split("\n")[0] == "<b>Hier wordt nog niets gevolgd.</b>"
    world.clock.now = datetime(2025, 3, 31, 6, 0, tzinfo=UTC)
    await world.deliver()
    assert world.telegram.sent[-1]["message_thread_id"] == "5"
    await world.telegram_gives(world.telegram.presses_label("Wijzig", GROUP, ADMIN, kind="supergroup"))
    assert world.telegram.sent[-1]["message_thread_id"] == "5"


async def test_a_channel_follows_and_its_readers_ask_on_alone_with_the_bot(world: World) -> None:
    world.telegram.administrators = {ADMIN}
    await world.telegram_gives(world.telegram.posts("migratie", CHANNEL))  # no command
    await world.telegram_gives(world.telegram.posts("/volg migratie elke maandag 08:00", CHANNEL))
    assert [html.split("\n")[0] for html in _html(world, CHANNEL)] == ["<b>Dit kanaal volgt nu migratie.</b>"]
    update = world.telegram.presses_label("Bekijk", CHANNEL, MEMBER, kind="channel")
    await world.telegram_gives(update)
    link = world.telegram.answered[update["callback_query"]["id"]]["url"]
    assert link.startswith("https://t.me/jbz_test_bot?start=vraag_")
    assert await _presses(world, "Stop", CHANNEL, MEMBER, kind="channel") == (
        "Alleen een beheerder kan wijzigen wat hier wordt gevolgd."
    )
    assert len(_html(world, CHANNEL)) == 1
    await world.telegram_types(f"/start {link.partition('=')[2]}")
    assert _html(world)[0].split("\n")[0] == "<b>JBZ-briefing, week 13 van 2025</b>"


async def test_a_link_with_someone_elses_command_changes_nothing_by_itself(world: World) -> None:
    await world.telegram_types('volg "gezichtsherkenning", "kunstmatige intelligentie", migratie, visa')
    stop = world.telegram.buttons(42)["Stop"][1:]
    await world.telegram_types(f"/start vraag_{stop}")
    assert _html(world)[-1].startswith("<b>Wilt u dit doen: stop ")
    with world.app.database.reading() as session:
        assert len(session.scalars(select(SubscriptionRow.id)).all()) == 1


async def test_the_overview_changes_what_was_set_in_a_group_only_for_who_is_in_it(world: World) -> None:
    world.telegram.administrators = {ADMIN}
    await world.telegram_types("/volg migratie elke maandag 08:00", GROUP, person=ADMIN, kind="supergroup")
    await world.telegram_types("/overzicht", ADMIN, person=ADMIN)
    pause = world.telegram.buttons(ADMIN)["Pauzeer"]
    assert pause == f"@{GROUP}/ pauzeer #1"
    world.telegram.away = {99}
    await world.telegram_types("hoi", 99, person=99)
    forged = world.telegram.presses(pause, 99, 99)
    await world.telegram_gives(forged)
    assert world.telegram.answered[forged["callback_query"]["id"]]["text"].startswith("Deze knop werkt niet meer")
    assert await _presses(world, "Pauzeer", ADMIN, ADMIN) == ""
    with world.app.database.reading() as session:
        assert session.scalars(select(SubscriptionRow.paused_because)).all() == ["pause.on_request"]


async def test_what_was_kept_of_someone_is_forgotten_and_that_is_said(world: World) -> None:
    world.telegram.administrators = {7}
    await world.telegram_types("volg migratie elke maandag 08:00", chat=7)
    await world.telegram_types("/volg migratie", GROUP, kind="supergroup")
    world.clock.forward(days=7)
    await world.deliver()
    await world.telegram_types("/vergeet", chat=7)
    assert _html(world, 7)[-1].split("\n")[:2] == [
        "<b>Alles wat ik van deze chat bewaarde, is gewist.</b>",
        "Dat waren: 1 abonnement, de instellingen, en wat hier is bezorgd.",
    ]
    with world.app.database.reading() as session:
        assert session.scalars(select(ChatRow.chat)).all() == [str(GROUP)]
        assert session.scalars(select(SubscriptionRow.made_by)).all() == [None]
        assert set(session.scalars(select(DeliveryRow.chat))) <= {str(GROUP)}
    await world.telegram_types("/privacy", chat=7)
    assert "geen berichten" in _html(world, 7)[-1]
