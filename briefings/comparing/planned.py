"""What the Netherlands announced in the agenda, and whether the report says that it did; items the report leaves out.

A report tells in a few sentences what took an hour: that it does not tell something is no proof that it was not said.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from briefings.answering.links import link
from briefings.answering.pairs import pair
from briefings.comparing.matter import is_of_each, matter_of, part_in
from briefings.comparing.sides import are_opposed, has_condition
from briefings.language.numbers import numbers_in
from briefings.model.briefing import Announced, Sentence, StoredItem
from briefings.model.item import ItemKind
from briefings.model.statement import Actor, Stance, Statement, StatementKind

_OURS = frozenset({Actor.NETHERLANDS, Actor.CABINET})
_SAID = 0.6  #: part of what was announced that a sentence of the report must hold
_MAYBE = 0.3  #: from this part on it may be meant
_ELSEWHERE = 0.8  #: the same under another item of the report
_FEW = 1  #: words; of so few a like stance must stand beside them
_NOT_SAID, _MAYBE_SAID, _SAID_OUTRIGHT = range(3)
_AND = re.compile(r"\ben (?=(?:voor|naar|om|over|op|aan|tegen|van)\b)")
_MAYBE_LINKED = 0.25  #: from this score on an item of the report may be about one of the agenda


_Fit = tuple[int, bool, float]  #: how sure, whether the Netherlands says it, and which part of the matter stands there
_ITSELF = 0.5  #: part of the matter that is told where both take one side on the proposal, by another name of it


class Echo(StrEnum):
    """What the report says of something that was announced."""

    SAID = "said"
    UNSURE = "unsure"  #: something near it, in other words, of somebody else, or with another stance
    NOT_SAID = "not_said"


@dataclass(frozen=True, slots=True)
class PlannedInput:
    """A Dutch sentence of the agenda, and the sentence of the report that tells of it, or may."""

    planned: Announced
    echo: Echo
    said: Announced | None
    item_missing: bool = False  #: the report has nothing on the whole item
    also: tuple[Announced, ...] = ()  #: of several things announced in one: the Dutch sentences that tell of the others


@dataclass(frozen=True, slots=True)
class MissingItem:
    """An item of the agenda that the report has not; and the item under which it may stand."""

    planned: StoredItem
    maybe: StoredItem | None


@dataclass(frozen=True, slots=True)
class PlannedAgainstSaid:
    """A meeting's agenda beside its report."""

    inputs: tuple[PlannedInput, ...]  #: in the order of the agenda
    missing: tuple[MissingItem, ...]
    added: tuple[StoredItem, ...]  #: items of the report that the agenda had not

    def of(self, echo: Echo) -> tuple[PlannedInput, ...]:
        """The inputs of which the report says this."""
        return tuple(one for one in self.inputs if one.echo is echo)


def compare(agenda: Sequence[StoredItem], report: Sequence[StoredItem]) -> PlannedAgainstSaid:
    """The items of an agenda beside those of the report on the same meeting."""
    planned, told = _agenda_items(agenda), _agenda_items(report)
    pairs = pair(planned, told)
    partners = {one.planned.id: one.said for one in pairs if one.planned}
    inputs = tuple(_input(one, partners.get(one.source.id), told) for item in planned for one in positions_of(item))
    missing = tuple(MissingItem(item, _maybe(item, told)) for item in planned if partners.get(item.id) is None)
    added = tuple(one.said for one in pairs if one.said and not one.planned and one.said.item.paragraphs)
    return PlannedAgainstSaid(inputs, missing, added)


def positions_of(source: StoredItem) -> Iterator[Announced]:
    """The sentences of an item in which the Netherlands takes a stand."""
    for statement in source.item.statements:
        if statement.kind is StatementKind.POSITION and statement.actor in _OURS:
            yield Announced(Sentence.of(source.item, statement), source)


def _agenda_items(items: Iterable[StoredItem]) -> list[StoredItem]:
    return [item for item in items if item.item.kind is ItemKind.AGENDA]


