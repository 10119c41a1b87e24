"""Who was told what is not so any more, and what became of telling them."""

from dataclasses import dataclass
from enum import StrEnum

from bot.conversation.keeping import from_kept
from bot.conversation.recalled import LettersNow, touched
from bot.conversation.saying import Saying
from briefings.model.delivery import Delivery, DeliveryKind, DeliveryState
from briefings.model.recall import Recall, RecallKind, standing
from storage import recalls
from storage.database import Database, Session
from storage.recalls import SUPERSEDED

_OPEN = {DeliveryState.WAITING, DeliveryState.SENDING}
_ENDED = {DeliveryState.DROPPED, DeliveryState.FAILED, DeliveryState.UNKNOWN}


class Outcome(StrEnum):
    """What became of one message that told of it."""

    EDITED = "edited"  #: its message was edited
    TOLD = "told"  #: a short message said so
    ON_ITS_WAY = "on_its_way"
    NEXT_BRIEFING = "next_briefing"  #: the next briefing tells it, or did
    NOT_SHOWN = "not_shown"  #: it told of the item, and showed nothing of what changed
    NOT_TOLD = "not_told"  #: nothing is followed there any more


@dataclass(frozen=True, slots=True)
class Had:
    """A message that told of what changed, and what became of it."""

    delivery: Delivery
    outcome: Outcome
    reason: str | None  #: why it was not edited


@dataclass(frozen=True, slots=True)
class RecallReport:
    """A change of a letter, and who had been told of it as it was."""

    recall: Recall
    had: tuple[Had, ...]

    def count(self, outcome: Outcome) -> int:
        """How many messages ended so."""
        return sum(one.outcome is outcome for one in self.had)


def newest(database: Database, saying: Saying, limit: int) -> list[RecallReport]:
    """The latest changes of letters first."""
    with database.reading() as session:
        return [_report(session, recall, saying) for recall in recalls.newest(session, limit)]


def one(database: Database, saying: Saying, number: int) -> RecallReport | None:
    """The change with this number."""
    with database.reading() as session:
        recall = recalls.one(session, number)
        return _report(session, recall, saying) if recall else None


def _report(session: Session, recall: Recall, saying: Saying) -> RecallReport:
    letters = LettersNow(standing([recall]), {}, saying)
    shown: dict[str, bool] = {}
    had = []
    for delivery, reply, acts in recalls.holders(session, recall):
        if reply.key not in shown:
            shown[reply.key] = recall.kind is RecallKind.RESTORED or touched(from_kept(reply.kept), letters).anything
        outcome = _outcome(session, recall, delivery, acts) if acts or shown[reply.key] else Outcome.NOT_SHOWN
        ended = [act.reason for act in acts if act.state in _ENDED and act.reason != SUPERSEDED]
        reason = next((one for one in ended if one), None)
        had.append(Had(delivery, outcome, reason))
    return RecallReport(recall, tuple(had))


def _outcome(session: Session, recall: Recall, delivery: Delivery, acts: list[Delivery]) -> Outcome:
    ends = {(act.kind, act.state) for act in acts}
    if (DeliveryKind.EDIT, DeliveryState.SENT) in ends:
        return Outcome.EDITED
    if (DeliveryKind.CORRECTION, DeliveryState.SENT) in ends:
        return Outcome.TOLD
    if any(state in _OPEN for _, state in ends):
        return Outcome.ON_ITS_WAY
    if recall.kind is RecallKind.CORRECTED and recalls.is_followed(session, delivery.subscription_id):
        return Outcome.NEXT_BRIEFING
    return Outcome.NOT_TOLD
