"""Puts together who may come in, by the settings."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import httpx
from starlette.middleware import Middleware
from starlette.routing import Route

from bot.access import Role
from bot.limits import Limits
from bot.settings import Settings
from bot.web.access.gate import Gate, Guarded
from bot.web.access.limiting import Limited
from bot.web.access.provider import Provider
from bot.web.access.saying import DoorPages
from bot.web.access.sessions import Cookies, Sessions
from bot.web.access.signing_in import BACK, SigningIn
from bot.web.origin import KnownHosts
from bot.web.room.rendering import Rendering
from storage.database import Database


@dataclass(frozen=True)
class House:
    """The doors of this site."""

    gate: Gate
    saying: DoorPages
    routes: tuple[Route, ...]  #: of signing in and out
    _known_hosts: Middleware
    _limited: Middleware

    @property
    def outside(self) -> list[Middleware]:
        """What stands before pages that anybody may see."""
        return [self._known_hosts]

    @property
    def open_to_all(self) -> list[Middleware]:
        """What stands before pages that anybody may see, so often."""
        return [self._known_hosts, self._limited]

    def behind(self, role: Role = Role.READER) -> list[Middleware]:
        """What stands before pages that only people with this role may see."""
        return [self._known_hosts, Middleware(Guarded, gate=self.gate, role=role), self._limited]


def make_house(
    settings: Settings,
    database: Database,
    clock: Callable[[], datetime],
    rendering: Rendering,
    transport: httpx.AsyncBaseTransport | None = None,
) -> House:
    """The doors. `transport`: another way to the identity provider, for a test."""
    saying = DoorPages(rendering)
    known_hosts = Middleware(KnownHosts, settings=settings)
    if settings.jbz_access != "oidc":
        gate = Gate(settings, saying, None)
        return House(gate, saying, (), known_hosts, _limited(settings, gate, saying))
    secure = settings.jbz_base_url.startswith("https")
    cookies = Cookies(settings.encryption_keys, clock, secure=secure)
    sessions = Sessions(database, cookies, clock, timedelta(hours=settings.jbz_session_hours))
    gate = Gate(settings, saying, sessions)
    limited = _limited(settings, gate, saying)
    provider = make_provider(settings, clock, transport)
    signing_in = SigningIn(
        settings, provider, (gate, saying, cookies, sessions), database, clock, settings.jbz_base_url
    )
    return House(gate, saying, tuple(signing_in.routes([known_hosts, limited])), known_hosts, limited)


def make_provider(
    settings: Settings, clock: Callable[[], datetime], transport: httpx.AsyncBaseTransport | None = None
) -> Provider:
    """The identity provider of the settings."""
    return Provider(settings, f"{settings.jbz_base_url}{BACK}", clock, transport)


def _limited(settings: Settings, gate: Gate, saying: DoorPages) -> Middleware:
    return Middleware(Limited, limits=Limits(), settings=settings, gate=gate, saying=saying)
