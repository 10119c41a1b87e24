"""Who someone is, as far as it matters: language, zone, administrator. Asked of Slack, remembered for a while."""

import asyncio
from time import monotonic
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError

from bot.scheduling.zones import zones
from bot.slack.workspaces import NotInstalled, Workspaces, reason_of
from bot.telemetry import log
from briefings.model.chat import Address, Person

_REMEMBERED = 900.0  #: seconds
_PATIENCE = 1.2  #: seconds; a command is acknowledged within three
_MOST = 20_000  #: people


class SlackPeople:
    """Persons, from `users.info`; without the scope `users:read` nothing is known but their number."""

    def __init__(self, workspaces: Workspaces) -> None:
        self._workspaces = workspaces
        self._known: dict[tuple[str, str], tuple[float, Person]] = {}

    async def who(self, address: Address, person: str, organisation: str | None = None) -> Person:
        """Who writes in a chat."""
        return await self._look_up(address.workspace, person, organisation)

    async def _look_up(self, team: str, person: str, organisation: str | None) -> Person:
        remembered = self._known.get((team, person))
        if remembered and monotonic() - remembered[0] < _REMEMBERED:
            return remembered[1]
        found = Person(person)
        try:
            async with asyncio.timeout(_PATIENCE):
                client = await self._workspaces.client(team, organisation)
                told = await client.users_info(user=person, include_locale=True)
                found = _person(person, told["user"])
        except (SlackApiError, NotInstalled, aiohttp.ClientError, TimeoutError, OSError) as error:
            log.info("person_unknown", channel="slack", reason=reason_of(error))
            if not (isinstance(error, SlackApiError) and error.response.status_code == 200):  # noqa: PLR2004 - it said no
                return found  # asked again at the next word
        if len(self._known) >= _MOST:
            self._known.clear()
        self._known[team, person] = (monotonic(), found)
        return found


def _person(person: str, user: dict[str, Any]) -> Person:
    zone = str(user.get("tz") or "")
    locale = str(user.get("locale") or "")
    return Person(
        person,
        is_administrator=bool(user.get("is_admin") or user.get("is_owner")),
        language=None if not locale else "nl" if locale.startswith("nl") else "en",
        timezone=zone if zone in zones() else None,
    )
