"""The steps of a briefing's way, for whoever watches: a test that ends the process at each of them."""

from collections.abc import Callable
from enum import StrEnum


class Step(StrEnum):
    """Where a briefing is."""

    CLAIMED_DUE = "claimed due"  #: subscriptions are locked, nothing is written
    RENDERED = "rendered"  #: one briefing has become messages
    WRITTEN = "written"  #: deliveries and next moments are written, not committed
    PLANNED = "planned"  #: committed
    CLAIMED = "claimed"  #: a part is marked as being sent, and that is committed
    SENDING = "sending"  #: it goes out now
    TAKEN = "taken"  #: the platform took it, and that is not recorded yet
    RECORDED = "recorded"  #: it is, and the next part is claimed


Watcher = Callable[[Step], None]


def nobody(_step: Step) -> None:
    """Watches nothing."""
