"""What a strict mail server does not take, by RFC 5321, 5322, 2045, 2047 and 8058; for the stand-in and the tests."""

import re
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

from lxml import html

_ONCE = ("from", "to", "subject", "date", "message-id", "reply-to", "in-reply-to", "references", "mime-version")
_NEEDED = ("from", "to", "subject", "date", "message-id", "mime-version", "auto-submitted")
_ENCODED_WORD = re.compile(rb"=\?[^?]+\?[bqBQ]\?[^?]*\?=")
_ID = re.compile(r"<[\w.!#$%&'*+/=?^`{|}~-]+@[\w.-]+>", re.ASCII)
_LONGEST, _QUOTED = 998, 76


def refusal_of_mail(data: bytes) -> str | None:
    """Why a server or a mail program stumbles over `data`; None when it does not."""
    if re.search(rb"(?<!\r)\n|\r(?!\n)|\0", data):
        return "a bare line end or a null"
    if any(sign > 127 for sign in data):
        return "more than seven bits"
    if any(len(line) > _LONGEST for line in data.split(b"\r\n")):
        return "a line of more than 998 signs"
    if any(len(word) > 75 for word in _ENCODED_WORD.findall(data.partition(b"\r\n\r\n")[0])):
        return "an encoded word of more than 75 signs"
    message = message_from_bytes(data, policy=default)
    assert isinstance(message, EmailMessage)
    return _of_headers(message) or _of_parts(message)


def _of_headers(message: EmailMessage) -> str | None:
    names = [name.lower() for name in message]
    if missing := [name for name in _NEEDED if name not in names]:
        return f"no {missing}"
    if twice := [name for name in _ONCE if names.count(name) > 1]:
        return f"twice {twice}"
    if not _ID.fullmatch(str(message["message-id"])):
        return "a Message-ID that is none"
    unsubscribe = message["list-unsubscribe"]
    if unsubscribe is not None and not re.fullmatch(r"<https?://[\x21-\x3d\x3f-\x7e]+>", str(unsubscribe)):
        return "a List-Unsubscribe that is none"
    if (unsubscribe is None) != (message["list-unsubscribe-post"] is None):
        return "List-Unsubscribe and List-Unsubscribe-Post belong together"
    defects = [type(one).__name__ for name in message for one in message.get_all(name, []) for one in one.defects]
    return f"headers with {defects}" if defects else None


def _of_parts(message: EmailMessage) -> str | None:
    for part in message.walk():
        if part.defects:
            return f"parts with {part.defects}"
        if part.is_multipart():
            continue
        encoding = str(part.get("content-transfer-encoding", "7bit"))
        lines = str(part.get_payload()).splitlines()
        if encoding in {"quoted-printable", "base64"} and any(len(line) > _QUOTED for line in lines):
            return f"a line of more than 76 signs in {encoding}"
    plain, page = message.get_body(("plain",)), message.get_body(("html",))
    if plain is None:
        return "no plain text"
    if page is not None:
        tree = html.document_fromstring(page.get_content())
        found = tree.xpath("//img | //script | //iframe | //link | //form | //object | //*[@src] | //*[@background]")
        return f"a page with {found[0].tag}" if found else None
    return None
