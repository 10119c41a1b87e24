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


@dataclass(frozen=True, slots=True)
class Delivery:
    """The parts of a briefing for a chat, and how many of them were taken by the platform."""

    id: int
    subscription_id: int
    address: Address
    due_at: datetime
    state: DeliveryState
    parts: tuple[str, ...]  #: opaque to delivery: what the channel's renderer made
    parts_sent: int
    attempts: int
    next_attempt_at: datetime
    reason: str | None = None
    sent_at: datetime | None = None

    @property
    def key(self) -> str:
        """Names the part that is next, the same after a restart."""
        return f"{self.id}-{self.parts_sent + 1}"
