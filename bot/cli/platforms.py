"""What `jbz doctor` asks the platforms."""

import httpx

from bot.cli.email import check_email
from bot.cli.matrix import check_matrix
from bot.cli.mattermost import check_mattermost
from bot.cli.slack import check_slack
from bot.cli.teams import check_teams
from bot.cli.telegram import check_telegram
from bot.settings import Settings
from briefings.sources.trust import trusted


async def check_platforms(settings: Settings) -> list[tuple[str, str | None]]:
    """(what was checked, what is wrong and how to mend it) for each platform."""
    async with httpx.AsyncClient(timeout=8, verify=trusted()) as client:
        platforms = [
            finding
            for check in (check_slack, check_telegram, check_mattermost, check_matrix, check_teams)
            for finding in await check(client, settings)
        ]
    return [*platforms, *await check_email(settings)]
