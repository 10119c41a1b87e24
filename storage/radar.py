"""Which kept items cite the same papers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from types import ModuleType

from sqlalchemy import select
from sqlalchemy.orm import Session

from briefings.comparing.radar import CitingItem, TurnedUp, first_of_its_council, telling_papers
from briefings.model.briefing import SharedPaper, StoredItem
from briefings.model.meeting import Meeting
from storage import tags
from storage.batches import batches
from storage.comparing import LAST_PLACE
from storage.database import Database
from storage.indexing import full_text
from storage.items import IS_SHOWN, stored
from storage.phrases import WantedPhrase
from storage.rows import DocumentRow, ItemRow, MeetingRow

_MOST_CITING = 200  #: items that are looked at of one paper, the newest meeting first
_MOST_NEW = 500  #: items in which papers are looked for, and papers
_MOST_SHOWN, _MOST_LOOKED_AT = 5, 40  #: items of other Councils, beside one item
_BATCH = 400  #: places in one query


@dataclass(frozen=True, slots=True)
class AlsoIn:
    """An item of another Council that cites a paper which an item cites."""

    paper: SharedPaper
    source: StoredItem


def also_in(session: Session, texts: ModuleType, source: StoredItem) -> list[AlsoIn]:
    """The items of other Councils that cite what this item cites, newest meeting first.

    Of the letters about one meeting the report, where it cites the paper.
    """
    found: dict[int, SharedPaper] = {}
    for paper in telling_papers(source):
        for place in _citing(session, texts, paper.key):
            found.setdefault(place, paper)
    there = _councils(session, list(found))
    other = [place for place in found if place in there and there[place] != source.meeting.council]
    wanted = sorted(other, reverse=True)[:_MOST_LOOKED_AT]
    rows = session.scalars(select(ItemRow).where(ItemRow.place.in_(wanted)))
    items = {row.place: stored(row) for row in rows}
    told: dict[tuple[Meeting, SharedPaper], AlsoIn] = {}
    for place in wanted:
        told.setdefault((items[place].meeting, found[place]), AlsoIn(found[place], items[place]))
    return list(told.values())[:_MOST_SHOWN]


def kept_also_in(database: Database, source: StoredItem) -> list[AlsoIn]:
    """The same in a unit of work of its own."""
    with database.reading() as session:
        return also_in(session, full_text(database), source)


def turned_up(session: Session, texts: ModuleType, new: Iterable[tuple[int, StoredItem]]) -> list[TurnedUp]:
    """Where a paper turns up among new items, each with its place: their Council had none that cited it before."""
    fresh = dict(islice(new, _MOST_NEW))
    asked: dict[str, list[int]] = {}
    papers = [(place, paper) for place, source in fresh.items() for paper in telling_papers(source)]
    for _, paper in papers:
        if paper.key not in asked and len(asked) < _MOST_NEW:
            asked[paper.key] = _citing(session, texts, paper.key)
    councils = _councils(session, list({place for places in asked.values() for place in places}))
    found = []
    for place, paper in papers:
        citing = [CitingItem(one, councils[one], one in fresh) for one in asked.get(paper.key, ()) if one in councils]
        turned = first_of_its_council(fresh[place], place, paper, citing)
        found += [turned] if turned else []
    return found


def _citing(session: Session, texts: ModuleType, key: str) -> list[int]:
    wanted = WantedPhrase(tags=((tags.paper(key),),))
    found: list[int] = texts.find(session, wanted, 0, LAST_PLACE, _MOST_CITING)
    return found


def _councils(session: Session, places: Sequence[int]) -> dict[int, str]:
    """The formation of each of these items that is shown."""
    found: dict[int, str] = {}
    for batch in batches(places, _BATCH):
        asked = (
            select(ItemRow.place, MeetingRow.council)
            .join(DocumentRow, DocumentRow.id == ItemRow.document_id)
            .join(MeetingRow, MeetingRow.id == DocumentRow.meeting_id)
            .where(ItemRow.place.in_(batch), IS_SHOWN)
        )
        found |= {row[0]: row[1] for row in session.execute(asked)}
    return found
