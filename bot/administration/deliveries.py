"""Sending again what did not arrive, and dropping what waits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.conversation.presence import Presence
from briefings.model.delivery import DeliveryState
from storage import endings, outbox, subscriptions
from storage.database import Database

NEEDS_A_LOOK = (DeliveryState.FAILED, DeliveryState.UNKNOWN)
_MOST = 100_000


@dataclass(frozen=True, slots=True)
class Retried:
    """What came of sending again."""

    again: int  #: deliveries that are sent again
    covered: int  #: those of which a later briefing tells what did not arrive


def retry(database: Database, presence: Presence, ids: Sequence[int] | None, now: datetime) -> Retried:
    """Sends these again; None: all that failed or is uncertain. What stood still for it goes on."""
    with database.writing() as session:
        chosen = ids
        if chosen is None:
            chosen = [row.id for state in NEEDS_A_LOOK for row in outbox.list_deliveries(session, state, _MOST)]
        again, covered = endings.retry(session, chosen, now)
        for subscription in {*again, *covered}:
            presence.found_again(session, subscription)
            subscriptions.tell_rest(session, subscription, now)
    return Retried(len(again), len(covered))


def drop(database: Database, ids: Sequence[int], now: datetime) -> int:
    """Lays aside what is still to be sent; how many."""
    with database.writing() as session:
        return endings.drop(session, ids, "delivery.dropped", now)
