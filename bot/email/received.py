"""Bytes that came in -> what they are: somebody's words, a bounce (RFC 3464), or a mail of a program."""

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage, Message
from email.policy import EmailPolicy
from email.utils import getaddresses
from itertools import islice
from typing import Any

from bot.email.message import one_line
from bot.email.quoted import below, text_of_html, written

_TO = ("to", "cc", "delivered-to", "x-original-to", "envelope-to", "x-envelope-to")
_PROGRAMS = re.compile(
    r"^(?:mailer-daemon|postmaster|no-?reply|noreply|do-?not-?reply|bounces?)(?:[+@-]|$)", re.IGNORECASE
)
_BULK = {"bulk", "list", "junk", "auto_reply"}
_BY_PROGRAMS = ("list-id", "list-unsubscribe", "x-autoreply", "x-autorespond", "x-loop", "feedback-id")
_REPLY = re.compile(r"^(?:\s*(?:re|fw|fwd|antw|doorst)\s*:)+\s*", re.IGNORECASE)
_ID = re.compile(r"<[^<>\s]{3,300}>")
_END_OF_HEAD = re.compile(rb"\r?\n\r?\n")
_LONGEST_REASON = 160
_LONGEST_HEADER, _LONGEST_OF_CONTENT = 4000, 300  #: characters; what stands behind them is not read
_MOST_HEADERS = 10  #: of one name
_MOST_BOUNCES = 50  #: of one mail; a report on a mail of ours has one
#: What the library raises for headers and parts that are no such thing, deep ones among them.
_BROKEN = (ValueError, IndexError, AttributeError, TypeError, LookupError, RecursionError)


@dataclass(frozen=True, slots=True)
class Bounce:
    """One address that a mail did not reach."""

    mail: str
    failed: bool  #: for good; else it is late
    status: str  #: RFC 3463: "5.1.1"
    reason: str  #: in the words of the server


@dataclass(frozen=True, slots=True)
class ReceivedMail:
    """A mail as it came in. Who it is from is what it says itself: that proves nothing."""

    sender: str  #: a bare address in small letters; empty when there is none
    recipients: tuple[str, ...]
    message_id: str | None
    subject: str  #: without "Re:"
    words: str  #: what was written, without what it answers
    automatic: bool  #: a program sent it: nobody waits for an answer
    bounces: tuple[Bounce, ...] = ()
    below: str = ""  #: what was pasted, passed on or answered below what was written


class _Policy(EmailPolicy):
    """Reads headers up to a length: the library's own time grows with the square of it."""

    def header_source_parse(self, sourcelines: Sequence[str]) -> tuple[str, str]:
        """A header's name and value."""
        name, value = super().header_source_parse(list(sourcelines))
        return name, value[: _LONGEST_OF_CONTENT if name.lower().startswith("content-") else _LONGEST_HEADER]


_POLICY = _Policy()


def read_mail(data: bytes) -> ReceivedMail:
    """The mail in `data`; whatever it holds is read as far as it can be."""
    try:
        message = message_from_bytes(data, policy=_POLICY)
    except RecursionError:  # parts in parts without end: its own headers are all there is
        message = message_from_bytes(_END_OF_HEAD.split(data, 1)[0], policy=_POLICY)
    assert isinstance(message, EmailMessage)  # noqa: S101 - what this policy makes
    senders = [mail.lower() for _, mail in getaddresses(_headers(message, "from"))]
    sender = senders[0] if len(senders) == 1 else ""
    found = _ID.search(" ".join(_headers(message, "message-id")))
    subject = _REPLY.sub("", one_line(" ".join(_headers(message, "subject"))))
    bounces = tuple(islice(_bounces(message), _MOST_BOUNCES))
    return ReceivedMail(
        sender=sender,
        recipients=tuple(mail.lower() for name in _TO for _, mail in getaddresses(_headers(message, name))),
        message_id=found[0] if found else None,
        subject=subject,
        words=written(_text(message)) or subject,
        automatic=bool(bounces) or _is_automatic(message, sender),
        bounces=bounces,
        below=below(_text(message, quoted=True)),
    )


def _headers(message: Message, name: str) -> list[str]:
    """A header's values. The library stumbles over some that are no such thing; then there is none."""
    try:
        named = (value for one, value in message.raw_items() if one.lower() == name)
        return [str(message.policy.header_fetch_parse(name, value)) for value in islice(named, _MOST_HEADERS)]
    except _BROKEN:
        return []


def _is_automatic(message: Message, sender: str) -> bool:
    """RFC 3834: what must not be answered."""
    submitted = " ".join(_headers(message, "auto-submitted")).partition(";")[0].strip().lower()
    precedence = " ".join(_headers(message, "precedence")).strip().lower()
    empty_path = any(path.strip() == "<>" for path in _headers(message, "return-path"))
    named = any(_headers(message, name) for name in _BY_PROGRAMS)
    return submitted not in {"", "no"} or precedence in _BULK or empty_path or named or bool(_PROGRAMS.match(sender))


def _text(message: EmailMessage, *, quoted: bool = False) -> str:
    with suppress(*_BROKEN):
        part = message.get_body(("plain", "html"))
        if part is not None:
            content = str(part.get_content())
            return text_of_html(content, quoted=quoted) if part.get_content_subtype() == "html" else content
    return ""


def _bounces(message: EmailMessage) -> Iterator[Bounce]:
    """RFC 3464: a multipart/report with a part in which a group of fields stands for each recipient."""
    if _kind(message) != "multipart/report":
        return
    for part in message.walk():
        if _kind(part) != "message/delivery-status":
            continue
        for group in _groups(part):
            recipient = _typed(group, "original-recipient") or _typed(group, "final-recipient")
            status = re.search(r"[245]\.\d{1,3}\.\d{1,3}", " ".join(_headers(group, "status")))
            if recipient and status:
                action = " ".join(_headers(group, "action")).strip().lower()
                said = one_line(_typed(group, "diagnostic-code"))[:_LONGEST_REASON]
                yield Bounce(recipient.lower().strip("<>"), action == "failed", status[0], said)


def _kind(part: Message) -> str:
    """A part's media type; empty where that cannot be read."""
    with suppress(*_BROKEN):
        return part.get_content_type()
    return ""


def _groups(part: Any) -> list[Message]:
    """The groups of fields of a report; none where it is broken."""
    payload = part.get_payload()
    return [one for one in payload if isinstance(one, Message)] if isinstance(payload, list) else []


def _typed(group: Message, name: str) -> str:
    """The value of a field that has its type in front: "rfc822; anna@example.nl"."""
    return " ".join(_headers(group, name)).partition(";")[2].strip()
