"""Who asks."""

from dataclasses import dataclass

from starlette.requests import Request

from bot.access import Role

_IN_SCOPE = "jbz.identity"


@dataclass(frozen=True, slots=True)
class Identity:
    """Somebody, as a proxy or an identity provider names them."""

    id: str  #: does not change and is given to nobody else
    name: str  #: for people: an e-mail address, or what there is
    role: Role
    session: str | None = None  #: of whom signed in here


def identity_of(request: Request) -> Identity | None:
    """Who asks, as the gate found; None in a house that is open to all."""
    found: Identity | None = request.scope.get(_IN_SCOPE)
    return found


def administers(request: Request) -> bool:
    """Whether who asks has anything to do under /beheer."""
    found = identity_of(request)
    return found is not None and found.role >= Role.EDITOR


def remember(request: Request, identity: Identity) -> None:
    """For everything behind the gate."""
    request.scope[_IN_SCOPE] = identity
