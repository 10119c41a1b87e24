"""What only we can have written: the links in our mail, and the tags of the addresses to which is answered.

A link is encrypted, so that no address stands in a log of requests, and says itself until when it is good (Fernet:
AES and HMAC). It holds for its own address only, and says what it does: whoever has it has the mail it came in.
"""

import hashlib
import hmac
import json
from base64 import b32encode, urlsafe_b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from bot.commands.command import Command
from bot.commands.grammar import read_command, write_command
from briefings.model.chat import Address

CONFIRMING = timedelta(days=3)  #: a link that begins to follow
CHANGING = timedelta(days=90)  #: a link under a briefing
LEAVING = timedelta(days=730)  #: a link that only stops
_MONTHS = 13  #: a tag is good in the month in which it was made, and in the twelve that follow
_TAG = 16  #: bytes
_PURPOSE = b"jbz e-mail 1: "


@dataclass(frozen=True, slots=True)
class SignedLink:
    """What a link does, and for whom."""

    address: Address
    command: Command
    is_over: bool  #: its time is over


class Seals:
    """Closes with the first key and opens with any, so that a key can be replaced without losing a link."""

    def __init__(self, keys: Sequence[str], clock: Callable[[], datetime]) -> None:
        self._keys = [hmac.digest(key.encode(), _PURPOSE + b"tags", "sha256") for key in keys]
        made = (hmac.digest(key.encode(), _PURPOSE + b"links", "sha256") for key in keys)
        self._box = MultiFernet([Fernet(urlsafe_b64encode(key)) for key in made])
        self._clock = clock

    def link(self, address: Address, command: Command, lasts: timedelta) -> str:
        """What a link carries."""
        now = self._clock()
        told = [address.chat, address.workspace, write_command(command), int((now + lasts).timestamp())]
        return self._box.encrypt_at_time(json.dumps(told).encode(), int(now.timestamp())).decode()

    def open(self, carried: str) -> SignedLink | None:
        """What a link does; None when it is not ours."""
        try:
            chat, workspace, command, until = json.loads(self._box.decrypt(carried.encode()))
        except (InvalidToken, ValueError):
            return None
        over = self._clock() > datetime.fromtimestamp(until, UTC)
        return SignedLink(Address("email", workspace, chat), read_command(command), over)

    def tag(self, purpose: str, mail: str) -> str:
        """Small letters and digits that say what an address of ours is for, and to whom it was given."""
        return self._tag(self._keys[0], purpose, mail, self._month())

    def was_given(self, tags: Sequence[str], purpose: str, mail: str) -> bool:
        """Whether one of `tags` was given to `mail` for this."""
        months = range(self._month() - _MONTHS + 1, self._month() + 1)
        good = [self._tag(key, purpose, mail, month).encode() for key in self._keys for month in months]
        given = [tag.encode("utf-8", "replace") for tag in tags]
        return any(hmac.compare_digest(tag, one) for tag in given for one in good)

    def _month(self) -> int:
        now = self._clock()
        return now.year * 12 + now.month

    def _tag(self, key: bytes, purpose: str, mail: str, month: int) -> str:
        told = f"{purpose} {month} {mail.lower()}".encode()
        return purpose + b32encode(hmac.digest(key, told, hashlib.sha256)[:_TAG]).decode().rstrip("=").lower()
