"""What to do with a letter that came in; pure, and every reason named."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

#: A letter older than this when it is first seen is history, not news (promise: a first load announces nothing).
NEWS_FOR = timedelta(days=60)


class Decision(StrEnum):
    """What happens with a letter."""

    NEW = "new"
    NEW_BUT_OLD = "new_but_old"  #: kept and found, and not announced
    NEW_EDITION = "new_edition"  #: the items are replaced, the earlier bytes kept
    SAME = "same"  #: these bytes are kept already


@dataclass(frozen=True, slots=True)
class Known:
    """What is kept of a letter."""

    document_id: int
    same_bytes: bool


def decide(known: Known | None, letter_date: date | None, now: datetime) -> Decision:
    """The decision for a letter of `letter_date` (None: unknown, so never news) that comes in `now`."""
    if known is not None:
        return Decision.SAME if known.same_bytes else Decision.NEW_EDITION
    if letter_date is None or now.date() - letter_date > NEWS_FOR:
        return Decision.NEW_BUT_OLD
    return Decision.NEW
