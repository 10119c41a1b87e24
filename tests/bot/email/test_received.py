"""What a mail that came in is, and what somebody wrote in it."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.email.quoted import below, text_of_html, written
from bot.email.received import Bounce, read_mail

QUOTED = [
    ("stop\n\nOp ma 31 mrt. 2025 om 08:00 schreef JBZ-briefings <jbz@bot.example.nl>:\n> Migratie\n> stop", "stop"),
    ("Stop\r\n\r\nOn Mon, 31 Mar 2025 at 08:00, JBZ <jbz@bot.example.nl>\r\nwrote:\r\n\r\n> x", "Stop"),
    ("pauzeer tot 1 mei\n\nMet vriendelijke groet,\nAnna", "pauzeer tot 1 mei"),
    ("Beste redactie,\n\nWat vond Nederland\nvan visa?\n\nGroet, Anna", "Wat vond Nederland van visa?"),
    ("stop\n________________________________\nVan: JBZ\nVerzonden: maandag", "stop"),
    ("stop\n\n-----Oorspronkelijk bericht-----\nVan: JBZ", "stop"),
    ("stop\n-- \nAnna de Vries\nMinisterie", "stop"),
    ("migratie\n\nVerzonden vanaf mijn iPhone", "migratie"),
    ("> stop", ""),
    ("", ""),
    ("Van: JBZ <jbz@bot.example.nl>\nstop", ""),
    ("Dag raad, wat is besloten over visa?", "Dag raad, wat is besloten over visa?"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "own"), QUOTED)
def test_only_what_is_somebodys_own_is_read(text: str, own: str) -> None:
    assert written(text) == own


SENTENCE = "Nederland is akkoord gegaan met het voorstel."


@pytest.mark.parametrize(
    "text",
    [
        f"klopt\n\n{SENTENCE}",
        f"Beste redactie,\n\nklopt\n\n{SENTENCE}\n\nMet vriendelijke groet,",
        f"klopt\n\n---------- Doorgestuurd bericht ---------\nVan: Els <els@example.nl>\nOnderwerp: x\n\n{SENTENCE}",
        f"klopt?\n\nOp ma 31 mrt. 2025 om 08:00 schreef Els <els@example.nl>:\n> {SENTENCE}",
        f"klopt\n________________________________\nVan: Els\nVerzonden: maandag\n{SENTENCE}",
        f"klopt\n> Van: Els\n> {SENTENCE}",
    ],
)
def test_what_is_passed_on_or_pasted_stands_below_what_is_written(text: str) -> None:
    assert (written(text).rstrip("?"), below(text)) == ("klopt", SENTENCE)


@pytest.mark.parametrize("text", ["", "klopt", "Beste redactie,\n\nklopt"])
def test_below_what_stands_alone_there_is_nothing(text: str) -> None:
    assert below(text) == ""


def test_a_page_that_passes_something_on_keeps_it() -> None:
    page = f"<div>klopt</div><blockquote class='gmail_quote'><p>Van: Els</p><p>{SENTENCE}</p></blockquote>"
    mail = f"From: a@example.nl\nContent-Type: text/html; charset=utf-8\n\n{page}".encode()
    assert (read_mail(mail).words, read_mail(mail).below) == ("klopt", SENTENCE)


def test_a_line_that_is_longer_than_a_mark_is_read_to_the_longest_question() -> None:
    question = "Wat vond Nederland van " + "de opvang in de regio, " * 30
    assert written(f"{question}\n\nOp ma schreef JBZ:") == question.strip()
    assert len(written("a " * 5000)) == 1000


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "signs",
    [
        "<a@", "<", "@", "<a", "a@b", " ", "wrote ", "wrote", "wrote: ", "schreef:x", "-", "- ", "_", "*", "*Van: ",
        ">", "Op ", "Beste ", "goede", ", ", "groet", "a ", "?", "\x85", "\u2028On ",
    ],
)  # fmt: skip
def test_no_line_takes_long_to_read(signs: str) -> None:
    began = time.process_time()
    for start in ("On ", "Op ", "On abcd", "--", "__________", "*Van:", "Beste ", "Met vriendelijke groet", ""):
        line = (start + signs * 200_000)[:200_000]
        written(line)
        written(f"On x\n{line}")
        written("\n".join([line[:500]] * 400))
        below(line)
        below("\n".join([line[:500]] * 400))
    assert time.process_time() - began < 3  # seconds, for 27 texts of 200 kB; one took hours


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "header",
    [
        "To: " + "(" * 60_000, "To: " + '"a" ' * 15_000, "To: " + "a." * 30_000, "To: " + "a@b.nl, " * 8000,
        "Subject: " + "=?utf-8?q?a?= " * 4000, "Content-Type: text/plain" + "; a*0=b" * 8000,
        "Content-Type: text/plain; name=" + "(" * 60_000, "\r\n".join(["To: a@b.nl"] * 6000),
    ],
)  # fmt: skip
def test_no_header_takes_long_to_read_and_the_rest_is_read(header: str) -> None:
    began = time.process_time()
    told = read_mail(_mail(header))
    assert (told.sender, told.words) == ("anna@example.org", "stop")
    assert time.process_time() - began < 3


def test_of_parts_in_parts_without_end_the_head_is_read() -> None:
    parts = "".join(f"--b{n}\r\nContent-Type: multipart/mixed; boundary=b{n + 1}\r\n\r\n" for n in range(400))
    told = read_mail(_mail("Subject: stop", "Content-Type: multipart/mixed; boundary=b0", body=parts))
    assert (told.sender, told.words) == ("anna@example.org", "stop")


@pytest.mark.parametrize(
    ("page", "own"),
    [
        ("<div>stop</div><blockquote>pauzeer</blockquote>", "stop"),
        ('<div>stop<br></div><div class="gmail_quote">Op ma schreef JBZ:<br>x</div>', "stop"),
        ("<style>p{}</style><p>wat is <b>besloten</b>?</p><p>Groet</p>", "wat is besloten?"),
        ("", ""),
    ],
)
def test_a_page_is_read_as_its_words(page: str, own: str) -> None:
    assert written(text_of_html(page)) == own


def _mail(*headers: str, body: str = "stop") -> bytes:
    return "\r\n".join(("From: Anna <Anna@Example.org>", "Message-ID: <1@example.org>", *headers, "", body)).encode()


def test_a_mail_is_read() -> None:
    told = read_mail(_mail("To: JBZ <jbz+rabc@bot.example.nl>", "Subject: Re: =?utf-8?q?Caf=C3=A9?="))
    assert (told.sender, told.recipients, told.subject, told.words, told.automatic) == (
        "anna@example.org",
        ("jbz+rabc@bot.example.nl",),
        "Café",
        "stop",
        False,
    )
    assert read_mail(_mail("Subject: stop", body="")).words == "stop"


@pytest.mark.parametrize(
    "header",
    [
        "Auto-Submitted: auto-replied", "Auto-Submitted: auto-generated; x=y", "Precedence: AUTO_REPLY",
        "Precedence: bulk", "List-Id: <x.example.org>", "Return-Path: <>", "X-Autoreply: yes", "X-Loop: jbz",
    ],
)  # fmt: skip
def test_what_a_program_sent_is_known(header: str) -> None:
    assert (read_mail(_mail(header)).automatic, read_mail(_mail("Auto-Submitted: no")).automatic) == (True, False)


@pytest.mark.parametrize("sender", ["MAILER-DAEMON@x.nl", "no-reply@x.nl", "noreply+1@x.nl", "postmaster@x.nl"])
def test_a_program_is_known_by_its_name(sender: str) -> None:
    data = _mail().replace(b"Anna <Anna@Example.org>", sender.encode())
    assert read_mail(data).automatic


def test_a_mail_of_two_is_of_nobody() -> None:
    assert read_mail(_mail().replace(b"Anna <Anna@Example.org>", b"a@x.nl, b@x.nl")).sender == ""


def bounce(to: str, who: str, *, action: str = "failed", status: str = "5.1.1") -> bytes:
    """A report as Postfix writes it."""
    return f"""Return-Path: <>
