"""Subscriptions by form, the Home tab, and who may change what."""

from datetime import UTC, datetime
from typing import Any

import pytest

from briefings.model.subscription import Subscription
from storage import subscriptions
from tests.stand_ins.slack_server import buttons, texts
from tests.world import World

NEARLY = '“migartie” is geen thema dat ik ken. Bedoelt u migratie? Zet een los woord tussen aanhalingstekens: "drugs".'


def _filled(**given: Any) -> dict[str, Any]:
    """The values of a form."""
    values: dict[str, Any] = {
        "themes": {"jbz:themes": {"selected_options": [{"value": one} for one in given.get("themes", ["migratie"])]}},
        "others": {"others": {"value": given.get("others")}},
        "without": {"without": {"value": given.get("without")}},
        "rhythm": {"rhythm": {"selected_option": {"value": given.get("rhythm", "days")}}},
        "days": {"days": {"selected_options": [{"value": day} for day in given.get("days", "03")]}},
        "time": {"time": {"selected_time": given.get("time", "09:30")}},
        "zone": {"jbz:zones": {"selected_option": {"value": given.get("zone", "Europe/Amsterdam")}}},
        "skip": {"skip": {"selected_options": [{"value": one} for one in given.get("skip", [])]}},
        "quiet": {"quiet": {"selected_option": {"value": given.get("quiet", "line")}}},
        "where": {"where": {"selected_conversation": given.get("where", "C1")}},
        "until": {"until": {"selected_date": given.get("until")}},
    }
    return values


def _kept(world: World) -> list[tuple[str, Subscription]]:
    with world.app.database.reading() as session:
        return [(chat.address.chat, kept) for kept, chat in subscriptions.everything(session)]


async def _form(world: World, text: str = "volg", user: str = "U1", channel: str = "C1") -> dict[str, Any]:
    before = len(world.slack.modals)
    fields, _ = world.slack.command(text, channel, user)
    await world.slack_gives(fields)
    return (await world.slack.shown(before + 1))[-1]


async def test_a_form_is_filled_in_previewed_stored_and_announced(world: World) -> None:
    form = await _form(world)
    await world.slack_gives(world.slack.press_in_view(form, "jbz:preview", "preview", values=_filled()))
    preview = (await world.slack.shown(2))[1]
    assert texts(preview)[0] == "JBZ-briefing, week 13 van 2025"
    assert _kept(world) == []
    told = await world.slack_gives(world.slack.submit(form, _filled(others='"drugs"', skip=["holidays"])))
    assert texts(told["view"])[0] == "Dit kanaal volgt nu migratie en “drugs”."
    ((chat, kept),) = _kept(world)
    assert (chat, kept.schedule.code, kept.made_by) == ("C1", "mon,thu 09:30 not holidays", "U1")
    (announced,) = await world.slack.posted("C1")
    assert texts(announced)[0] == "Dit kanaal volgt nu migratie en “drugs”."
    assert announced["blocks"][-1]["elements"][0]["text"] == "Ingesteld door <@U1>"
    assert world.slack.refused == []


@pytest.mark.parametrize(
    ("given", "block", "said"),
    [
        ({"themes": []}, "themes", "Kies ten minste één thema."),
        ({"days": ""}, "days", "Kies ten minste één dag."),
        (
            {"others": "migartie"},
            "others",
            NEARLY,
        ),
        (
            {"others": "kst 1"},
            "others",
            "Een dossier heeft vijf cijfers. Zo kan het: volg kst 22112. Eén stuk volgen kan niet.",
        ),
        ({"where": "C9"}, "others", "Ik kan niet zien of u in dat kanaal bent. Typ daar /jbz volg, dan kan het wel."),
    ],
)
async def test_what_is_wrong_stands_beside_its_field_and_nothing_is_stored(
    world: World, given: dict[str, Any], block: str, said: str
) -> None:
    form = await _form(world)
    told = await world.slack_gives(world.slack.submit(form, _filled(**given)))
    assert told == {"response_action": "errors", "errors": {block: said}}
    assert _kept(world) == []


async def test_a_form_that_is_not_ours_changes_nothing(world: World) -> None:
    form = await _form(world)
    for metadata in ("", "0123456789abcdef:[]", form["private_metadata"].replace("C1", "C2")):
        await world.slack_gives(world.slack.submit(form | {"private_metadata": metadata}, _filled()))
    await world.slack_gives(world.slack.submit(form, _filled(), user="U9", team="T9"))
    assert _kept(world) == []


