"""Browsers as chats. What names one is a secret in its cookie; kept is only the hash of that, as of a password."""

import hashlib
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from starlette.requests import Request
from starlette.responses import Response

from bot.web.identity import identity_of
from briefings.model.chat import Address
from storage import outbox
from storage.chats import find_chat
from storage.database import Database
from storage.talks import last_question

COOKIE = "jbz_chat"
TALK = ""  #: a browser has one talk
_DAY = 24 * 3600
_YEAR = 365 * _DAY
_TOKEN = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Browser:
    """Who sent a request."""

    token: str  #: of its cookie; a new one for who has none that we gave
    known: bool  #: something is kept of it
    signed_in: bool = False  #: it is a person, who is the same in every browser

    @property
    def address(self) -> Address:
        """The browser as a chat."""
        return Address("web", "web", hashed(self.token))


def signed_in(identity: str) -> Browser:
    """Somebody who signs in, by the number or name that lasts; the same in every browser."""
    return Browser(f"signed in: {identity}", known=True, signed_in=True)


class Browsers:
    """Tells browsers apart, and gives a cookie to those of which something is kept."""

    def __init__(self, database: Database, clock: Callable[[], datetime], *, secure: bool) -> None:
        self._database = database
        self._clock = clock
        self._secure = secure

    def recognise(self, request: Request) -> Browser:
        """The browser, or who signed in.

        A cookie that names nothing we keep is not ours: then it gets a name of our own making.
        """
        identity = identity_of(request)
        if identity is not None:
            return signed_in(identity.id)
        token = request.cookies.get(COOKIE, "")
        if _TOKEN.fullmatch(token) and self.is_kept(given := Browser(token, known=True)):
            return given
        return Browser(secrets.token_hex(16), known=False)

    def is_kept(self, browser: Browser) -> bool:
        """Whether it follows something, chose a language or a zone, or asked something in a talk."""
        return self.follows(browser) or self._talks(browser)

    def follows(self, browser: Browser) -> bool:
        """Whether it follows something, or chose a language or a zone."""
        with self._database.reading() as session:
            return find_chat(session, browser.address) is not None

    def inbox(self, browser: Browser) -> list[str]:
        """The briefings that were delivered to it, as HTML."""
        if not self.follows(browser):
            return []
        with self._database.reading() as session:
            return [part for parts in outbox.inbox(session, browser.address) for part in parts]

    def _talks(self, browser: Browser) -> bool:
        with self._database.reading() as session:
            return last_question(session, browser.address, TALK, self._clock()) is not None

    def keep(self, response: Response, browser: Browser) -> None:
        """Has it come back under the same name as long as something is kept of it, and no longer."""
        if browser.signed_in:
            return
        lasts = _YEAR if self.follows(browser) else _DAY if self._talks(browser) else 0
        if lasts:
            response.set_cookie(
                COOKIE, browser.token, max_age=lasts, httponly=True, samesite="lax", secure=self._secure
            )
        elif browser.known:
            response.delete_cookie(COOKIE, httponly=True, samesite="lax", secure=self._secure)


def hashed(token: str) -> str:
    """What names a browser in the database: half of the SHA-256 of its token, in hexadecimal."""
    return hashlib.sha256(token.encode()).hexdigest()[:32]
