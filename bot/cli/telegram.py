"""What `jbz doctor` asks Telegram, and our own address as Telegram would."""

import re
from typing import Any

import httpx

from bot.cli.slack import clock_problem
from bot.settings import Settings

Finding = tuple[str, str | None]  #: what was checked, what is wrong and how to mend it

_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
_PORTS = {None, 443, 80, 88, 8443}
_MANY = 100  #: updates that wait


async def check_telegram(client: httpx.AsyncClient, settings: Settings) -> list[Finding]:
    """The token, how updates come in, and what @BotFather must still be asked."""
    if settings.telegram_bot_token is None:
        return [("Telegram staat uit (geen TELEGRAM_BOT_TOKEN)", None)]
    try:
        answer = await _ask(client, settings, "getMe")
        told = answer.json()
        hook: dict[str, Any] = (await _ask(client, settings, "getWebhookInfo")).json().get("result") or {}
    except (httpx.HTTPError, ValueError) as error:
        return [("Telegram", f"niet te bereiken op TELEGRAM_API_URL ({type(error).__name__})")]
    if not told.get("ok"):
        return [
            ("Telegram", f"Telegram weigert TELEGRAM_BOT_TOKEN ({told.get('description')}). Vraag het aan @BotFather")
        ]
    me = told["result"]
    found: list[Finding] = [(f"Telegram (@{me.get('username')})", clock_problem(answer))]
    inline = "" if me.get("supports_inline_queries") else " (uit: zet het bij @BotFather aan met /setinline)"
    found.append((f"Telegram, @{me.get('username')} in elke chat{inline}", None))
    if me.get("can_read_all_group_messages"):
        found.append(
            (
                "Telegram, privacy in groepen",
                "staat uit. Zet het bij @BotFather aan met /setprivacy: dan ziet de bot alleen wat voor hem is",
            )
        )
    return [*found, await _webhook(client, settings, hook) if settings.webhook else _polling(hook)]


def _polling(hook: dict[str, Any]) -> Finding:
    """Long polling, and a webhook that is in its way."""
    name = "Telegram, vragen om berichten"
    if hook.get("url"):
        return (
            name,
            "er staat een webhook; de dienst haalt die weg als zij start. Draait er nog een dienst met dit token?",
        )
    return name, None


async def _webhook(client: httpx.AsyncClient, settings: Settings, hook: dict[str, Any]) -> Finding:
    """Our address, the secret, and what Telegram says of it."""
    name, url = "Telegram, webhook", f"{settings.jbz_base_url.rstrip('/')}/telegram/webhook"
    secret = settings.telegram_webhook_secret.get_secret_value() if settings.telegram_webhook_secret else ""
    if not _SECRET.fullmatch(secret):
        return name, "zet TELEGRAM_WEBHOOK_SECRET (1 tot 256 tekens A-Z a-z 0-9 _ -), of TELEGRAM_MODE=polling"
    if settings.telegram_api_url == "https://api.telegram.org" and (
        not url.startswith("https://") or httpx.URL(url).port not in _PORTS
    ):
        return (
            name,
            "Telegram bereikt alleen https op poort 443, 80, 88 of 8443. Zet JBZ_BASE_URL, of TELEGRAM_MODE=polling",
        )
    if hook.get("url") != url:
        there = hook.get("url") or "nergens"
        return (
            name,
            f"bij Telegram staat {there}. Start de dienst: die zet {url}. Blijft dit, dan gebruikt een ander dit token",
        )
    if hook.get("last_error_message"):
        waiting = hook.get("pending_update_count", 0)
        return name, f"Telegram kon ons niet bereiken: {hook['last_error_message']} ({waiting} berichten wachten)"
    try:
        answer = await client.post(url, json={}, headers={"X-Telegram-Bot-Api-Secret-Token": secret})
    except httpx.HTTPError as error:
        return name, f"{url} is niet te bereiken ({type(error).__name__}). Draait de dienst, en klopt JBZ_BASE_URL?"
    if answer.status_code == httpx.codes.UNAUTHORIZED:
        return name, f"de dienst op {url} heeft een ander TELEGRAM_WEBHOOK_SECRET. Start haar opnieuw"
    if answer.status_code != httpx.codes.BAD_REQUEST:  # our own answer to what is no update
        return name, f"op {url} antwoordt niet deze bot ({answer.status_code}). Kijk naar JBZ_BASE_URL en de proxy"
    if hook.get("pending_update_count", 0) > _MANY:
        return name, f"er wachten {hook['pending_update_count']} berichten. Kijk in het logboek van de dienst"
    return name, None


async def _ask(client: httpx.AsyncClient, settings: Settings, method: str) -> httpx.Response:
    token = settings.telegram_bot_token.get_secret_value() if settings.telegram_bot_token else ""
    return await client.post(f"{settings.telegram_api_url.rstrip('/')}/bot{token}/{method}")
