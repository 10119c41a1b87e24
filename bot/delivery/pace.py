"""How fast a lane may send: the platform's limits, kept by the one process that holds the lane."""

from collections.abc import Callable, Collection
from time import monotonic

from bot.channel import Pace


class Paced:
    """Says when the next message may go, and to which chats not yet.

    Messages of a lane have places in time, a fixed step apart. One that goes late takes the place after the one
    before it, if that is not long past: so the lane's limit is reached, and a second never holds more than it allows.
    """

    def __init__(self, pace: Pace, clock: Callable[[], float] = monotonic) -> None:
        self._pace = pace
        self._clock = clock
        self._lane_free_at = clock()
        self._chat_free_at: dict[str, float] = {}

    def wait(self) -> float:
        """Seconds until the lane's next place."""
        return max(0.0, self._lane_free_at - self._clock())

    def sent(self, chat: str) -> None:
        """A message goes to `chat` now."""
        now = self._clock()
        self._lane_free_at = max(self._lane_free_at, now - self._pace.lane_seconds) + self._pace.lane_seconds
        self._chat_free_at[chat] = now + self.chat_seconds(chat)

    def busy(self) -> Collection[str]:
        """The chats that had a message a moment ago."""
        now = self._clock()
        self._chat_free_at = {chat: free for chat, free in self._chat_free_at.items() if free > now}
        return tuple(self._chat_free_at)

    def next_free(self) -> float:
        """Seconds until the first of the busy chats may have its next message."""
        return max(0.0, min(self._chat_free_at.values(), default=0.0) - self._clock())

    def chat_seconds(self, chat: str) -> float:
        """Between two messages to this chat; a Telegram group's id is below zero."""
        return self._pace.group_seconds if chat.startswith("-") else self._pace.chat_seconds
