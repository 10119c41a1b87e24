"""Mails that answer ours: a question, `stop`, `pauzeer`, a bounce; by who may, once, and without end to no loop."""

import asyncio
from contextlib import suppress
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from unittest.mock import patch

import pytest

from bot.commands.following import Pause
from bot.email.apart import MailsApart
from bot.email.received import ReceivedMail, read_mail
from bot.email.seals import Seals
from tests.bot.delivery.seen import ON_SQLITE
from tests.bot.delivery.test_faults import FOLLOW, MONDAY, _stands
from tests.bot.email.places import ANNA, BEN, OnEmail, links, service_of
from tests.bot.email.test_received import bounce
from tests.bot.email.test_whole_way import _follows
from tests.stand_ins.smtp_server import KEY, SENDER, Reply, SmtpServer, Taken
from tests.world import World


def _put(maildir: Path, data: bytes) -> None:
    number = len(list(maildir.rglob("*.host*")))
    (maildir / "new" / f"{number}.a.host").write_bytes(data)


def _writes(
    maildir: Path, words: str, to: str, sender: str = ANNA, subject: str = "Re: JBZ-briefing", **headers: str
) -> None:
    message = EmailMessage(SMTP)
    message["From"], message["To"], message["Subject"] = sender, to, subject
    message["Message-ID"] = f"<{abs(hash((words, to, sender, subject)))}@example.org>"
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(words)
    _put(maildir, message.as_bytes())


async def _briefed(world: World, relay: SmtpServer) -> Taken:
    await OnEmail(world).types(FOLLOW)
    world.clock.now = MONDAY
    await world.deliver()
    (briefing,) = relay.mails(ANNA)
    return briefing


async def _looks(world: World) -> None:
    await service_of(world.server).look()


async def test_klopt_above_what_is_passed_on_checks_that(world: World, relay: SmtpServer, maildir: Path) -> None:
    briefing = await _briefed(world, relay)
    sentence = "Nederland is akkoord gegaan\nmet het voorstel."
    passed_on = f"klopt\n\n---------- Forwarded message ---------\nVan: Els <els@example.nl>\n\n{sentence}"
    _writes(maildir, passed_on, str(briefing.message["reply-to"]))
    await _looks(world)
    assert "Ja, dit staat woord voor woord in een brief." in relay.mails(ANNA)[1].text


async def test_who_answers_a_briefing_changes_and_asks_by_mail(world: World, relay: SmtpServer, maildir: Path) -> None:
    briefing = await _briefed(world, relay)
    reply_to = str(briefing.message["reply-to"])
    _writes(maildir, "terugkeer?\n\n> Op ma schreef JBZ:\n> stop", reply_to)
    _writes(maildir, "pauzeer", reply_to.upper())
    await _looks(world)
    answer, paused = relay.mails(ANNA)[1:]
    assert ("terugkeer" in answer.text.lower(), answer.message["subject"]) == (True, "Re: JBZ-briefing")
    assert answer.message["in-reply-to"].startswith("<")
    assert answer.message["auto-submitted"] == "auto-replied"
    assert "hervat" in paused.text.lower()
    assert _follows(world) == ["migratie mon 08:00 pause.on_request"]
    await _looks(world)
    assert len(relay.mails(ANNA)) == 3  # each is answered once


@ON_SQLITE
async def test_a_mail_in_somebodys_name_changes_nothing_but_sends_them_a_link(
    world: World, relay: SmtpServer, maildir: Path
) -> None:
    await _briefed(world, relay)
    seals = Seals([KEY], world.clock)
    for to in (SENDER, f"jbz+{seals.tag('r', BEN)}@bot.example.nl", f"jbz+{seals.tag('b', ANNA)}@bot.example.nl"):
        _writes(maildir, "pauzeer", to)
    await _looks(world)
    asked = relay.mails(ANNA)[1:]
    assert (_follows(world), len(asked)) == (["migratie mon 08:00"], 3)
    opened = seals.open(links(asked[0])[0])
    assert opened is not None
    assert opened.command == Pause()
    await OnEmail(world).post(links(asked[0])[0])
    assert _follows(world) == ["migratie mon 08:00 pause.on_request"]


@ON_SQLITE
async def test_nobody_else_and_no_program_gets_an_answer(world: World, relay: SmtpServer, maildir: Path) -> None:
    briefing = await _briefed(world, relay)
    reply_to = str(briefing.message["reply-to"])
    _writes(maildir, "migratie", reply_to, sender=BEN)
    _writes(maildir, "migratie", reply_to, sender=SENDER)
    _writes(maildir, "Ik ben er niet", reply_to, Auto_Submitted="auto-replied")
    _writes(maildir, "Ik ben weg", reply_to, Precedence="bulk")
    _put(maildir, b"\xff\xfe nothing")
    await _looks(world)
    assert (len(relay.taken), list((maildir / "new").iterdir())) == (1, [])


@ON_SQLITE
async def test_one_address_gets_so_many_answers_in_a_day(world: World, relay: SmtpServer, maildir: Path) -> None:
    briefing = await _briefed(world, relay)
    for number in range(23):
        _writes(maildir, f"migratie {number}", str(briefing.message["reply-to"]))
    await _looks(world)
    assert len(relay.mails(ANNA)) == 1 + 20