def _input(planned: Announced, partner: StoredItem | None, report: Sequence[StoredItem]) -> PlannedInput:
    here = [partner] if partner else []
    echo, said = _echo(planned, here, _SAID)
    if echo is not Echo.SAID:
        others = [item for item in report if item is not partner]
        elsewhere = _echo(planned, others, _ELSEWHERE)
        if elsewhere[0] is Echo.SAID:
            echo, said = Echo.UNSURE, elsewhere[1]
    return PlannedInput(planned, echo, next(iter(said), None), item_missing=partner is None, also=said[1:])


def _echo(planned: Announced, items: Sequence[StoredItem], enough: float) -> tuple[Echo, tuple[Announced, ...]]:
    """What these items say of what was announced, and the sentences that tell best of it, the best first.

    Of several things announced in one sentence each must be said.
    """
    told = [(source, said) for source in items for said in source.item.statements if not said.is_promise]
    found: list[tuple[_Fit, StoredItem, Statement]] = []
    for matter in _things(planned.sentence.text):
        fits = [(_fit(planned, matter, source, said, enough), source, said) for source, said in told]
        if fits:
            found.append(max(fits, key=lambda one: one[0]))
    there = [one for one in found if one[0][0] != _NOT_SAID]
    if not there:
        return Echo.NOT_SAID, ()
    best = sorted(there, key=lambda one: one[0], reverse=True)
    echo = Echo.SAID if all(fit[0] == _SAID_OUTRIGHT for fit, _, _ in found) else Echo.UNSURE
    shown = [one for at, one in enumerate(best) if at == 0 or one[0][1]]
    return echo, tuple(dict.fromkeys(Announced(Sentence.of(source.item, said), source) for _, source, said in shown))


def _things(text: str) -> list[tuple[str, ...]]:
    """The matter of each thing that a sentence announces: "vragen naar de kosten en naar de planning" has two."""
    found = [matter for part in _AND.split(text) if (matter := matter_of(part))]
    return found or [()]


def _fit(planned: Announced, matter: Sequence[str], source: StoredItem, said: Statement, enough: float) -> _Fit:
    """How well a sentence tells of one thing that was announced."""
    text = source.item.text_of(said)
    stance = planned.sentence.said.stance if planned.sentence.said else None
    ours = said.kind is StatementKind.POSITION and said.actor in _OURS
    alike = stance is not None and stance is said.stance
    told = matter_of(text)
    part = part_in(matter, (*told, *matter_of(source.item.title))) if part_in(matter, told) else 0.0
    takes_side = ours and alike and stance is not Stance.CALL
    if takes_side and is_of_each(matter) and any(is_of_each((word,)) for word in told):
        part = max(part, _ITSELF)
    if len(matter) <= _FEW and part < _MAYBE:
        return (_MAYBE_SAID if takes_side else _NOT_SAID), ours, part
    if part >= enough and ours:
        sure = numbers_in(planned.sentence.text) <= numbers_in(text) and not are_opposed(stance, said.stance)
        sure = sure and (len(matter) > _FEW or alike or stance is None or said.stance is None)
        sure = sure and (has_condition(planned.sentence.text) or not has_condition(text))
        return (_SAID_OUTRIGHT if sure else _MAYBE_SAID), ours, part
    speaks = ours or "nederland" in text.lower() or part >= enough
    return (_MAYBE_SAID if part >= _MAYBE and speaks else _NOT_SAID), ours, part


def _maybe(item: StoredItem, report: Sequence[StoredItem]) -> StoredItem | None:
    """The item of the report that may tell of one it has no item for: by a link that is too weak, or a sentence."""
    links = [(found.score, -other.id, other) for other in report if (found := link(item, other)).score >= _MAYBE_LINKED]
    if links:
        return max(links, key=lambda one: one[:2])[2]
    matter = matter_of(item.item.title)
    for other in report:
        if len(matter) > _FEW and any(part_in(matter, matter_of(text)) == 1.0 for text in _sentences(other)):
            return other
    return None


def _sentences(source: StoredItem) -> Iterator[str]:
    return (source.item.text_of(statement) for statement in source.item.statements)
