"""What a chat follows, when it comes, and what it would bring now."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.commands.command import Command
from bot.commands.following import BriefNow, ListSubscriptions, OfferMoments, Overview
from bot.conversation.followed import list_followed, offer_moments
from bot.conversation.overview import Overviews
from bot.conversation.previews import Previews
from bot.conversation.visit import Handler, Visit
from bot.reply import Reply
from briefings.model.chat import Chat
from briefings.model.subscription import Subscription
from storage import subscriptions
from storage.database import Database


@dataclass(frozen=True)
class Subscribed:
    """Shown; nothing changes by it."""

    database: Database
    previews: Previews
    overviews: Overviews

    def handlers(self) -> Mapping[type[Command], Handler]:
        """Its commands."""
        return {
            ListSubscriptions: lambda _, visit: self.show(visit),
            OfferMoments: lambda command, visit: offer_moments(self._of(visit.chat), command.of, visit.saying),
            Overview: lambda _, visit: self.overviews.show(visit),
            BriefNow: lambda command, visit: self.previews.briefing(command.names, command.without, visit),
        }

    def show(self, visit: Visit) -> Reply:
        """What the chat follows, and where several people are who may change it."""
        rule = None if visit.is_private else visit.rule
        return list_followed(visit.chat, self._of(visit.chat), rule, visit.saying)

    def _of(self, chat: Chat) -> list[Subscription]:
        with self.database.reading() as session:
            return subscriptions.of_chat(session, chat.id)
