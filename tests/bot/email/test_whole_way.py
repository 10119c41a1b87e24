"""From the form on the page to the briefing in a mailbox, and back."""

import re
from datetime import UTC, datetime

import httpx
import pytest

from bot.commands.following import Stop
from bot.email.seals import LEAVING, Seals
from briefings.model.subscription import Subscription
from storage import chats, outbox, subscriptions
from tests.bot.delivery.seen import ON_SQLITE
from tests.bot.email.places import ANNA, BEN, OnEmail, links, links_of_page, service_of
from tests.stand_ins.smtp_server import KEY, Reply, SmtpServer
from tests.world import World

MONDAY = datetime(2025, 3, 31, 6, 0, 10, tzinfo=UTC)
FORM = {"mail": ANNA, "thema": "migratie", "moment": "mon 08:00"}
DOING = "/volgen/e-mail/doe"


def _follows(world: World, mail: str = ANNA) -> list[str]:
    """What somebody follows, as it is typed."""
    address = OnEmail.address(mail)
    with world.app.database.reading() as session:
        chat = chats.find_chat(session, address)
        kept = subscriptions.of_chat(session, chat.id) if chat else []
        return [
            f"{one.interests[0].subject.name} {one.schedule.code} {one.paused_because or ''}".strip() for one in kept
        ]


def _name(subscription: Subscription) -> str:
    return subscription.interests[0].subject.name


async def test_a_theme_is_followed_only_after_the_link_in_the_mail_is_confirmed(
    world: World, relay: SmtpServer
) -> None:
    assert 'value="migratie"' in (await world.http.get("/volgen/e-mail")).text
    response = await world.http.post("/volgen/e-mail", data=FORM)
    assert (response.status_code, "Kijk in uw mail" in response.text) == (200, True)
    (mail,) = relay.mails(ANNA)
    (carried,) = links(mail)
    assert links_of_page(mail) == [carried]
    shown = await world.http.get(f"{DOING}?t={carried}")
    assert "volg migratie elke maandag 08:00" in shown.text
    assert (_follows(world), shown.headers["cache-control"]) == ([], "no-store")
    await world.http.post(DOING, data={"t": carried})
    assert _follows(world) == ["migratie mon 08:00"]
    world.clock.now = MONDAY
    await world.deliver()
    briefing = relay.mails(ANNA)[-1]
    assert briefing.message["subject"] == "JBZ-briefing: migratie"
    assert "Externe dimensie van migratie" in briefing.text


@ON_SQLITE
async def test_one_press_in_a_mail_program_stops_that_subscription_and_no_other(
    world: World, relay: SmtpServer
) -> None:
    place = OnEmail(world)
    await place.types("volg migratie elke maandag 08:00")
    await place.types("volg terugkeer elke woensdag 08:00")
    world.clock.now = MONDAY
    await world.deliver()
    (briefing,) = relay.mails(ANNA)
    message = briefing.message
    address = str(message["list-unsubscribe"]).strip("<>")
    assert (message["list-unsubscribe-post"], message["precedence"]) == ("List-Unsubscribe=One-Click", "bulk")
    looked = await world.http.get(address.removeprefix("http://testserver"))
    assert (looked.status_code, len(_follows(world))) == (200, 2)
    pressed = await world.http.post(address, data={"List-Unsubscribe": "One-Click"})  # no cookie, no Origin
    assert (pressed.status_code, _follows(world)) == (200, ["terugkeer wed 08:00"])
    again = await world.http.post(address, data={"List-Unsubscribe": "One-Click"})
    assert (again.status_code, _follows(world)) == (200, ["terugkeer wed 08:00"])


@ON_SQLITE
async def test_the_links_under_a_briefing_are_of_its_subscription(world: World, relay: SmtpServer) -> None:
    place = OnEmail(world)
    await place.types("volg migratie elke maandag 08:00")
    await place.types("volg terugkeer elke woensdag 08:00")
    world.clock.now = MONDAY
    await world.deliver()
    (briefing,) = relay.mails(ANNA)
    seals = Seals([KEY], world.clock)
    commands = [opened.command for one in links(briefing) if (opened := seals.open(one))]
    assert [type(one).__name__ for one in commands] == ["OfferMoments", "Pause", "Stop", "ListSubscriptions"]
    assert {getattr(one, "of", 1) for one in commands} == {1}
    assert sorted(map(_done, links_of_page(briefing))) == sorted(map(_done, links(briefing)))
    await place.post(links(briefing)[1])
    assert _follows(world) == ["migratie mon 08:00 pause.on_request", "terugkeer wed 08:00"]


