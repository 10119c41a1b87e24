"""What `jbz doctor` asks Microsoft about Teams."""

import httpx

from bot.settings import Settings

Finding = tuple[str, str | None]  #: what was checked, what is wrong and how to mend it
_SCOPE = "https://api.botframework.com/.default"
_PATH = "/teams/messages"


async def check_teams(client: httpx.AsyncClient, settings: Settings) -> list[Finding]:
    """The registration, the keys of Teams, and whether Teams may reach us."""
    if settings.teams_client_id is None:
        return [("Microsoft Teams staat uit (geen TEAMS_CLIENT_ID)", None)]
    return [await check(client, settings) for check in (_registration, _keys, _address)]


async def _registration(client: httpx.AsyncClient, settings: Settings) -> Finding:
    """Whether Microsoft gives the bot a token."""
    name, secret = "Microsoft Teams", settings.teams_client_secret
    asked = {
        "grant_type": "client_credentials",
        "client_id": settings.teams_client_id or "",
        "client_secret": secret.get_secret_value() if secret else "",
        "scope": _SCOPE,
    }
    url = f"{settings.teams_login_url}/{settings.teams_tenants[0]}/oauth2/v2.0/token"
    try:
        answer = await client.post(url, data=asked)
        told = answer.json()
    except (httpx.HTTPError, ValueError) as error:
        return name, f"TEAMS_LOGIN_URL is niet te bereiken ({type(error).__name__}). Mag de server naar buiten?"
    if answer.status_code == httpx.codes.OK and isinstance(told, dict) and told.get("access_token"):
        return name, None
    said = str(told.get("error"))[:100] if isinstance(told, dict) else answer.status_code
    return name, (
        f"Microsoft weigert TEAMS_CLIENT_ID met TEAMS_CLIENT_SECRET in {settings.teams_tenants[0]} ({said})."
        " Maak in Entra ID een nieuw geheim, of zet de juiste tenant vooraan in TEAMS_TENANT_ID"
    )


async def _keys(client: httpx.AsyncClient, settings: Settings) -> Finding:
    """Whether what Teams signs can be checked."""
    name = "Microsoft Teams, sleutels"
    try:
        told = (await client.get(settings.teams_openid_url)).raise_for_status().json()
        keys = (await client.get(told["jwks_uri"])).raise_for_status().json()["keys"]
    except (httpx.HTTPError, ValueError, KeyError, TypeError) as error:
        return name, f"TEAMS_OPENID_URL geeft geen sleutels ({type(error).__name__}). Mag de server naar buiten?"
    return name, None if keys else "TEAMS_OPENID_URL geeft geen sleutels. Haal deze instelling weg"


async def _address(client: httpx.AsyncClient, settings: Settings) -> Finding:
    """Our own address, as Teams reaches it: it wants a signature."""
    name, url = "Microsoft Teams, weg", f"{settings.jbz_base_url}{_PATH}"
    try:
        answer = await client.post(url, json={})
    except httpx.HTTPError as error:
        return name, f"{url} is niet te bereiken ({type(error).__name__}). Draait de dienst, en klopt JBZ_BASE_URL?"
    if answer.status_code != httpx.codes.UNAUTHORIZED:
        return name, f"op {url} antwoordt niet deze bot ({answer.status_code}). Kijk naar JBZ_BASE_URL en de proxy"
    return name, None
