"""The last question in each chat, in memory only: of people in Telegram nothing is written down but their settings."""

from collections import OrderedDict
from dataclasses import dataclass, field
from time import monotonic

from briefings.model.chat import Address

_SECONDS = 3600.0
_MOST = 10_000


@dataclass
class MemoryTalks:
    """For an hour, and until the process ends."""

    _asked: OrderedDict[Address, tuple[float, str]] = field(default_factory=OrderedDict)

    def at(self, address: Address) -> "RememberedTalk":
        """The talk in a chat or topic."""
        return RememberedTalk(self._asked, address)


@dataclass(frozen=True)
class RememberedTalk:
    """One of them; fulfils bot.conversation.talks.Talk."""

    asked: OrderedDict[Address, tuple[float, str]]
    address: Address

    def last(self) -> str | None:
        """The question before."""
        at, question = self.asked.get(self.address, (0.0, ""))
        return question if question and monotonic() - at < _SECONDS else None

    def remember(self, question: str) -> None:
        """The question is now the last one."""
        self.asked.pop(self.address, None)
        self.asked[self.address] = (monotonic(), question)
        if len(self.asked) > _MOST:
            self.asked.popitem(last=False)
