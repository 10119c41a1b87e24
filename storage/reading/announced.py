"""What letters announced for a day or period, by day; of one theme, by one actor."""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

from sqlalchemy import select
from sqlalchemy.orm import Session

from briefings.model.briefing import Announced, Sentence
from briefings.model.statement import Actor, Statement
from storage.content import statement_in
from storage.items import stored
from storage.rows import CommitmentRow, ItemRow, ItemThemeRow

_BATCH = 200
_MOST = 600  #: announcements looked at for one page when only one actor's are wanted


@dataclass(frozen=True, slots=True)
class Due:
    """Which announcements: due between two days, both included; of one theme, by one actor."""

    first: date
    last: date
    latest_first: bool = False  #: rather than soonest first
    slug: str | None = None
    by: Actor | None = None
    copies: frozenset[int] = frozenset()  #: places of items that say what another letter says, and are left out


def announced(session: Session, due: Due, *, limit: int, offset: int = 0) -> list[Announced]:
    """The announcements, in the order of their days."""
    places = _places(session, due, limit + offset)
    wanted = list(islice(places if due.by is None else _said_by(session, places, due.by), offset, offset + limit))
    rows = session.scalars(select(ItemRow).where(ItemRow.place.in_({place for place, _ in wanted})))
    items = {row.place: stored(row) for row in rows}
    return [
        Announced(Sentence.of(source.item, source.item.statements[at]), source)
        for source, at in ((items[place], at) for place, at in wanted)
    ]


def is_by(said: Statement, actor: Actor) -> bool:
    """Whether an actor announced it; a promise to parliament is the cabinet's."""
    return (Actor.CABINET if said.is_promise else said.actor) is actor


def _places(session: Session, due: Due, most: int) -> Iterator[tuple[int, int]]:
    """(place of the item, which statement) in order, some at a time: the items themselves are read for a few only."""
    order = CommitmentRow.due.desc() if due.latest_first else CommitmentRow.due.asc()
    query = (
        select(CommitmentRow.place, CommitmentRow.statement)
        .where(CommitmentRow.due >= due.first, CommitmentRow.due <= due.last)
        .order_by(order, CommitmentRow.place.desc(), CommitmentRow.statement)
    )
    if due.slug is not None:
        about = (ItemThemeRow.place == CommitmentRow.place) & (ItemThemeRow.theme == due.slug) & ItemThemeRow.about
        query = query.join(ItemThemeRow, about)
    if due.by is None and not due.copies:
        yield from ((row[0], row[1]) for row in session.execute(query.limit(most)))
        return
    for start in range(0, sys.maxsize if due.by is None else _MOST, _BATCH):
        rows = session.execute(query.limit(_BATCH).offset(start)).all()
        yield from ((row[0], row[1]) for row in rows if row[0] not in due.copies)
        if len(rows) < _BATCH:
            return


def _said_by(session: Session, places: Iterator[tuple[int, int]], actor: Actor) -> Iterator[tuple[int, int]]:
    while batch := list(islice(places, _BATCH)):
        yield from _of_batch(session, batch, actor)


def _of_batch(session: Session, batch: Sequence[tuple[int, int]], actor: Actor) -> Iterator[tuple[int, int]]:
    query = select(ItemRow.place, ItemRow.content).where(ItemRow.place.in_({place for place, _ in batch}))
    contents = {row[0]: row[1] for row in session.execute(query)}
    yield from ((place, at) for place, at in batch if is_by(statement_in(contents[place], at), actor))
