"""Messages to the other chats of a person, and to groups."""

from collections.abc import Callable, Collection
from datetime import datetime

from bot.conversation.saying import Saying
from bot.reply import Reply
from briefings.model.chat import Address, Chat
from storage.database import Session

#: Puts a message on its way to a chat.
Post = Callable[[Session, Address, Reply, datetime], None]


class Posting:
    """Says something in another chat, in its language, where briefings come in its channel."""

    def __init__(self, saying_in: Callable[[str], Saying]) -> None:
        self.saying_in = saying_in
        self._post: Post | None = None
        self._channels: Collection[str] | None = None

    def connect(self, post: Post, channels: Collection[str]) -> None:
        """Where messages can be sent: how, and in which channels briefings come."""
        self._post, self._channels = post, channels

    @property
    def is_connected(self) -> bool:
        """Whether anything can be sent."""
        return self._post is not None

    def say(self, session: Session, to: Chat, make: Callable[[Saying], Reply], now: datetime) -> None:
        """What is made for the language of the chat; nothing where its channel is off."""
        if self.is_on(to.address.channel):
            self.put(session, to.address, make(self.saying_in(to.language)), now)

    def put(self, session: Session, to: Address, reply: Reply, now: datetime) -> None:
        """A message as it is."""
        if self._post is not None:
            self._post(session, to, reply, now)

    def is_on(self, channel: str) -> bool:
        """Whether briefings come in a channel, as far as is known."""
        return self._channels is None or channel in self._channels
