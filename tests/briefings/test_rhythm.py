"""How long a source is usually without a letter."""

from datetime import date, timedelta

from briefings.gathering.rhythm import usual_pause


def _weekly(years: range) -> list[date]:
    """A letter each week, and none in July and August."""
    found = []
    for year in years:
        day = date(year, 1, 5)
        while day.year == year:
            if day.month not in {7, 8}:
                found.append(day)
            day += timedelta(days=7)
    return found


def test_in_recess_weeks_without_a_letter_are_usual() -> None:
    pause = usual_pause(_weekly(range(2020, 2026)), date(2026, 7, 30))
    assert pause
    assert 60 <= pause.days <= 76


def test_in_the_middle_of_spring_they_are_not() -> None:
    assert usual_pause(_weekly(range(2020, 2026)), date(2026, 4, 15)) == timedelta(days=7)


def test_one_year_that_was_unlike_the_others_makes_nothing_usual() -> None:
    days = [day for day in _weekly(range(2020, 2026)) if not date(2023, 3, 1) < day < date(2023, 5, 30)]
    assert usual_pause(days, date(2026, 4, 15)) == timedelta(days=7)


def test_of_a_source_that_is_new_nothing_is_usual_and_without_earlier_years_all_of_it_counts() -> None:
    days = _weekly(range(2026, 2027))
    assert usual_pause(days[:4], date(2026, 2, 1)) is None
    assert usual_pause(days[:10], date(2026, 4, 1)) == timedelta(days=7)


def test_a_leap_day_has_earlier_years_too() -> None:
    assert usual_pause(_weekly(range(2020, 2024)), date(2024, 2, 29)) == timedelta(days=7)
