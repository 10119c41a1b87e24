"""The same paper, law or dossier in several Councils: where what is followed turns up elsewhere."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

from briefings.enriching.lawnames import is_certain
from briefings.model.briefing import PaperElsewhere, SharedPaper, StoredItem
from briefings.model.reference import CitationKind, Reference
from briefings.reading.formations import formations

#: A motion is known by who moved it, and the Official Journal's number holds many laws: these tell too little.
_TELLING = {
    CitationKind.COMMISSION_PAPER, CitationKind.COUNCIL_PAPER, CitationKind.LAW, CitationKind.CELEX,
    CitationKind.PROCEDURE, CitationKind.NAMED_LAW,
}  # fmt: skip
_COMMON = 3  #: Councils in which a paper that stands there tells nothing: the law on privacy stands everywhere
#: Dossiers that hold all new proposals of the Commission, and the agendas of the European Council.
_OF_ALL = frozenset({"22112", "21501-20"})
_BUDGETS = frozenset("34550 34775 35000 35300 35570 35925 36200 36410 36600 36800".split())  #: of 2017 to 2026
#: A dossier with more papers, or more letters of the Eerste Kamer, is about a whole field, for years.
_MOST_PAPERS, _MOST_LETTERS = 150, 2


@dataclass(frozen=True, slots=True)
class CitingItem:
    """An item that cites a paper, as far as it is known without reading it."""

    place: int
    council: str
    is_new: bool  #: its letter is news now


@dataclass(frozen=True, slots=True)
class TurnedUp:
    """An item that is the first of its Council to cite a paper, with the items of other Councils that cite it."""

    source: StoredItem
    place: int
    paper: SharedPaper
    others: tuple[CitingItem, ...]
    here: tuple[CitingItem, ...] = ()  #: of the same Council, as new as it


@dataclass(frozen=True, slots=True)
class FollowedPlaces:
    """What is followed of the items that cite a paper."""

    citing: Collection[int]  #: places of items whose papers are looked for elsewhere
    told: Collection[int]  #: places of items that are followed, and so are told themselves
    councils: Collection[str]  #: formations that are followed whole


def telling_papers(source: StoredItem) -> list[SharedPaper]:
    """The papers and laws that an item cites by which it may be about the same as another, each once.

    Not its own letter's number, nor that of another letter about a Council. What says it for certain stands first: a
    number, or the name of one law; then names that several laws may have, and dossiers that are about one thing.
    """
    of_councils = _dossiers_of_councils()
    found: dict[str, SharedPaper] = {}
    for citation in source.item.citations:
        if citation.kind in _TELLING:
            key = citation.keys[-1]
            found.setdefault(key, SharedPaper(key, citation.label, citation.url, is_certain(key)))
    for reference in source.item.references:
        if reference.dossier not in of_councils and reference.kamerstuk != source.kamerstuk:
            key = reference.kamerstuk.lower()
            found.setdefault(key, SharedPaper(key, f"Kamerstuk {reference.kamerstuk}", reference.url))
    found |= {one.key: one for one in telling_dossiers(source)}
    return sorted(found.values(), key=lambda one: not one.sure)


def telling_dossiers(source: StoredItem) -> list[SharedPaper]:
    """The dossiers of parliament that an item cites a paper of, and that are about one thing: a bill, one proposal."""
    dossiers = {one.dossier: one for one in source.item.references if _is_of_one_thing(one)}
    return [
        SharedPaper(
            f"dossier:{dossier}",
            f"dossier {dossier}",
            f"https://zoek.officielebekendmakingen.nl/dossier/{dossier}",
            False,
        )
        for dossier in dossiers
    ]


def _is_of_one_thing(reference: Reference) -> bool:
    """A dossier with a suffix is a chapter of the budget, or of letters about Councils."""
    if "-" in reference.dossier or reference.dossier in _BUDGETS | _dossiers_of_councils():
        return False
    number = reference.number
    return int(number) <= _MOST_PAPERS if number.isdigit() else len(number) <= _MOST_LETTERS


def first_of_its_council(
    source: StoredItem, place: int, paper: SharedPaper, citing: Sequence[CitingItem]
) -> TurnedUp | None:
    """That a paper turns up in the item's Council; None when it stood there before, stands everywhere or nowhere else.

    Of new items of one Council that cite it, that of the newest meeting counts, and of one meeting its first.
    """
    council = source.meeting.council
    here = [one for one in citing if one.council == council]
    others = tuple(one for one in citing if one.council != council)
    before = {one.council for one in citing if not one.is_new}
    if not others or council in before or len(before) >= _COMMON:
        return None
    first = max((one.place for one in here), default=place)
    return TurnedUp(source, place, paper, others, tuple(here)) if place >= first else None


def elsewhere(
    turned: Iterable[TurnedUp], mine: FollowedPlaces, theme_of: Callable[[StoredItem], str | None]
) -> list[PaperElsewhere]:
    """What turns up in a Council that is not followed, each item once with its papers; newest meeting first.

    What is followed itself is told as such, and a paper that is followed in that Council turns up nowhere.
    """
    found: dict[int, PaperElsewhere] = {}
    for one in turned:
        cited = any(other.place in mine.citing for other in one.others)
        told = any(place in mine.told for place in (one.place, *(other.place for other in one.here)))
        if cited and not told and one.source.meeting.council not in mine.councils:
            known = found.get(one.place)
            papers = _surest((*(known.papers if known else ()), one.paper))
            found[one.place] = PaperElsewhere(one.source, papers, theme_of(one.source))
    return [found[place] for place in sorted(found, reverse=True)]


def _surest(papers: tuple[SharedPaper, ...]) -> tuple[SharedPaper, ...]:
    """Beside what is certain, what may be the same tells nothing."""
    return tuple(one for one in papers if one.sure) or papers


def _dossiers_of_councils() -> frozenset[str]:
    return _OF_ALL | {one.dossier for one in formations()}
