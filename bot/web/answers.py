"""Answers to requests: what may be kept by a browser or proxy, and the headers that every answer of ours has."""

import hashlib
from collections.abc import Mapping

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_FEATURES = "accelerometer camera display-capture fullscreen geolocation gyroscope microphone midi payment usb".split()
_ALWAYS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in _FEATURES),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_HTTPS_ONLY = {"Strict-Transport-Security": "max-age=63072000"}  #: two years
_MINUTE = 60
PUBLIC = f"public, max-age={_MINUTE}"  #: of what is the same for everybody; then its ETag is asked for
PRIVATE = "no-store"  #: of what belongs to one browser


def safe_headers(*, secure: bool) -> dict[str, str]:
    """The headers that keep a browser from being misused."""
    return _ALWAYS | (_HTTPS_ONLY if secure else {})


class SafeHeaders:
    """Gives every answer, whoever makes it, the headers that keep a browser from being misused; those set stay."""

    def __init__(self, app: ASGIApp, *, secure: bool) -> None:
        self._app = app
        self._headers = safe_headers(secure=secure)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """A request."""

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, sending if scope["type"] == "http" else send)


def public(
    request: Request,
    content: str | bytes,
    media_type: str,
    *,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """What everybody gets alike: with an ETag of its content, and without content for who has that already."""
    body = content.encode() if isinstance(content, str) else content
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    told = {"ETag": tag, "Cache-Control": PUBLIC} | dict(headers or {})
    if status == 200 and _has(request.headers.get("if-none-match", ""), tag):  # noqa: PLR2004 - OK
        return Response(status_code=304, headers=told)
    if status != 200:  # noqa: PLR2004 - a page that is not there may come
        told = {"Cache-Control": PRIVATE} | dict(headers or {})
    return Response(body, status, told, media_type)


def _has(asked: str, tag: str) -> bool:
    """Whether If-None-Match names the tag (RFC 9110, 13.1.2: compared weakly)."""
    return asked.strip() == "*" or tag in (one.strip().removeprefix("W/") for one in asked.split(","))