def _done(carried: str) -> str:
    opened = Seals([KEY], lambda: MONDAY).open(carried)
    return str(opened.command) if opened else ""


@ON_SQLITE
async def test_a_mail_of_a_subscription_follows_on_the_others_under_one_subject(
    world: World, relay: SmtpServer
) -> None:
    await OnEmail(world).types("volg migratie elke maandag 08:00")
    await OnEmail(world).types("volg terugkeer elke maandag 09:00")
    for day in (0, 7):
        world.clock.now = MONDAY
        world.clock.forward(days=day, hours=2)
        world.rest()
        await world.deliver()
    told = [one.message for one in relay.mails(ANNA)]
    threads: dict[str, set[str]] = {}
    for one in told:
        threads.setdefault(str(one["subject"]), set()).add(str(one["references"]))
    assert {subject: len(ids) for subject, ids in threads.items()} == {
        "JBZ-briefing: migratie": 1,
        "JBZ-briefing: terugkeer": 1,
    }
    assert len({str(one["message-id"]) for one in told}) == 4


@ON_SQLITE
async def test_a_link_that_is_changed_or_whose_time_is_over_does_nothing(world: World) -> None:
    place = OnEmail(world)
    await place.types("volg migratie elke maandag 08:00")
    good = Seals([KEY], world.clock).link(place.address(), Stop(everything=True), LEAVING)
    other = Seals(["another key that is long enough to be one"], world.clock).link(
        place.address(), Stop(everything=True), LEAVING
    )
    for carried in (good[:-4] + "AAAA", other, "", "x" * 5000, "é"):
        for answer in (await world.http.get(DOING, params={"t": carried}), await place.post(carried)):
            assert (answer.status_code, "Deze link werkt niet (meer)" in answer.text) == (410, True)
    world.clock.forward(days=731)
    assert ((await place.post(good)).status_code, _follows(world)) == (410, ["migratie mon 08:00"])


@ON_SQLITE
async def test_who_has_a_link_changes_nothing_of_anybody_else(world: World) -> None:
    place = OnEmail(world)
    await place.types("volg migratie elke maandag 08:00")
    await place.types("volg terugkeer elke maandag 08:00", BEN)
    await place.types("stop #1", BEN)
    assert (_follows(world), _follows(world, BEN)) == (["migratie mon 08:00"], ["terugkeer mon 08:00"])


@ON_SQLITE
@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"mail": "anna"}, "Dit is geen e-mailadres"),
        ({"mail": "anna@example.org\r\nBcc: ben@example.org"}, "Dit is geen e-mailadres"),
        ({"mail": '"a b"@example.org'}, "Dit is geen e-mailadres"),
        ({"thema": "buy pills at http://x.example"}, "Kies ten minste één thema."),
        ({"moment": "each second"}, "Kies een moment uit de lijst."),
    ],
)
async def test_what_is_filled_in_wrong_is_said_and_no_mail_goes_out(
    world: World, relay: SmtpServer, wrong: dict[str, str], sentence: str
) -> None:
    response = await world.http.post("/volgen/e-mail", data=FORM | wrong)
    assert (response.status_code, sentence in response.text, relay.calls) == (400, True, [])


@ON_SQLITE
async def test_nobody_is_sent_more_mails_than_a_few(world: World, relay: SmtpServer) -> None:
    asked = [(await world.http.post("/volgen/e-mail", data=FORM)).status_code for _ in range(5)]
    assert (asked, len(relay.mails(ANNA))) == ([200, 200, 200, 429, 429], 3)
    others = [
        (await world.http.post("/volgen/e-mail", data=FORM | {"mail": f"p{number}@example.org"})).status_code
        for number in range(8)
    ]
    assert others == [200] * 5 + [429] * 3  # ten an hour for one who asks
    world.clock.forward(days=1)
    assert (await world.http.post("/volgen/e-mail", data=FORM)).status_code == 200


@ON_SQLITE
async def test_a_plus_is_no_other_mailbox_and_a_network_no_other_asker(world: World) -> None:
    async def asks(mail: str, address: str, **headers: str) -> int:
        transport = httpx.ASGITransport(world.server.asgi, client=(address, 1))
        async with httpx.AsyncClient(transport=transport, base_url="http://testserver") as http:
            return (await http.post("/volgen/e-mail", data=FORM | {"mail": mail}, headers=headers)).status_code

    one = [await asks(f"anna+{number}@example.org", f"198.51.100.{number}") for number in range(4)]
    assert (one, await asks("+a@example.org", "198.51.100.9")) == ([200, 200, 200, 429], 200)
    other = [await asks(f"p{number}@example.org", f"2001:db8::{number:x}") for number in range(11)]
    assert (other, await asks("q@example.org", "2001:db8:0:1::1")) == ([200] * 10 + [429], 200)


