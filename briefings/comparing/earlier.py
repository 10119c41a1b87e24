"""Which items of earlier letters are on the same matter as one of a coming agenda.

A title says it where the words that say what it is about are the same; "verordening" or "stand van zaken" say nothing
of that. A paper that both cite, or a title whose words stand in the text, makes it likely, and no more than that.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from briefings.answering.explain import body_text
from briefings.answering.links import own_papers
from briefings.comparing.matter import kinship, matter_words
from briefings.language.fold import fold
from briefings.language.lemmas import family
from briefings.language.tokens import index_words
from briefings.model.briefing import StoredItem

_SAME = 0.6  #: part of the words of either title that must stand in the other
_BESIDE = 1  #: words that the longer of two titles may have beside those of the shorter
_SHORTEST = 4  #: letters of a word by which two titles may be on one matter; "ees" is one as an abbreviation
_IN_TEXT = 2  #: words of a title that must stand in a text, all of them, to be near it
_SPECIAL = 12  #: letters of a word that by itself says what a title is about
_WORD = re.compile(r"[^\W_]+")
#: Words of titles that say what form something has, or what is done with it, and not what it is.
_FORMS = frozenset(
    {
        family(word)
        for word in (
            "stand staat zaken voortgang voortgangsrapportage verordening verordeningen richtlijn richtlijnen besluit"
            " aanbeveling aanbevelingen mededeling voorstel voorstellen wetsvoorstel pakket conclusies raadsconclusies"
            " beleidsdebat debat gedachtewisseling overige onderwerpen onderwerp diversen europees europese eu raad"
            " lidstaten presentatie toelichting informatie overeenkomst onderhandelingen akkoord evaluatie vaststelling"
            " vastelling herziening wijziging implementatie uitvoering toepassing geleidelijke jaarlijkse dialoog"
            " harmonisatie aspecten bepaalde bepalingen gebied gebieden kader huidige nieuwe nieuw rapport verslag"
            " jaarverslag terugkoppeling werklunch lunch ter inzake betreffende bestrijding bescherming aanpak"
            " wetgeving wetgevende dossiers punten any other business"
        ).split()
    }
)
#: Words that count where two titles are alike, and by which alone no two are on one matter.
_WEAK = frozenset(
    {
        family(word)
        for word in (
            "toekomst conferentie samenwerking strijd gevolgen online digitale interne externe veiligheid dimensie"
            " derde landen land slachtoffers actieplan strategie comite justitiele internationale prioriteiten"
            " voorzitterschap situatie versterking"
        ).split()
    }
)


class SameMatter(StrEnum):
    """How sure it is that two items are on one matter."""

    SURE = "sure"
    PERHAPS = "perhaps"


class Ground(StrEnum):
    """By what two items are on one matter."""

    TITLE = "title"
    PAPER = "paper"
    TEXT = "text"  #: the words of our title stand in the other's text


@dataclass(frozen=True, slots=True)
class EarlierItem:
    """An item of an earlier letter that is on the same matter, or may be."""

    source: StoredItem
    how: SameMatter
    why: Ground
    shared: str  #: the paper, or the words of the other item, that they share


def earlier_item(ours: StoredItem, other: StoredItem) -> EarlierItem | None:
    """How an earlier item is on the matter of ours; None where nothing says that it is."""
    one, two = title_words(ours.item.title), title_words(other.item.title)
    shared = [word for word in one if _stands_in(word, two)]
    strong = [word for word in shared if not _is_weak(word)]
    papers, theirs = own_papers(ours), own_papers(other)
    cited = sorted(papers.keys() & theirs.keys())
    if strong and (_are_alike(one, two) or cited):
        return EarlierItem(other, SameMatter.SURE, Ground.TITLE, _as_there(strong, two, other.item.title))
    if cited:
        return EarlierItem(other, SameMatter.PERHAPS, Ground.PAPER, papers[cited[0]])
    if strong:
        return EarlierItem(other, SameMatter.PERHAPS, Ground.TITLE, _as_there(strong, two, other.item.title))
    told, there = [word for word in one if not _is_weak(word)], _text_words(other)
    if _is_told_enough(told, there):
        return EarlierItem(other, SameMatter.PERHAPS, Ground.TEXT, _as_there(told, there, body_text(other.item)))
    return None


def search_words(title: str) -> tuple[str, ...]:
    """The words of a title by which earlier items are looked for."""
    return tuple(word for word in title_words(title) if not _is_weak(word))


@lru_cache(4_096)
def title_words(title: str) -> tuple[str, ...]:
    """The words of a title that say what it is about, each once, folded."""
    abbreviations = {word.lower() for word in title.replace("(", " ").replace(")", " ").split() if word.isupper()}
    kept = [word for word in matter_words(title) if family(word) not in _FORMS and not word.isdigit()]
    hyphened = [part for word in kept for part in (_parts(title).get(word) or (word,))]
    return tuple(dict.fromkeys(word for word in hyphened if len(word) >= _SHORTEST or word in abbreviations))


def _parts(title: str) -> dict[str, tuple[str, ...]]:
    """The parts of hyphenated words, by the word as it is joined: "EU-actieplan", "Latijns-Amerika"."""
    told: dict[str, tuple[str, ...]] = {}
    for word in title.split():
        if "-" in word:
            joined, *parts = index_words(word) or [""]
            told[joined] = tuple(part for part in parts if family(part) not in _FORMS)
    return told


def _are_alike(one: Sequence[str], two: Sequence[str]) -> bool:
    """Whether most words of either stand in the other, or all of the shorter in one that has little beside them.

    One word by itself must then be the same word: "slachtofferrechten" is not "rechten van vliegtuigpassagiers".
    """
    ours = sum(_stands_in(word, two) for word in one) / len(one)
    theirs = sum(_stands_in(word, one) for word in two) / len(two)
    if min(ours, theirs) >= _SAME:
        return True
    longer, shorter, whole = (two, one, ours) if len(one) <= len(two) else (one, two, theirs)
    alone = len(shorter) == 1 and family(shorter[0]) not in {family(word) for word in longer}
    return whole == 1.0 and not alone and sum(not _stands_in(word, shorter) for word in longer) <= _BESIDE


def _is_told_enough(words: Sequence[str], there: Sequence[str]) -> bool:
    """Whether a text holds all of several words, or the only one where that is a special one: "drugsstrategie"."""
    if len(words) >= _IN_TEXT:
        return all(_stands_in(word, there) for word in words)
    return any(len(word) >= _SPECIAL and family(word) in {family(other) for other in there} for word in words)


def _as_there(words: Sequence[str], there: Sequence[str], text: str) -> str:
    """Our words as they are written there: of "zeehavens" "havens"."""
    found = dict.fromkeys(next(other for other in there if _is_kin(word, other)) for word in words)
    written = {fold(word): word for word in _WORD.findall(text)}
    return ", ".join(written.get(word, word) for word in found)


def _stands_in(word: str, there: Sequence[str]) -> bool:
    return any(_is_kin(word, other) for other in there)


@lru_cache(65_536)
def _is_kin(one: str, other: str) -> bool:
    """One word in two forms, or one is a compound with the other."""
    return family(one) == family(other) or kinship(one, other) == 1.0


def _is_weak(word: str) -> bool:
    return family(word) in _WEAK


@lru_cache(2_000)
def _words_of(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(index_words(text)))


def _text_words(source: StoredItem) -> tuple[str, ...]:
    return _words_of(body_text(source.item))
