"""Schedule -> moments.

Computed from local days and wall time. APScheduler's CronTrigger answers both 02:30s of the night the
clock goes back, a 02:30 that does not exist when it goes forward, and skips a Monday 00:30 in March
(docs/decisions/0004); here a moment that exists twice comes once and one that does not exist comes at the
next valid moment.
"""

from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.scheduling.calendar import Calendar
from briefings.model.meeting import Meeting
from briefings.model.schedule import AtOnce, BeforeCouncil, Monthly, Preparing, Rhythm, Schedule, Weekly

NEVER = datetime(9999, 1, 1, tzinfo=UTC)  #: until a letter comes in
_DAY = timedelta(days=1)
_LOOKED_AT = 400  #: days; in a year every rhythm but one before a Council has a day that is not free


@dataclass(frozen=True, slots=True)
class Timing:
    """A schedule in its zone, with the free days and the Council meetings that are known."""

    schedule: Schedule
    zone: str
    calendar: Calendar = Calendar()  # noqa: RUF009 - frozen
    meetings: Sequence[Meeting] = ()  #: still to come, of which a letter is kept

    def after(self, moment: datetime) -> datetime:
        """The first moment (UTC) after `moment`; NEVER when only a letter can bring one."""
        if self.schedule.immediate:
            return NEVER
        first = local_day(moment, self.zone) - _DAY
        return next((found for found in self._from(first) if found > moment), NEVER)

    def latest(self, now: datetime) -> datetime | None:
        """The latest moment (UTC) that is not after `now`; None when there was none in a year.

        Before a Council: of the meetings still to come. A letter may come later than the moment it makes.
        """
        if self.schedule.immediate:
            return now
        first = local_day(now, self.zone) + _DAY
        return next((found for found in self._back_from(first) if found <= now), None)

    def _from(self, first: date) -> Iterator[datetime]:
        return (self._at(day) for day in self._days(first, 1))

    def _back_from(self, last: date) -> Iterator[datetime]:
        return (self._at(day) for day in self._days(last, -1))

    def _days(self, start: date, step: int) -> Iterator[date]:
        rhythm = self.schedule.rhythm
        if isinstance(rhythm, BeforeCouncil | Preparing):
            yield from self._before(rhythm, start, step)
            return
        for day in (start + n * step * _DAY for n in range(_LOOKED_AT)):
            if _falls_on(rhythm, day) and not self._is_free(day):
                yield day

    def _before(self, rhythm: BeforeCouncil | Preparing, start: date, step: int) -> Iterator[date]:
        """The days before the meetings, in order; a free day gives way to the working day before it."""
        wanted = (m for m in self.meetings if rhythm.council in (None, m.council))
        days = {self._working_day(meeting.dates[0] - rhythm.days * _DAY) for meeting in wanted}
        yield from sorted((day for day in days if (day - start) * step >= timedelta()), reverse=step < 0)

    def _working_day(self, day: date) -> date:
        while self._is_free(day):
            day -= _DAY
        return day

    def _is_free(self, day: date) -> bool:
        return self.calendar.is_free(day, self.schedule.skip)

    def _at(self, day: date) -> datetime:
        return local_moment(day, self.schedule.at, self.zone)


def _falls_on(rhythm: Rhythm, day: date) -> bool:
    match rhythm:
        case Weekly(days):
            return day.weekday() in days
        case Monthly(nth, None):
            last = monthrange(day.year, day.month)[1]
            return day.day == (last if nth < 0 else min(nth, last))
        case Monthly(nth, weekday):
            return day.weekday() == weekday and _is_nth(day, nth)
        case BeforeCouncil() | Preparing() | AtOnce():
            return False


def _is_nth(day: date, nth: int) -> bool:
    """Whether `day` is the `nth` of its weekday in its month; -1 the last."""
    if nth < 0:
        return (day + timedelta(days=7)).month != day.month
    return (day.day - 1) // 7 + 1 == nth


def local_day(now: datetime, zone: str) -> date:
    """The day it is in `zone`."""
    return now.astimezone(ZoneInfo(zone)).date()


def local_moment(day: date, at: time, zone: str) -> datetime:
    """`at` on `day` in `zone`, as UTC: the first of two, or the first valid moment after a gap."""
    local = datetime.combine(day, at, ZoneInfo(zone)).replace(fold=0)
    moment = local.astimezone(UTC)
    if moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None) == local.replace(tzinfo=None):
        return moment
    return _after_gap(moment, ZoneInfo(zone))


def _after_gap(moment: datetime, zone: ZoneInfo) -> datetime:
    """The moment the clock jumped, near a wall time that does not exist."""
    low, high = moment - timedelta(hours=3), moment + timedelta(hours=3)
    before = low.astimezone(zone).utcoffset()
    while high - low > timedelta(minutes=1):
        middle = low + (high - low) / 2
        low, high = (middle, high) if middle.astimezone(zone).utcoffset() == before else (low, middle)
    return high.replace(second=0, microsecond=0)
