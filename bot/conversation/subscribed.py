"""What a chat follows, when it comes, and what it would bring now."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.commands.command import Command
from bot.commands.following import BriefNow, ListSubscriptions, OfferMoments, Overview
from bot.conversation.followed import list_followed, offer_moments
from bot.conversation.joining.moves import KnownChat
from bot.conversation.joining.tell import elsewhere
from bot.conversation.overview import Overviews
from bot.conversation.previews import Previews
from bot.conversation.visit import Handler, Visit
from bot.reply import Reply
from briefings.model.chat import Chat
from briefings.model.subscription import Subscription
from storage import subscriptions
from storage.database import Database, Session


@dataclass(frozen=True)
class Subscribed:
    """Shown; nothing changes by it."""

    database: Database
    previews: Previews
    overviews: Overviews
    elsewhere: Callable[[Session, Chat], Sequence[KnownChat]]  #: the other chats of who is alone with the bot

    def handlers(self) -> Mapping[type[Command], Handler]:
        """Its commands."""
        return {
            ListSubscriptions: lambda _, visit: self.show(visit),
            OfferMoments: lambda command, visit: offer_moments(self._of(visit.chat), command.of, visit.saying),
            Overview: lambda _, visit: self.overviews.show(visit),
            BriefNow: self.previews.briefing,
        }

    def show(self, visit: Visit) -> Reply:
        """What the chat follows, and who may change it where there are several; and what someone follows elsewhere."""
        rule = None if visit.is_private else visit.rule
        with self.database.reading() as session:
            followed = subscriptions.of_chat(session, visit.chat.id)
            others = self.elsewhere(session, visit.chat)
        shown = list_followed(visit.chat, followed, rule, visit.saying, may_go=bool(others))
        there = [section for one in others for section in elsewhere(one, visit.saying)]
        return replace(shown, sections=(*shown.sections, *there))

    def _of(self, chat: Chat) -> list[Subscription]:
        with self.database.reading() as session:
            return subscriptions.of_chat(session, chat.id)
