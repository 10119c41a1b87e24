"""A period of a subject for who takes it over: meetings, decisions, what the Netherlands said, what is open."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from briefings.answering.about import About
from briefings.answering.index import ItemIndex, Narrowed, Search
from briefings.answering.nearby import decided_nearby
from briefings.answering.question import Question, read_question
from briefings.answering.understand import Understanding
from briefings.comparing.kept import Fate, Pledge, can_be_met
from briefings.comparing.planned import positions_of
from briefings.comparing.preparation import Became
from briefings.comparing.strands import by_time, turns_in
from briefings.comparing.whole import is_about
from briefings.model.briefing import Announced, Sentence, StoredItem, Turn, TurnKind
from briefings.model.document import Kind
from briefings.model.item import ItemKind
from briefings.model.meeting import Meeting
from briefings.model.statement import StatementKind
from briefings.themes.catalogue import Catalogue

MOST_ITEMS = 400  #: the newest of the period, of which the sentences are read
_MOST_PLEDGES = 60  #: announcements of which it is looked up what became of them, the newest
_YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class MeetingTold:
    """A meeting of the period, and on how many of its items something is told."""

    meeting: Meeting
    items: int
    only_planned: bool  #: its report is not known


@dataclass(frozen=True, slots=True)
class Handover:
    """A period of a subject; sentences and meetings the oldest first."""

    name: str  #: of the subject, in the language asked for
    theme: str | None  #: its slug, where it is one theme
    since: date
    until: date
    meetings: tuple[MeetingTold, ...]
    decided: tuple[Announced, ...]
    said: tuple[Announced, ...]  #: by the Netherlands; what was only planned of meetings without a report
    turns: tuple[Turn, ...]  #: where it took another side than before
    open: tuple[Pledge, ...]  #: announced in the period, and no later letter shows that it was done
    more: bool = False  #: there are older items in the period that were not read
    mended: bool = False  #: a typing error in what was asked was mended
    nearby: tuple[tuple[str, int], ...] = ()  #: slugs of themes around it, and how often something was decided on them

    @property
    def really_said(self) -> tuple[Announced, ...]:
        """What the Netherlands said by a report."""
        return tuple(one for one in self.said if one.source.kind == Kind.REPORT.value)

    @property
    def planned(self) -> tuple[Announced, ...]:
        """What it was going to say, of meetings whose report does not tell it."""
        return tuple(one for one in self.said if one.source.kind != Kind.REPORT.value)

    @property
    def told(self) -> tuple[Announced, ...]:
        """Every sentence that is told."""
        shown = (one for pledge in self.open for one in (pledge.announced, pledge.shown_by) if one)
        turned = (one for turn in self.turns for one in (turn.before, turn.after))
        return (*self.decided, *self.said, *turned, *shown)


class Handovers:
    """Reads handovers from an index."""

    def __init__(
        self,
        index: ItemIndex,
        catalogue: Callable[[], Catalogue],
        became: Became,
        today: Callable[[], date],
    ) -> None:
        self._index = index
        self._catalogue = catalogue
        self._became = became
        self._today = today

    def of(self, text: str, language: str = "nl") -> Handover | None:
        """The period and subject that `text` names; without a period the last year. None where no letter has it."""
        today, catalogue = self._today(), self._catalogue()
        question = read_question(text, today)
        understood = Understanding(self._index, catalogue, language).understand(question)
        if not understood.groups or understood.lost:
            return None
        since, until = period_of(question, today)
        search = Search(
            understood.groups, None, question.council, since, until, MOST_ITEMS, narrowed=Narrowed(newest=True)
        )
        page = self._index.search(search)
        themes = {one.theme: found for one in understood.groups if one.theme and (found := catalogue.get(one.theme))}
        about = About(understood.groups, themes)
        told = _told_of([hit.item for hit in page.hits], about)
        if not told:
            return None
        said = _once(one for source in told for one in positions_of(source) if _is_about(about, one))
        decided = _once(
            one
            for source in told
            if source.kind == Kind.REPORT.value
            for one in _of_kind(source, StatementKind.DECISION)
            if _is_about(about, one)
        )
        announced = _once(
            one
            for source in told
            for one in _of_kind(source, StatementKind.COMMITMENT)
            if _is_about(about, one) and can_be_met(one.sentence.text)
        )[-_MOST_PLEDGES:]
        return Handover(
            understood.name or text,
            understood.theme.slug if understood.theme else None,
            since,
            until,
            tuple(_meetings(told)),
            decided,
            said,
            tuple(turn for turn in turns_in(said) if turn.kind is TurnKind.STANCE),
            tuple(one for one in self._became(announced) if one.fate is not Fate.MET) if announced else (),
            len(page.hits) == MOST_ITEMS,
            any(part.corrected for part in understood.parts),
            decided_nearby(self._index, catalogue, understood.theme, question.council, since, until)
            if understood.theme
            else (),
        )


def period_of(question: Question, today: date) -> tuple[date, date]:
    """The days that are asked about; the last year where none are named."""
    until = question.until or today
    return question.since or until - _YEAR, until


def _told_of(found: Sequence[StoredItem], about: About) -> list[StoredItem]:
    """The items that speak of it; of a meeting whose report does so, not what was planned for it."""
    told = [one for one in found if any(about.speaks(one.item, said) for said in one.item.statements)]
    reported = {one.meeting for one in told if one.kind == Kind.REPORT.value}
    return [one for one in told if one.kind == Kind.REPORT.value or one.meeting not in reported]


def _is_about(about: About, one: Announced) -> bool:
    return one.sentence.said is not None and is_about(about, one.source.item, one.sentence.said)


def _of_kind(source: StoredItem, kind: StatementKind) -> Iterator[Announced]:
    for said in source.item.statements:
        if said.kind is kind:
            yield Announced(Sentence.of(source.item, said), source)


def _once(told: Iterable[Announced]) -> tuple[Announced, ...]:
    """Each sentence once, the oldest first: a letter to the other chamber says the same."""
    return tuple({(one.sentence.text, one.source.meeting): one for one in by_time(told)}.values())


def _meetings(told: Iterable[StoredItem]) -> Iterator[MeetingTold]:
    """The meetings, the oldest first."""
    items = Counter(one.meeting for one in told if one.item.kind is ItemKind.AGENDA)
    reported = {one.meeting for one in told if one.kind == Kind.REPORT.value}
    for meeting in sorted(items, key=lambda one: (one.dates[-1], one.council)):
        yield MeetingTold(meeting, items[meeting], meeting not in reported)
