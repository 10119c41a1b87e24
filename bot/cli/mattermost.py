"""What `jbz doctor` asks Mattermost."""

import httpx

from bot.settings import Settings

Finding = tuple[str, str | None]  #: what was checked, what is wrong and how to mend it


async def check_mattermost(client: httpx.AsyncClient, settings: Settings) -> list[Finding]:
    """The token, and whether Mattermost may reach us."""
    token = settings.mattermost_token
    if token is None:
        return [("Mattermost staat uit (geen MATTERMOST_TOKEN)", None)]
    bearer = {"Authorization": f"Bearer {token.get_secret_value()}"}
    try:
        answer = await client.get(f"{settings.mattermost_url}/api/v4/users/me", headers=bearer)
        told = answer.json()
    except (httpx.HTTPError, ValueError) as error:
        return [("Mattermost", f"niet te bereiken op MATTERMOST_URL ({type(error).__name__})")]
    if answer.status_code != httpx.codes.OK or not isinstance(told, dict):
        said = told.get("message") if isinstance(told, dict) else answer.status_code
        return [("Mattermost", f"Mattermost weigert MATTERMOST_TOKEN ({said}). Maak een nieuw token voor de bot")]
    bot = None if told.get("is_bot") else "dit token is van een mens. Maak bij Integraties een bot, met een eigen token"
    return [(f"Mattermost (@{told.get('username')})", bot), await _address(client, settings)]


async def _address(client: httpx.AsyncClient, settings: Settings) -> Finding:
    """Our own address, as Mattermost reaches it."""
    name, url = "Mattermost, weg", f"{settings.jbz_base_url}/mattermost/command"
    tokens = settings.mattermost_command_tokens
    try:
        answer = await client.post(url, data={"token": tokens[0], "text": "help", "channel_id": "", "user_id": ""})
    except httpx.HTTPError as error:
        return name, f"{url} is niet te bereiken ({type(error).__name__}). Draait de dienst, en klopt JBZ_BASE_URL?"
    if answer.status_code == httpx.codes.UNAUTHORIZED:
        return name, f"de dienst op {url} heeft een ander MATTERMOST_COMMAND_TOKEN. Start haar opnieuw"
    if answer.status_code != httpx.codes.OK:
        return name, f"op {url} antwoordt niet deze bot ({answer.status_code}). Kijk naar JBZ_BASE_URL en de proxy"
    return name, None
