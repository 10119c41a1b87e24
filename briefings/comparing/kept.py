"""What became of an announcement: whether a later letter shows that it was done.

The thing announced ("een kabinetsreactie") must be named again, with what it is about, in a sentence that says that it
was done. No letter need say so: without such a sentence an announcement is open, or overdue once its day has passed.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from briefings.comparing.matter import kinship, matter_of, matter_words, part_in
from briefings.enriching.lexicon import PREPOSITIONS
from briefings.language.fold import fold
from briefings.language.lemmas import family
from briefings.language.tokens import words
from briefings.model.briefing import Announced, Sentence, StoredItem
from briefings.model.document import Kind
from briefings.model.statement import Actor, Standing, Statement, StatementKind

_SURE, _MAYBE = 0.6, 0.3  #: part of what it is about that the later sentence must hold
_NOT_DONE = frozenset({Standing.NOT_DONE, Standing.EXPECTED, Standing.CONDITIONAL, Standing.ASKED, Standing.TO_COME})
_LAID_DOWN = re.compile(r"\b(?:is|zijn|werd|werden)\b.{0,300}\bvastgelegd\b")
_OURS = frozenset({Actor.NETHERLANDS, Actor.CABINET})


class Fate(StrEnum):
    """What became of an announcement."""

    MET = "met"
    PERHAPS = "perhaps"  #: a later letter speaks of it: by somebody else, or only partly about the same
    OVERDUE = "overdue"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Thing:
    """What was announced, as families of words."""

    head: str  #: "kabinetsreactie"
    about: tuple[str, ...]  #: what it is about; by the title of the item where the sentence does not say
    by_title: bool = False


@dataclass(frozen=True, slots=True)
class Pledge:
    """An announcement, and what became of it."""

    announced: Announced
    fate: Fate
    shown_by: Announced | None = None  #: the sentence of a later letter; when it was done that need not say


def thing_in(announced: Announced) -> Thing | None:
    """What a sentence announces: the first thing it names behind who announces it. None where it names nothing."""
    text = fold(announced.sentence.text)
    said = announced.sentence.said
    for part in (said.named if said else None, said.due.words if said and said.due else None):
        text = text.replace(fold(part), " ", 1) if part else text
    matter = set(matter_words(text))
    run: list[str] = []
    for word in words(text):
        if word in matter and not word.isdigit():
            run.append(word)
        elif run and word in PREPOSITIONS:
            break
    if not run:
        return None
    head = family(run[-1])
    beside = {head, *(family(word) for word in run)}  #: "nieuwe" of "een nieuwe planning"
    about = tuple(one for one in matter_of(text) if one not in beside and not one.isdigit())
    title = tuple(one for one in matter_of(announced.source.item.title) if one not in beside)
    return Thing(head, about or title, by_title=not about)


def can_be_met(text: str) -> bool:
    """Whether it announces something that can be done; what was laid down for a time to come was done already."""
    return _LAID_DOWN.search(fold(text)) is None


def fate_of(announced: Announced, later: Iterable[StoredItem], today: date) -> Pledge:
    """What became of an announcement, by the items of later meetings that may speak of it."""
    thing = thing_in(announced)
    found = [one for source in later for one in _shown_in(announced, thing, source)] if thing else []
    due = announced.sentence.due.latest if announced.sentence.due else None
    if found:
        sure = [one for one in found if one[0] is Fate.MET] or found
        fate, _, shown = min(sure, key=lambda one: (one[2].source.meeting.dates[-1], -one[1], one[2].source.id))
        return Pledge(announced, fate, shown)
    return Pledge(announced, Fate.OVERDUE if due is not None and due < today else Fate.OPEN)


def _shown_in(announced: Announced, thing: Thing, source: StoredItem) -> list[tuple[Fate, float, Announced]]:
    """The sentences of an item that show it was done, or may."""
    found = []
    title = matter_of(source.item.title)
    for said in source.item.statements:
        text = source.item.text_of(said)
        told = matter_of(text)
        if not _is_done(said, announced, source, text) or not any(kinship(thing.head, word) == 1.0 for word in told):
            continue
        part = part_in(thing.about, (*told, *title))
        if part < _MAYBE or not (thing.by_title or part_in(thing.about, told)):
            continue
        sure = part >= _SURE and not thing.by_title and _is_by_same(said, announced, text)
        fate = Fate.MET if sure else Fate.PERHAPS
        found.append((fate, part, Announced(Sentence.of(source.item, said), source)))
    return found


def _is_done(said: Statement, announced: Announced, source: StoredItem, text: str) -> bool:
    """Whether a sentence tells of what was done; an agenda tells of it only where parliament was told."""
    if said.kind is StatementKind.COMMITMENT or said.standing in _NOT_DONE:
        return False
    if source.kind == Kind.ANNOTATED_AGENDA.value:
        return _is_promise(announced) and "kamer" in fold(text)
    return True


def _is_by_same(said: Statement, announced: Announced, text: str) -> bool:
    """Whether it was done by who announced it, or it is not said by whom."""
    if _is_promise(announced):
        return said.actor in _OURS or "kamer" in words(text)
    before = announced.sentence.said
    return said.actor is None or before is None or before.actor is None or said.actor is before.actor


def _is_promise(announced: Announced) -> bool:
    return announced.sentence.said is not None and announced.sentence.said.is_promise


def families_of(announced: Sequence[Announced]) -> set[str]:
    """The families of the words by which later letters on these are looked for."""
    things = [thing for one in announced if (thing := thing_in(one))]
    return {word for thing in things for word in (thing.head, *thing.about)}
