"""Calendars (RFC 5545): meetings, and the days that letters announced something for."""

import hashlib
from datetime import UTC, date, datetime, time, timedelta

from icalendar import Calendar, Event

from bot.conversation.announced import FATES
from bot.conversation.subjects import theme_label
from bot.web.machine.plain import plain
from bot.web.room.shelf import Desk, Missing
from briefings.comparing.kept import Fate, Pledge
from briefings.model.briefing import Announced
from briefings.model.meeting import Change
from storage.indexing import full_text
from storage.pledges import pledges
from storage.reading import announced as kept
from storage.reading import calendar
from storage.reading.calendar import Dated

ICS = "text/calendar; charset=utf-8"
_OURS = "jbz-briefings"  #: behind the @ of what names an event: the same wherever we are installed
_BACK = timedelta(days=366)  #: meetings
_BACK_ANNOUNCED = timedelta(days=31)
_MOST_ANNOUNCED = 200
#: How often an event changed until an announcement whose day has passed came to this.
_CHANGES = {Fate.OPEN: 0, Fate.OVERDUE: 1, Fate.PERHAPS: 2, Fate.MET: 3}
_SHOWN = 90  #: characters of a sentence in an event's name


def of_everything(desk: Desk, base: str, site: str) -> bytes:
    """Every meeting and announced day."""
    return _calendar(desk, base, site, None)


def of_theme(desk: Desk, base: str, site: str, slug: str) -> bytes:
    """The meetings and announced days of a theme."""
    if desk.shelf.catalogue().get(slug) is None:
        raise Missing
    return _calendar(desk, base, site, slug)


def _calendar(desk: Desk, base: str, site: str, slug: str | None) -> bytes:
    told = Calendar()
    name = f"{site}: {theme_label(slug, desk.saying)}" if slug else site
    for key, value in (("prodid", f"-//{_OURS}//NL"), ("version", "2.0"), ("method", "PUBLISH")):
        told.add(key, value)
    told.add("x-wr-calname", plain(name))
    told.add("refresh-interval", timedelta(hours=6), parameters={"VALUE": "DURATION"})
    since = desk.shelf.today() - _BACK
    for one in calendar.dated(desk.session, since, slug):
        told.add_component(_meeting(desk, one, base))
    due = kept.Due(desk.shelf.today() - _BACK_ANNOUNCED, date.max, slug=slug)
    announced = kept.announced(desk.session, due, limit=_MOST_ANNOUNCED)
    today = desk.shelf.today()
    past = [one for one in announced if one.sentence.due and (one.sentence.due.due_day or today) < today]
    fates = {one.announced: one for one in pledges(desk.session, full_text(desk.shelf.database), past, today)}
    for one_announced in announced:
        told.add_component(_announced(desk, one_announced, fates.get(one_announced), base))
    written: bytes = told.to_ical()
    return written


def _meeting(desk: Desk, one: Dated, base: str) -> Event:
    """A meeting on its days; one that is off, or has no day any more, stands at its old days as cancelled."""
    meeting, event = one.meeting, Event()
    days = meeting.days or meeting.dates
    event.add("uid", f"meeting-{one.id}@{_OURS}")
    event.add("sequence", one.sequence)
    event.add("dtstamp", one.changed_at)
    event.add("last-modified", one.changed_at)
    event.add("dtstart", days[0])
    event.add("dtend", days[-1] + timedelta(days=1))
    event.add("summary", plain(desk.words.meeting(meeting)))
    if meeting.location:
        event.add("location", plain(meeting.location))
    event.add("url", base + desk.to.meeting(meeting))
    off = one.withdrawn or meeting.change is Change.CANCELLED or (meeting.change is not None and not meeting.moved_to)
    event.add("status", "CANCELLED" if off else "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    return event


def _announced(desk: Desk, one: Announced, pledge: Pledge | None, base: str) -> Event:
    """The last day of what was announced. It is named by its sentence: another sentence is another event."""
    source, sentence, event = one.source, one.sentence, Event()
    due = sentence.due
    day = (due.due_day if due else None) or source.meeting.dates[-1]
    quote = desk.quoting.announced(one)
    digest = hashlib.sha256(f"{source.id}/{day}/{sentence.text}".encode()).hexdigest()[:20]
    stamp = datetime.combine(source.corrected_on or source.letter_date or source.meeting.dates[-1], time(), UTC)
    event.add("uid", f"announced-{digest}@{_OURS}")
    event.add("sequence", _CHANGES[pledge.fate] if pledge else 0)
    event.add("dtstamp", stamp)
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    text = sentence.text if len(sentence.text) <= _SHOWN else f"{sentence.text[: _SHOWN - 1]}…"
    event.add("summary", plain(text))
    became = (
        [desk.words(FATES[pledge.fate]), pledge.shown_by.sentence.text if pledge.shown_by else ""] if pledge else []
    )
    told = (sentence.text, quote.label, quote.remark, f"{quote.item.label}, {quote.meeting.label}", *became)
    event.add("description", plain("\n".join(line for line in told if line)))
    event.add("url", base + quote.place.url)
    event.add("status", "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    return event
