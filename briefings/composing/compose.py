"""What a subscription is told."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import islice

from briefings.answering.excerpt import of_actor, summarise
from briefings.answering.wish import speaker_of
from briefings.comparing.planned import positions_of
from briefings.composing.upcoming import newly_due, overdue, upcoming
from briefings.language.tokens import words
from briefings.model.briefing import Ahead, Announced, Briefing, Entry, Group, StoredItem, Turn
from briefings.model.interest import Interest, SubjectKind
from briefings.model.meeting import Meeting
from briefings.themes.catalogue import Catalogue

_MOST_TURNS = 3  #: of one item
_MOST_ITEMS = 8  #: of one interest, and of one meeting to come
_MOST_MEETINGS = 3


@dataclass(frozen=True, slots=True)
class InterestNews:
    """What there is to tell on one interest."""

    interest: Interest
    items: tuple[StoredItem, ...]  #: newest meeting first
    planned: tuple[StoredItem, ...] = ()  #: of annotated agendas of meetings still to come, told before or not
    first: bool = False  #: the latest meeting is among it, because nothing was told before


@dataclass(frozen=True, slots=True)
class Calls:
    """What the calendar adds to the news: commitments that fall due, and meetings."""

    due: tuple[Announced, ...] = ()  #: of any letter, in the window of the day
    done: Mapping[Announced, Announced] = field(default_factory=dict)  #: of `due`, with the sentence that shows it
    meetings: tuple[Meeting, ...] = ()  #: still to come, the nearest first
    since: date | None = None  #: the day of the briefing before


#: Whether a Dutch sentence takes another side than the last one on its matter.
Turned = Callable[[Announced], Turn | None]


class Composer:
    """Composes briefings. A summary is made once for all who get it, so a composer serves one round."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._entries: dict[tuple[int, Interest], Entry] = {}

    def compose(
        self, news: Sequence[InterestNews], day: date, calls: Calls = Calls(), turned: Turned = lambda _: None
    ) -> Briefing:
        """The briefing of `day`: each item once, under the first interest that has it; and what is to come.

        `turned` knows whether a Dutch sentence takes another side than the one before on its matter.
        An item of an annotated agenda stands with its meeting as long as that is still to come.
        """
        told: set[int] = set()
        coming = {item.id for part in news for item in part.planned}
        groups: list[Group] = []
        for part in news:
            fresh = [item for item in part.items if item.id not in told | coming]
            told.update(item.id for item in fresh)
            if fresh:
                groups.append(self._group(part.interest, fresh, turned))
        everything = {item.id: item for part in news for item in (*part.items, *(part.planned if part.first else ()))}
        past = overdue(calls.due, day)
        return Briefing(
            day=day,
            groups=tuple(groups),
            quiet=tuple(part.interest for part in news if not (part.items or (part.first and part.planned))),
            ahead=tuple(self._ahead(news, calls.meetings, turned)),
            upcoming=tuple(one for one in upcoming(everything.values(), calls.due, day) if one not in calls.done),
            overdue=tuple(one for one in past if one not in calls.done),
            done=tuple(
                (one, shown) for one, shown in calls.done.items() if one in past or shown.source.id in everything
            ),
            first=any(part.first for part in news),
            new=len(everything),
            newly_due=newly_due(calls.due, day, calls.since),
        )

    def _group(self, interest: Interest, fresh: Sequence[StoredItem], turned: Turned) -> Group:
        entries = tuple(_marked(self._entry(item, interest), turned) for item in fresh[:_MOST_ITEMS])
        return Group(interest, entries, max(0, len(fresh) - _MOST_ITEMS))

    def _ahead(self, news: Sequence[InterestNews], meetings: Sequence[Meeting], turned: Turned) -> Iterator[Ahead]:
        """The nearest meeting of each formation, and those with something that is followed."""
        planned = {item.id: (item, part.interest) for part in reversed(news) for item in reversed(part.planned)}
        followed = {item.meeting for item, _ in planned.values()}
        nearest = {meeting.council: meeting for meeting in reversed(meetings)}
        chosen = [m for m in meetings if m in followed or nearest[m.council] == m]
        for meeting in chosen[:_MOST_MEETINGS]:
            here = [(item, interest) for item, interest in reversed(planned.values()) if item.meeting == meeting]
            entries = (self._entry(item, interest) for item, interest in here[:_MOST_ITEMS])
            yield Ahead(meeting, tuple(_marked(entry, turned) for entry in entries))

    def _entry(self, item: StoredItem, interest: Interest) -> Entry:
        known = self._entries.get((item.id, interest))
        if known is None:
            actor, state = speaker_of(interest.subject)
            words = set(self._words_of(interest))
            summary = of_actor(item.item, words, actor, state) if actor else summarise(item.item, words)
            known = self._entries[item.id, interest] = Entry(item, summary)
        return known

    def _words_of(self, interest: Interest) -> Iterable[str]:
        subject = interest.subject
        if subject.kind is SubjectKind.TERM:
            return subject.name.split()
        theme = self._catalogue.get(subject.name) if subject.kind is SubjectKind.THEME else None
        return (word for name in theme.all_names for word in words(name)) if theme else ()


def _marked(entry: Entry, turned: Turned) -> Entry:
    """The entry with where the Dutch sentences of its item take another side than before."""
    turns = tuple(islice((turn for one in positions_of(entry.source) if (turn := turned(one))), _MOST_TURNS))
    return replace(entry, turns=turns) if turns else entry
