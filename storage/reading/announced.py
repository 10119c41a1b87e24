"""What letters announced for a day or period, by day; of one theme, by one actor."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from briefings.model.briefing import Announced, Sentence
from briefings.model.statement import Actor
from storage.items import stored
from storage.rows import CommitmentRow, ItemRow, ItemThemeRow

_BATCH = 100
_MOST = 2_000  #: commitments looked at for one page


@dataclass(frozen=True, slots=True)
class Due:
    """Which announcements: due between two days, both included; of one theme, by one actor."""

    first: date
    last: date
    latest_first: bool = False  #: rather than soonest first
    slug: str | None = None
    by: Actor | None = None


def announced(session: Session, due: Due, *, limit: int, offset: int = 0) -> list[Announced]:
    """The announcements, in the order of their days."""
    found: list[Announced] = []
    for one in _due(session, due):
        if due.by is None or is_by(one, due.by):
            found.append(one)
        if len(found) >= offset + limit:
            break
    return found[offset:]


def is_by(one: Announced, actor: Actor) -> bool:
    """Whether an actor announced it; a promise to parliament is the cabinet's."""
    said = one.sentence.said
    if said is None:
        return False
    return (Actor.CABINET if said.is_promise else said.actor) is actor


def _due(session: Session, due: Due) -> Iterator[Announced]:
    order = CommitmentRow.due.desc() if due.latest_first else CommitmentRow.due.asc()
    query = (
        select(CommitmentRow.statement, ItemRow)
        .join(ItemRow, ItemRow.place == CommitmentRow.place)
        .where(CommitmentRow.due >= due.first, CommitmentRow.due <= due.last)
        .order_by(order, CommitmentRow.place.desc(), CommitmentRow.statement)
    )
    if due.slug is not None:
        about = (ItemThemeRow.place == CommitmentRow.place) & (ItemThemeRow.theme == due.slug) & ItemThemeRow.about
        query = query.join(ItemThemeRow, about)
    for start in range(0, _MOST, _BATCH):
        rows = session.execute(query.limit(_BATCH).offset(start)).all()
        for at, row in rows:
            source = stored(row)
            yield Announced(Sentence.of(source.item, source.item.statements[at]), source)
        if len(rows) < _BATCH:
            return
