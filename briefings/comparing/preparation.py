"""What to know before a Council: each item of its annotated agenda, with what earlier letters say of the same matter.

Everything told stands in a letter. What belongs to an item for sure is told; what may belong to it is named only.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from briefings.answering.index import Concept, Hit, ItemIndex, Search
from briefings.answering.links import own_papers
from briefings.comparing.earlier import EarlierItem, EarlierItems, SameMatter
from briefings.comparing.kept import Fate, Pledge, can_be_met
from briefings.comparing.planned import positions_of
from briefings.comparing.sides import takes_side
from briefings.comparing.strands import are_on_one_matter, by_time, turn_of
from briefings.comparing.titles import Names, Term, title_words
from briefings.language.compounds import begins, ends, halves
from briefings.language.fold import fold
from briefings.model.briefing import Announced, Sentence, StoredItem, Turn, TurnKind
from briefings.model.document import Kind
from briefings.model.item import ItemKind
from briefings.model.statement import StatementKind
from briefings.themes.catalogue import Catalogue

_MOST_LOOKED_AT = 40  #: earlier items that are read for one of the agenda, and as many that cite the same
_MOST_READ = 12  #: earlier meetings of which the sentences are told
_MOST_PERHAPS = 3
_MOST_PLEDGES = 8  #: announcements of which it is looked up what became of them
_LONG, _MOST_WORDS = 6, 12  #: letters of a word of the text by which items are looked for, and how many such words
_SHORTEST_PART = 6  #: letters of a part of a compound that is looked for
#: "zal dit onderwerp in mei opnieuw op de agenda zetten"
_ON_THE_AGENDA = re.compile(r"\bop de agenda\b|\bagenderen\b|\bgeagendeerd\b")

#: What became of announcements until now.
Became = Callable[[Sequence[Announced]], Sequence[Pledge]]


@dataclass(frozen=True, slots=True)
class PreparedItem:
    """An item of the agenda, and what came before; of sentences the newest first."""

    planned: StoredItem
    will_say: tuple[Announced, ...] = ()  #: what the Netherlands announces, as in the agenda
    said_before: tuple[Announced, ...] = ()  #: what it said at earlier Councils
    turns: tuple[Turn, ...] = ()  #: where what it announces takes another side than what it said last
    decided: tuple[Announced, ...] = ()
    open: tuple[Pledge, ...] = ()  #: announcements of which no later letter shows that they were done
    sides: tuple[Announced, ...] = ()  #: of others, for or against, at the last Council that tells of any
    expected_sides: tuple[Announced, ...] = ()  #: of others, by the agenda itself
    perhaps: tuple[EarlierItem, ...] = ()  #: items that may be on the same

    @property
    def has_past(self) -> bool:
        """Whether earlier letters say something of it for sure."""
        return bool(self.said_before or self.decided or self.open or self.sides)

    @property
    def has_doubts(self) -> bool:
        """Whether there are only items that may be on the same."""
        return bool(self.perhaps) and not self.has_past

    @property
    def told(self) -> tuple[Announced, ...]:
        """Every sentence that is told."""
        shown = (one for pledge in self.open for one in (pledge.announced, pledge.shown_by) if one)
        turned = (turn.before for turn in self.turns)
        return (
            *self.will_say, *turned, *self.said_before, *self.decided, *shown, *self.sides, *self.expected_sides,
        )  # fmt: skip


class Preparations:
    """Reads what came before from an index."""

    def __init__(self, index: ItemIndex, catalogue: Callable[[], Catalogue], became: Became) -> None:
        self._index = index
        self._became = became
        self._catalogue = catalogue
        self._known: tuple[Catalogue, Names] | None = None

    @property
    def _names(self) -> Names:
        """By the themes as they are now."""
        catalogue = self._catalogue()
        if self._known is None or self._known[0] is not catalogue:
            self._known = catalogue, Names(catalogue)
        return self._known[1]

    def of(self, agenda: Sequence[StoredItem]) -> tuple[PreparedItem, ...]:
        """The items of an agenda, in its order; a heading above other items is none."""
        return tuple(self._item(item) for item in agenda if item.item.kind is ItemKind.AGENDA and _says_something(item))

    def _item(self, planned: StoredItem) -> PreparedItem:
        found = self.earlier(planned)
        sure = in_time(one.source for one in found if one.how is SameMatter.SURE)
        will_say, before = tuple(positions_of(planned)), [one for item in sure for one in positions_of(item)]
        pledges = _once(
            one for item in sure for one in _of_kind(item, StatementKind.COMMITMENT) if can_be_met(one.sentence.text)
        )[:_MOST_PLEDGES]
        return PreparedItem(
            planned,
            will_say,
            _once(before),
            tuple(_turns(will_say, [*by_time(before)])),
            _once(one for item in sure for one in _of_kind(item, StatementKind.DECISION)),
            tuple(self._open(pledges, planned)),
            next((told for item in sure if (told := tuple(_sides_in(item)))), ()),
            tuple(_sides_in(planned)),
            tuple(one for one in found if one.how is SameMatter.PERHAPS)[:_MOST_PERHAPS],
        )

    def _open(self, pledges: Sequence[Announced], planned: StoredItem) -> Iterator[Pledge]:
        """The announcements that were not met; that the matter comes on the agenda is met by this one."""
        still = [one for one in pledges if not _is_met_by(planned, one)]
        yield from (one for one in (self._became(still) if still else ()) if one.fate is not Fate.MET)

    def earlier(self, planned: StoredItem) -> list[EarlierItem]:
        """The items of letters about earlier Councils that are on the same matter, or may be; newest first."""
        before = planned.meeting.dates[0] - timedelta(days=1)
        candidates = {hit.item.id: hit.item for search in self._searches(planned, before) for hit in self._hits(search)}
        beside = EarlierItems(self._names, planned)
        found = [one for other in candidates.values() if (one := beside.compare(other))]
        reported = {one.source.meeting for one in found if one.source.kind == Kind.REPORT.value}
        last = [one for one in found if one.source.kind == Kind.REPORT.value or one.source.meeting not in reported]
        return sorted(last, key=lambda one: (one.source.meeting.dates[-1], -one.source.id), reverse=True)

    def _hits(self, search: Search) -> Iterable[Hit]:
        return self._index.search(search).hits

    def _searches(self, planned: StoredItem, before: date) -> Iterator[Search]:
        """By what the title is about, by all of it, by a paper, by what the text speaks of."""
        terms = [term for term in self._names.terms(planned.item.title) if not term.weak]
        groups = [Concept(phrases=tuple(self._phrases(term))) for term in terms]
        papers = tuple(own_papers(planned))
        if groups:
            either = tuple(phrase for group in groups for phrase in group.phrases)
            yield Search((Concept(phrases=either),), until=before, limit=_MOST_LOOKED_AT)
        if len(groups) > 1:
            yield Search(tuple(groups), until=before, limit=_MOST_LOOKED_AT)
        if papers:
            yield Search((Concept(papers=papers),), until=before, limit=_MOST_LOOKED_AT)
        if told := _special_words(planned):
            forms = tuple((form,) for word in told for form in self._forms(word))
            yield Search((Concept(phrases=forms),), until=before, limit=_MOST_LOOKED_AT)

    def _phrases(self, term: Term) -> list[tuple[str, ...]]:
        """A term in all its ways; a single word with its forms, compounds, and the words of which it is one itself."""
        told = [way for way in sorted(term.ways) if len(way) > 1]
        return told + [(form,) for way in sorted(term.ways) if len(way) == 1 for form in self._forms(way[0])]

    def _forms(self, word: str) -> list[str]:
        """The word, its forms, compounds with it, and the words of which it is a compound itself."""
        forms = self._index.forms(word)
        parts = {
            part for pair in halves(word, _SHORTEST_PART) for part in pair if begins(word, part) or ends(word, part)
        }
        known = [form for part in sorted(parts) for form in self._index.forms(part).own]
        return list(dict.fromkeys([word, *forms.own, *forms.compounds, *known]))


def _special_words(source: StoredItem) -> list[str]:
    """The longest words of the text of an item, by which one with these in its title is found."""
    told = {word for paragraph in source.item.paragraphs for word in title_words(paragraph) if word.isalpha()}
    long = [word for word in told if len(word) >= _LONG]
    return sorted(long, key=lambda word: (-len(word), word))[:_MOST_WORDS]


def in_time(items: Iterable[StoredItem]) -> list[StoredItem]:
    """The newest meetings first, of each as in its letter; some meetings and no more."""
    ordered = sorted(items, key=lambda one: (one.meeting.dates[-1], -one.id), reverse=True)
    meetings = list(dict.fromkeys(one.meeting for one in ordered))[:_MOST_READ]
    return [one for one in ordered if one.meeting in meetings]


def _says_something(item: StoredItem) -> bool:
    return bool(item.item.paragraphs)


def _once(told: Iterable[Announced]) -> tuple[Announced, ...]:
    """Each sentence once: a letter to the other chamber says the same."""
    return tuple({(one.sentence.text, one.source.meeting): one for one in reversed([*told])}.values())[::-1]


def _of_kind(source: StoredItem, kind: StatementKind) -> Iterator[Announced]:
    for said in source.item.statements:
        if said.kind is kind:
            yield Announced(Sentence.of(source.item, said), source)


def _is_met_by(planned: StoredItem, announced: Announced) -> bool:
    """Whether it was announced that the matter would be on the agenda of this Council, or of one before it."""
    due = announced.sentence.due
    comes = due is not None and (due.first is None or due.first <= planned.meeting.dates[-1])
    return comes and _ON_THE_AGENDA.search(fold(announced.sentence.text)) is not None


def _sides_in(source: StoredItem) -> Iterator[Announced]:
    """What others are for or against, or worry about."""
    for said in source.item.statements:
        if said.kind is not StatementKind.DECISION and takes_side(said, source.item.text_of(said)):
            yield Announced(Sentence.of(source.item, said), source)


def _turns(will_say: Sequence[Announced], before: Sequence[Announced]) -> Iterator[Turn]:
    """Where what is announced takes another side than what was said last on its matter."""
    for one in will_say:
        turn = turn_of([other for other in before if are_on_one_matter(one, other)], one)
        if turn is not None and turn.kind is TurnKind.STANCE:
            yield turn
