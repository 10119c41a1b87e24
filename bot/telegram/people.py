"""Who wrote or pressed, as far as it matters. Telegram is asked who an administrator is only when it matters."""

from telegram import Bot, Message, User
from telegram.constants import ChatMemberStatus, ChatType
from telegram.error import TelegramError

from briefings.model.chat import Person

_ADMINISTRATORS = (ChatMemberStatus.ADMINISTRATOR, ChatMemberStatus.OWNER)
_AWAY = (ChatMemberStatus.LEFT, ChatMemberStatus.BANNED)


class TelegramPeople:
    """Nothing of a person is remembered."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    async def writer(self, message: Message, *, changes: bool) -> Person:
        """Who wrote a message; `changes`: it may change something, so their place in a group matters."""
        if message.chat.type == ChatType.CHANNEL:  # only administrators write there
            return Person("", is_administrator=True, is_channel=True)
        if message.sender_chat is not None:  # an anonymous administrator writes as the group itself
            return Person("", is_administrator=message.sender_chat.id == message.chat.id)
        if message.from_user is None:
            return Person("")
        return await self._person(message.from_user, message.chat.id, message.chat.type, changes=changes)

    async def presser(self, user: User, message: Message, *, changes: bool) -> Person:
        """Who pressed a button under a message."""
        return await self._person(user, message.chat.id, message.chat.type, changes=changes)

    async def elsewhere(self, user: User, chat: int) -> Person | None:
        """Who pressed a button about another chat, as they stand in that one; None when they are not in it."""
        status = await self._status(chat, user.id)
        if status is None or status in _AWAY:
            return None
        return Person(str(user.id), status in _ADMINISTRATORS, language=language_of(user))

    async def _person(self, user: User, chat: int, kind: str, *, changes: bool) -> Person:
        language = language_of(user)
        if kind == ChatType.PRIVATE:
            return Person(str(user.id), language=language)
        is_administrator = changes and await self._status(chat, user.id) in _ADMINISTRATORS
        return Person(str(user.id), is_administrator, language=language, is_channel=kind == ChatType.CHANNEL)

    async def _status(self, chat: int, person: int) -> str | None:
        """Someone's place in a chat; None when Telegram does not tell, and then nothing is allowed."""
        try:
            return (await self._bot.get_chat_member(chat, person)).status
        except TelegramError:
            return None


def language_of(user: User) -> str | None:
    """The language of someone's Telegram: Dutch, or else English; None when it does not tell."""
    code = user.language_code
    return None if not code else "nl" if code.startswith("nl") else "en"
