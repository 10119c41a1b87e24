"""The same paper in several Councils: where what is followed turns up elsewhere."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

from briefings.model.briefing import PaperElsewhere, SharedPaper, StoredItem
from briefings.model.reference import CitationKind
from briefings.reading.formations import formations

#: A motion is known by who moved it, and the Official Journal's number holds many laws: these tell too little.
_TELLING = {CitationKind.COMMISSION_PAPER, CitationKind.COUNCIL_PAPER, CitationKind.LAW, CitationKind.CELEX}
_COMMON = 3  #: Councils in which a paper that stands there tells nothing: the law on privacy stands everywhere
#: Dossiers that hold all new proposals of the Commission, and the agendas of the European Council.
_OF_ALL = frozenset({"22112", "21501-20"})


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

    Not its own letter's number, nor that of another letter about a Council; of a dossier only one that is about one
    thing.
    """
    of_councils = _dossiers_of_councils()
    found: dict[str, SharedPaper] = {}
    for citation in source.item.citations:
        if citation.kind in _TELLING:
            key = citation.keys[-1]
            found.setdefault(key, SharedPaper(key, citation.label, citation.url))
    for reference in source.item.references:
        if reference.dossier not in of_councils and reference.kamerstuk != source.kamerstuk:
            key = reference.kamerstuk.lower()
            found.setdefault(key, SharedPaper(key, f"Kamerstuk {reference.kamerstuk}", reference.url))
    return list(found.values())


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
            papers = (*(known.papers if known else ()), one.paper)
            found[one.place] = PaperElsewhere(one.source, papers, theme_of(one.source))
    return [found[place] for place in sorted(found, reverse=True)]


def _dossiers_of_councils() -> frozenset[str]:
    return _OF_ALL | {one.dossier for one in formations()}
