"""One person in every channel: a code given in one is typed in the next, and a subscription goes all the way round."""

import html
import re
from pathlib import Path

from storage import subscriptions
from tests.bot.delivery.seen import ON_SQLITE
from tests.bot.delivery.test_faults import MONDAY
from tests.bot.email.places import ANNA, OnEmail, links
from tests.bot.email.test_answers import _looks, _writes
from tests.stand_ins.mattermost_server import BOT
from tests.stand_ins.slack_server import texts
from tests.stand_ins.smtp_server import SENDER, SmtpServer
from tests.world import World

pytestmark = ON_SQLITE
DIRECT = f"{BOT}__u1"


def _code(text: str) -> str:
    (code,) = set(re.findall(r"koppel ([0-9A-Z]{3}-[0-9A-Z]{3}-[0-9A-Z]{3})", text))
    return str(code)


async def _page(world: World, typed: str) -> str:
    response = await world.http.post("/gesprek", data={"q": typed}, headers={"Sec-Fetch-Site": "same-origin"})
    return html.unescape(response.text)


async def _mattermost(world: World, typed: str) -> str:
    return str((await world.mattermost_types(typed, "dmu1x", name=DIRECT))["text"])


async def _slack(world: World, typed: str) -> str:
    (said,) = await world.slack_types(typed, "D7")
    return "\n".join(texts(said))


async def _telegram(world: World, typed: str) -> str:
    await world.telegram_types(typed)
    return world.telegram.texts(42)[-1]


def _places(world: World) -> list[tuple[str, str]]:
    with world.app.database.reading() as session:
        return [(chat.address.channel, one.schedule.code) for one, chat in subscriptions.everything(session)]


async def test_a_code_goes_from_chat_to_chat_and_a_subscription_round_all_of_them(
    world: World, relay: SmtpServer
) -> None:
    world.slack.private["U1"] = "D7"
    mail = OnEmail(world)
    await mail.types("volg migratie elke maandag 08:00")
    told = html.unescape((await mail.post(mail.link(), q="koppel")).text)
    assert "gekoppeld met e-mail (anna@example.org)" in await _telegram(world, f"koppel {_code(told)}")
    assert "gekoppeld met" in await _slack(world, f"koppel {_code(await _telegram(world, 'koppel'))}")
    assert "gekoppeld met" in await _mattermost(world, f"koppel {_code(await _slack(world, 'koppel'))}")
    assert "gekoppeld met" in await _page(world, f"koppel {_code(await _mattermost(world, 'koppel'))}")
    assert _places(world) == [("email", "mon 08:00")]
    shown = await _telegram(world, "abonnementen")
    assert "Elders: e-mail (anna@example.org)" in shown
    for moves, typed, channel in (
        (_telegram, "verplaats migratie naar hier", "telegram"),
        (_telegram, "verplaats migratie naar slack", "slack"),
        (_slack, "verplaats alles naar mattermost", "mattermost"),
        (_mattermost, "verplaats migratie naar pagina", "web"),
        (_page, "verplaats migratie naar e-mail", "email"),
    ):
        assert "igratie" in await moves(world, typed), channel
        assert _places(world) == [(channel, "mon 08:00")], typed
    world.clock.now = MONDAY
    world.rest()
    await world.deliver()
    assert len([one for one in relay.mails(ANNA) if "Externe dimensie van migratie" in one.text]) == 1


async def test_by_mail_a_code_is_asked_typed_and_refused_to_who_writes_in_somebodys_name(
    world: World, relay: SmtpServer, maildir: Path
) -> None:
    mail = OnEmail(world)
    await mail.types("volg migratie elke maandag 08:00")
    world.clock.now = MONDAY
    await world.deliver()
    reply_to = str(relay.mails(ANNA)[0].message["reply-to"])
    _writes(maildir, "koppel", SENDER)
    await _looks(world)
    asked = relay.mails(ANNA)[1]
    assert ("Ja, doe dit" in asked.text, "15 minuten" in asked.text) == (True, False)
    told = html.unescape((await mail.post(links(asked)[0])).text)
    assert "gekoppeld met e-mail" in await _telegram(world, f"koppel {_code(told)}")
    _writes(maildir, "verplaats migratie naar telegram", reply_to)
    await _looks(world)
    assert _places(world) == [("telegram", "mon 08:00")]
    _writes(maildir, f"koppel {_code(await _page(world, 'koppel'))}", reply_to)
    await _looks(world)
    assert "de pagina Gesprek" in relay.mails(ANNA)[-1].text


async def test_a_link_on_a_page_gives_no_code_before_a_button_is_pressed(world: World) -> None:
    page = html.unescape((await world.http.get("/gesprek?q=koppel")).text)
    assert ("Wilt u dit doen: koppel?" in page, "15 minuten" in page) == (True, False)
    assert "set-cookie" not in (await world.http.get("/gesprek?q=koppel")).headers


async def test_buttons_that_move_and_agree_work_where_they_are_pressed(world: World) -> None:
    mail = OnEmail(world)
    await mail.types("volg migratie elke maandag 08:00")
    await _telegram(world, f"koppel {_code(html.unescape((await mail.post(mail.link(), q='koppel')).text))}")
    await _telegram(world, "abonnementen")
    await world.telegram_gives(world.telegram.presses_label("Hierheen"))
    assert _places(world) == [("telegram", "mon 08:00")]
    world.telegram.administrators.add(7)
    await world.telegram_types("/volg visa elke maandag 08:00", -77, kind="supergroup")
    await _telegram(world, "verplaats migratie")
    await world.telegram_gives(world.telegram.presses_label("De groep die visa volgt"))
    world.clock.forward(seconds=1)
    world.rest()
    await world.deliver()
    assert _places(world) == [("telegram", "mon 08:00")] * 2
    await world.telegram_gives(world.telegram.presses_label("Ja, hier graag", -77, kind="supergroup"))
    with world.app.database.reading() as session:
        kept = subscriptions.everything(session)
    assert [(chat.address.chat, [one.code for one in kept_.interests]) for kept_, chat in kept] == [
        ("-77", ["visa", "migratie"])
    ]
