"""The sending of one briefing to one chat."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from briefings.model.chat import Address


class DeliveryState(StrEnum):
    """Where a delivery stands."""

    WAITING = "waiting"  #: to be sent at `next_attempt_at`
    SENDING = "sending"  #: a part is on its way; after a crash this part's fate is unknown
    SENT = "sent"
    FAILED = "failed"  #: cannot be delivered; the reason says why
    UNKNOWN = "unknown"  #: sent several times without an answer: a person must look whether it arrived
    DROPPED = "dropped"  #: no longer wanted: what it belongs to was stopped, or an administrator dropped it


class DeliveryKind(StrEnum):
    """What is delivered."""

    BRIEFING = "briefing"
    NOTICE = "notice"  #: that another chat could not be reached
    EDIT = "edit"  #: what takes the place of parts that were sent, as what they tell was corrected or withdrawn
    CORRECTION = "correction"  #: a message by itself that says so, where the platform edits nothing


@dataclass(frozen=True, slots=True)
class Delivery:
    """The parts of a briefing for a chat, and how many of them were taken by the platform."""

    id: int
    subscription_id: int
    kind: DeliveryKind
    address: Address
    due_at: datetime
    state: DeliveryState
    part_count: int
    parts_sent: int
    attempts: int
    repeats: int  #: how often a part was sent again though it may have arrived
    claimed_at: datetime | None  #: since when the next part may have been sent
    next_attempt_at: datetime
    reason: str | None = None
    sent_at: datetime | None = None

    @property
    def key(self) -> str:
        """Names the part that is next, the same after a restart."""
        return f"{self.id}-{self.parts_sent + 1}"


@dataclass(frozen=True, slots=True)
class Posted:
    """A part that a platform took."""

    key: str  #: of the part, as it was sent
    message: str | None  #: what the platform named it, in the channel's own form; None: not known
    since: datetime  #: it was not sent before this


@dataclass(frozen=True, slots=True)
class Claimed:
    """A part to be sent now."""

    delivery: Delivery
    part: str  #: opaque to delivery: what the channel's renderer made
    uncertain: bool  #: it may have been sent before
    edits: Posted | None = None  #: of an edit: what it takes the place of; None: that never arrived
