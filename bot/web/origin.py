"""At which address the pages stand, and whether a request is meant for them and comes from them.

A page of somebody else may have a browser send us a form (CSRF), and may give its own name to our address (DNS
rebinding). Browsers say where a form comes from in `Origin` and `Sec-Fetch-Site` (Fetch Metadata, W3C).
"""

import ipaddress
from collections.abc import Mapping
from socket import gethostname
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.settings import Settings
from bot.words import Words

_OWN = {"same-origin", "none"}  #: "none": somebody reloaded the page


def is_from_us(headers: Mapping[str, str], address: str | None) -> bool:
    """Whether a form was sent from a page of ours, which stand at `address` ("https://jbz.example.nl").

    A proxy may change `Host`, so only without an address it is what `Origin` is compared with.
    """
    if headers.get("sec-fetch-site", "none") not in _OWN:
        return False
    origin = headers.get("origin")
    if origin is None:
        return True  # no browser of this decade; a form of a stranger's page always has one
    if address is None:
        try:
            return urlsplit(origin).netloc == headers.get("host")
        except ValueError:  # "http://[": no address at all
            return False
    return origin.lower() == origin_of(address)


def origin_of(address: str) -> str:
    """ "https://JBZ.example.nl:443/x" -> "https://jbz.example.nl"."""
    parts = urlsplit(address.lower())
    usual = {"http": 80, "https": 443}[parts.scheme]
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
    return f"{parts.scheme}://{host}" + (f":{parts.port}" if parts.port not in {None, usual} else "")


def is_known_host(host: str, address: str) -> bool:
    """Whether `host` is ours: the one of the address, this machine's own name, or one that no stranger can own.

    A proxy may ask us by a number or by a name without a dot; a name with one may be anybody's. Where nobody said at
    which address the pages stand, that is `localhost`, and the same holds.
    """
    try:
        name = (urlsplit(f"//{host}").hostname or "").rstrip(".")
    except ValueError:
        return False
    ours = {urlsplit(address).hostname, gethostname().lower()}
    return name in ours or "." not in name.removesuffix(".localhost") or _is_number(name)


def _is_number(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


class KnownHosts:
    """Lets requests through that are meant for us; others get one sentence and 421 (Misdirected Request)."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """A request."""
        answer: ASGIApp | Response = self._app
        if not is_known_host(Request(scope).headers.get("host", ""), self._settings.jbz_base_url):
            words = Words("en" if f"{scope['path']}/".startswith("/en/") else "nl")
            answer = PlainTextResponse(f"{_elsewhere(self._settings, words)}\n", 421)
        await answer(scope, receive, send)


def _elsewhere(settings: Settings, words: Words) -> str:
    """Where the pages stand, and what to do for who wants them at another name. The name that was asked is not told."""
    if settings.named_address is None:
        return words(
            "Op de naam waarmee u deze bot vroeg, antwoordt hij niet: hij weet niet of die van hem is. "
            "Bent u beheerder? Zet in JBZ_BASE_URL het adres waarop mensen de pagina's lezen, en start hem opnieuw."
        )
    return words(
        "Deze bot staat op {address}, niet op de naam waarmee u hem vroeg. "
        "Bent u beheerder? Laat de proxy Host doorgeven, of kijk naar JBZ_BASE_URL.",
        address=settings.named_address,
    )
