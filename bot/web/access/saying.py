"""What is said at the door: a short page for people, RFC 9457 for programs."""

import json
from collections.abc import Mapping
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from bot.web.room.addresses import Addresses
from bot.web.room.rendering import Rendering
from bot.web.room.shelf import Page
from bot.words import Phrase, Words
from briefings.errors import Message

_TITLES = {
    HTTPStatus.UNAUTHORIZED: Phrase("Eerst aanmelden"),
    HTTPStatus.FORBIDDEN: Phrase("Dit mag u niet zien"),
    HTTPStatus.BAD_GATEWAY: Phrase("Aanmelden lukt nu niet"),
    HTTPStatus.TOO_MANY_REQUESTS: Phrase("Even wachten"),
    HTTPStatus.OK: Phrase("Afmelden"),
    HTTPStatus.NOT_FOUND: Phrase("Beheer staat uit"),
}
_DETAILS = {
    HTTPStatus.UNAUTHORIZED: "Sign in first.",
    HTTPStatus.FORBIDDEN: "You may not see this.",
    HTTPStatus.TOO_MANY_REQUESTS: "Too many requests; see Retry-After.",
}


class DoorPages:
    """Makes these pages."""

    def __init__(self, rendering: Rendering) -> None:
        self._rendering = rendering

    def page(
        self,
        request: Request,
        code: str,
        status: HTTPStatus,
        *,
        headers: Mapping[str, str] | None = None,
        press: str | None = None,
        **values: object,
    ) -> Response:
        """A title, a sentence by its code, and where to `press`: "sign in", "sign out", or nothing."""
        language = language_of(request.url.path)
        words = Words(language)
        shown = {"sentence": words.say(Message(code, values)), "press": press}
        page = Page(
            "door", words(_TITLES[status]), Addresses(language)("/"), shown, status=status.value, is_listed=False
        )
        told = {"Cache-Control": "no-store"} | dict(headers or {})
        return HTMLResponse(self._rendering.html(page, language), status.value, told)

    def problem(self, status: HTTPStatus, headers: Mapping[str, str] | None = None) -> Response:
        """The same for a program."""
        told = {"type": "about:blank", "title": status.phrase, "status": status.value, "detail": _DETAILS[status]}
        given = {"Cache-Control": "no-store"} | dict(headers or {})
        return Response(json.dumps(told), status.value, given, "application/problem+json")


def language_of(path: str) -> str:
    """In which language a page at this path is."""
    return "en" if f"{path}/".startswith("/en/") else "nl"
