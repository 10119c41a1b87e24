"""What `jbz doctor` says of who may come in; it asks the identity provider what it is."""

from bot.access import AccessSettings
from bot.asking import utc_now
from bot.cli.starting import dutch
from bot.settings import Settings
from bot.web.access.house import make_provider
from bot.web.access.provider import NotSignedIn
from briefings.errors import Message

Finding = tuple[str, str | None]  #: what was checked, what is wrong and how to mend it


async def check_access(settings: Settings) -> list[Finding]:
    """The settings of access, as far as they can be tried from here."""
    if settings.jbz_access == "open":
        return [("toegang: iedereen mag lezen; /beheer staat uit (JBZ_ACCESS=open)", None)]
    found = [("toegang, beheerders", _nobody(settings))]
    if settings.jbz_access == "proxy":
        return [(f"toegang: wie {settings.jbz_trusted_proxies} noemt in {settings.jbz_proxy_header}", None), *found]
    return [await _provider(settings), ("toegang, adres", _address(settings)), *found]


async def _provider(settings: Settings) -> Finding:
    try:
        described = await make_provider(settings, utc_now).description()
    except NotSignedIn as error:
        return "toegang, aanmelden", f"{dutch(Message(error.code))} Kijk naar OIDC_ISSUER ({error.detail})"
    methods = described.get("code_challenge_methods_supported", ["S256"])
    return "toegang, aanmelden", None if "S256" in methods else "de aanmelddienst kent geen PKCE (S256)"


def _address(settings: Settings) -> str | None:
    if settings.named_address is None:
        return "zet JBZ_BASE_URL; de aanmelddienst moet weten waarheen zij u terugstuurt (…/aanmelden/terug)"
    return None


def _nobody(settings: AccessSettings) -> str | None:
    return None if settings.jbz_administrator_groups else "JBZ_ADMINISTRATOR_GROUPS is leeg: niemand mag in /beheer"
