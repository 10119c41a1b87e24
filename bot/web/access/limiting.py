"""Of pages, feeds and the API one address and one person get so many a minute."""

from enum import Enum
from http import HTTPStatus

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.access import AccessSettings
from bot.limits import Limits, network_of
from bot.web.access.gate import SIGN_IN, Gate
from bot.web.access.saying import DoorPages
from bot.web.identity import identity_of

_API = ("/api/", "/feeds/", "/agenda")
_ASKS = ("/zoek", "/gesprek", "/briefing.", "/tijdlijn")


class LimitKind(Enum):
    """What is counted together."""

    QUESTION = "question"
    CHANGE = "change"
    API = "api"


def kind_of(method: str, path: str) -> LimitKind | None:
    """What a request is counted as; reading a page is not counted."""
    bare = path.removeprefix("/en")
    if bare.startswith(_API):
        return LimitKind.API
    if method == "POST" or bare.startswith(SIGN_IN):
        return LimitKind.CHANGE
    return LimitKind.QUESTION if bare.startswith(_ASKS) else None


class Limited:
    """Middleware, behind the gate: who asks too often gets 429 and when to come back (RFC 6585, 4)."""

    def __init__(self, app: ASGIApp, limits: Limits, settings: AccessSettings, gate: Gate, saying: DoorPages) -> None:
        self._app = app
        self._limits = limits
        self._gate = gate
        self._saying = saying
        self._rates = {
            LimitKind.QUESTION: settings.jbz_limit_questions,
            LimitKind.CHANGE: settings.jbz_limit_changes,
            LimitKind.API: settings.jbz_limit_api,
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """A request."""
        request = Request(scope)
        kind = kind_of(request.method, request.url.path)
        seconds = self._wait(request, kind) if kind else 0
        if kind is None or not seconds:
            await self._app(scope, receive, send)
            return
        headers = {"Retry-After": str(seconds)}
        status = HTTPStatus.TOO_MANY_REQUESTS
        if kind is LimitKind.API:
            answer = self._saying.problem(status, headers)
        else:
            answer = self._saying.page(request, "limit.too_many", status, headers=headers, seconds=seconds)
        await answer(scope, receive, send)

    def _wait(self, request: Request, kind: LimitKind) -> int:
        """Who is known is counted as that person, wherever they sit: an office has one address."""
        identity = identity_of(request)
        who = f"person {identity.id}" if identity else f"address {network_of(self._gate.address_of(request))}"
        return self._limits.wait(f"{kind.value} {who}", self._rates[kind])
