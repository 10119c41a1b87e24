"""Which Council a subscription gets a preparation of now, and when it is to be looked at again."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.conversation.comparing.preparation import Pack
from bot.scheduling.calendar import Calendar
from bot.scheduling.moments import NEVER, Timing
from briefings.model.briefing import StoredItem
from briefings.model.interest import Interest
from briefings.model.meeting import Meeting
from briefings.model.subscription import Followed, Prepared, Subscription, meeting_mark
from storage.followed import Letters

_NEXT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Coming:
    """A meeting to come, and what is followed of its agenda and was not prepared for."""

    meeting: Meeting
    items: tuple[StoredItem, ...]  #: in the order of the agenda
    interests: tuple[Interest, ...]

    @property
    def mark(self) -> Prepared:
        """What is kept of having told it."""
        return Prepared(meeting_mark(self.meeting), tuple(one.subject.code for one in self.interests))


@dataclass(frozen=True, slots=True)
class ToPrepare:
    """What is due now, if anything, and when there is something again."""

    coming: Coming | None
    moment: datetime | None  #: the one that is done with; each is used once
    next_due_at: datetime


def to_prepare(subscription: Subscription, letters: Letters, calendar: Calendar, now: datetime, day: date) -> ToPrepare:
    """The nearest meeting whose moment has come; an agenda may come later than that. One meeting at a time."""
    due: list[tuple[datetime, Coming]] = []
    later: list[datetime] = []
    for coming in _coming(subscription, letters, day):
        timing = Timing(subscription.schedule, subscription.timezone, calendar, (coming.meeting,))
        moment = timing.latest(now)
        if moment is None:
            later.append(timing.after(now))
        else:
            due.append((moment, coming))
    if not due:
        return ToPrepare(None, None, min(later, default=NEVER))
    moment, coming = due[0]
    done = subscription.last_moment
    if done is not None and moment <= done:
        moment = max(now, done + _NEXT)
    return ToPrepare(coming, moment, now if len(due) > 1 else min(later, default=NEVER))


def pack_of(coming: Coming, letters: Letters) -> Pack:
    """What is told of it."""
    items = tuple(one for source in coming.items for one in letters.prepared(source))
    return Pack(letters.meeting_of(coming.items[0]), coming.meeting, items)


def _coming(subscription: Subscription, letters: Letters, day: date) -> Iterator[Coming]:
    """The meetings to come of whose agenda something is followed, the nearest first."""
    items: dict[Meeting, dict[int, StoredItem]] = defaultdict(dict)
    interests: dict[Meeting, list[Interest]] = defaultdict(list)
    for followed in subscription.followed:
        for meeting, found in _planned(followed, letters, day).items():
            items[meeting] |= {source.id: source for source in found}
            interests[meeting].append(followed.interest)
    for meeting in sorted(items, key=lambda one: (one.dates[0], one.council)):
        yield Coming(meeting, tuple(items[meeting][at] for at in sorted(items[meeting])), tuple(interests[meeting]))


def _planned(followed: Followed, letters: Letters, day: date) -> dict[Meeting, list[StoredItem]]:
    """The items of coming agendas that it asks for, of the meetings of which it was told nothing yet.

    A letter to either house has them; the first that has is enough.
    """
    found: dict[Meeting, list[StoredItem]] = defaultdict(list)
    for source in letters.planned(followed.interest, day):
        if meeting_mark(source.meeting) not in followed.watermark.prepared:
            found[source.meeting].append(source)
    return {meeting: some for meeting, items in found.items() if (some := _of_one_letter(items))}


def _of_one_letter(items: list[StoredItem]) -> list[StoredItem]:
    first = min(one.document_id for one in items)
    return [one for one in items if one.document_id == first and one.item.paragraphs]
