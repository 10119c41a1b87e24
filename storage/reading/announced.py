"""What letters announced for a day or period, by day; of one theme, by one actor."""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from briefings.enriching.ministries import ministries_of, ministry_in
from briefings.language.fold import fold
from briefings.model.briefing import Announced, Sentence
from briefings.model.statement import Actor, Statement
from storage.content import statement_in
from storage.items import stored
from storage.rows import NO_DAY, CommitmentRow, DocumentRow, ItemRow, ItemThemeRow

_BATCH = 200
_LATEST = 200  #: letters whose ministries are named
MOST_COUNTED = 1000
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
    ministry: str | None = None  #: whose minister promised it: "Justitie en Veiligheid"
    undated: bool = False  #: those without a day instead

    @property
    def chooses(self) -> bool:
        """Whether what is kept of a commitment must be read to know whether it is wanted."""
        return self.by is not None or self.ministry is not None


def announced(session: Session, due: Due, *, limit: int, offset: int = 0) -> list[Announced]:
    """The announcements, in the order of their days."""
    places = _places(session, due, limit + offset)
    wanted = list(islice(_said_by(session, places, due) if due.chooses else places, offset, offset + limit))
    rows = session.scalars(select(ItemRow).where(ItemRow.place.in_({place for place, _ in wanted})))
    items = {row.place: stored(row) for row in rows}
    return [
        Announced(Sentence.of(source.item, source.item.statements[at]), source)
        for source, at in ((items[place], at) for place, at in wanted)
    ]


@dataclass(frozen=True, slots=True)
class HowMany:
    """How many announcements there are."""

    count: int
    more: bool  #: there may be more than were looked at


def how_many(session: Session, due: Due) -> HowMany:
    """How many there are of them, up to a limit."""
    if due.chooses:
        said = _said_by(session, _places(session, due, MOST_COUNTED + 1), due)
        found = sum(1 for _ in islice(said, MOST_COUNTED + 1))
        unseen = (session.scalar(_within(select(func.count()), due)) or 0) > _MOST
        return HowMany(min(found, MOST_COUNTED), more=unseen or found > MOST_COUNTED)
    query = _within(select(CommitmentRow.place), due).limit(MOST_COUNTED + 1 + len(due.copies))
    found = sum(place not in due.copies for place in session.scalars(query))
    return HowMany(min(found, MOST_COUNTED), more=found > MOST_COUNTED)


def is_by(said: Statement, actor: Actor) -> bool:
    """Whether an actor announced it; a promise to parliament is the cabinet's."""
    return (Actor.CABINET if said.is_promise else said.announcer) is actor


def _places(session: Session, due: Due, most: int) -> Iterator[tuple[int, int]]:
    """(place of the item, which statement) in order, some at a time: the items themselves are read for a few only."""
    order = CommitmentRow.due.desc() if due.latest_first else CommitmentRow.due.asc()
    query = _within(select(CommitmentRow.place, CommitmentRow.statement), due)
    query = query.order_by(order, CommitmentRow.place.desc(), CommitmentRow.statement)
    if not due.chooses and not due.copies:
        yield from ((row[0], row[1]) for row in session.execute(query.limit(most)))
        return
    for start in range(0, _MOST if due.chooses else sys.maxsize, _BATCH):
        rows = session.execute(query.limit(_BATCH).offset(start)).all()
        yield from ((row[0], row[1]) for row in rows if row[0] not in due.copies)
        if len(rows) < _BATCH:
            return


def _within(query: Select, due: Due) -> Select:  # type: ignore[type-arg]  # of whatever is selected
    query = query.select_from(CommitmentRow).where(CommitmentRow.due >= due.first, CommitmentRow.due <= due.last)
    query = query.where(CommitmentRow.due == NO_DAY if due.undated else CommitmentRow.due < NO_DAY)
    if due.slug is None:
        return query
    about = (ItemThemeRow.place == CommitmentRow.place) & (ItemThemeRow.theme == due.slug) & ItemThemeRow.about
    return query.join(ItemThemeRow, about)


def _said_by(session: Session, places: Iterator[tuple[int, int]], due: Due) -> Iterator[tuple[int, int]]:
    while batch := list(islice(places, _BATCH)):
        yield from _of_batch(session, batch, due)


def _of_batch(session: Session, batch: Sequence[tuple[int, int]], due: Due) -> Iterator[tuple[int, int]]:
    query = select(ItemRow.place, ItemRow.content, DocumentRow.signatories).join(DocumentRow)
    query = query.where(ItemRow.place.in_({place for place, _ in batch}))
    told = {row[0]: (row[1], _roles(row[2])) for row in session.execute(query)}
    for place, at in batch:
        content, roles = told[place]
        said = statement_in(content, at)
        if due.by is not None and not is_by(said, due.by):
            continue
        if due.ministry is None or due.ministry in ministries_of(said, roles):
            yield place, at


def ministries(session: Session) -> list[str]:
    """The ministries whose ministers signed the latest letters, by name."""
    latest = select(DocumentRow.signatories).order_by(DocumentRow.id.desc()).limit(_LATEST)
    roles = {role for signed in session.scalars(latest) for role in _roles(signed)}
    return sorted({ministry for role in roles if (ministry := ministry_in(role))})


def ministry_named(session: Session, text: str) -> str | None:
    """The ministry that someone means: "ministerie van justitie en veiligheid"; None for what is none."""
    named = fold(text).removeprefix("ministerie ").removeprefix("van ")
    return next((one for one in ministries(session) if fold(one) == named), None)


def _roles(signed: dict[str, Any]) -> list[str]:
    return [role for _, role in signed.get("signatories", ())]
