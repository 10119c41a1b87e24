"""Calendars (RFC 5545): meetings, and the days that letters announced something for."""

import hashlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

from icalendar import Calendar, Event

from bot.conversation.announced import FATES
from bot.conversation.subjects import theme_label
from bot.web.machine.plain import plain
from bot.web.room.shelf import Missing, PageContext
from briefings.comparing.kept import Fate, Pledge
from briefings.model.briefing import Announced
from briefings.model.meeting import Change
from storage.indexing import full_text
from storage.pledges import pledges
from storage.reading import announced as kept
from storage.reading import calendar
from storage.reading.calendar import Dated
from storage.reading.meetings import with_agenda

ICS = "text/calendar; charset=utf-8"
_OURS = "jbz-briefings"  #: behind the @ of what names an event: the same wherever we are installed
_BACK = timedelta(days=366)  #: meetings
_BACK_ANNOUNCED = timedelta(days=31)
_MOST_ANNOUNCED = 200
#: How often an event changed until an announcement whose day has passed came to this.
_CHANGES = {Fate.OPEN: 0, Fate.OVERDUE: 1, Fate.PERHAPS: 2, Fate.MET: 3}
_SHOWN = 90  #: characters of a sentence in an event's name
_REMEMBERED = 4096  #: written events, some 3 MB
_END = b"END:VCALENDAR\r\n"


@dataclass(frozen=True, slots=True)
class _Happening:
    """What an event says."""

    uid: str
    sequence: int
    stamp: datetime
    first: date
    last: date
    summary: str
    url: str
    is_off: bool = False
    location: str | None = None
    description: str | None = None


def of_everything(desk: PageContext, base: str, site: str) -> bytes:
    """Every meeting and announced day."""
    return _calendar(desk, base, site, None)


def of_theme(desk: PageContext, base: str, site: str, slug: str) -> bytes:
    """The meetings and announced days of a theme."""
    if desk.shelf.catalogue().get(slug) is None:
        raise Missing
    return _calendar(desk, base, site, slug)


def _calendar(desk: PageContext, base: str, site: str, slug: str | None) -> bytes:
    told = Calendar()
    name = f"{site}: {theme_label(slug, desk.saying)}" if slug else site
    for key, value in (("prodid", f"-//{_OURS}//NL"), ("version", "2.0"), ("method", "PUBLISH")):
        told.add(key, value)
    told.add("x-wr-calname", plain(name))
    told.add("refresh-interval", timedelta(hours=6), parameters={"VALUE": "DURATION"})
    events = b"".join(_written(one) for one in _happenings(desk, base, slug))
    around: bytes = told.to_ical()
    return around.removesuffix(_END) + events + _END


def _happenings(desk: PageContext, base: str, slug: str | None) -> Iterator[_Happening]:
    since = desk.shelf.today() - _BACK
    prepared = with_agenda(desk.session)
    yield from (_meeting(desk, one, base, prepared) for one in calendar.dated(desk.session, since, slug))
    due = kept.Due(desk.shelf.today() - _BACK_ANNOUNCED, date.max, slug=slug, copies=desk.shelf.index.copied())
    announced = kept.announced(desk.session, due, limit=_MOST_ANNOUNCED)
    today = desk.shelf.today()
    past = [one for one in announced if one.sentence.due and (one.sentence.due.due_day or today) < today]
    fates = {one.announced: one for one in pledges(desk.session, full_text(desk.shelf.database), past, today)}
    yield from (_announced(desk, one, fates.get(one), base) for one in announced)


@lru_cache(_REMEMBERED)
def _written(one: _Happening) -> bytes:
    """As iCalendar. Remembered, because icalendar takes long over it and few events change."""
    event = Event()
    event.add("uid", one.uid)
    event.add("sequence", one.sequence)
    event.add("dtstamp", one.stamp)
    event.add("last-modified", one.stamp)
    event.add("dtstart", one.first)
    event.add("dtend", one.last + timedelta(days=1))
    for name, text in (("summary", one.summary), ("location", one.location), ("description", one.description)):
        if text:
            event.add(name, plain(text))
    event.add("url", one.url)
    event.add("status", "CANCELLED" if one.is_off else "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    written: bytes = event.to_ical()
    return written


def _meeting(desk: PageContext, one: Dated, base: str, prepared: Collection[int]) -> _Happening:
    """A meeting on its days; one that is off, or has no day any more, stands at its old days as cancelled.

    `prepared`: the meetings of which an agenda is known, whose event leads to what to know before.
    """
    meeting = one.meeting
    days = meeting.days or meeting.dates
    return _Happening(
        f"meeting-{one.id}@{_OURS}",
        one.sequence,
        one.changed_at,
        days[0],
        days[-1],
        desk.words.meeting(meeting),
        base + desk.to.meeting(meeting),
        one.withdrawn or meeting.change is Change.CANCELLED or (meeting.change is not None and not meeting.moved_to),
        meeting.location,
        f"{desk.words('Voorbereiding')}: {base}{desk.to.meeting(meeting)}/voorbereiding"
        if one.id in prepared
        else None,
    )


def _announced(desk: PageContext, one: Announced, pledge: Pledge | None, base: str) -> _Happening:
    """The last day of what was announced. It is named by its sentence: another sentence is another event."""
    source, sentence = one.source, one.sentence
    day = (sentence.due.due_day if sentence.due else None) or source.meeting.dates[-1]
    quote = desk.quoting.announced(one)
    digest = hashlib.sha256(f"{source.id}/{day}/{sentence.text}".encode()).hexdigest()[:20]
    became = [desk.words(FATES[pledge.fate])] if pledge else []
    became += [pledge.shown_by.sentence.text] if pledge and pledge.shown_by else []
    told = (sentence.text, quote.label, quote.remark, f"{quote.item.label}, {quote.meeting.label}", *became)
    return _Happening(
        f"announced-{digest}@{_OURS}",
        _CHANGES[pledge.fate] if pledge else 0,
        datetime.combine(source.corrected_on or source.letter_date or source.meeting.dates[-1], time(), UTC),
        day,
        day,
        sentence.text if len(sentence.text) <= _SHOWN else f"{sentence.text[: _SHOWN - 1]}…",
        base + quote.place.url,
        description="\n".join(line for line in told if line),
    )
