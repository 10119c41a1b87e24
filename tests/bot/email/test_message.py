"""Mails are taken by a strict server and say only what they should, whatever stands in a letter."""

import json
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.conversation.delivered import Belonging
from bot.email.addresses import read_from
from bot.email.message import Attachment, Mail, write_mail
from bot.email.render import EmailRenderer, make_renderer, read_part
from bot.email.seals import Seals
from bot.email.sender import MailContext, MailOffice, Postman
from bot.email.smtp import Courier
from bot.email.verdict import Exchange, SmtpStep
from bot.reply import Card, Line, Link, Reply, Section
from bot.settings import load_settings
from bot.templates import bundled
from briefings.model.chat import Address
from tests.bot.replies import WHOLE
from tests.bot.test_renderers import _replies
from tests.stand_ins.smtp_rules import refusal_of_mail
from tests.stand_ins.smtp_server import KEY

NOW = datetime(2025, 3, 31, 6, 0, 10, tzinfo=UTC)
FROM = read_from("Raad & co <raad@bot.example.nl>", "JBZ")
ANNA = Address("email", "example.org", "anna@example.org")


class Kept(Courier):
    """Keeps the mails that it is to bring."""

    def __init__(self) -> None:
        self.mails: list[bytes] = []
        self.backs: list[str] = []

    async def bring(self, sender: str, to: str, mail: bytes) -> Exchange:
        self.mails.append(mail)
        self.backs.append(sender)
        return Exchange(SmtpStep.CONTENT, 250)


async def _sent(part: str, about: MailContext, *, reads_answers: bool = True) -> bytes:
    kept = Kept()
    office = MailOffice(FROM, Seals([KEY], lambda: NOW), "https://bot.example.nl", reads_answers, lambda: NOW)
    await Postman(office, kept).post(ANNA, part, about)
    (mail,) = kept.mails
    return mail


def _read(mail: bytes) -> EmailMessage:
    message = message_from_bytes(mail, policy=default)
    assert isinstance(message, EmailMessage)
    return message


@settings(max_examples=60, deadline=None)
@given(_replies, st.text(max_size=300))
async def test_any_reply_is_a_mail_that_a_strict_server_takes(reply: Reply, name: str) -> None:
    (part,) = EmailRenderer(bundled()).parts(reply)
    assert refusal_of_mail(await _sent(part, MailContext("1-1", Belonging(7, name)))) is None


async def test_what_a_letter_says_is_text_in_words_and_page() -> None:
    said = '<img src="https://spy.example/x.gif"><script>alert(1)</script> href="press:0" <!-- foot --> & \u202e\u0007'
    card = Card(said, said, Link(said, "https://jbz.example/items/1?a=1&b=2"), (Line(said, said, said),), (), said)
    reply = Reply(said, "nl", (said,), (Section(said, (card,), (Line(said),)),), buttons=WHOLE.buttons)
    (part,) = EmailRenderer(bundled()).parts(reply)
    mail = await _sent(part, MailContext("1-1"))
    page = _read(mail).get_body(("html",))
    assert page is not None
    assert refusal_of_mail(mail) is None
    content = page.get_content()
    assert (content.count("<!-- foot -->"), content.count('href="press:')) == (0, 0)
    assert content.count("volgen/e-mail/doe") == len(WHOLE.buttons) + 1
    assert "\u0007" not in content


@pytest.mark.parametrize(
    "hostile", ["x\r\nBcc: ben@example.org", "x\nBcc: ben@example.org", "x\x0bBcc: b\x00", "é\u2028B"]
)
def test_no_text_begins_a_header(hostile: str) -> None:
    mail = Mail(ANNA.chat, hostile, "t", "<p>t</p>", "nl", "id")
    message = _read(write_mail(mail, read_from("raad@bot.example.nl", hostile), NOW))
    assert (message["bcc"], len(message.get_all("subject", []))) == (None, 1)
    assert [one.addr_spec for one in message["from"].addresses] == ["raad@bot.example.nl"]


async def test_a_mail_has_the_same_id_when_it_is_sent_again_and_another_for_anything_else() -> None:
    (part,) = EmailRenderer(bundled()).parts(WHOLE)
    (other,) = EmailRenderer(bundled()).parts(Reply("Anders", "nl"))
    ids = [str(_read(await _sent(*told))["message-id"]) for told in (
        (part, MailContext("1-1")), (part, MailContext("1-1")), (part, MailContext("2-1")), (other, MailContext("1-1")),
    )]  # fmt: skip
    assert (ids[0] == ids[1], len(set(ids))) == (True, 3)


async def test_where_nobody_reads_answers_nothing_asks_for_one() -> None:
    (part,) = EmailRenderer(bundled()).parts(WHOLE)
    message = _read(await _sent(part, MailContext("1-1"), reads_answers=False))
    body = message.get_body(("plain",))
    assert body is not None
    assert message["reply-to"] is None
    assert "Antwoorden op deze mail worden niet gelezen." in body.get_content()


async def test_a_message_says_that_a_program_sent_it_and_has_no_list_where_nothing_is_followed() -> None:
    (part,) = EmailRenderer(bundled()).parts(WHOLE)
    told = _read(await _sent(part, MailContext("1-1")))
    answer = _read(await _sent(part, MailContext("answer", subject="Re: x", follows_on="<a@b.nl>")))
    names = ("auto-submitted", "precedence", "list-unsubscribe", "in-reply-to", "x-auto-response-suppress")
    assert [told[name] for name in names] == ["auto-generated", None, None, None, "All"]
    assert [answer[name] for name in names] == ["auto-replied", None, None, "<a@b.nl>", "All"]


@pytest.mark.parametrize(
    ("choice", "name", "begins"), [("word", "briefing.docx", b"PK"), ("pdf", "briefing.pdf", b"%PDF")]
)
async def test_the_briefing_goes_along_as_a_file_where_that_is_chosen(choice: str, name: str, begins: bytes) -> None:
    renderer = make_renderer(load_settings({"JBZ_EMAIL_ATTACH": choice}), bundled())
    (part,) = renderer.parts(WHOLE)
    mail = await _sent(part, MailContext("1-1"))
    (file,) = list(_read(mail).iter_attachments())
    assert (file.get_filename(), file.get_content()[: len(begins)], refusal_of_mail(mail)) == (name, begins, None)
    (notice,) = renderer.parts(Reply("Alleen een zin", "nl"))
    assert read_part(notice).file is None


def test_lines_are_as_wide_as_a_mail_program_shows_and_addresses_stay_whole() -> None:
    address = "https://zoek.officielebekendmakingen.nl/" + "a" * 100
    reply = Reply("Titel", "nl", ("woord " * 60,), (Section(lines=(Line("zin " * 60),)),), (Link("Bron", address),))
    text = json.loads(EmailRenderer(bundled()).parts(reply)[0])["text"]
    assert max(len(line) for line in text.splitlines() if "https" not in line) <= 72
    assert address in text.splitlines()


def test_a_file_has_its_name_and_bytes() -> None:
    mail = Mail(ANNA.chat, "x", "t", None, "nl", "id", files=(Attachment("a.pdf", "application/pdf", b"\x00\xff"),))
    (file,) = list(_read(write_mail(mail, FROM, NOW)).iter_attachments())
    assert (file.get_filename(), file.get_content()) == ("a.pdf", b"\x00\xff")
