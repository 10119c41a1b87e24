"""What there is to know at a glance: of the latest meeting, or of a theme, a meeting or a period."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from briefings.answering.about import About
from briefings.answering.index import ItemIndex, MeetingSummary, Search
from briefings.answering.question import Question, read_question
from briefings.answering.understand import Understanding
from briefings.model.briefing import Announced, Sentence, StoredItem
from briefings.model.statement import Act, Statement, StatementKind
from briefings.themes.catalogue import Catalogue

_ITEMS = 40  #: that are looked at


@dataclass(frozen=True, slots=True)
class Digest:
    """Sentences of the letters, the newest meeting first, each with its item."""

    name: str | None = None  #: of what was asked, in words; None for a meeting
    meeting: MeetingSummary | None = None  #: when it is of one meeting
    decisions: tuple[Announced, ...] = ()  #: what the Council decided, the Presidency concluded, was signed
    no_decisions: tuple[Announced, ...] = ()
    positions: tuple[Announced, ...] = ()
    coming: tuple[Announced, ...] = ()
    items: int = 0  #: that were looked at
    mended: bool = False  #: a typing error in what was asked was mended

    @property
    def told(self) -> tuple[Announced, ...]:
        """Every sentence."""
        return self.decisions + self.no_decisions + self.positions + self.coming


class Digests:
    """Makes digests from an index, with the themes of the moment."""

    def __init__(self, index: ItemIndex, catalogue: Callable[[], Catalogue], today: Callable[[], date]) -> None:
        self._index = index
        self._catalogue = catalogue
        self._today = today

    def of(self, text: str, named: Callable[[Question], MeetingSummary | None], language: str) -> Digest | None:
        """The digest of what `text` names: the latest meeting when it names nothing. None when it means nothing known.

        `named` finds the meeting that a question names.
        """
        today = self._today()
        question = read_question(text, today)
        if not text or question.meeting_only:
            past = (one for one in self._index.meetings() if one.meeting.dates[0] <= today)
            meeting = named(question) if text else next(past, None)
            if meeting is None:
                return None
            if not (text and question.which is None and question.spans):
                return _told(self._index.items_of_meeting(meeting.id), None, None, meeting)
        understanding = Understanding(self._index, self._catalogue(), language)
        understood = understanding.understand(question)
        if not understood.carries or (not understood.groups and not question.meeting_only):
            return None
        page = self._index.search(
            Search(understood.groups, None, question.council, question.since, question.until, _ITEMS)
        )
        themes = {group.theme: understanding.catalogue[group.theme] for group in understood.groups if group.theme}
        about = About(understood.groups, themes)
        told = _told([hit.item for hit in page.hits], about, understood.name or question.raw, None)
        return replace(told, mended=any(part.corrected for part in understood.parts))


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
        tuple(_of(told, lambda one: one.kind is StatementKind.DECISION or one.act is Act.SIGNS)),
        tuple(_of(told, lambda one: one.kind is StatementKind.NO_DECISION)),
        tuple(_of(told, lambda one: one.kind is StatementKind.POSITION)),
        tuple(_of(told, lambda one: one.kind is StatementKind.COMMITMENT or one.act is Act.SUSPENDS)),
        len(sources),
    )


def _of(told: Sequence[tuple[Statement, Announced]], fits: Callable[[Statement], bool]) -> Iterator[Announced]:
    return (one for statement, one in told if fits(statement))