@ON_SQLITE
async def test_an_answer_that_cannot_be_sent_now_is_sent_later(world: World, relay: SmtpServer, maildir: Path) -> None:
    briefing = await _briefed(world, relay)
    _writes(maildir, "terugkeer", str(briefing.message["reply-to"]))
    relay.errors[ANNA] = Reply("451 4.3.0 Later")
    await _looks(world)
    relay.errors.clear()
    world.clock.forward(minutes=1)
    await _looks(world)
    await _looks(world)
    assert len(relay.mails(ANNA)) == 2


@pytest.mark.parametrize("status", ["5.1.1", "5.7.1"])
async def test_a_bounce_pauses_what_goes_there_with_the_reason(
    world: World, relay: SmtpServer, maildir: Path, status: str
) -> None:
    briefing = await _briefed(world, relay)
    _put(maildir, bounce(briefing.back, ANNA, status=status))
    await _looks(world)
    (_, because, _) = _stands(world)[0]
    assert (because or "").startswith(f"E-mail: {status} 550 {status} <anna@example.org>: Recipient address rejected")
    await OnEmail(world).types("hervat")
    assert _stands(world)[0][1] is None


@ON_SQLITE
@pytest.mark.parametrize(
    ("to", "who", "action", "status"),
    [
        (None, ANNA, "delayed", "4.4.1"),
        (None, ANNA, "failed", "4.4.7"),
        (None, BEN, "failed", "5.1.1"),
        (SENDER, ANNA, "failed", "5.1.1"),
        ("jbz+bnonsense@bot.example.nl", ANNA, "failed", "5.1.1"),
    ],
)
async def test_a_delay_and_a_bounce_of_nobodys_mail_pause_nothing(
    world: World, relay: SmtpServer, maildir: Path, to: str | None, who: str, action: str, status: str
) -> None:  # fmt: skip
    briefing = await _briefed(world, relay)
    _put(maildir, bounce(to or briefing.back, who, action=action, status=status))
    await _looks(world)
    assert _stands(world) == [("sent", None, None)]


@ON_SQLITE
async def test_an_old_tag_is_good_for_a_year(world: World, relay: SmtpServer, maildir: Path) -> None:
    briefing = await _briefed(world, relay)
    world.clock.forward(days=365)
    _writes(maildir, "pauzeer", str(briefing.message["reply-to"]))
    await _looks(world)
    assert _follows(world) == ["migratie mon 08:00 pause.on_request"]
    await OnEmail(world).types("hervat")
    world.clock.forward(days=35)
    _writes(maildir, "pauze", str(briefing.message["reply-to"]))
    await _looks(world)
    assert _follows(world) == ["migratie mon 08:00"]


@ON_SQLITE
async def test_a_mail_that_cannot_be_read_in_time_is_laid_aside_after_two_tries_and_holds_up_nobody(
    world: World, relay: SmtpServer, maildir: Path
) -> None:
    briefing = await _briefed(world, relay)
    parts = [f"Content-Type: multipart/mixed; boundary=b{n}\r\n\r\n--b{n}\r\n" for n in range(1000)]
    heavy = maildir / "new" / "0.a.host"
    heavy.write_text(f"From: a@b.nl\r\n{''.join(parts)}", newline="")
    service = service_of(world.server)
    service._apart.seconds = 0.2
    for _ in range(2):
        await service.look()
        assert heavy.exists()
    service._apart.seconds = 60
    _writes(maildir, "terugkeer", str(briefing.message["reply-to"]))
    await service.look()
    assert ([one.name for one in (maildir / "new").iterdir()], len(relay.mails(ANNA))) == ([], 2)
    assert (maildir / "cur" / "0.a.host:2,S").read_text("utf-8").startswith("From: a@b.nl")


@ON_SQLITE
async def test_a_mail_that_ended_the_service_twice_does_not_do_so_a_third_time(
    world: World, relay: SmtpServer, maildir: Path
) -> None:
    began: list[int] = []

    def ends(data: bytes) -> ReceivedMail:
        began.append(len(data))
        raise asyncio.CancelledError  # begun, and never heard of again

    for _ in range(3):
        async with world.running(**relay.settings(JBZ_EMAIL_INBOX=str(maildir))):
            _put(maildir, b"From: a@b.nl\r\n\r\nx")
            service = service_of(world.server)
            with patch.object(MailsApart, "read", staticmethod(ends)), suppress(asyncio.CancelledError):
                await service.look()
    assert (began, list((maildir / "new").iterdir())) == ([17, 17], [])


@ON_SQLITE
async def test_of_the_addresses_of_a_mail_so_many_are_looked_at(world: World) -> None:
    head = "".join(f"To: jbz+b{n:06d}@bot.example.nl, jbz+c{n}@bot.example.nl\r\n" for n in range(400))
    read = read_mail(head.encode() + bounce("jbz@bot.example.nl", ANNA))
    assert len(service_of(world.server)._handlers._tags(read)) == 10
