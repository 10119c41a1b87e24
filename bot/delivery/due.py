"""Which moment of a subscription is due, and whether a briefing at it is wanted."""

from datetime import datetime, timedelta

from bot.scheduling.moments import Timing
from briefings.model.chat import Chat, Quiet
from briefings.model.schedule import BeforeCouncil
from briefings.model.subscription import Subscription
from storage.endings import TOO_LATE

_NEXT = timedelta(microseconds=1)
_A_MONTH = timedelta(days=28)  #: without a word, and a sign of life is due


def due_moment(subscription: Subscription, timing: Timing, now: datetime) -> datetime | None:
    """The moment that is due; `now` when something that was told did not arrive; None when there is none."""
    done, moment = subscription.last_moment, timing.latest(now)
    at = now if done is None else max(now, done + _NEXT)  # a moment has one briefing, ever
    owed_now = at if subscription.is_owed else None
    if subscription.paused_because is not None:  # the pause is over
        return owed_now
    if moment is None or (done is not None and moment <= done):  # nothing yet, or the clock was set back
        return owed_now
    if now - moment > TOO_LATE and not isinstance(subscription.schedule.rhythm, BeforeCouncil):
        return owed_now
    return moment


def is_wanted(has_news: bool, subscription: Subscription, chat: Chat, now: datetime) -> bool:
    """Whether a briefing is sent: with news always, and without as the chat chose (DESIGN 7)."""
    if has_news or isinstance(subscription.schedule.rhythm, BeforeCouncil):
        return True
    if subscription.schedule.immediate:
        return False
    match chat.quiet:
        case Quiet.LINE:
            return True
        case Quiet.SILENT:
            return False
        case Quiet.MONTHLY:
            return subscription.told_at is None or now - subscription.told_at >= _A_MONTH
