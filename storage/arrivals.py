"""When letters came: about each meeting, and from each source; which Councils to come they name."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from briefings.gathering.ledger import OfferState
from briefings.model.document import Kind
from briefings.model.meeting import Meeting
from briefings.silence.announced import announced_councils
from briefings.silence.arrivals import AnnouncedCouncil, Arrival, SourceLetters
from briefings.silence.silences import KnownLetters
from storage.items import IS_SHOWN, to_meeting
from storage.rows import DocumentRow, FeedRow, ItemRow, MeetingRow, OfferRow

_YEARS = timedelta(days=6 * 366)  #: of meetings that are looked at
ASKED = timedelta(days=7)  #: a source that was not asked for as long is one no more
_RECENT = timedelta(days=200)  #: of letters that may name a Council still to come


def known_letters(session: Session, today: date) -> KnownLetters:
    """The days of letters and the Councils to come, as they stand in the unit of work."""
    return KnownLetters(_arrivals(session, today - _YEARS), tuple(_announced(session, today)), _sources(session, today))


def next_announced(session: Session, today: date, council: str | None = None) -> Meeting | None:
    """The first Council from `today` on that letters name with its days, of a formation if one is named."""
    named = (one.meeting for one in _announced(session, today))
    return min((one for one in named if council in (None, one.council)), key=lambda one: one.dates, default=None)


def _arrivals(session: Session, since: date) -> tuple[Arrival, ...]:
    rows = {row.id: row for row in session.scalars(select(MeetingRow).where(MeetingRow.last_day >= since))}
    letters = select(DocumentRow.meeting_id, DocumentRow.kind, DocumentRow.letter_date).where(IS_SHOWN)
    days: dict[int, dict[Kind, list[date]]] = defaultdict(dict)
    for meeting_id, kind, day in session.execute(letters.join(MeetingRow).where(MeetingRow.last_day >= since)):
        days[meeting_id].setdefault(Kind(kind), []).extend([day] if day else [])
    return tuple(
        Arrival(
            to_meeting(rows[meeting_id]),
            frozenset(kinds),
            {kind: min(dated) for kind, dated in kinds.items() if dated},
        )
        for meeting_id, kinds in sorted(days.items())
    )


def _announced(session: Session, today: date) -> Iterator[AnnouncedCouncil]:
    """The newest letter first: what it says of a day counts."""
    texts = (
        select(ItemRow.id, ItemRow.content, DocumentRow.letter_date)
        .join(DocumentRow, DocumentRow.id == ItemRow.document_id)
        .where(IS_SHOWN, DocumentRow.letter_date > today - _RECENT, DocumentRow.letter_date <= today)
        .order_by(DocumentRow.letter_date.desc(), ItemRow.id)
        .execution_options(yield_per=200)
    )
    for item, content, letter_date in session.execute(texts):
        for paragraph in content["paragraphs"]:
            for meeting in announced_councils(paragraph, letter_date):
                if meeting.dates[0] >= today:
                    yield AnnouncedCouncil(meeting, item)


def _sources(session: Session, today: date) -> tuple[SourceLetters, ...]:
    """Of the sources that are asked: one that was taken out of the settings is awaited no more."""
    asked_since = datetime.combine(today - ASKED, time(), UTC)
    is_asked = exists().where(FeedRow.name == OfferRow.feed, FeedRow.asked_at >= asked_since)
    taken = OfferRow.state == OfferState.TAKEN.value
    dated = select(OfferRow.feed, OfferRow.day).where(taken, OfferRow.day.is_not(None), is_asked).distinct()
    days: dict[str, list[date]] = defaultdict(list)
    for feed, day in session.execute(dated.order_by(OfferRow.feed, OfferRow.day)):
        days[feed] += [day] if day else []
    return tuple(SourceLetters(name, tuple(dated)) for name, dated in days.items())