@ON_SQLITE
@pytest.mark.parametrize("headers", [{"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}])
async def test_a_page_of_somebody_else_has_nobody_ask_for_mail(
    world: World, relay: SmtpServer, headers: dict[str, str]
) -> None:
    for path in ("/volgen/e-mail", "/en/volgen/e-mail"):
        for data in (FORM, FORM | {"links": "1"}):
            answer = await world.http.post(path, data=data, headers=headers)
            assert (answer.status_code, "evil" in answer.text) == (403, False)
    assert relay.calls == []
    ours = await world.http.post("/volgen/e-mail", data=FORM, headers={"Origin": "http://testserver"})
    assert ours.status_code == 200


@ON_SQLITE
async def test_a_new_link_comes_only_to_who_follows_something_and_the_page_does_not_tell(
    world: World, relay: SmtpServer
) -> None:
    place = OnEmail(world)
    await place.types("volg migratie elke maandag 08:00")
    pages = [
        (await world.http.post("/volgen/e-mail", data={"mail": mail, "links": "1"})).text.replace(mail, "X")
        for mail in (ANNA, BEN)
    ]
    assert pages[0] == pages[1]
    await service_of(world.server)._invitations.settle()
    assert [len(relay.mails(ANNA)), len(relay.mails(BEN))] == [1, 0]
    (carried,) = links(relay.mails(ANNA)[0])
    assert "Wat hier wordt gevolgd" in (await world.http.get(f"{DOING}?t={carried}")).text


@ON_SQLITE
async def test_a_relay_that_does_not_take_the_confirmation_is_said(world: World, relay: SmtpServer) -> None:
    relay.errors[ANNA] = Reply("451 4.7.1 Greylisted")
    response = await world.http.post("/volgen/e-mail", data=FORM)
    assert (response.status_code, "kon nu niet worden verstuurd" in response.text) == (503, True)


@ON_SQLITE
async def test_the_pages_and_mails_are_in_english_too(world: World, relay: SmtpServer) -> None:
    assert "Follow by e-mail" in (await world.http.get("/en/volgen/e-mail")).text
    await world.http.post("/en/volgen/e-mail", data=FORM)
    (mail,) = relay.mails(ANNA)
    assert mail.message["subject"] == "Confirm that you want to follow this"
    address = re.findall(r"http://testserver(/en/\S+)", mail.text)[0]
    assert "Do you want to do this" in (await world.http.get(address)).text
    done = await world.http.post(address)
    assert _follows(world) == ["migratie mon 08:00"]
    assert "Type a command" in done.text


@ON_SQLITE
async def test_only_allowed_domains_may_follow(relay: SmtpServer, world: World) -> None:
    async with world.running(**relay.settings(JBZ_EMAIL_DOMAINS="example.nl,*.example.com")):
        statuses: list[int] = []
        for mail in ("a@example.nl", "a@sub.example.com", "a@example.com", "a@badexample.nl", ANNA):
            response: httpx.Response = await world.http.post("/volgen/e-mail", data=FORM | {"mail": mail})
            statuses.append(response.status_code)
    assert statuses == [200, 200, 400, 400, 400]


async def test_a_subscription_made_by_mail_waits_while_email_is_off(relay: SmtpServer, world: World) -> None:
    await OnEmail(world).types("volg migratie elke maandag 08:00")
    world.clock.now = MONDAY
    async with world.running(SMTP_URL=""):  # without a relay
        await world.deliver()
        assert relay.taken == []
    async with world.running(**relay.settings()):
        await world.deliver()
    assert [one.message["subject"] for one in relay.mails(ANNA)] == ["JBZ-briefing: migratie"]


@ON_SQLITE
async def test_everything_of_an_address_can_be_erased(world: World) -> None:
    place = OnEmail(world)
    await place.types("volg migratie elke maandag 08:00")
    world.clock.now = MONDAY
    await world.deliver()
    await place.types("vergeet")
    assert not world.app.conversation.visits.is_known(place.address())
    with world.app.database.reading() as session:
        assert outbox.list_deliveries(session) == []


@ON_SQLITE
async def test_a_text_that_is_typed_is_shown_as_text(world: World) -> None:
    place = OnEmail(world)
    shown = await place.post(place.link(), q='<script>alert(1)</script>" onclick="x')
    form = await world.http.post("/volgen/e-mail", data=FORM | {"mail": '"><script>alert(1)</script>'})
    assert ["<script" in answer.text for answer in (shown, form)] == [False, False]
