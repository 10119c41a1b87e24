"""What became of a part that was sent, and what that leads to.

What goes wrong for one chat holds that chat; what goes wrong for a second one meanwhile, or is said of our standing
with the platform, holds the lane. Holds are kept in the database (storage.holds).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.attempts import pause
from bot.channel import Gone, Later, Moved, NotEditable, Refused, SendError, Stopped
from bot.conversation.presence import note_lost, note_moved
from bot.delivery.notices import Notices
from bot.delivery.recalling import Recaller
from bot.telemetry import COUNTED, LAG, log
from briefings.model.delivery import Claimed, Delivery, DeliveryKind, DeliveryState
from storage import chat_lifecycle, deliveries, endings, holds, subscriptions
from storage.database import Session
from storage.endings import TOO_LATE
from storage.holds import WHOLE, Hold

_STOPPED_FIRST, _STOPPED_LONGEST = 60.0, 3600.0  #: seconds between attempts at a platform that takes nothing from us
_UNKNOWN = "delivery.unknown_error"  #: said of a word of the platform that we do not know
_MOST_FAULTS = 10  #: attempts at a part that end in a fault of ours


class Fault(SendError):
    """A fault of ours while sending: it may have arrived."""


class NotSent(SendError):
    """Nothing was sent in this attempt: the part is as uncertain as it was."""

    def __init__(self, reason: str, seconds: float | None = 0.0, *, of_platform: bool = False) -> None:
        super().__init__(reason)
        self.seconds = seconds
        self.of_platform = of_platform  #: it did not answer whether the part is there


class NotWanted(SendError):
    """What it belongs to stands still, or was stopped in part or whole; and it is not seen to be there."""

    def __init__(self, *, surely_not: bool) -> None:
        super().__init__("delivery.not_wanted")
        self.surely_not = surely_not


class TooLate(SendError):
    """It is not there, and too old to be sent."""


class MayHaveArrived(SendError):
    """It may have arrived, and was sent so often that sending it again helps nobody."""


@dataclass(frozen=True, slots=True)
class SendOutcome:
    """What became of a part: the platform took it, or an error."""

    claimed: Claimed
    error: SendError | None = None
    posted: str | None = None  #: what the platform named it


class Recorder:
    """Records outcomes of one lane."""

    def __init__(self, lane: str, chat_seconds: Callable[[str], float], notices: Notices, recaller: Recaller) -> None:
        self._lane = lane
        self._chat_seconds = chat_seconds  #: how long a chat gets nothing after a message
        self._notices = notices
        self._recaller = recaller
        self._held: Sequence[Hold] = ()  #: as they were at the last look, also those that are over
        self._answered: set[int] = set()  #: deliveries whose last attempt was answered: it was no repeat

    def look_at_holds(self, session: Session) -> Sequence[Hold]:
        """The holds of the lane, also those that are over."""
        self._held = holds.of_lane(session, self._lane)
        return self._held

    def was_answered(self, delivery: Delivery) -> bool:
        """Whether the platform answered the last attempt. Asked once for each attempt."""
        known = delivery.id in self._answered
        self._answered.discard(delivery.id)
        return known

    def record(self, session: Session, outcome: SendOutcome, now: datetime) -> None:
        """In the unit of work of `session`. An error makes it wait, or ends it."""
        delivery, error = outcome.claimed.delivery, outcome.error
        chat = delivery.address.chat
        if error is None:
            COUNTED.labels("sent").inc()
            if delivery.kind is DeliveryKind.BRIEFING and delivery.parts_sent + 1 == delivery.part_count:
                LAG.labels(delivery.address.channel).observe(max(0.0, (now - delivery.due_at).total_seconds()))
            again_at = now + timedelta(seconds=self._chat_seconds(chat))
            deliveries.part_taken(session, delivery, now, again_at, outcome.posted)
            if any(one.chat in {WHOLE, chat} for one in self._held):
                holds.release(session, self._lane, chat)
            return
        if isinstance(error, NotSent) and outcome.claimed.uncertain and is_late(delivery, now):
            error = MayHaveArrived(endings.as_late(str(error)))
        if isinstance(error, NotSent):
            until = now + _wait(delivery.attempts, error.seconds)
            deliveries.postpone(session, delivery, until, str(error), uncertain=outcome.claimed.uncertain)
            if error.of_platform:
                self._hold(session, delivery, str(error), error.seconds, now)
            return
        COUNTED.labels(_counted_as(error)).inc()
        log.warning(
            "delivery_failed", delivery=delivery.id, lane=self._lane, kind=type(error).__name__, reason=str(error)
        )
        self._after(session, outcome.claimed, error, now)

    def _after(self, session: Session, claimed: Claimed, error: SendError, now: datetime) -> None:
        """What an attempt that failed leads to."""
        delivery, reason = claimed.delivery, str(error)
        match error:
            case NotEditable() | Refused() | Gone() if delivery.kind is DeliveryKind.EDIT:
                if deliveries.is_open(session, delivery):
                    self._recaller.instead(session, delivery, reason)
            case Gone():
                endings.end(session, delivery, DeliveryState.FAILED, reason, now)
                self._give_up(session, delivery, reason, now)
            case TooLate():
                endings.end(session, delivery, DeliveryState.FAILED, endings.as_late(delivery.reason), now)
                self._give_up_unless_known(session, delivery, now)
            case NotWanted(surely_not=surely_not):
                state = DeliveryState.DROPPED if surely_not else DeliveryState.UNKNOWN
                endings.end(session, delivery, state, reason, now)
                subscriptions.tell_rest(session, delivery.subscription_id, now)
            case Refused():
                endings.end(session, delivery, DeliveryState.FAILED, reason, now)
                if delivery.kind is not DeliveryKind.NOTICE and deliveries.is_first_failure(session, delivery):
                    self._notices.refused(session, delivery.address, reason, now)
            case MayHaveArrived():
                endings.end(session, delivery, DeliveryState.UNKNOWN, reason, now)
            case Moved(chat=chat) if chat != delivery.address.chat:
                note_moved(session, delivery.address, chat, now)
                chat_lifecycle.move_chat(session, delivery.address, chat)
            case Stopped():
                if all(one.chat != WHOLE or one.because != reason for one in self._held):
                    self._notices.stopped(session, self._lane, reason, now)
                    holds.release(session, self._lane, WHOLE)
                holds.hold(session, self._lane, WHOLE, reason, now, _until_it_works)
                deliveries.postpone(session, delivery, now, reason, uncertain=claimed.uncertain, counts=False)
                self._answered.add(delivery.id)
            case Later(seconds=seconds, unknown=unknown, look=look):
                reason = f"{reason} ({_UNKNOWN})" if unknown else reason
                self._hold(session, delivery, reason, seconds, now)
                until = now + _wait(delivery.attempts, seconds)
                deliveries.postpone(session, delivery, until, reason, uncertain=claimed.uncertain or look)
                self._answered.add(delivery.id)
            case Fault() if delivery.attempts >= _MOST_FAULTS:
                endings.end(session, delivery, DeliveryState.UNKNOWN, reason, now)
            case _ if is_late(delivery, now):
                endings.end(session, delivery, DeliveryState.UNKNOWN, reason, now)
            case _:
                self._hold(session, delivery, reason, None, now)
                deliveries.postpone(session, delivery, now + _wait(delivery.attempts, None), reason, uncertain=True)

    def _hold(self, session: Session, delivery: Delivery, reason: str, seconds: float | None, now: datetime) -> None:
        """The chat waits; as long as another one waits too, it is the lane."""
        chat = delivery.address.chat
        until = holds.hold(session, self._lane, chat, reason, now, pause if seconds is None else lambda _times: seconds)
        others = [one.until for one in self._held if one.chat not in {WHOLE, chat} and one.until > now]
        if others:
            both = (min(until, max(others)) - now).total_seconds()
            holds.hold(session, self._lane, WHOLE, reason, now, lambda _times: both)

    def end_late(self, session: Session, now: datetime) -> None:
        """What is too late is told by the next briefing."""
        for delivery in endings.end_late(session, self._lane, now):
            COUNTED.labels("late").inc()
            log.warning("delivery_too_late", delivery=delivery.id, lane=self._lane, reason=delivery.reason)
            self._give_up_unless_known(session, delivery, now)

    def _give_up_unless_known(self, session: Session, delivery: Delivery, now: datetime) -> None:
        """Who was refused with a word that we do not know, for as long as it may take, will not be reached."""
        if _UNKNOWN in (delivery.reason or ""):
            self._give_up(session, delivery, delivery.reason or "", now)

    def _give_up(self, session: Session, delivery: Delivery, reason: str, now: datetime) -> None:
        """The chat cannot be reached: its subscription stands still, and who made it is told where there is a way."""
        if delivery.kind in {DeliveryKind.NOTICE, DeliveryKind.EDIT}:
            return
        lost = subscriptions.lose(session, delivery.subscription_id, reason, delivery.address)
        if lost:
            note_lost(session, lost.id, delivery.address, reason, now)
            self._notices.unreachable(session, lost, delivery.address, reason, now)


def is_late(delivery: Delivery, now: datetime) -> bool:
    """It is not sent any more (promise 4)."""
    return now - delivery.due_at > TOO_LATE


def _wait(attempts: int, seconds: float | None) -> timedelta:
    """What the platform wished, or an ever longer pause."""
    return timedelta(seconds=pause(attempts) if seconds is None else seconds)


def _counted_as(error: SendError) -> str:
    """The outcome in metrics, whose names stay."""
    return "uncertain" if isinstance(error, MayHaveArrived) else type(error).__name__.lower()


def _until_it_works(times: int) -> float:
    return pause(times, _STOPPED_FIRST, _STOPPED_LONGEST)
