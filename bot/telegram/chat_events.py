"""What Telegram says of a chat's life: the bot was blocked, put out, put back, made administrator; the group moved."""

import asyncio
from dataclasses import dataclass, field

from telegram import (
    ChatMember,
    ChatMemberAdministrator,
    ChatMemberBanned,
    ChatMemberLeft,
    ChatMemberRestricted,
    ChatMemberUpdated,
    Message,
)
from telegram.constants import ChatType

from bot.commands.command import Command
from bot.commands.following import ListSubscriptions
from bot.commands.settings import Welcome
from bot.conversation.conversation import Conversation
from bot.reply import Reply
from bot.telegram.answers import TelegramAnswers
from bot.telemetry import log
from briefings.model.chat import Address, Person

#: The reasons, in the words that Telegram uses when a message is refused.
_BLOCKED = "Telegram: bot was blocked by the user"
_KICKED = "Telegram: bot was kicked from the chat"
_SILENCED = "Telegram: not enough rights to send messages to the chat"
_CLOSED = "Telegram: topic closed"
#: Seconds in which Telegram says of a supergroup that it was a group before; its updates come in any order.
SETTLES = 3.0
_MOST_REMEMBERED = 1000


@dataclass(frozen=True)
class ChatEvents:
    """Pauses what cannot be delivered, with the reason, and lets it go on when it can be."""

    conversation: Conversation
    answers: TelegramAnswers
    _grown: set[str] = field(default_factory=set)  #: the supergroups that were a group a moment ago

    async def place_changed(self, update: ChatMemberUpdated, workspace: str) -> None:
        """The bot's own place in a chat changed."""
        address = Address("telegram", workspace, str(update.chat.id))
        reason = _reason(update.new_chat_member, update.chat.type)
        if reason is not None:
            paused = await asyncio.to_thread(self.conversation.presence.gone, address, reason)
            log.info("chat_lost", channel="telegram", reason=reason, paused=paused)
            return
        resumed = await asyncio.to_thread(self.conversation.presence.back, address)
        log.info("chat_there", channel="telegram", resumed=resumed)
        came_in = _reason(update.old_chat_member, update.chat.type) in {_KICKED, _SILENCED}
        if not came_in or update.chat.type not in {ChatType.GROUP, ChatType.SUPERGROUP}:
            return
        if resumed:
            await self.answers.say(address, await self._greeting(address, ListSubscriptions()))
        elif not await self._is_no_news(address, update.chat.type):
            await self.answers.say(address, await self._greeting(address, Welcome()))

    async def told_by(self, message: Message, address: Address) -> bool:
        """Whether a message only tells that the group moved or that a topic was closed; that is dealt with."""
        presence = self.conversation.presence
        if message.migrate_to_chat_id is not None:
            self._grow(str(message.migrate_to_chat_id))
            await asyncio.to_thread(presence.moved, address, str(message.migrate_to_chat_id))
        elif message.migrate_from_chat_id is not None:
            self._grow(address.chat)
            before = Address(address.channel, address.workspace, str(message.migrate_from_chat_id))
            await asyncio.to_thread(presence.moved, before, address.chat)
        elif message.forum_topic_closed is not None:
            await asyncio.to_thread(presence.gone, address, _CLOSED)
        elif message.forum_topic_reopened is not None:
            await asyncio.to_thread(presence.back, address)
        else:
            return False
        return True

    def _grow(self, chat: str) -> None:
        if len(self._grown) >= _MOST_REMEMBERED:
            self._grown.clear()
        self._grown.add(chat)

    async def _is_no_news(self, address: Address, kind: str) -> bool:
        """Whether the chat knows the bot, perhaps from when it was a group."""
        if kind == ChatType.SUPERGROUP and address.chat not in self._grown:
            await asyncio.sleep(SETTLES)
        return address.chat in self._grown or await asyncio.to_thread(self.conversation.visits.is_known, address)

    async def _greeting(self, address: Address, command: Command) -> Reply:
        return await asyncio.to_thread(self.conversation.carry_out, command, address, Person(""))


def _reason(member: ChatMember, kind: str) -> str | None:
    """Why the bot cannot write in a chat; None when it can."""
    if isinstance(member, ChatMemberBanned | ChatMemberLeft):
        return _BLOCKED if kind == ChatType.PRIVATE else _KICKED
    if isinstance(member, ChatMemberRestricted) and not (member.is_member and member.can_send_messages):
        return _SILENCED if member.is_member else _KICKED
    if kind == ChatType.CHANNEL and not (isinstance(member, ChatMemberAdministrator) and member.can_post_messages):
        return _SILENCED
    return None
