"""When what is kept comes next."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.scheduling.calendar import Calendar
from bot.scheduling.moments import Timing, local_day
from briefings.model.schedule import FreeDays, Schedule
from briefings.model.subscription import Subscription
from storage import subscriptions
from storage.database import Session
from storage.followed import ahead


@dataclass(frozen=True)
class Timings:
    """Moments of schedules, with the free days and the Council meetings that are known."""

    calendar: Calendar
    clock: Callable[[], datetime]

    def first(self, session: Session, schedule: Schedule, zone: str) -> datetime:
        """The first moment from now on; NEVER when only a letter can bring one."""
        now = self.clock()
        timing = Timing(schedule, zone, self.calendar, ahead(session, local_day(now, zone)))
        if schedule.prepares and timing.latest(now) is not None:
            return now  # a Council is near; whether its agenda is known, planning finds out
        return timing.after(now)

    def next_or_owed(self, session: Session, subscription: int, zone: str | None = None) -> datetime:
        """When the next briefing comes; now, when something that was told did not arrive."""
        kept = subscriptions.one(session, subscription)
        if kept is None or kept.is_owed:
            return self.clock()
        return self.next(session, kept, zone or kept.timezone)

    def next(self, session: Session, subscription: Subscription, zone: str) -> datetime:
        """When the next briefing comes."""
        return self.first(session, subscription.schedule, zone)

    def knows_free_days(self, schedule: Schedule) -> bool:
        """Whether the days are known that are to be left out."""
        until = self.calendar.recess_known_until
        return FreeDays.RECESS not in schedule.skip or (until is not None and until > self.clock().date())
