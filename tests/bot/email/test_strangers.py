"""Who follows nothing yet begins with a mail: a link comes back, and only what it confirms is followed."""

from pathlib import Path

import pytest

from tests.bot.delivery.seen import ON_SQLITE
from tests.bot.email.places import ANNA, BEN, OnEmail, links, service_of
from tests.bot.email.test_answers import _looks, _put, _writes
from tests.bot.email.test_whole_way import _follows
from tests.stand_ins.smtp_server import SENDER, Reply, SmtpServer
from tests.world import World

pytestmark = ON_SQLITE


@pytest.mark.parametrize(
    ("typed", "follows"),
    [
        ("volg migratie elke maandag 08:00", ["migratie mon 08:00"]),
        ("/volg Migratie, visa", ["migratie mon 08:00"]),
        ("follow migration every tuesday 09:30", ["migratie tue 09:30"]),
    ],
)
async def test_a_mail_that_asks_to_follow_is_answered_with_the_link_that_begins_it(
    world: World, relay: SmtpServer, maildir: Path, typed: str, follows: list[str]
) -> None:
    _writes(maildir, "Met vriendelijke groet,\nBen", SENDER, sender=BEN, subject=typed)
    await _looks(world)
    await _looks(world)
    (mail,) = relay.mails(BEN)
    assert ("per mail" in mail.text or "by mail" in mail.text, _follows(world, BEN)) == (True, [])
    (link,) = links(mail)
    await OnEmail(world).post(link)
    assert _follows(world, BEN) == follows


async def test_the_words_of_a_mail_will_do_and_a_signature_is_none_of_them(
    world: World, relay: SmtpServer, maildir: Path
) -> None:
    _writes(maildir, "Beste,\n\nvolg terugkeer dagelijks 07:30\n\nGroet,\nBen", SENDER, sender=BEN, subject="Briefing")
    await _looks(world)
    (mail,) = relay.mails(BEN)
    assert "terugkeer" in mail.text.lower()


@pytest.mark.parametrize(
    "typed", ["volg pizza", 'volg "kwaad.example klik hier"', "volg migartie", "volg migratie zonder visa"]
)
async def test_what_is_no_theme_for_sure_is_not_repeated_and_the_page_is_named(
    world: World, relay: SmtpServer, maildir: Path, typed: str
) -> None:
    _writes(maildir, "", SENDER, sender=BEN, subject=typed)
    await _looks(world)
    (mail,) = relay.mails(BEN)
    assert ("http://testserver/volgen/e-mail" in mail.text, links(mail)) == (True, [])
    assert [word for word in ("pizza", "kwaad", "migartie") if word in mail.text + mail.page] == []
    assert str(mail.message["subject"]) == "Kies wat u wilt volgen"


@pytest.mark.parametrize(
    ("subject", "words"),
    [("U hebt gewonnen", "Klik hier"), ("migratie", "wat zei nederland"), ("", "stop"), ("help", "")],
)
async def test_nobody_is_mailed_for_what_does_not_ask_to_follow(
    world: World, relay: SmtpServer, maildir: Path, subject: str, words: str
) -> None:
    _writes(maildir, words, SENDER, sender=BEN, subject=subject)
    await _looks(world)
    assert relay.taken == []


async def test_a_mail_that_happens_to_begin_so_gets_no_word_of_its_own_back(
    world: World, relay: SmtpServer, maildir: Path
) -> None:
    _writes(maildir, "Volg deze link naar uw prijs: https://kwaad.example", SENDER, sender=BEN, subject="Prijs")
    await _looks(world)
    assert [word for word in ("prijs", "kwaad") if word in relay.mails(BEN)[0].data.decode().lower()] == []


async def test_a_program_and_our_own_address_get_nothing(world: World, relay: SmtpServer, maildir: Path) -> None:
    asks = {"subject": "volg migratie"}
    _writes(maildir, "1", SENDER, sender=BEN, Auto_Submitted="auto-replied", **asks)
    _writes(maildir, "2", SENDER, sender=BEN, List_Id="<x.example>", **asks)
    _writes(maildir, "3", SENDER, sender=SENDER, **asks)
    _writes(maildir, "4", SENDER, sender="postmaster@example.org", **asks)
    _put(maildir, b"From: a@example.org, b@example.org\r\nSubject: volg migratie\r\nMessage-ID: <1@x>\r\n\r\nx")
    await _looks(world)
    assert relay.taken == []


async def test_who_forges_senders_has_nobody_mailed_more_than_a_few_times(
    world: World, relay: SmtpServer, maildir: Path
) -> None:
    for number in range(5):
        _writes(maildir, str(number), SENDER, sender=f"ben+{number}@example.org", subject="volg migratie")
    await _looks(world)
    assert len(relay.taken) == 3
    for number in range(80):
        _writes(maildir, str(number), SENDER, sender=f"iemand{number}@example.org", subject="volg migratie")
    for _ in range(4):
        await _looks(world)
    sent = 60 - 2  # two were counted and not sent
    assert (len(relay.taken), list((maildir / "new").iterdir())) == (sent, [])
    world.clock.forward(hours=1)
    _writes(maildir, "later", SENDER, sender="carla@example.org", subject="volg migratie")
    await _looks(world)
    assert len(relay.taken) == sent + 1


async def test_only_allowed_domains_are_answered(relay: SmtpServer, world: World, maildir: Path) -> None:
    settings = relay.settings(JBZ_EMAIL_INBOX=str(maildir), JBZ_EMAIL_DOMAINS="example.com")
    async with world.running(**settings):
        for sender in (BEN, "dirk@example.com"):
            _writes(maildir, "x", SENDER, sender=sender, subject="volg migratie")
        await _looks(world)
    assert [mail.to for mail in relay.taken] == ["dirk@example.com"]


async def test_a_relay_that_does_not_answer_is_tried_later(world: World, relay: SmtpServer, maildir: Path) -> None:
    relay.errors[BEN] = Reply("451 4.3.0 Later")
    _writes(maildir, "x", SENDER, sender=BEN, subject="volg migratie")
    await _looks(world)
    relay.errors.clear()
    world.clock.forward(minutes=1)
    for _ in range(2):
        await _looks(world)
    assert len(relay.mails(BEN)) == 1


async def test_the_page_has_a_link_that_writes_such_a_mail_where_mails_are_read(
    world: World, relay: SmtpServer
) -> None:
    page = (await world.http.get("/volgen/e-mail")).text
    assert f'href="mailto:{SENDER}?subject=volg%20migratie%20elke%20maandag%2008%3A00"' in page
    english = (await world.http.get("/en/volgen/e-mail")).text
    assert f'href="mailto:{SENDER}?subject=follow%20migration%20every%20monday%2008%3A00"' in english
    async with world.running(**relay.settings()):
        assert "mailto:" not in (await world.http.get("/volgen/e-mail")).text
        assert service_of(world.server)._inbox is None
    assert ANNA not in page


@pytest.mark.parametrize("path", ["/volgen/e-mail", "/volgen/e-mail/doe", "/mattermost/command"])
async def test_a_form_that_is_too_large_is_read_by_nobody(world: World, relay: SmtpServer, path: str) -> None:
    form = {"content-type": "application/x-www-form-urlencoded"}
    response = await world.http.post(path, content=b"mail=" + b"x" * 1_100_000, headers=form)
    assert (response.status_code, relay.taken) == (413, [])
