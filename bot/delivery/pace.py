"""How fast a lane may send: the platform's limits, kept by the one process that holds the lane.

Answers to people go through the same place, and before briefings.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic

from bot.channel import Pace

_SECOND = 1.02  #: seconds; a little more, as no two calls take quite as long
_LOOK_AGAIN = 1.0  #: seconds; the clock may have been set meanwhile
_MINUTE = 60.5  #: seconds; a little more, as the platform's clock is not ours


@dataclass(slots=True)
class UnderWay:
    """A message, from when its call began."""

    began: float
    clock: Callable[[], float]
    ended: float | None = None

    def end(self) -> None:
        """The call ended, however it did."""
        self.ended = self.clock()


class Paced:
    """Says when the next message may go, and to which chats not yet.

    Messages of a lane have places in time, a fixed step apart. One that goes late takes the place after the one
    before it, if that is not long past: so the lane's limit is reached, and a second never holds more than it allows.
    """

    def __init__(self, pace: Pace, now: Callable[[], datetime], clock: Callable[[], float] = monotonic) -> None:
        self._pace = pace
        self._now = now
        self._clock = clock
        self._lane_free_at = clock()
        self._held_until: dict[str, datetime] = {}
        self._answers = 0  #: that wait for a place
        self._last: deque[UnderWay] = deque(maxlen=pace.lane_most or 0)
        self._chat_free_at: dict[str, float] = {}  #: a message pushes it on by a step, also one of a burst
        self._group_free_at: dict[str, float] = {}
        self._groups: dict[str, deque[float]] = {}  #: the moments of what went to each group in the last minute

    def wait(self) -> float:
        """Seconds until the lane's next place for a briefing: after the answers that wait."""
        left = self._lane_left()
        return left + self._answers * self._pace.lane_seconds if left or self._answers else 0.0

    async def turn(self, chat: str) -> "UnderWay":
        """Returns when an answer to `chat` may go, which then goes at once; briefings let it go first."""
        while (left := self._chat_left(chat)) or self._lane_left():
            if left:
                await asyncio.sleep(left)
                continue
            self._answers += 1
            try:
                await asyncio.sleep(min(self._lane_left(), _LOOK_AGAIN))
            finally:
                self._answers -= 1
        return self.begin(chat)

    def begin(self, chat: str) -> "UnderWay":
        """A message goes to `chat` now; what is given is told when it ended."""
        now = self._clock()
        message = UnderWay(now, self._clock)
        self._last.append(message)
        saved = self._pace.lane_seconds * self._pace.lane_burst
        self._lane_free_at = max(self._lane_free_at, now - saved) + self._pace.lane_seconds
        self._chat_free_at[chat] = max(self._chat_free_at.get(chat, now), now) + self._pace.chat_seconds
        most = self._pace.group_minute
        if most is not None and _is_group(chat):
            lately = self._groups.setdefault(chat, deque(maxlen=most))
            lately.append(now)
            self._group_free_at[chat] = lately[0] + _MINUTE if len(lately) == most else now
        return message

    def hold(self, chat: str, seconds: float) -> None:
        """The platform asked to wait so long before the next answer to a chat."""
        until = self._now() + timedelta(seconds=seconds)
        self._held_until[chat] = max(self._held_until.get(chat, until), until)

    def _held(self, chat: str) -> float:
        """Seconds that the platform still asks to wait there."""
        now = self._now()
        self._held_until = {one: until for one, until in self._held_until.items() if until > now}
        return (self._held_until[chat] - now).total_seconds() if chat in self._held_until else 0.0

    def busy(self) -> Collection[str]:
        """The chats that may not have a briefing yet."""
        now = self._clock()
        self._chat_free_at = {chat: free for chat, free in self._chat_free_at.items() if free > now}
        self._groups = {chat: lately for chat, lately in self._groups.items() if lately[-1] + _MINUTE > now}
        self._group_free_at = {chat: free for chat, free in self._group_free_at.items() if free > now}
        return (*self._chat_free_at, *self._group_free_at)

    def next_free(self) -> float:
        """Seconds until the first of the busy chats may have its next briefing."""
        free = [max(self._chat_free_at.get(chat, 0.0), self._group_free_at.get(chat, 0.0)) for chat in self.busy()]
        return max(0.0, min(free, default=0.0) - self._clock())

    def chat_seconds(self, chat: str) -> float:
        """Until the next part of a briefing for this chat."""
        free = max(self._chat_free_at.get(chat, 0.0), self._group_free_at.get(chat, 0.0))
        return max(self._pace.chat_seconds, free - self._clock())

    def _lane_left(self) -> float:
        return max(0.0, self._lane_free_at - self._clock(), self._second_left())

    def _second_left(self) -> float:
        """Until the first of the last messages, as many as a second may have, was taken a second ago.

        When a message was taken is not known, only when its call began and ended. Whether the platform counts it when
        it comes in or when it answers, this holds: one may begin a second after that one ended, less the shortest time
        a call took of late.
        """
        last = self._last
        if not last or len(last) < (last.maxlen or 0):
            return 0.0
        ended = [one.ended - one.began for one in last if one.ended is not None]
        first = last[0]
        taken = first.began if first.ended is None else first.ended - min(ended)
        return taken + _SECOND - self._clock()

    def _chat_left(self, chat: str) -> float:
        """Until an answer: a few may go before the chat's pace counts."""
        free = self._chat_free_at.get(chat, 0.0) - self._pace.burst * self._pace.chat_seconds
        return max(0.0, free - self._clock(), self._group_free_at.get(chat, 0.0) - self._clock(), self._held(chat))


class Paces:
    """The pace of each lane, shared by all who send in it."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._paced: dict[str, Paced] = {}

    def of(self, lane: str, pace: Pace) -> Paced:
        """That of a lane, which keeps the limits it was first asked with."""
        return self._paced.setdefault(lane, Paced(pace, self._now))


def _is_group(chat: str) -> bool:
    """A Telegram group or channel: its number is below zero."""
    return chat.startswith("-")
