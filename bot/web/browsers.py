"""Browsers as chats. What names one is a secret in its cookie; kept is only the hash of that, as of a password."""

import hashlib
import re
import secrets
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from briefings.model.chat import Address
from storage.chats import find_chat
from storage.database import Database

COOKIE = "jbz_chat"
_YEAR = 365 * 24 * 3600
_TOKEN = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Browser:
    """Who sent a request."""

    token: str  #: of its cookie; a new one for who has none that we gave
    known: bool  #: something is kept of it

    @property
    def address(self) -> Address:
        """The browser as a chat."""
        return Address("web", "web", hashed(self.token))


class Browsers:
    """Tells browsers apart, and gives a cookie to those of which something is kept."""

    def __init__(self, database: Database, *, secure: bool) -> None:
        self._database = database
        self._secure = secure

    def recognise(self, request: Request) -> Browser:
        """The browser. A cookie that names nothing we keep is not ours: then it gets a name of our own making."""
        token = request.cookies.get(COOKIE, "")
        if _TOKEN.fullmatch(token) and self.is_kept(given := Browser(token, known=True)):
            return given
        return Browser(secrets.token_hex(16), known=False)

    def is_kept(self, browser: Browser) -> bool:
        """Whether it follows something, or chose a language or a zone."""
        with self._database.reading() as session:
            return find_chat(session, browser.address) is not None

    def keep(self, response: Response, browser: Browser, *, kept: bool) -> None:
        """Has it come back under the same name as long as something is kept of it, and no longer."""
        if kept:
            response.set_cookie(
                COOKIE, browser.token, max_age=_YEAR, httponly=True, samesite="lax", secure=self._secure
            )
        elif browser.known:
            response.delete_cookie(COOKIE, httponly=True, samesite="lax", secure=self._secure)


def hashed(token: str) -> str:
    """What names a browser in the database: half of the SHA-256 of its token, in hexadecimal."""
    return hashlib.sha256(token.encode()).hexdigest()[:32]
