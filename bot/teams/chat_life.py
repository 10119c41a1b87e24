"""What Teams says of a chat's life: the bot was added or removed, a channel or team deleted, archived, restored."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.commands.command import Command
from bot.commands.following import ListSubscriptions
from bot.commands.settings import Welcome
from bot.conversation.contacts import Contact
from bot.conversation.conversation import Conversation
from bot.teams.activity import TeamsActivity
from bot.teams.answers import TeamsAnswers
from bot.telemetry import log
from briefings.model.chat import Address, Person

#: Why nothing can be brought, in the words that are said.
_REMOVED = "Teams: BotNotInConversationRoster"
_LOST = {
    "channelDeleted": "Teams: ConversationNotFound",
    "teamDeleted": "Teams: ConversationNotFound",
    "teamHardDeleted": "Teams: ConversationNotFound",
    "teamArchived": "Teams: NotEnoughPermissions",
}
_FOUND = {"channelRestored", "teamRestored", "teamUnarchived"}


@dataclass(frozen=True)
class TeamsChatLife:
    """Pauses what cannot be delivered, with the reason, and lets it go on when it can be."""

    conversation: Conversation
    answers: TeamsAnswers

    async def happened(self, activity: TeamsActivity) -> None:
        """A conversationUpdate or installationUpdate. What is renamed stays what it was: no name is kept."""
        if activity.is_bot_removed or activity.event in {"remove", "remove-upgrade"}:
            await self._lost(activity, _REMOVED)
        elif activity.event in _LOST:
            await self._lost(activity, _LOST[activity.event])
        elif activity.event in _FOUND:
            await self._found(activity)
        elif activity.is_bot_added:
            await self._added(activity)
        elif activity.event in {"add", "add-upgrade"}:
            await self._found(activity)

    async def _lost(self, activity: TeamsActivity, reason: str) -> None:
        paused = await self._for_each(activity, lambda at: self.conversation.presence.gone(at, reason))
        log.info("chat_lost", channel="teams", reason=reason, paused=paused)

    async def _found(self, activity: TeamsActivity) -> int:
        resumed = await self._for_each(activity, self.conversation.presence.back)
        log.info("chat_there", channel="teams", resumed=resumed)
        return resumed

    async def _added(self, activity: TeamsActivity) -> None:
        """The bot says who it is, once; where it was before, what is followed."""
        resumed = await self._found(activity)
        is_known = await asyncio.to_thread(self.conversation.visits.is_known, activity.at)
        await asyncio.to_thread(self.conversation.contacts.keep, contact_of(activity), new=True)
        if is_known and not resumed:
            return
        command: Command = ListSubscriptions() if resumed else Welcome()
        who = Person("", language=activity.language)
        self.answers.say_soon(activity, await asyncio.to_thread(self.conversation.carry_out, command, activity.at, who))

    async def _for_each(self, activity: TeamsActivity, work: Callable[[Address], int]) -> int:
        """Of a channel that something happened to, or else of each of its team; of a chat, that."""
        places = await asyncio.to_thread(self._places, activity)
        return sum([await asyncio.to_thread(work, at) for at in places])

    def _places(self, activity: TeamsActivity) -> list[Address]:
        if activity.event.startswith("channel") and activity.channel:
            return [replace(activity.at, chat=activity.channel)]
        known = []
        if activity.team:
            contacts = self.conversation.contacts.of_team("teams", activity.tenant, activity.team)
            known = [contact.address for contact in contacts]
        return list(dict.fromkeys((activity.at, *known)))


def contact_of(activity: TeamsActivity) -> Contact:
    """Where the chat of an activity is reached."""
    person = activity.user if activity.at.is_private and not activity.is_of_bot else ""
    return Contact(activity.at, activity.service_url, activity.team, person)
