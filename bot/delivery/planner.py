"""Due -> briefing -> parts -> rows, in one transaction."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from bot.channel import Render
from bot.conversation.saying import Saying
from bot.moments import last_moment, local_day, next_moment
from bot.telemetry import log
from briefings.composing.compose import News, compose
from briefings.composing.upcoming import MOST_DUE, window
from briefings.model.chat import Chat
from briefings.model.subscription import Followed, Subscription
from briefings.themes.catalogue import Catalogue
from storage import deliveries, items, subscriptions
from storage.database import Database
from storage.search import session_sequence

#: A moment missed by more than this gives no briefing of its own: the next one covers both (promise 4).
TOO_LATE = timedelta(hours=48)
_TRY_AGAIN = timedelta(minutes=5)
_BATCH = 50


class Planner:
    """Plans what is due. Any number of processes may run it: rows are locked, and a moment is unique."""

    def __init__(
        self,
        database: Database,
        catalogue: Callable[[], Catalogue],
        renders: Mapping[str, Render],
        saying_in: Callable[[str], Saying],
        clock: Callable[[], datetime],
    ) -> None:
        self._database = database
        self._catalogue = catalogue
        self._renders = renders
        self._saying_in = saying_in
        self._clock = clock

    def plan(self) -> int:
        """Plans everything that is due; returns how many deliveries were made."""
        planned = 0
        while True:
            with self._database.writing() as session:
                due = subscriptions.claim_due(session, self._clock(), _BATCH)
                planned += sum(self._try_one(session, subscription, chat) for subscription, chat in due)
            if len(due) < _BATCH:
                return planned

    def _try_one(self, session: Session, subscription: Subscription, chat: Chat) -> bool:
        """Plans one; when that fails the others go on, and it is tried again in a few minutes."""
        try:
            with session.begin_nested():
                return self._plan_one(session, subscription, chat)
        except SQLAlchemyError:
            raise
        except Exception:  # noqa: BLE001 - whatever it is must not keep the other briefings
            log.exception("planning_failed", subscription=subscription.id)
            subscriptions.postpone(session, subscription.id, self._clock() + _TRY_AGAIN)
            return False

    def _plan_one(self, session: Session, subscription: Subscription, chat: Chat) -> bool:
        now = self._clock()
        following = next_moment(subscription.schedule, subscription.timezone, now)
        if subscription.paused_because is not None:  # the pause is over
            subscriptions.reschedule(session, subscription.id, following)
            return False
        moment = last_moment(subscription.schedule, subscription.timezone, now)
        if now - moment > TOO_LATE:
            subscriptions.reschedule(session, subscription.id, following)
            return False
        sequence = session_sequence(session)
        news = [self._news(session, followed, sequence) for followed in subscription.themes]
        subscriptions.reschedule(session, subscription.id, following, told_until=sequence)
        if subscription.schedule.immediate and not any(part.items for part in news):
            return False
        day = local_day(now, subscription.timezone)
        themes = [followed.theme for followed in subscription.themes]
        due = items.commitments(session, themes, *window(day), MOST_DUE)
        reply = self._saying_in(chat.language).briefing(compose(news, self._catalogue(), day, due), subscription)
        parts = self._renders[chat.address.channel](reply)
        deliveries.put(session, subscription.id, chat.address, moment, parts, now)
        return True

    def _news(self, session: Session, followed: Followed, sequence: int) -> News:
        """What is new since it was last told; the latest meeting when nothing was."""
        if followed.told_until is None:
            return News(followed.theme, items.latest(session, followed.theme), first=True)
        return News(followed.theme, items.news(session, followed.theme, followed.told_until, sequence))
