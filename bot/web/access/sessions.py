"""Sessions of who signed in: an encrypted cookie, good in every process, for some hours and until signing out."""

import base64
import json
import secrets
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from starlette.requests import Request
from starlette.responses import Response

from bot.access import Role
from bot.web.identity import Identity
from storage import chats
from storage.database import Database

_KEY_BYTES = 32
_LONGEST = 200  #: of a name
UNDER_WAY = timedelta(minutes=10)  #: for who is at the identity provider


class Cookies:
    """Cookies whose content only we can read and make; each is of one purpose and ends at a moment."""

    def __init__(self, keys: Sequence[str], clock: Callable[[], datetime], *, secure: bool) -> None:
        self._box = MultiFernet([_box(key) for key in keys])
        self._clock = clock
        self._secure = secure

    def name(self, purpose: str) -> str:
        """With https no other host or path can have set it (RFC 6265bis, 4.1.3.2)."""
        return f"__Host-jbz_{purpose}" if self._secure else f"jbz_{purpose}"

    def give(self, response: Response, purpose: str, values: Mapping[str, Any], lasts: timedelta) -> None:
        """Puts a cookie in the answer."""
        until = (self._clock() + lasts).timestamp()
        content = json.dumps({"for": purpose, "until": until} | dict(values)).encode()
        response.set_cookie(
            self.name(purpose),
            self._box.encrypt(content).decode(),
            max_age=int(lasts.total_seconds()),
            httponly=True,
            samesite="lax",
            secure=self._secure,
        )

    def read(self, request: Request, purpose: str) -> dict[str, Any] | None:
        """What the cookie says; None without one of ours that still holds."""
        given = request.cookies.get(self.name(purpose), "")
        try:
            values: dict[str, Any] = json.loads(self._box.decrypt(given.encode()))
        except (InvalidToken, ValueError):
            return None
        if values.get("for") != purpose or values.get("until", 0) <= self._clock().timestamp():
            return None
        return values

    def take_back(self, response: Response, purpose: str) -> None:
        """Has the browser forget it."""
        response.delete_cookie(self.name(purpose), httponly=True, samesite="lax", secure=self._secure)


class Sessions:
    """Who signed in. A session that was ended stays so, also for who kept a copy of its cookie."""

    def __init__(self, database: Database, cookies: Cookies, clock: Callable[[], datetime], lasts: timedelta) -> None:
        self._database = database
        self._cookies = cookies
        self._clock = clock
        self._lasts = lasts

    def begin(self, response: Response, identity: Identity) -> None:
        """A new session with a number of its own, whatever the browser had before."""
        values = {
            "id": identity.id[:_LONGEST],
            "name": identity.name[:_LONGEST],
            "role": identity.role.value,
            "session": secrets.token_hex(16),
        }
        self._cookies.give(response, "session", values, self._lasts)

    def find(self, request: Request) -> Identity | None:
        """Who it is; None for who did not sign in, or not lately. Reads the database."""
        values = self._cookies.read(request, "session")
        if values is None or chats.was_seen(self._database, _ended(values["session"])):
            return None
        return Identity(values["id"], values["name"], Role(values["role"]), values["session"])

    def end(self, response: Response, identity: Identity) -> None:
        """Signs out, in every process."""
        if identity.session is not None:
            chats.note(self._database, [_ended(identity.session)], self._clock())
        self._cookies.take_back(response, "session")


def _ended(session: str) -> str:
    return f"session ended: {session}"


def _box(key: str) -> Fernet:
    """A key for cookies alone, from the key that encrypts tokens."""
    made = HKDF(SHA256(), _KEY_BYTES, None, b"jbz cookies").derive(key.encode())
    return Fernet(base64.urlsafe_b64encode(made))
