"""The order of answers as a number, at the limits of what a date can be."""

from datetime import date
from itertools import pairwise

import pytest

from storage.places import first_of, last_of, place_of

DAYS = [date.min, date(1, 1, 2), date(1999, 12, 31), date(2025, 3, 7), date(2870, 1, 1), date(9999, 1, 1), date.max]
_MOST = (1 << 63) - 1


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("report", [True, False])
def test_every_place_of_a_day_lies_within_it_and_in_63_bits(day: date, *, report: bool) -> None:
    for document in (1, (1 << 29) - 1):
        place = place_of(day, report=report, has_position=True, document_id=document, position=4095)
        assert 0 <= first_of(day) <= place <= last_of(day) <= _MOST


def test_days_stand_in_their_order_and_do_not_overlap() -> None:
    for before, after in pairwise(DAYS[:5]):
        assert last_of(before) < first_of(after)
    assert first_of(date.max) <= last_of(date.max) == _MOST
