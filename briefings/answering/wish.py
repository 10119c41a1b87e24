"""What is followed -> what to look for."""

from dataclasses import dataclass

from briefings.answering.index import Concept, Search
from briefings.answering.understand import Understanding
from briefings.enriching.parties import MEMBER_STATES
from briefings.language.fold import fold
from briefings.model.interest import Interest, Subject, SubjectKind
from briefings.model.statement import Actor


@dataclass(frozen=True, slots=True)
class Wish:
    """Items that the search finds, save those that any of the groups in `without` finds."""

    search: Search
    without: tuple[Concept, ...] = ()


def wish_of(interest: Interest, understanding: Understanding) -> Wish:
    """What to look for now: a word's forms are those that letters have today."""
    without = tuple(_group(subject, understanding) for subject in interest.without)
    subject = interest.subject
    match subject.kind:
        case SubjectKind.COUNCIL:
            return Wish(Search(council=subject.name), without)
        case SubjectKind.POSITIONS:
            return Wish(Search(speaker=subject.name), without)
        case _:
            return Wish(Search((_group(subject, understanding),)), without)


def speaker_of(subject: Subject) -> tuple[Actor | None, str | None]:
    """Whose sentences are to be shown, and which member state when it is one; (None, None) for everybody's."""
    if subject.kind is not SubjectKind.POSITIONS:
        return None, None
    try:
        return Actor(subject.name), None
    except ValueError:
        named = next((state for state in MEMBER_STATES if fold(state) == subject.name), subject.name)
        return Actor.OTHER_STATE, named


def _group(subject: Subject, understanding: Understanding) -> Concept:
    match subject.kind:
        case SubjectKind.THEME:
            return Concept(theme=subject.name)
        case SubjectKind.DOSSIER:
            return Concept(papers=(subject.name.lower(),))
        case _:
            return understanding.literal(tuple(subject.name.split()))
