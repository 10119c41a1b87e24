"""What people can ask of the bot."""

from dataclasses import dataclass
from datetime import date

from briefings.model.chat import Address, Changers, Quiet
from briefings.model.schedule import Schedule


@dataclass(frozen=True, slots=True)
class Ask:
    """A question."""

    text: str
    offset: int = 0
    paged: bool = False  #: another page of an answer, rather than a question


@dataclass(frozen=True, slots=True)
class Help:
    """How it works."""


@dataclass(frozen=True, slots=True)
class Welcome:
    """What it is for, to who is new."""


@dataclass(frozen=True, slots=True)
class ListThemes:
    """The themes."""


@dataclass(frozen=True, slots=True)
class ShowMeeting:
    """A meeting; the latest when nothing is named."""

    text: str


@dataclass(frozen=True, slots=True)
class ShowItem:
    """One agenda item whole, by its number or by "#" and its id."""

    text: str
    meeting: int | None = None  #: of which the number is meant, by its id; else the latest that has it


@dataclass(frozen=True, slots=True)
class Timeline:
    """One subject across meetings."""

    text: str


@dataclass(frozen=True, slots=True)
class Why:
    """Why the answer to a question is what it is."""

    text: str


@dataclass(frozen=True, slots=True)
class Commitments:
    """What was announced, to come and overdue; on a theme, or everything."""

    text: str


@dataclass(frozen=True, slots=True)
class News:
    """What to know of the latest meeting, or of a theme, a meeting or a period."""

    text: str


@dataclass(frozen=True, slots=True)
class Decisions:
    """What the Council decided, of the same."""

    text: str


@dataclass(frozen=True, slots=True)
class Follow:
    """Subscribes this chat."""

    names: tuple[str, ...]
    schedule: Schedule | None
    without: tuple[str, ...] = ()  #: what of it is not wanted


@dataclass(frozen=True, slots=True)
class ListSubscriptions:
    """What this chat follows."""


@dataclass(frozen=True, slots=True)
class ShowSources:
    """When each source of letters was last asked, and what it gave."""


@dataclass(frozen=True, slots=True)
class Overview:
    """What someone follows and where, what comes next, the latest meeting."""


@dataclass(frozen=True, slots=True)
class ShowPrivacy:
    """What is kept of who uses the bot, and for how long."""


@dataclass(frozen=True, slots=True)
class StartFollowing:
    """Asks what is to be followed."""


@dataclass(frozen=True, slots=True)
class OfferMoments:
    """Offers other moments, for one subscription or for all of them."""

    of: int | None = None


@dataclass(frozen=True, slots=True)
class Reschedule:
    """What this chat follows, or one subscription of it, comes on another schedule."""

    schedule: Schedule
    of: int | None = None


@dataclass(frozen=True, slots=True)
class Pause:
    """Pauses everything or one subscription, until a day or until told."""

    until: str
    of: int | None = None


@dataclass(frozen=True, slots=True)
class Resume:
    """Goes on, everything or one subscription."""

    of: int | None = None


@dataclass(frozen=True, slots=True)
class Stop:
    """Ends following some things, everything, or one subscription."""

    names: tuple[str, ...]
    everything: bool
    of: int | None = None


@dataclass(frozen=True, slots=True)
class BriefNow:
    """A briefing now, on what is named or on what the chat follows."""

    names: tuple[str, ...]
    without: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SetLanguage:
    """The chat's language."""

    language: str


@dataclass(frozen=True, slots=True)
class SetQuiet:
    """What the chat gets when there is nothing new."""

    quiet: Quiet


@dataclass(frozen=True, slots=True)
class SetTimezone:
    """The chat's zone."""

    timezone: str


@dataclass(frozen=True, slots=True)
class SetChangers:
    """Who may change what this chat follows."""

    changers: Changers


@dataclass(frozen=True, slots=True)
class Forget:
    """Everything that is kept of this chat is erased."""


@dataclass(frozen=True, slots=True)
class Rewrite:
    """A subscription as it was filled in on a form: a new one, or in place of another of this workspace."""

    names: tuple[str, ...]
    without: tuple[str, ...] | None  #: None: of each its own, as it was
    schedule: Schedule
    timezone: str
    quiet: Quiet
    of: int | None = None  #: the subscription that it replaces
    moved_from: Address | None = None  #: the chat that followed it, when that is another
    paused_until: date | None = None


Change = (
    Follow | Pause | Resume | Stop | SetLanguage | SetTimezone | SetQuiet | Reschedule | SetChangers | Rewrite | Forget
)
Changing = Change | StartFollowing | OfferMoments  #: what changes something, or offers to
Command = (
    Ask
    | Help
    | Welcome
    | ListThemes
    | ShowMeeting
    | ShowItem
    | Timeline
    | Why
    | News
    | Decisions
    | Commitments
    | ListSubscriptions
    | ShowSources
    | OfferMoments
    | StartFollowing
    | Overview
    | ShowPrivacy
    | BriefNow
    | Change
)
