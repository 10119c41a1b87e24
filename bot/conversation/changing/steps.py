"""The steps of which every change is made."""

from dataclasses import dataclass
from datetime import date

from briefings.model.chat import Changers, Quiet
from briefings.model.interest import Interest, Subject
from briefings.model.schedule import Schedule
from briefings.model.subscription import Subscription


@dataclass(frozen=True, slots=True)
class TakeOut:
    """Everything goes out of a subscription; what was told of it goes along with what is kept next."""

    subscription: int


@dataclass(frozen=True, slots=True)
class Keep:
    """These are followed from now on."""

    interests: tuple[Interest, ...]
    schedule: Schedule


@dataclass(frozen=True, slots=True)
class EndEmpty:
    """The subscriptions of a chat in which nothing is left end; what waits of them goes to what was kept."""

    of_chat: int


@dataclass(frozen=True, slots=True)
class PauseUntil:
    """What was kept, one subscription, or all of the chat: until a day, or until told."""

    until: date | None
    of: int | None = None
    of_kept: bool = False


@dataclass(frozen=True, slots=True)
class GoOn:
    """These come again."""

    subscriptions: tuple[Subscription, ...]


@dataclass(frozen=True, slots=True)
class End:
    """These subjects (None: all) of one subscription, or of all, are followed no more."""

    subjects: tuple[Subject, ...] | None
    of: int | None = None


@dataclass(frozen=True, slots=True)
class Settle:
    """Settings of the chat; None stays as it is."""

    language: str | None = None
    timezone: str | None = None
    quiet: Quiet | None = None
    changers: Changers | None = None
    alarm: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Erase:
    """Everything that is kept of the chat; of someone alone with the bot also what they set elsewhere."""


ChangeStep = TakeOut | Keep | EndEmpty | PauseUntil | GoOn | End | Settle | Erase
