"""Commitments that fall due, and those whose day has just passed."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from briefings.model.briefing import Announced, Sentence, StoredItem
from briefings.model.statement import Period, StatementKind

MOST_DUE = 20  #: commitments that are looked at for one briefing
_MOST = 5
_SOON = timedelta(days=30)  #: what falls due within it is told again, whatever letter announced it
_JUST_OVER = timedelta(days=7)  #: what was due within it is told once more, as overdue


def window(day: date) -> tuple[date, date]:
    """From when to when a commitment must be due to be told on `day`, though its letter was told before."""
    return day - _JUST_OVER, day + _SOON


def upcoming(items: Iterable[StoredItem], due: Sequence[Announced], day: date) -> tuple[Announced, ...]:
    """What `items` announce for `day` or later, and what of `due` is still to come; soonest first, each once.

    What names no date is left out.
    """
    coming = [*_coming(items, day), *(one for one in due if _last_day(one) >= day)]
    return tuple(sorted(_unique(coming), key=_soonest)[:_MOST])


def overdue(due: Sequence[Announced], day: date) -> tuple[Announced, ...]:
    """What of `due` should have been done before `day`; whether it was, no letter has to say."""
    return tuple(_unique(one for one in due if _last_day(one) < day))[:_MOST]


def newly_due(due: Sequence[Announced], day: date, since: date | None) -> bool:
    """Whether since the briefing of `since` a commitment came near or its day passed. False without one before."""
    if since is None:
        return False
    days = [_last_day(one) for one in due]
    return any(since + _SOON < last <= day + _SOON or since <= last < day for last in days)


def _coming(items: Iterable[StoredItem], day: date) -> Iterator[Announced]:
    for source in items:
        for statement in source.item.statements:
            if statement.kind is not StatementKind.COMMITMENT or statement.due is None:
                continue
            if statement.due.last is None or statement.due.last >= day:
                yield Announced(Sentence.of(source.item, statement), source)


def _unique(announced: Iterable[Announced]) -> list[Announced]:
    return list({(one.source.id, one.sentence): one for one in announced}.values())


def _last_day(announced: Announced) -> date:
    due = announced.sentence.due
    return (due and due.due_day) or date.max


def _soonest(announced: Announced) -> tuple[date, int]:
    due = announced.sentence.due or Period(None, None)
    return (due.first or due.last or date.max, announced.source.id)
