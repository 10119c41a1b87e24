"""Who someone is, as far as it matters: language, zone, administrator. Asked of Mattermost, remembered for a while."""

import asyncio
from time import monotonic
from typing import Any

from bot.attempts import Attempt
from bot.mattermost.client import MattermostClient
from bot.mattermost.sender import channel_id
from bot.scheduling.zones import zones
from bot.telemetry import log
from briefings.model.chat import Address, Person

SERVER = "server"  #: in place of a workspace: the limits are the server's
_REMEMBERED = 900.0  #: seconds
_MOST = 20_000
_OK = {200, 201}


class MattermostPeople:
    """Persons and their private chats with the bot. What cannot be asked is not known, and nothing fails by it."""

    def __init__(self, client: MattermostClient) -> None:
        self._client = client
        self._known: dict[tuple[str, str], tuple[float, Person]] = {}
        self._private: dict[str, Address] = {}
        self._bot: str | None = None

    async def who(self, address: Address, user: str) -> Person:
        """Who writes in a chat."""
        if not user:
            return Person(user)
        remembered = self._known.get((address.chat, user))
        if remembered and monotonic() - remembered[0] < _REMEMBERED:
            return remembered[1]
        asked = [self._client.get("users", user)]
        if not address.is_private:
            asked.append(self._client.get("channels", channel_id(address), "members", user))
        told, *member = [_answer(attempt) for attempt in await asyncio.gather(*asked)]
        if told is None:
            log.info("person_unknown", channel="mattermost")
            return Person(user)
        found = _person(user, told, member[0] if member else None)
        if len(self._known) >= _MOST:
            self._known.clear()
        self._known[address.chat, user] = (monotonic(), found)
        return found

    async def private(self, user: str) -> Address | None:
        """Where someone is alone with the bot; None where that cannot be found out now."""
        if not user:
            return None
        if user not in self._private:
            bot = await self.bot()
            told = _answer(await self._client.post("channels", "direct", body=[bot, user])) if bot else None
            if told is None or not isinstance(told.get("id"), str):
                return None
            if len(self._private) >= _MOST:
                self._private.clear()
            self._private[user] = Address("mattermost", SERVER, f"@{told['id']}")
        return self._private[user]

    async def bot(self) -> str | None:
        """The bot's own number."""
        if self._bot is None:
            told = _answer(await self._client.get("users", "me"))
            self._bot = str(told["id"]) if told and isinstance(told.get("id"), str) else None
        return self._bot

    async def can_write(self, address: Address) -> bool:
        """Whether the bot is in the channel. Where that cannot be asked, sending tells."""
        bot = await self.bot()
        if address.is_private or bot is None:
            return True
        attempt = await self._client.get("channels", channel_id(address), "members", bot)
        return _answer(attempt) is not None or attempt.status not in {403, 404}


def _answer(attempt: Attempt) -> dict[str, Any] | None:
    return attempt.answer if attempt.status in _OK else None


def _person(user: str, told: dict[str, Any], member: dict[str, Any] | None) -> Person:
    kept = told.get("timezone")
    zone = kept if isinstance(kept, dict) else {}
    chosen = zone.get("automaticTimezone" if zone.get("useAutomaticTimezone") != "false" else "manualTimezone")
    locale = str(told.get("locale") or "")
    roles = f"{told.get('roles') or ''} {(member or {}).get('roles') or ''}".split()
    return Person(
        user,
        is_administrator=bool({"system_admin", "channel_admin", "team_admin"} & set(roles))
        or (member or {}).get("scheme_admin") is True,
        language=None if not locale else "nl" if locale.startswith("nl") else "en",
        timezone=chosen if isinstance(chosen, str) and chosen in zones() else None,
    )
