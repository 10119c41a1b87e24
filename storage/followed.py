"""What letters say about what is followed, looked up once for all who follow the same."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from types import ModuleType
from typing import TypeVar

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from briefings.answering.wish import Wish
from briefings.comparing.kept import Fate, Pledge
from briefings.comparing.preparation import PreparedItem
from briefings.comparing.radar import FollowedPlaces, TurnedUp, elsewhere
from briefings.comparing.sides import side_taken
from briefings.comparing.strands import asked_before, stance_turn
from briefings.model.briefing import Announced, PaperElsewhere, Sentence, StoredItem, Turn
from briefings.model.document import Kind
from briefings.model.interest import Interest, SubjectKind
from briefings.model.meeting import Change, Meeting
from briefings.model.statement import Actor
from storage import places, tags
from storage.comparing import Among, holding
from storage.items import IS_SHOWN, stored, to_meeting
from storage.pledges import pledges
from storage.radar import turned_up
from storage.rows import NO_DAY, CommitmentRow, DocumentRow, ItemRow, MeetingRow
from storage.tiers import anywhere

_MOST = 500  #: items of one interest in a period, and commitments looked at together

_MOST_BEFORE = 20  #: items in which a sentence that was said before is looked for

_T = TypeVar("_T")
Remembered = dict[tuple[object, ...], object]  #: what was looked up, by what was asked


class Letters:
    """The letters in one unit of work. What was looked up is remembered.

    Units of work that follow each other at once may share what is `remembered`, as long as no letter comes in.
    """

    def __init__(
        self,
        session: Session,
        texts: ModuleType,
        wish_of: Callable[[Interest], Wish],
        remembered: Remembered | None = None,
        prepare: Callable[[Sequence[StoredItem]], Sequence[PreparedItem]] = lambda _: (),
    ) -> None:
        self._prepare = prepare
        self._session = session
        self._texts = texts
        self._wish_of = wish_of
        self._remembered = {} if remembered is None else remembered

    def news(self, interest: Interest, after: int, until: int) -> tuple[StoredItem, ...]:
        """The items of the letters numbered above `after` up to `until`, newest meeting first."""
        return self._once(
            ("news", interest, after, until),
            lambda: self._shown(interest, self._matching(interest, self._new_places(after, until))),
        )

    def latest(self, interest: Interest, today: date) -> tuple[StoredItem, ...]:
        """The items of the letter about the latest meeting up to `today` that has any."""
        return self._once(("latest", interest, today), lambda: self._of_latest(interest, today))

    def between(self, interest: Interest, first: date, last: date) -> tuple[StoredItem, ...]:
        """The items of the meetings from `first` to `last`, newest first."""
        return self._shown(interest, self._found(interest, places.first_of(first), places.last_of(last), _MOST))

    def planned(self, interest: Interest, today: date) -> tuple[StoredItem, ...]:
        """The items of the annotated agendas of meetings still to come, the nearest meeting first."""
        return self._once(("planned", interest, today), lambda: self._of_agendas(interest, today))

    def elsewhere(
        self, interests: Sequence[Interest], every: Sequence[Interest], after: int, until: int
    ) -> tuple[PaperElsewhere, ...]:
        """Where papers of `interests` turned up in the letters of `after` up to `until`, in a Council not followed.

        What `every` interest of who follows them has, is told as such.
        """
        turned = self._once(("turned up", after, until), lambda: self._turned_up(after, until))
        if not turned:
            return ()
        places = {one.place for one in turned}
        places |= {other.place for one in turned for other in (*one.others, *one.here)}
        followed, told = (self._any_of(some, sorted(places)) for some in (interests, every))
        subjects = {(one.subject.kind, one.subject.name) for one in every}
        councils = {name for kind, name in subjects if kind is SubjectKind.COUNCIL}
        return tuple(elsewhere(turned, FollowedPlaces(followed, told, councils), partial(_other_theme, subjects)))

    def _turned_up(self, after: int, until: int) -> list[TurnedUp]:
        new = sorted(self._new_places(after, until), reverse=True)[:_MOST]
        return turned_up(self._session, self._texts, self._items(new).items())

    def prepared(self, planned: StoredItem) -> tuple[PreparedItem, ...]:
        """An item of an agenda with what came before; none for a heading."""
        return self._once(("prepared", planned.id), lambda: tuple(self._prepare([planned])))

    def meeting_of(self, source: StoredItem) -> int:
        """The number of the meeting of an item."""
        return self._session.get_one(DocumentRow, source.document_id).meeting_id

    def ahead(self, today: date) -> tuple[Meeting, ...]:
        """The meetings still to come of which a letter is kept, the nearest first."""
        return self._once(("ahead", today), lambda: ahead(self._session, today))

    def commitments(
        self, interests: Sequence[Interest], first: date, last: date, limit: int, *, latest_first: bool = False
    ) -> tuple[Announced, ...]:
        """What is to be done between two days, soonest first; of some interests, or of all where none is named."""
        wanted: list[tuple[int, int]] = []
        for due in self._due(first, last, latest_first=latest_first):
            found = self._any_of(interests, [place for place, _ in due]) if interests else {place for place, _ in due}
            wanted += [(place, statement) for place, statement in due if place in found]
            if len(wanted) >= limit:
                break
        items = self._items([place for place, _ in wanted[:limit]])
        return tuple(_announced(items[place], at) for place, at in wanted[:limit])

    def pledges(self, announced: Sequence[Announced], today: date) -> list[Pledge]:
        """Each announcement with what became of it until `today`."""
        return [self._pledge(one, today) for one in announced]

    def _pledge(self, one: Announced, today: date) -> Pledge:
        """Remembered for each by itself: many follow the same."""
        name = ("pledge", today, one.source.id, one.sentence.paragraph, one.sentence.text)
        return self._once(name, lambda: pledges(self._session, self._texts, [one], today)[0])

    def done(self, due: Sequence[Announced], today: date) -> dict[Announced, Announced]:
        """Of announcements those that were done, with the sentence that shows it."""
        told = self.pledges(due, today)
        return {one.announced: one.shown_by for one in told if one.fate is Fate.MET and one.shown_by}

    def turn(self, one: Announced) -> Turn | None:
        """Whether a Dutch sentence takes another side than the last one on its matter at an earlier meeting."""
        said = one.sentence.said
        if side_taken(one) is None or said is None:
            return None
        name = ("turn", one.source.id, said.paragraph, said.start)
        return self._once(name, lambda: stance_turn(one, self._before(one)))

    def _before(self, one: Announced) -> list[StoredItem]:
        """Items of earlier meetings in which the Netherlands may have spoken of the same."""
        wanted = asked_before(one)
        among = Among(before=one.source.meeting.dates[-1], tags=(tags.speaker(Actor.NETHERLANDS),))
        return holding(self._session, self._texts, wanted, _MOST_BEFORE, among) if wanted else []

    def _any_of(self, interests: Iterable[Interest], among: list[int]) -> set[int]:
        found = (
            self._once(("among", interest, *among), partial(self._matching, interest, among)) for interest in interests
        )
        return set().union(*found)

    def _due(self, first: date, last: date, *, latest_first: bool) -> Iterable[list[tuple[int, int]]]:
        """(place, statement) of the commitments of a period, in order, some at a time."""
        due = CommitmentRow.due.desc() if latest_first else CommitmentRow.due.asc()
        query = select(CommitmentRow.place, CommitmentRow.statement).where(
            CommitmentRow.due >= first, CommitmentRow.due <= last, CommitmentRow.due < NO_DAY
        )
        ordered = query.order_by(due, CommitmentRow.place.desc(), CommitmentRow.statement).limit(_MOST)
        for batch in range(1 << 20):
            rows = self._once(
                ("due", first, last, latest_first, batch), partial(self._pairs, ordered.offset(batch * _MOST))
            )
            if rows:
                yield rows
            if len(rows) < _MOST:
                return

    def _pairs(self, query: Select[int, int]) -> list[tuple[int, int]]:
        return [(row[0], row[1]) for row in self._session.execute(query)]

    def _of_latest(self, interest: Interest, today: date) -> tuple[StoredItem, ...]:
        newest = self._found(interest, 0, places.last_of(today), 1)
        if not newest:
            return ()
        first = self._items(newest)[newest[0]]
        of_letter = select(ItemRow.place).where(ItemRow.document_id == first.document_id)
        return self._shown(interest, self._matching(interest, list(self._session.scalars(of_letter))))

    def _of_agendas(self, interest: Interest, today: date) -> tuple[StoredItem, ...]:
        agendas = (
            select(ItemRow.place)
            .join(DocumentRow, DocumentRow.id == ItemRow.document_id)
            .join(MeetingRow, MeetingRow.id == DocumentRow.meeting_id)
            .where(MeetingRow.first_day >= today, DocumentRow.kind == Kind.ANNOTATED_AGENDA.value)
            .where(MeetingRow.change.is_(None))
        )
        among = self._once(("agendas", today), lambda: list(self._session.scalars(agendas)))
        shown = self._shown(interest, self._matching(interest, among))
        return tuple(sorted(shown, key=lambda item: item.meeting.dates[0]))

    def _new_places(self, after: int, until: int) -> list[int]:
        new = (
            select(ItemRow.place)
            .join(DocumentRow, DocumentRow.id == ItemRow.document_id)
            .where(IS_SHOWN)
            .where(or_(_is_in(DocumentRow.news_sequence, after, until), _is_in(ItemRow.news_sequence, after, until)))
        )
        return self._once(("new", after, until), lambda: list(self._session.scalars(new)))

    def _found(self, interest: Interest, first: int, last: int, limit: int) -> list[int]:
        wanted = anywhere(self._wish_of(interest))
        return self._texts.find(self._session, wanted, first, last, limit) if wanted else []

    def _matching(self, interest: Interest, among: Sequence[int]) -> set[int]:
        wanted = anywhere(self._wish_of(interest)) if among else None
        return self._texts.matching(self._session, wanted, among) if wanted else set()

    def _shown(self, interest: Interest, found: Iterable[int]) -> tuple[StoredItem, ...]:
        """The items at these places: newest meeting first, then what is most about it, then as in the letter."""
        wanted = list(found)
        items = self._items(wanted)
        return tuple(items[place] for place in sorted(wanted, key=lambda place: _order(interest, place, items[place])))

    def _items(self, wanted: Sequence[int]) -> dict[int, StoredItem]:
        missing = [place for place in wanted if ("item", place) not in self._remembered]
        if missing:
            for row in self._session.scalars(select(ItemRow).where(ItemRow.place.in_(missing))):
                self._remembered["item", row.place] = stored(row)
        return {place: self._remembered["item", place] for place in wanted}  # type: ignore[misc]  # kept as such above

    def _once(self, what: tuple[object, ...], look_up: Callable[[], _T]) -> _T:
        if what not in self._remembered:
            self._remembered[what] = look_up()
        return self._remembered[what]  # type: ignore[return-value]  # one kind of thing under one kind of name


def ahead(session: Session, today: date) -> tuple[Meeting, ...]:
    """The meetings still to come of which a letter is kept, the nearest first, by their new days; none is cancelled."""
    told = select(MeetingRow).where(or_(MeetingRow.first_day >= today, MeetingRow.change == Change.MOVED.value))
    told = told.where(exists().where(DocumentRow.meeting_id == MeetingRow.id, IS_SHOWN))
    meetings = [to_meeting(row) for row in session.scalars(told)]
    held = [replace(one, dates=one.days, change=None, moved_to=()) for one in meetings if one.days]
    coming = {(one.council, one.dates[0], one.informal): one for one in held if one.dates[0] >= today}
    return tuple(sorted(coming.values(), key=lambda one: (one.dates[0], one.council)))


def _is_in(column: InstrumentedAttribute[int | None], after: int, until: int) -> ColumnElement[bool]:
    return and_(column > after, column <= until)


def _order(interest: Interest, place: int, item: StoredItem) -> tuple[object, ...]:
    slug = interest.subject.name if interest.subject.kind is SubjectKind.THEME else None
    match = next((match for match in item.item.themes if match.slug == slug), None)
    nearness = (not match.in_title, -match.score) if match else (False, 0.0)
    day = item.meeting.dates[-1].toordinal()
    return (-day, item.kind != Kind.REPORT.value, nearness, places.in_letter(place))


def _other_theme(subjects: Collection[tuple[SubjectKind, str]], source: StoredItem) -> str | None:
    """What an item is most about, where that is not followed."""
    about = sorted((match for match in source.item.themes if match.about), key=lambda match: -match.score)
    return next((one.slug for one in about if (SubjectKind.THEME, one.slug) not in subjects), None)


def _announced(source: StoredItem, at: int) -> Announced:
    return Announced(Sentence.of(source.item, source.item.statements[at]), source)
