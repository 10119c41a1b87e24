"""What `jbz doctor` asks Slack and Telegram."""

import httpx

from bot.cli.slack import check_slack, clock_problem
from bot.settings import Settings


async def check_platforms(settings: Settings) -> list[tuple[str, str | None]]:
    """(what was checked, what is wrong and how to mend it) for each platform."""
    async with httpx.AsyncClient(timeout=8) as client:
        return [*await check_slack(client, settings), await _telegram(client, settings)]


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
    return "Telegram", clock_problem(answer)
