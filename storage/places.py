"""Where an item stands in the order of answers, as one number: the index then finds the first ones first.

The highest number comes first: the newest meeting, its report before its annotated agenda, with a Dutch position before
without, and as in the letter.
"""

from datetime import date

_LETTER_BITS, _ITEM_BITS = 29, 12
_DAY_SHIFT = _LETTER_BITS + _ITEM_BITS + 2
_LAST = (1 << (_LETTER_BITS + _ITEM_BITS)) - 1
_LAST_DAY = (1 << (63 - _DAY_SHIFT)) - 1  #: in the year 2871; what is later stands with that day
MOST_ITEMS = 1 << _ITEM_BITS  #: of one letter


def place_of(last_day: date, *, report: bool, has_position: bool, document_id: int, position: int) -> int:
    """The place of an item: 63 bits, unique for each letter and position in it."""
    order = _LAST - ((document_id << _ITEM_BITS) | position)
    flags = (int(report) << (_DAY_SHIFT - 1)) | (int(has_position) << (_DAY_SHIFT - 2))
    return first_of(last_day) | flags | order


def in_letter(place: int) -> int:
    """Where the item stands among those of its letter: lower comes first."""
    return -(place & _LAST)


def first_of(day: date) -> int:
    """The lowest place of any item of a meeting that ended on `day`."""
    return min(day.toordinal(), _LAST_DAY) << _DAY_SHIFT


def last_of(day: date) -> int:
    """The highest place of any item of a meeting that ended on `day`."""
    return first_of(day) + (1 << _DAY_SHIFT) - 1
