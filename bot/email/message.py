"""A part and who gets it -> a mail, as bytes in 7 bits that every server takes.

The standard library writes headers and encodings. Two of its habits are mended: a link in a header is not folded or
encoded (RFC 8058 wants it whole), and quoted-printable keeps its 76 signs (RFC 2045, 6.7).
"""

from dataclasses import dataclass, field
from datetime import datetime
from email.headerregistry import Address as MailAddress
from email.message import EmailMessage
from email.policy import SMTP, EmailPolicy
from email.utils import format_datetime

from bot.email.addresses import From

_LINE = 76
_LONGEST_SUBJECT = 150
_WHOLE = {"list-unsubscribe", "message-id", "in-reply-to", "references"}


class _Policy(EmailPolicy):
    """Headers that are links or names stay as they are; all others are folded."""

    def fold(self, name: str, value: str) -> str:
        """A header as its lines."""
        if name.lower() in _WHOLE:
            return f"{name}: {value}{self.linesep}"
        return str(super().fold(name, value))

    def fold_binary(self, name: str, value: str) -> bytes:
        """The same as bytes."""
        return self.fold(name, value).encode("ascii", "surrogateescape")


_POLICY = _Policy(linesep=SMTP.linesep, max_line_length=_LINE, utf8=False)


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a mail."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Mail:
    """What is sent, before it is written down."""

    to: str
    subject: str
    text: str
    html: str | None
    language: str
    name: str  #: names the mail, the same when it is sent again; without the domain
    thread: str | None = (
        None  #: the id of the mail that it follows on, or of what all mails of a subscription follow on
    )
    reply_to: str | None = None
    unsubscribe: str | None = None  #: the link that stops with one press (RFC 8058)
    is_answer: bool = False
    files: tuple[Attachment, ...] = field(default=())


def write_mail(mail: Mail, sender: From, now: datetime) -> bytes:
    """The mail."""
    message = EmailMessage(_POLICY)
    message["From"] = MailAddress(one_line(sender.name), sender.local, sender.domain)
    message["To"] = MailAddress(addr_spec=mail.to)
    message["Subject"] = one_line(mail.subject)
    message["Date"] = format_datetime(now)
    message["Message-ID"] = message_id(mail.name, sender)
    if mail.thread:
        message["In-Reply-To"] = message["References"] = mail.thread
    if mail.reply_to:
        message["Reply-To"] = mail.reply_to
    if mail.unsubscribe:
        message["List-Id"] = f"<jbz.{sender.domain}>"
        message["List-Unsubscribe"] = f"<{mail.unsubscribe}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        message["Precedence"] = "bulk"
    message["Auto-Submitted"] = "auto-replied" if mail.is_answer else "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    message["Content-Language"] = mail.language
    message.set_content(mail.text, cte="quoted-printable")
    if mail.html is not None:
        message.add_alternative(mail.html, subtype="html", cte="quoted-printable")
    for file in mail.files:
        main, _, sub = file.media_type.partition("/")
        message.add_attachment(file.content, main, sub, filename=file.name)
    return message.as_bytes()


def message_id(name: str, sender: From) -> str:
    """The id of a mail of ours, by its name."""
    return f"<{name}@{sender.domain}>"


def one_line(text: str) -> str:
    """A subject: one line, without signs that are none; a header cannot begin in it."""
    told = " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
    return told if len(told) <= _LONGEST_SUBJECT else f"{told[: _LONGEST_SUBJECT - 1]}…"
