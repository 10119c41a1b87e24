"""Schedule -> moments.

Computed from local weekday and wall time. APScheduler's CronTrigger answers both 02:30s of the night the
clock goes back, a 02:30 that does not exist when it goes forward, and skips a Monday 00:30 in March
(docs/decisions/0004); here a moment that exists twice comes once and one that does not exist comes at the
next valid moment.
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from briefings.model.subscription import Schedule

_DAYS_LOOKED_AT = 8


def next_moment(schedule: Schedule, zone: str, after: datetime) -> datetime:
    """The first moment (UTC) of `schedule` after `after`. A schedule without days has none before a letter comes."""
    if schedule.immediate:
        return datetime(9999, 1, 1, tzinfo=UTC)
    first = local_day(after, zone) - timedelta(days=1)
    moments = (
        local_moment(day, schedule.at, zone)
        for day in (first + timedelta(days=n) for n in range(_DAYS_LOOKED_AT + 2))
        if day.weekday() in schedule.weekdays
    )
    return next(moment for moment in moments if moment > after)


def last_moment(schedule: Schedule, zone: str, now: datetime) -> datetime:
    """The latest moment (UTC) of `schedule` that is not after `now`."""
    if schedule.immediate:
        return now
    today = local_day(now, zone)
    moments = (
        local_moment(day, schedule.at, zone)
        for day in (today - timedelta(days=n) for n in range(-1, _DAYS_LOOKED_AT + 1))
        if day.weekday() in schedule.weekdays
    )
    return next(moment for moment in moments if moment <= now)


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
