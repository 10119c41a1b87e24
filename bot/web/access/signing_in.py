"""Signing in at the identity provider, and signing out: the addresses."""

import asyncio
import hmac
from collections.abc import Callable, Mapping
from datetime import datetime
from http import HTTPStatus
from typing import Any

from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.access import AccessSettings
from bot.telemetry import log
from bot.web.access.gate import SIGN_IN, Gate, first, safe_path
from bot.web.access.provider import NAMES, NotSignedIn, Provider, SignInAttempt
from bot.web.access.saying import DoorPages
from bot.web.access.sessions import UNDER_WAY, Cookies, Sessions
from bot.web.identity import Identity
from bot.web.origin import is_from_us
from storage.audit import AuditActor, AuditSubject, acting, note
from storage.database import Database

BACK = f"{SIGN_IN}/terug"
_OUT = "/afmelden"


class SigningIn:
    """The way to the provider and back."""

    def __init__(
        self,
        settings: AccessSettings,
        provider: Provider,
        parts: tuple[Gate, DoorPages, Cookies, Sessions],
        database: Database,
        clock: Callable[[], datetime],
        base_url: str,
    ) -> None:
        self._settings = settings
        self._provider = provider
        self._gate, self._saying, self._cookies, self._sessions = parts
        self._database = database
        self._clock = clock
        self._base_url = base_url

    def routes(self, ours: list[Middleware]) -> list[Route]:
        """The routes; none of them is behind the gate."""
        return [
            Route(SIGN_IN, self.begin, methods=["GET"], middleware=ours),
            Route(BACK, self.come_back, methods=["GET"], middleware=ours),
            Route(_OUT, self.ask_to_leave, methods=["GET"], middleware=ours),
            Route(_OUT, self.leave, methods=["POST"], middleware=ours),
        ]

    async def begin(self, request: Request) -> Response:
        """To the provider, with what only this browser knows in a cookie."""
        attempt = SignInAttempt.new(safe_path(request.query_params.get("naar", "/")))
        try:
            address = await self._provider.sign_in_address(attempt)
        except NotSignedIn as error:
            return await self._failed(request, error)
        response = RedirectResponse(address, 303, {"Cache-Control": "no-store"})
        self._cookies.give(response, "signing_in", attempt.kept(), UNDER_WAY)
        return response

    async def come_back(self, request: Request) -> Response:
        """From the provider, with a code or a refusal."""
        try:
            identity, back_to = await self._signed_in(request)
        except NotSignedIn as error:
            return await self._failed(request, error)
        response = RedirectResponse(back_to, 303, {"Cache-Control": "no-store"})
        self._sessions.begin(response, identity)
        self._cookies.take_back(response, "signing_in")
        await self._note(request, identity.name, "signed in", {"role": identity.role.name.lower(), "sub": identity.id})
        return response

    async def ask_to_leave(self, request: Request) -> Response:
        """A link changes nothing: the page has a button."""
        identity = await self._gate.identify(request)
        if identity is None:
            return self._saying.page(request, "access.signed_out", HTTPStatus.OK, press="sign in")
        return self._saying.page(request, "access.signed_in_as", HTTPStatus.OK, press="sign out", name=identity.name)

    async def leave(self, request: Request) -> Response:
        """The session ends here, and at the provider where it has a place for that."""
        if not is_from_us(request.headers, self._base_url):
            return self._saying.page(request, "access.not_ours", HTTPStatus.FORBIDDEN)
        identity = await self._gate.identify(request)
        there = await self._provider.sign_out_address(f"{self._base_url}{_OUT}")
        response = RedirectResponse(there or _OUT, 303, {"Cache-Control": "no-store"})
        if identity is not None:
            await asyncio.to_thread(self._sessions.end, response, identity)
            await self._note(request, identity.name, "signed out", {"sub": identity.id})
        return response

    async def _signed_in(self, request: Request) -> tuple[Identity, str]:
        kept = self._cookies.read(request, "signing_in")
        given = request.query_params
        if kept is None or not hmac.compare_digest(given.get("state", "").encode(), str(kept["state"]).encode()):
            raise NotSignedIn("sign_in.other_browser", "state")
        if "error" in given:
            raise NotSignedIn("sign_in.refused", given["error"][:80])
        attempt = SignInAttempt(kept["state"], kept["nonce"], kept["verifier"], kept["back_to"])
        claims = await self._provider.who(attempt, given.get("code", ""))
        name = first(claims, *NAMES, "sub")
        role = self._settings.role_of(groups_of(claims, self._settings.oidc_groups_claim))
        if role is None:
            await self._note(request, name, "refused", {"reason": "no role", "sub": str(claims["sub"])})
            raise NotSignedIn("access.no_role", "no role")
        return Identity(str(claims["sub"]), name, role), attempt.back_to

    async def _failed(self, request: Request, error: NotSignedIn) -> Response:
        log.warning("not_signed_in", reason=error.code, detail=error.detail)
        status = HTTPStatus.BAD_GATEWAY if error.code == "sign_in.provider" else HTTPStatus.FORBIDDEN
        response = self._saying.page(request, error.code, status, press="sign in")
        self._cookies.take_back(response, "signing_in")
        return response

    async def _note(self, request: Request, name: str, action: str, after: Mapping[str, Any]) -> None:
        actor = AuditActor(f"web:{name}", self._gate.address_of(request))
        await asyncio.to_thread(_write, self._database, actor, action, self._clock(), after)


def groups_of(claims: Mapping[str, Any], path: str) -> frozenset[str]:
    """The groups in the claims: "groups" (Keycloak, Entra), "realm_access.roles". Keycloak's paths without slash."""
    found: Any = claims
    for part in [path] if path in claims else path.split("."):
        found = found.get(part) if isinstance(found, Mapping) else None
    listed = [found] if isinstance(found, str) else found if isinstance(found, list) else []
    return frozenset(str(one).removeprefix("/") for one in listed)


def _write(database: Database, actor: AuditActor, action: str, now: datetime, after: Mapping[str, Any]) -> None:
    with acting(actor), database.writing() as session:
        note(session, AuditSubject.SIGN_IN, action, actor.who.removeprefix("web:"), now, after=after)
