"""Who someone is, as far as it matters. Teams tells language and zone; who administers is asked when it matters."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from bot.attempts import Attempt
from bot.channel import SendError
from bot.teams.activity import TeamsActivity
from bot.teams.client import TeamsClient
from bot.telemetry import log
from briefings.model.chat import Person

_REMEMBERED = 300.0  #: seconds
_MOST = 20_000
_OK = 200


class TeamsPeople:
    """Owners of a team, organisers of a meeting. In a chat without either all are equal, as Teams has it."""

    def __init__(self, client: TeamsClient, clock: Callable[[], datetime]) -> None:
        self._client = client
        self._clock = clock
        self._known: dict[tuple[str, str], tuple[float, bool]] = {}

    async def who(self, activity: TeamsActivity, *, changes: bool) -> Person:
        """Who wrote or pressed; `changes`: it may change something, so their place in the chat matters."""
        administers = changes and not activity.at.is_private and await self._administers(activity)
        return Person(activity.user, administers, activity.language, activity.timezone)

    async def _administers(self, activity: TeamsActivity) -> bool:
        if not activity.team and not activity.meeting:
            return True
        now, key = self._clock().timestamp(), (activity.team or activity.at.chat, activity.user)
        until, known = self._known.get(key, (0.0, False))
        if now < until:
            return known
        try:
            found = await (self._owns(activity) if activity.team else self._organises(activity))
        except SendError as error:
            found = None
            log.info("person_unknown", channel="teams", reason=str(error))
        if found is None:  # it is asked again at the next word, and meanwhile nothing is allowed
            return False
        if len(self._known) >= _MOST:
            self._known.clear()
        self._known[key] = (now + _REMEMBERED, found)
        return found

    async def _owns(self, activity: TeamsActivity) -> bool | None:
        """Whether Graph names someone as owner of the team; None where it may not tell us."""
        group = activity.group
        if not group:
            team = _answer(await self._client.team(activity.service_url, activity.team))
            group = str((team or {}).get("aadGroupId") or "")
        if not group or not activity.directory_id:
            return None
        told = _answer(await self._client.members(activity.tenant, group, activity.directory_id))
        if told is None:
            log.info("person_unknown", channel="teams", reason="Graph does not tell who owns a team")
            return None
        members = told.get("value")
        found = [one for one in members if isinstance(one, dict)] if isinstance(members, list) else []
        return any(_is(one, activity.directory_id) and "owner" in (one.get("roles") or []) for one in found)

    async def _organises(self, activity: TeamsActivity) -> bool | None:
        asked = self._client.participant(activity.service_url, activity.meeting, activity.directory_id, activity.tenant)
        told = _answer(await asked) if activity.directory_id else None
        part = (told or {}).get("meeting")
        return part.get("role") == "Organizer" if isinstance(part, dict) else None


def _is(member: dict[str, Any], person: str) -> bool:
    return member.get("userId") == person


def _answer(attempt: Attempt) -> dict[str, Any] | None:
    return attempt.answer if attempt.status == _OK else None
