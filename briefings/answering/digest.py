"""What there is to know at a glance: of the latest meeting, or of a theme, a meeting or a period."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import reduce
from typing import Any

from briefings.answering.about import About
from briefings.answering.index import Concept, ItemIndex, MeetingSummary, Narrowed, Search
from briefings.answering.nearby import decided_nearby
from briefings.answering.question import Question, read_question
from briefings.answering.several import things_in
from briefings.answering.understand import Understanding
from briefings.model.briefing import Announced, Sentence, StoredItem
from briefings.model.document import Kind
from briefings.model.statement import Act, Statement, StatementKind
from briefings.themes.catalogue import Catalogue

MOST_ITEMS = 400  #: the newest of a theme or a period, of which the sentences are read
_MEETINGS = 12  #: the newest, among which the latest with a report is looked for


@dataclass(frozen=True, slots=True)
class Digest:
    """Sentences of the letters, the newest meeting first, each with its item."""

    name: str | None = None  #: of what was asked, in words; None for a meeting, or all letters
    meeting: MeetingSummary | None = None  #: when it is of one meeting
    decisions: tuple[Announced, ...] = ()  #: what the Council decided, the Presidency concluded
    signed: tuple[Announced, ...] = ()  #: beside the Council: a declaration of ministers
    no_decisions: tuple[Announced, ...] = ()
    positions: tuple[Announced, ...] = ()
    coming: tuple[Announced, ...] = ()
    suspended: tuple[Announced, ...] = ()  #: what was to come and does not, or not yet
    more: bool = False  #: there are older items that were not read
    only_planned: bool = False  #: of the meeting no report is known
    awaited: MeetingSummary | None = None  #: a newer meeting of which no report is known, passed over
    nearby: tuple[tuple[str, int], ...] = ()  #: where nothing was decided: slugs of near themes, how often there it was
    mended: bool = False  #: a typing error in what was asked was mended

    @property
    def concluded(self) -> int:
        """How many of the decisions are conclusions of the Presidency."""
        return sum(one.sentence.said is not None and one.sentence.said.is_conclusion for one in self.decisions)

    @property
    def noted(self) -> int:
        """Of how many of the decisions the Council only took note."""
        return sum(one.sentence.said is not None and one.sentence.said.is_noted for one in self.decisions)


class Digests:
    """Makes digests from an index, with the themes of the moment."""

    def __init__(self, index: ItemIndex, catalogue: Callable[[], Catalogue], today: Callable[[], date]) -> None:
        self._index = index
        self._catalogue = catalogue
        self._today = today

    def of(self, text: str, named: Callable[[Question], Sequence[MeetingSummary]], language: str) -> Digest | None:
        """The digest of what `text` names: the latest meeting when it names nothing. None when it means nothing known.

        `named` finds the meetings that a question names, newest first. Where it names a Council and no time, the
        latest of it is told; of a time in which there were several, all are.
        """
        question = read_question(text, self._today())
        if not text:
            return self._latest(self._index.meetings())
        if question.meeting_only:
            meetings = named(question)
            if not meetings:
                return None
            if question.which is None and question.since is None and question.until is None:
                return self._latest(meetings)
            if not question.spans and len(meetings) == 1:
                return _told(self._index.items_of_meeting(meetings[0].id), None, None, meetings[0])
            if question.yearless:
                days = [day for one in meetings for day in one.meeting.dates]
                question = replace(question, since=min(days), until=max(days))
            return self._read((), question, question.when)
        understood = Understanding(self._index, self._catalogue(), language).understand(question)
        if not understood.carries or not understood.groups:
            return None
        told = self._read(understood.groups, question, understood.name or question.raw)
        theme, asked = understood.theme, (question.council, question.since, question.until)
        if not told.decisions and (each := self._of_each(things_in(text), named, language)):
            return each
        nearby = decided_nearby(self._index, self._catalogue(), theme, *asked) if theme and not told.decisions else ()
        return replace(told, nearby=nearby, mended=any(part.corrected for part in understood.parts))

    def _of_each(
        self, things: Sequence[str], named: Callable[[Question], Sequence[MeetingSummary]], language: str
    ) -> Digest | None:
        """Of things that are named beside each other what each has: "confiscatie en mensensmokkel"."""
        if len(things) == 1:
            return None
        digests = [one for thing in things if (one := self.of(thing, named, language)) and one.name]
        decided = len(digests) == len(things) and any(one.decisions for one in digests)
        return reduce(_both, digests) if decided else None

    def ever(self) -> Digest:
        """The digest of all letters."""
        return self._read((), read_question("", self._today()), None)

    def _latest(self, meetings: Sequence[MeetingSummary]) -> Digest | None:
        """Of the latest meeting with a report; where none of the newest has one, of the newest as it was planned."""
        today = self._today()
        past = [one for one in meetings if one.meeting.dates[0] <= today][:_MEETINGS]
        newest = None
        for meeting in past:
            told = _told(self._index.items_of_meeting(meeting.id), None, None, meeting)
            if not told.only_planned:
                return replace(told, awaited=past[0] if meeting is not past[0] else None)
            newest = newest or told
        return newest

    def _read(self, groups: Sequence[Concept], question: Question, name: str | None) -> Digest:
        """The sentences on these, of the newest items in the time that is asked about."""
        found = Search(
            tuple(groups), None, question.council, question.since, question.until, MOST_ITEMS,
            narrowed=Narrowed(newest=True),
        )  # fmt: skip
        page, catalogue = self._index.search(found), self._catalogue()
        about = About(groups, {group.theme: catalogue[group.theme] for group in groups if group.theme})
        told = _told([hit.item for hit in page.hits], about, name, None)
        return replace(told, more=len(page.hits) == MOST_ITEMS)


def _both(one: Digest, other: Digest) -> Digest:
    """Two digests as one, each sentence once."""
    rows = ("decisions", "signed", "no_decisions", "positions", "coming", "suspended")
    joined: dict[str, Any] = {row: tuple(dict.fromkeys((*getattr(one, row), *getattr(other, row)))) for row in rows}
    mended = one.mended or other.mended
    return replace(one, name=f"{one.name}, {other.name}", more=one.more or other.more, mended=mended, **joined)


def _told(
    sources: Sequence[StoredItem], about: About | None, name: str | None, meeting: MeetingSummary | None
) -> Digest:
    newest = sorted(sources, key=lambda source: source.meeting.dates[-1], reverse=True)
    told = [
        (statement, Announced(Sentence.of(source.item, statement), source))
        for source in newest
        for statement in source.item.statements
        if about is None or about.speaks(source.item, statement)
    ]
    return Digest(
        name,
        meeting,
        tuple(_of(told, lambda one: one.kind is StatementKind.DECISION)),
        tuple(_of(told, lambda one: one.kind is StatementKind.INFORMATION and one.act is Act.SIGNS)),
        tuple(_of(told, lambda one: one.kind is StatementKind.NO_DECISION)),
        tuple(_of(told, lambda one: one.kind is StatementKind.POSITION)),
        tuple(_of(told, lambda one: one.kind is StatementKind.COMMITMENT)),
        tuple(_of(told, lambda one: one.kind is StatementKind.INFORMATION and one.act is Act.SUSPENDS)),
        only_planned=bool(sources) and all(source.kind == Kind.ANNOTATED_AGENDA.value for source in sources),
    )


def _of(told: Sequence[tuple[Statement, Announced]], fits: Callable[[Statement], bool]) -> Iterator[Announced]:
    return (one for statement, one in told if fits(statement))
