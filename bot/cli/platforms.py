"""What `jbz doctor` asks Slack and Telegram."""

import httpx

from bot.cli.slack import check_slack
from bot.cli.telegram import check_telegram
from bot.settings import Settings


async def check_platforms(settings: Settings) -> list[tuple[str, str | None]]:
    """(what was checked, what is wrong and how to mend it) for each platform."""
    async with httpx.AsyncClient(timeout=8) as client:
        return [*await check_slack(client, settings), *await check_telegram(client, settings)]
