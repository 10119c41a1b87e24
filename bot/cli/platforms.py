"""What `jbz doctor` asks Slack and Telegram."""

from datetime import UTC, datetime

import httpx

from bot.settings import Settings

_CLOCK_SECONDS = 60


async def check_platforms(settings: Settings) -> list[tuple[str, str | None]]:
    """(what was checked, what is wrong and how to mend it) for each platform."""
    async with httpx.AsyncClient(timeout=8) as client:
        return [await _slack(client, settings), await _telegram(client, settings)]


async def _slack(client: httpx.AsyncClient, settings: Settings) -> tuple[str, str | None]:
    if settings.slack_bot_token is None:
        return "Slack staat uit (geen SLACK_BOT_TOKEN)", None
    if settings.slack_signing_secret is None and settings.slack_app_token is None:
        return "Slack", "zet SLACK_SIGNING_SECRET (HTTP) of SLACK_APP_TOKEN (Socket Mode)"
    headers = {"Authorization": f"Bearer {settings.slack_bot_token.get_secret_value()}"}
    try:
        answer = await client.post(f"{settings.slack_api_url}auth.test", headers=headers)
        told = answer.json()
    except (httpx.HTTPError, ValueError) as error:
        return "Slack", f"niet te bereiken op SLACK_API_URL ({type(error).__name__})"
    if not told.get("ok"):
        return "Slack", f"Slack weigert SLACK_BOT_TOKEN ({told.get('error')}). Neem het token van OAuth & Permissions"
    return "Slack", _clock(answer)


async def _telegram(client: httpx.AsyncClient, settings: Settings) -> tuple[str, str | None]:
    if settings.telegram_bot_token is None:
        return "Telegram staat uit (geen TELEGRAM_BOT_TOKEN)", None
    if settings.webhook and settings.telegram_webhook_secret is None:
        return "Telegram", "zet TELEGRAM_WEBHOOK_SECRET, of TELEGRAM_MODE=polling"
    url = f"{settings.telegram_api_url}/bot{settings.telegram_bot_token.get_secret_value()}/getMe"
    try:
        answer = await client.post(url)
        told = answer.json()
    except (httpx.HTTPError, ValueError) as error:
        return "Telegram", f"niet te bereiken op TELEGRAM_API_URL ({type(error).__name__})"
    if not told.get("ok"):
        return "Telegram", f"Telegram weigert TELEGRAM_BOT_TOKEN ({told.get('description')}). Vraag het aan @BotFather"
    return "Telegram", _clock(answer)


def _clock(answer: httpx.Response) -> str | None:
    """Slack refuses signatures when our clock is five minutes off."""
    given = answer.headers.get("date")
    if given is None:
        return None
    theirs = datetime.strptime(given, "%a, %d %b %Y %H:%M:%S GMT").replace(tzinfo=UTC)
    off = abs((datetime.now(UTC) - theirs).total_seconds())
    return f"de klok loopt {off:.0f} seconden verkeerd; zet tijdsynchronisatie aan" if off > _CLOCK_SECONDS else None
