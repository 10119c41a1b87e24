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
    LESSER_EDITION = "lesser_edition"  #: kept; a better one stays shown
    HELD = "held"  #: it has far fewer items than what is shown: kept, and an administrator decides
    SAME = "same"  #: these bytes are kept already


@dataclass(frozen=True, slots=True)
class Known:
    """What is kept of a letter."""

    document_id: int
    same_bytes: bool
    withdrawn: bool = False  #: these bytes were withdrawn at their source
    hidden: bool = False  #: nothing of the letter is shown
    as_annex: bool = False  #: what came in is the annex of the kept letter
    edition_id: int | None = None  #: the kept edition with these bytes


def decide(
    known: Known | None, letter_date: date | None, first_seen: datetime, *, better: bool = True, history: bool = False
) -> Decision:
    """The decision for a letter of `letter_date` (None: unknown, so never news) that was first seen then.

    `better`: this edition is to be shown rather than the kept ones. `history`: it came with the first load of a
    source, which announces nothing.
    """
    if known is not None:
        if known.same_bytes and not known.withdrawn:
            return Decision.SAME
        return Decision.NEW_EDITION if better else Decision.LESSER_EDITION
    if history or letter_date is None or first_seen.date() - letter_date > NEWS_FOR:
        return Decision.NEW_BUT_OLD
    return Decision.NEW
