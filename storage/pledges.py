"""What became of announcements, by the letters that came later."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from types import ModuleType

from sqlalchemy import select
from sqlalchemy.orm import Session

from briefings.comparing.kept import Pledge, families_of, fate_of, thing_in
from briefings.model.briefing import Announced, StoredItem
from storage.comparing import Among, holding
from storage.rows import WordRow

_MOST_LATER = 30  #: items of later meetings that are read for one announcement


def pledges(session: Session, texts: ModuleType, announced: Sequence[Announced], today: date) -> list[Pledge]:
    """Each announcement, in the same order, with what became of it until `today`."""
    forms: dict[str, list[str]] = defaultdict(list)
    known = select(WordRow.word, WordRow.family).where(WordRow.family.in_(families_of(announced)), WordRow.items > 0)
    for row in session.execute(known):
        forms[row.family].append(row.word)
    read: dict[int, StoredItem] = {}
    return [fate_of(one, _later(session, texts, one, forms, read), today) for one in announced]


def _later(
    session: Session, texts: ModuleType, one: Announced, forms: dict[str, list[str]], read: dict[int, StoredItem]
) -> list[StoredItem]:
    """The items of later meetings that name the thing announced and something of what it is about."""
    thing = thing_in(one)
    if thing is None:
        return []
    head = [[word] for word in forms.get(thing.head, ())]
    about = [[word] for family in thing.about for word in forms.get(family, ())]
    if not head or not about:
        return []
    return holding(session, texts, [head, about], _MOST_LATER, Among(after=one.source.meeting.dates[-1]), read)
