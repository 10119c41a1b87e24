"""Before every page: who asks, and whether that one may see it."""

import asyncio
from collections.abc import Mapping
from http import HTTPStatus
from urllib.parse import urlencode

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.access import AccessSettings, Role, is_within, listed
from bot.web.access.network import address_of, peer_of
from bot.web.access.saying import DoorPages
from bot.web.access.sessions import Sessions
from bot.web.identity import Identity, remember
from storage.audit import AuditActor, acting

SIGN_IN = "/aanmelden"
_FOR_PROGRAMS = ("/api/", "/feeds/", "/en/feeds/", "/agenda", "/en/agenda")
_LONGEST = 200


class Gate:
    """Who may come in. `sessions` where people sign in here."""

    def __init__(self, settings: AccessSettings, saying: DoorPages, sessions: Sessions | None) -> None:
        self._settings = settings
        self._saying = saying
        self._sessions = sessions

    @property
    def is_open(self) -> bool:
        """Everybody may read, and nobody is known."""
        return self._settings.jbz_access == "open"

    def address_of(self, request: Request) -> str:
        """Whose request it is, on the network."""
        return address_of(request, self._settings.trusted_proxies)

    async def identify(self, request: Request) -> Identity | None:
        """Who asks; None for who is not known, or may not even read."""
        if self._sessions is not None:
            return await asyncio.to_thread(self._sessions.find, request)
        return self._of_proxy(request) if self._settings.jbz_access == "proxy" else None

    def _of_proxy(self, request: Request) -> Identity | None:
        """Whom a proxy of ours names; nobody else is believed, and it must name one."""
        if not is_within(peer_of(request), self._settings.trusted_proxies):
            return None
        named = request.headers.getlist(self._settings.jbz_proxy_header)
        if len(named) != 1 or not named[0].strip():
            return None
        told = request.headers.getlist(self._settings.jbz_proxy_groups_header)
        role = self._settings.role_of(listed(",".join(told)))
        name = named[0].strip()[:_LONGEST]
        return Identity(name, name, role) if role is not None else None

    def refuse(self, request: Request, identity: Identity | None) -> Response:
        """What is said to who may not see it: sign in, or ask for the right."""
        path = request.url.path
        status = HTTPStatus.FORBIDDEN if identity else HTTPStatus.UNAUTHORIZED
        if path.startswith(_FOR_PROGRAMS):
            return self._saying.problem(status)
        if identity is None and self._sessions is not None and request.method == "GET":
            back = path + (f"?{request.url.query}" if request.url.query else "")
            return RedirectResponse(f"{SIGN_IN}?{urlencode({'naar': back})}", 303, {"Cache-Control": "no-store"})
        code = "access.role" if identity else "access.sign_in" if self._sessions else "access.proxy"
        return self._saying.page(request, code, status)


class Guarded:
    """Middleware: lets through who may at least do what `role` may."""

    def __init__(self, app: ASGIApp, gate: Gate, role: Role = Role.READER) -> None:
        self._app = app
        self._gate = gate
        self._role = role

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """A request."""
        if self._gate.is_open:
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        identity = await self._gate.identify(request)
        if identity is None or identity.role < self._role:
            await self._gate.refuse(request, identity)(scope, receive, send)
            return
        remember(request, identity)
        with acting(AuditActor(f"web:{identity.name}", self._gate.address_of(request))):
            await self._app(scope, receive, _privately(send))


def _privately(send: Send) -> Send:
    """What only some may see is kept by no proxy, and shown from a browser's memory only after asking us again."""

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            if "public" in headers.get("cache-control", ""):
                headers["Cache-Control"] = "private, no-cache"
        await send(message)

    return sending


def safe_path(text: str) -> str:
    """Where one goes after signing in: a path of ours, and nothing that a browser takes for another host."""
    is_ours = text.startswith("/") and not text.startswith(("//", "/\\")) and text.isprintable()
    return text[:2000] if is_ours else "/"


def first(values: Mapping[str, object], *names: str) -> str:
    """The first of these that says something."""
    return next((str(values[name]) for name in names if values.get(name)), "")
