"""What an attempt to send a mail came to, in one pure function.

By the step at which a server answered, its reply code (RFC 5321, 4.2) and its enhanced code (RFC 3463). A code that
begins with a 4 passes by itself. One that begins with a 5 is about us, about who is written to, or about the mail.
"""

import re
from dataclasses import dataclass
from enum import Enum

from bot.channel import Gone, Later, Refused, SendError, Stopped, UnknownOutcome

_PASSES, _FAILS = 400, 500
_CONTINUE = 354
_ENHANCED = re.compile(r"\b[245]\.\d{1,3}\.\d{1,3}\b")
_LONGEST = 160  #: characters of a server's words

#: Our standing, whoever is written to, in small letters and in part; servers have no list of their words.
OF_US = (
    "relay access denied", "relaying denied", "not permitted to relay", "unable to relay", "authentication required",
    "authentication is required", "must issue a starttls", "client host rejected", "client host blocked", "blocklist",
    "blacklist", "spamhaus", "access denied - sender", "sender address rejected", "spf", "dkim", "dmarc",
)  # fmt: skip
_CODES_OF_US = {530, 534, 535, 538}  #: RFC 4954: who we are
_OF_US = {"5.1.7", "5.1.8", "5.7.0", "5.7.8", "5.7.9", "5.7.11"}  #: the sender's address; who we are
_MAILBOX, _CLOSED = "5.1.", "5.2.1"
_FULL = "5.2.2"  #: a full mailbox is emptied some day
_STORAGE, _TOO_BIG = 552, "5.3.4"


class SmtpStep(Enum):
    """How far an attempt came. The last one that was begun."""

    CONNECTING = "connecting"  #: no name, no connection, no greeting
    STANDING = "standing"  #: EHLO, TLS, who we are
    SENDER = "sender"  #: MAIL FROM
    RECIPIENT = "recipient"  #: RCPT TO
    CONTENT = "content"  #: DATA, and the mail itself: from here on it may have been taken


@dataclass(frozen=True, slots=True)
class Exchange:
    """What is known of an attempt when it is over."""

    step: SmtpStep
    code: int = 0  #: the last reply; 0 when the connection broke or was not made
    said: str = ""  #: what stood behind the code, or names what broke
    insecure: bool = False  #: TLS could not be made: no certificate that is known, or not offered


def judged(exchange: Exchange) -> SendError | None:
    """None when the server took the mail; else what must happen next."""
    reason = f"E-mail: {exchange.code or ''} {_clean(exchange.said)}".replace("  ", " ").rstrip()
    if exchange.insecure:
        return Stopped(reason)
    if exchange.code == 0:
        return UnknownOutcome(reason) if exchange.step is SmtpStep.CONTENT else Later(reason)
    if exchange.code < _PASSES and exchange.step is SmtpStep.CONTENT and exchange.code != _CONTINUE:
        return None
    if exchange.code < _FAILS:
        return Later(reason)
    return _refusal(exchange, reason)


def _refusal(exchange: Exchange, reason: str) -> SendError:
    """A reply that begins with a 5."""
    found = _ENHANCED.search(exchange.said)
    words = " ".join(word for word in exchange.said.lower().split() if "@" not in word)  # an address may hold any word
    enhanced = found[0] if found else ""
    to_somebody = exchange.step is SmtpStep.RECIPIENT
    if exchange.step in {SmtpStep.CONNECTING, SmtpStep.STANDING}:
        return Stopped(reason)
    if enhanced == _FULL or (exchange.code == _STORAGE and to_somebody):
        return Later(reason)
    if exchange.code == _STORAGE or enhanced == _TOO_BIG:
        return Refused(reason)
    if exchange.code in _CODES_OF_US or enhanced in _OF_US:
        return Stopped(reason)
    if (enhanced.startswith(_MAILBOX) or enhanced == _CLOSED) and exchange.step is not SmtpStep.SENDER:
        return Gone(reason)
    if exchange.step is SmtpStep.SENDER or any(word in words for word in OF_US):
        return Stopped(reason)
    return Gone(reason) if to_somebody else Refused(reason)


def _clean(said: str) -> str:
    """In one line, without signs that are none."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in said).split())[:_LONGEST]