From: MAILER-DAEMON@mx.example.org (Mail Delivery System)
To: {to}
Message-ID: <20250331060011.1@mx.example.org>
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="B"

--B
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not be delivered.

--B
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org
Arrival-Date: Mon, 31 Mar 2025 08:00:10 +0200 (CEST)

Final-Recipient: rfc822; {who}
Original-Recipient: rfc822;{who}
Action: {action}
Status: {status}
Remote-MTA: dns; mail.example.org
Diagnostic-Code: smtp; 550 {status} <{who}>: Recipient address rejected:
    User unknown in local recipient table

--B
Content-Type: message/rfc822

From: JBZ <jbz@bot.example.nl>
Subject: JBZ-briefing

x
--B--
""".replace("\n", "\r\n").encode()


def test_a_bounce_is_read() -> None:
    told = read_mail(bounce("jbz+babc@bot.example.nl", "Anna@example.org"))
    said = "550 5.1.1 <Anna@example.org>: Recipient address rejected: User unknown in local recipient table"
    assert (told.automatic, told.bounces) == (True, (Bounce("anna@example.org", True, "5.1.1", said),))
    assert read_mail(bounce("x", "a@b.nl", action="delayed", status="4.4.1")).bounces[0].failed is False


def test_of_one_mail_so_many_bounces_are_read() -> None:
    group = b"Final-Recipient: rfc822; a@b.nl\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n"
    whole = bounce("x", "a@b.nl").replace(b"Final-Recipient", group * 2000 + b"Final-Recipient")
    assert len(read_mail(whole).bounces) == 50


@given(
    st.binary(max_size=300) | st.builds(lambda head, body: (head + "\r\n\r\n" + body).encode(), st.text(), st.text())
)
def test_whatever_comes_in_is_read(data: bytes) -> None:
    read_mail(data)


@given(st.lists(st.sampled_from([
    b"Content-Type: multipart/report; boundary=B", b"Content-Type: text/html; charset=nonsense", b"From: <", b"To: ,,@",
    b"Message-ID: <@>", b"Content-Transfer-Encoding: base64", b"", b"--B", b"Content-Type: message/delivery-status",
    b"Final-Recipient: rfc822;", b"Status: 5.1.1", b"Action:", b"=?utf-8?b?!!!?=", b"Subject: =?x?q?=ff?=", b"--B--",
])))  # fmt: skip
def test_broken_mails_are_read_as_far_as_they_can_be(lines: list[bytes]) -> None:
    read_mail(b"\r\n".join(lines))
