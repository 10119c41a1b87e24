"""From which address on the network a request comes, when proxies of ours stand before us."""

from starlette.requests import Request

from bot.access import AccessSettings, Network, is_within, networks

UNKNOWN = "unknown"


def peer_of(request: Request) -> str:
    """Who connects to us."""
    return request.client.host if request.client else UNKNOWN


def address_of(request: Request, proxies: tuple[Network, ...]) -> str:
    """Whose request it is: who connects, or whom our own proxies say it is for.

    Each proxy adds whom it heard it from at the end of X-Forwarded-For; so it is read from the end, for as long as
    the one that speaks is ours. What stands before that is what the asker says of itself.
    """
    at = peer_of(request)
    said = [one.strip() for line in request.headers.getlist("x-forwarded-for") for one in line.split(",")]
    while said and is_within(at, proxies):
        at = _bare(said.pop())
    return at


def is_direct(request: Request) -> bool:
    """No proxy says that it asks for another."""
    return not any(name in request.headers for name in ("x-forwarded-for", "forwarded", "x-real-ip"))


def _bare(said: str) -> str:
    """Without a port: "192.0.2.1:4711", "[2001:db8::1]:4711"."""
    if said.startswith("["):
        return said[1:].partition("]")[0]
    return said.partition(":")[0] if said.count(":") == 1 else said


def may_measure(request: Request, settings: AccessSettings) -> bool:
    """Whether `/metrics` is for who asks: an address of the settings, that does not ask for another."""
    address = address_of(request, settings.trusted_proxies)
    if address == peer_of(request) and not is_direct(request):
        return False  # a proxy that we do not know passes on what somebody asked
    return is_within(address, networks(settings.jbz_metrics_from))
