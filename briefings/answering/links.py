"""Items of different letters that are about the same: what was planned and what was said, a dossier through time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from rapidfuzz import fuzz

from briefings.language.tokens import words
from briefings.model.briefing import StoredItem
from briefings.model.document import Kind
from briefings.model.item import ItemKind

_SAME_TITLE = 88.0  #: of 100, by RapidFuzz's token_set_ratio
_ALIKE = 60.0
_SCORES = {"paper": 0.4, "title": 0.5, "themes": 0.2, "number": 0.1}
_LINKED = 0.5  #: from this score on two items are told to be about the same


class Reason(StrEnum):
    """Why two items are linked."""

    PAPER = "paper"
    TITLE = "title"
    THEMES = "themes"
    NUMBER = "number"
    TEXT = "text"  #: what was asked for stands in the text


@dataclass(frozen=True, slots=True)
class RelatedItem:
    """Another item about the same, how sure that is (0 to 1), and why."""

    item: StoredItem
    score: float
    reasons: tuple[tuple[Reason, str], ...]  #: with the title, paper, theme or number they share


def link(one: StoredItem, other: StoredItem) -> RelatedItem:
    """How far two items are about the same: shared papers, like titles, shared themes, the same number."""
    reasons: list[tuple[Reason, str]] = []
    score = 0.0
    if alike := _alike(one, other):
        reasons.append((Reason.TITLE, other.item.title))
        score += _SCORES["title"] * alike
    papers = own_papers(one)
    if shared := sorted(papers.keys() & own_papers(other).keys()):
        reasons.append((Reason.PAPER, papers[shared[0]]))
        score += _SCORES["paper"]
    ours, theirs = _themes(one), _themes(other)
    if themes := sorted(ours & theirs):
        reasons.append((Reason.THEMES, ", ".join(themes)))
        score += _SCORES["themes"] * len(themes) / len(ours | theirs)
    if one.item.number and one.item.number == other.item.number and one.meeting == other.meeting:
        reasons.append((Reason.NUMBER, one.item.number))
        score += _SCORES["number"]
    return RelatedItem(other, round(min(score, 1.0), 2), tuple(reasons))


def counterparts(item: StoredItem, others: Sequence[StoredItem]) -> list[RelatedItem]:
    """The items of other letters about the same meeting that are about the same thing, surest first."""
    links = [link(item, other) for other in others if other.item.kind is ItemKind.AGENDA and other.item.paragraphs]
    return sorted((found for found in links if found.score >= _LINKED), key=lambda found: (-found.score, found.item.id))


def own_papers(source: StoredItem) -> dict[str, str]:
    """Keys and labels of what the item itself cites.

    Not the number of its letter, nor a whole dossier, nor a law that is only named: that two items share these says too
    little.
    """
    papers = {reference.kamerstuk.lower(): f"Kamerstuk {reference.kamerstuk}" for reference in source.item.references}
    papers |= {key: citation.label for citation in source.item.cited for key in citation.keys}
    papers.pop((source.kamerstuk or "").lower(), None)
    return papers


def _alike(one: StoredItem, other: StoredItem) -> float:
    """0 to 1; only a good part of the words makes a title alike."""
    ours, theirs = _title(one), _title(other)
    ratio = fuzz.token_set_ratio(ours, theirs) if ours and theirs else 0.0
    if ratio < _ALIKE:
        return 0.0
    return 1.0 if ratio >= _SAME_TITLE else (ratio - _ALIKE) / (_SAME_TITLE - _ALIKE)


def _title(source: StoredItem) -> str:
    return " ".join(word for word in words(source.item.title) if len(word) > 3)  # noqa: PLR2004 - "van", "het"


def _themes(source: StoredItem) -> set[str]:
    return {match.slug for match in source.item.themes if match.about}


def newest_first(links: Iterable[RelatedItem]) -> list[RelatedItem]:
    """The latest meeting first; of one meeting the report before the agenda, then the surest first."""

    def order(found: RelatedItem) -> tuple[date, bool, float, int]:
        return found.item.meeting.dates[-1], found.item.kind == Kind.REPORT, found.score, -found.item.id

    return sorted(links, key=order, reverse=True)
