"""When a briefing comes: what is typed, in every zone, on free days, and before a Council."""

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.commands.schedules import read_schedule
from bot.scheduling.calendar import Calendar, Recess, load_calendar
from bot.scheduling.moments import NEVER, Timing
from bot.scheduling.zones import zone_named, zones_like
from bot.words import Words
from briefings.errors import JbzError, NotUnderstood
from briefings.model.meeting import Meeting
from briefings.model.schedule import AtOnce, BeforeCouncil, FreeDays, Monthly, Schedule, Weekly, schedule_of

ZONE = "Europe/Amsterdam"
ZONES = (ZONE, "UTC", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe", "Africa/Casablanca")
MONDAY = Schedule(Weekly((0,)), time(8))
SUMMER = Calendar((Recess("zomerreces", date(2026, 7, 3), date(2026, 8, 31)),))

_rhythms = (
    st.sets(st.integers(0, 6), min_size=1).map(lambda days: Weekly(tuple(sorted(days))))
    | st.integers(1, 31).map(Monthly)
    | st.just(Monthly(-1))
    | st.builds(Monthly, st.sampled_from([1, 2, 3, 4, -1]), st.integers(0, 6))
)
_times = st.times().map(lambda at: at.replace(second=0, microsecond=0))
_skips = st.sampled_from([(), (FreeDays.HOLIDAYS,), (FreeDays.RECESS,), (FreeDays.HOLIDAYS, FreeDays.RECESS)])
_schedules = st.builds(Schedule, _rhythms, _times, _skips)
_moments = st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - bounds


@pytest.mark.parametrize(
    ("typed", "code", "said"),
    [
        ("mon 08:00", "mon 08:00", "elke maandag 08:00"),
        ("elke maandag en donderdag om 9 uur", "mon,thu 09:00", "elke maandag en donderdag 09:00"),
        ("dagelijks 07:30", "mon,tue,wed,thu,fri,sat,sun 07:30", "dagelijks 07:30"),
        ("elke werkdag 7.15", "mon,tue,wed,thu,fri 07:15",
         "elke maandag, dinsdag, woensdag, donderdag en vrijdag 07:15"),
        ("maandelijks op de 15e 09:00", "monthly 15 09:00", "elke maand op dag 15, 09:00"),
        ("elke laatste dag van de maand", "monthly -1 08:00", "elke maand op de laatste dag, 08:00"),
        ("every last friday of the month at 9", "monthly last fri 09:00", "elke laatste vrijdag van de maand 09:00"),
        ("3 dagen voor de JBZ-Raad 08:00", "3 before JBZ 08:00", "3 dagen voor de JBZ-Raad 08:00"),
        ("een dag voor elke raad", "1 before any 08:00", "1 dag voor de Raad 08:00"),
        ("direct", "immediate", "direct"),
        ("elke maandag niet op feestdagen en niet in reces", "mon 08:00 not holidays,recess",
         "elke maandag 08:00, niet op feestdagen, niet in reces"),
        ("elke maandag 24:00", None, None),
        ("0 dagen voor de raad", None, None),
        ("3 dagen voor kerst", None, None),
        ("elke vijfde maandag van de maand", None, None),
    ],
)  # fmt: skip
def test_what_is_typed_is_kept_and_said_back(typed: str, code: str | None, said: str | None) -> None:
    if code is None:
        with pytest.raises(NotUnderstood, match="Zo kan het"):
            read_schedule(typed)
        return
    schedule = read_schedule(typed)
    assert (schedule.code, schedule_of(schedule.code), Words("nl").schedule(schedule)) == (code, schedule, said)


_before = st.builds(BeforeCouncil, st.integers(1, 60), st.none() | st.just("JBZ"))


@given(_schedules | st.builds(Schedule, _before, _times))
def test_every_schedule_comes_back_from_what_is_kept_and_from_what_is_said(schedule: Schedule) -> None:
    assert schedule_of(schedule.code) == schedule
    assert [read_schedule(Words(language).schedule(schedule)) for language in ("nl", "en")] == [schedule, schedule]


def test_a_monday_morning_is_right_across_both_clock_changes() -> None:
    monday = Timing(MONDAY, ZONE)
    spring = [monday.after(datetime(2027, 3, day, 12, tzinfo=UTC)) for day in (22, 28)]
    assert spring == [datetime(2027, 3, 29, 6, tzinfo=UTC)] * 2
    assert monday.after(datetime(2026, 10, 24, tzinfo=UTC)) == datetime(2026, 10, 26, 7, tzinfo=UTC)


def test_half_past_two_comes_once_in_autumn_and_at_the_next_moment_in_spring() -> None:
    daily = Timing(Schedule(Weekly(tuple(range(7))), time(2, 30)), ZONE)
    autumn = daily.after(datetime(2026, 10, 24, 12, tzinfo=UTC))
    assert autumn == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert daily.after(autumn) == datetime(2026, 10, 26, 1, 30, tzinfo=UTC)
    assert daily.after(datetime(2027, 3, 27, 12, tzinfo=UTC)) == datetime(2027, 3, 28, 1, 0, tzinfo=UTC)


@settings(deadline=None)  # the holidays of a year are looked up once
@given(_moments, _schedules, st.sampled_from(ZONES))
def test_moments_go_forward_and_nothing_lies_between(now: datetime, schedule: Schedule, zone: str) -> None:
    timing = Timing(schedule, zone, SUMMER)
    following, last = timing.after(now), timing.latest(now)
    assert last is not None
    assert last <= now < following
    assert timing.after(last) == following


@given(st.integers(2020, 2034), st.sampled_from(ZONES), _times)
def test_a_daily_moment_comes_once_on_each_local_day_of_a_year(year: int, zone: str, at: time) -> None:
    daily = Timing(Schedule(Weekly(tuple(range(7))), at), zone)
    moment, days = datetime(year, 1, 1, 12, tzinfo=UTC), []
    for _ in range(365):
        moment = daily.after(moment)
        days.append(moment.astimezone(ZoneInfo(zone)).date())
    assert days == [days[0] + timedelta(days=n) for n in range(365)]


def test_the_31st_is_the_last_day_of_a_shorter_month() -> None:
    monthly = Timing(Schedule(Monthly(31), time(8)), ZONE)
    moment, days = datetime(2027, 1, 1, tzinfo=UTC), []
    for _ in range(4):
        moment = monthly.after(moment)
        days.append(moment.date())
    assert days == [date(2027, 1, 31), date(2027, 2, 28), date(2027, 3, 31), date(2027, 4, 30)]


def test_free_days_are_left_out_where_that_is_wished() -> None:
    easter = datetime(2026, 4, 4, tzinfo=UTC)
    assert Timing(MONDAY, ZONE).after(easter).date() == date(2026, 4, 6)
    working = Schedule(MONDAY.rhythm, MONDAY.at, (FreeDays.HOLIDAYS,))
    assert Timing(working, ZONE).after(easter).date() == date(2026, 4, 13)
    sitting = Schedule(MONDAY.rhythm, MONDAY.at, (FreeDays.RECESS,))
    assert Timing(sitting, ZONE, SUMMER).after(datetime(2026, 7, 1, tzinfo=UTC)).date() == date(2026, 9, 7)


def test_before_a_council_the_meetings_that_are_known_count() -> None:
    meetings = (Meeting("JBZ", (date(2026, 4, 8), date(2026, 4, 9))), Meeting("ECOFIN", (date(2026, 4, 20),)))
    jbz = Timing(Schedule(BeforeCouncil(2, "JBZ"), time(8)), ZONE, Calendar(), meetings)
    every = Timing(Schedule(BeforeCouncil(2), time(8), (FreeDays.HOLIDAYS,)), ZONE, Calendar(), meetings)
    now = datetime(2026, 4, 1, tzinfo=UTC)
    assert jbz.after(now) == datetime(2026, 4, 6, 6, tzinfo=UTC)
    assert jbz.after(jbz.after(now)) == NEVER
    easter_monday_gives_way_to_the_last_working_day = datetime(2026, 4, 4, 6, tzinfo=UTC)
    assert every.after(now) == easter_monday_gives_way_to_the_last_working_day
    assert every.after(every.after(now)).date() == date(2026, 4, 18)
    assert jbz.latest(datetime(2026, 4, 7, tzinfo=UTC)) == datetime(2026, 4, 6, 6, tzinfo=UTC)


def test_at_once_has_no_moment_before_a_letter_comes() -> None:
    assert Timing(Schedule(AtOnce()), ZONE).after(datetime(2026, 1, 1, tzinfo=UTC)) == NEVER


def test_recess_dates_come_from_a_file_and_a_wrong_one_says_what_is_wrong(tmp_path: Path) -> None:
    file = tmp_path / "recess.toml"
    file.write_text('[[recess]]\nname = "kerst"\nfirst = 2026-12-18\nlast = 2027-01-11\n')
    calendar = load_calendar(file)
    assert calendar.recess_known_until == date(2027, 1, 11)
    assert calendar.is_free(date(2026, 12, 18), (FreeDays.RECESS,))
    assert not calendar.is_free(date(2026, 12, 18), (FreeDays.HOLIDAYS,))
    for wrong in ("no toml", "[[recess]]\nname='x'", "[[recess]]\nfirst=2027-01-02\nlast=2027-01-01", "recess = 3"):
        file.write_text(wrong)
        with pytest.raises(JbzError, match="JBZ_RECESS_FILE"):
            load_calendar(file)
    with pytest.raises(JbzError, match="JBZ_RECESS_FILE"):
        load_calendar(tmp_path / "missing")


@pytest.mark.parametrize(
    ("typed", "named", "like"),
    [
        ("europe/brussels", "Europe/Brussels", "Europe/Brussels"),
        ("New York", "America/New_York", "America/New_York"),
        ("UTC", "UTC", "Etc/UTC"),
        ("Parijs", None, "Europe/Paris"),
        ("Londen", None, "Europe/London"),
        ("brussel", None, "Europe/Brussels"),
        ("migratie", None, None),
        ("../../etc/passwd", None, None),
        ("\ud83d", None, None),
    ],
)
def test_a_time_zone_is_named_by_its_city_and_one_that_is_not_known_has_one_like_it(
    typed: str, named: str | None, like: str | None
) -> None:
    assert zone_named(typed) == named
    assert next(iter(zones_like(typed)), None) == like
