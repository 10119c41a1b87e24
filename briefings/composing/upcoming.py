"""Commitments that are still to fall due."""

from collections.abc import Iterable, Iterator
from datetime import date

from briefings.model.briefing import Announced, Sentence, StoredItem
from briefings.model.statement import Period, StatementKind

_MOST = 5


def upcoming(items: Iterable[StoredItem], day: date) -> tuple[Announced, ...]:
    """What `items` announce for `day` or later, soonest first. What names no date is left out."""
    return tuple(sorted(_coming(items, day), key=_soonest)[:_MOST])


def _coming(items: Iterable[StoredItem], day: date) -> Iterator[Announced]:
    for source in items:
        for statement in source.item.statements:
            if statement.kind is not StatementKind.COMMITMENT or statement.due is None:
                continue
            if statement.due.last is None or statement.due.last >= day:
                yield Announced(Sentence(source.item.text_of(statement), statement.paragraph, statement.due), source)


def _soonest(announced: Announced) -> tuple[date, int]:
    due = announced.sentence.due or Period(None, None)
    return (due.first or due.last or date.max, announced.source.id)