async def test_a_subscription_is_changed_moved_paused_and_told_nothing_twice(world: World) -> None:
    await world.slack_types("volg migratie zonder visa dagelijks 08:00")
    world.clock.forward(days=1)
    await world.deliver()
    world.slack.members["C2"] = {"U1"}
    form = await _form(world, "wijzig")
    fields = {block.get("block_id"): block.get("element", {}) for block in form["blocks"]}
    assert fields["without"]["initial_value"] == "visa"
    assert [option["value"] for option in fields["days"]["initial_options"]] == list("0123456")
    values = _filled(days="1", where="C2", without="visa", quiet="silent", zone="Europe/London")
    await world.slack_gives(world.slack.submit(form, values))
    ((chat, kept),) = _kept(world)
    assert (chat, kept.schedule.code, kept.timezone) == ("C2", "tue 09:30", "Europe/London")
    assert [one.watermark.nothing for one in kept.followed] == [False]
    assert [one.code for one in kept.interests] == ["migratie zonder visa"]
    form = await _form(world, f"wijzig #{kept.id}", channel="C2")
    await world.slack_gives(world.slack.submit(form, _filled(where="C2", until="2025-04-10", without="visa")))
    ((_, paused),) = _kept(world)
    assert str(paused.paused_until) == "2025-04-10"
    world.clock.now = datetime(2025, 4, 8, 9, 0, tzinfo=UTC)
    await world.deliver()
    assert [texts(post)[0] for post in world.slack.posts("C2") if "metadata" in post] == []


async def test_the_home_tab_shows_what_is_followed_where_and_its_buttons_work(world: World) -> None:
    world.slack.private["U1"] = "D7"
    await world.slack_gives(world.slack.event(type="app_home_opened", user="U1", channel="D7", tab="home"))
    empty = await world.slack.home("U1")
    assert "U volgt nog niets." in empty
    assert "*JBZ-Raad van 5 en 7 maart 2025 (Brussel):* 21 agendapunten" in empty
    await world.slack_types("volg migratie elke maandag 08:00")
    await world.slack.home("U1", "<#C1> *migratie:* elke maandag 08:00; de volgende komt maandag 31 maart om 08:00")
    home = world.slack.homes["U1"]
    await world.slack_gives(world.slack.press_in_view(home, "jbz:1", buttons(home)["Pauzeer"]))
    await world.slack.home("U1", "staat stil: op verzoek")
    home = world.slack.homes["U1"]
    await world.slack_gives(world.slack.press_in_view(home, "jbz:0", buttons(home)["Wijzig"]))
    form = next(view for view in await world.slack.shown(2) if view.get("callback_id"))
    await world.slack_gives(world.slack.submit(form, _filled(days="4")))
    await world.slack.home("U1", "elke vrijdag 09:30")
    home = world.slack.homes["U1"]
    await world.slack_gives(world.slack.press_in_view(home, "jbz:2", buttons(home)["Stop"]))
    await world.slack.home("U1", "U volgt nog niets.")
    assert world.slack.refused == []


async def test_who_may_change_is_checked_on_every_way(world: World) -> None:
    world.slack.people["U8"] = {"is_admin": True}
    await world.slack_types("volg migratie elke maandag 08:00", user="U1")
    await world.slack_types("rechten makers", user="U1")
    refused = "Iemand anders heeft dit ingesteld. Die persoon kan het wijzigen, of een beheerder."
    ((_, kept),) = _kept(world)
    for text in (
        "stop alles",
        "pauzeer",
        f"stop #{kept.id}",
        "volg migratie direct",
        "wijzig dagelijks 08:00",
        "taal en",
    ):
        (said,) = await world.slack_types(text, user="U2")
        assert (texts(said)[0], said["response_type"]) == (refused, "ephemeral"), text
    form = await _form(world, f"wijzig #{kept.id}", user="U2")
    told = await world.slack_gives(world.slack.submit(form, _filled(), user="U2"))
    assert told["errors"] == {"others": refused}
    world.slack.private["U2"] = "D2"
    form = await _form(world, f"wijzig #{kept.id}", user="U2")
    told = await world.slack_gives(world.slack.submit(form, _filled(where="D2"), user="U2"))
    assert told["errors"] == {"others": refused}
    await world.slack_types("volg visa elke maandag 09:00", user="U2")
    (said,) = await world.slack_types("rechten beheerders", user="U1")
    assert texts(said)[0] == refused
    (said,) = await world.slack_types("rechten beheerders", user="U8")
    assert texts(said)[0] == "Alleen een beheerder mag dit wijzigen."
    (said,) = await world.slack_types("stop alles", user="U1")
    assert texts(said)[0] == "Alleen een beheerder kan wijzigen wat hier wordt gevolgd."
    (said,) = await world.slack_types("stop alles", user="U8")
    assert texts(said)[0] == "Hier wordt niet meer gevolgd: migratie en visa."


async def test_in_a_talk_of_two_people_the_briefing_comes_where_one_is_alone_with_the_bot(world: World) -> None:
    world.slack.private["U1"] = "D7"
    (said,) = await world.slack_types("volg migratie", channel="D99")
    assert (texts(said)[0], said["response_type"]) == ("U volgt nu migratie.", "ephemeral")
    assert [chat for chat, _ in _kept(world)] == ["D7"]


async def test_a_subscription_of_another_channel_cannot_be_reached_by_its_number(world: World) -> None:
    await world.slack_types("volg migratie", channel="C1")
    ((_, kept),) = _kept(world)
    for text in (f"stop #{kept.id}", f"pauzeer #{kept.id}", f"hervat #{kept.id}", f"wijzig #{kept.id} direct"):
        (said,) = await world.slack_types(text, channel="C2")
        gone = "Dit abonnement is intussen gestopt of verplaatst. Typ abonnementen om te zien wat er nu is."
        assert texts(said)[0] == gone
    assert _kept(world) == [("C1", kept)]
