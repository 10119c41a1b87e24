"""What the title of an agenda item is about: its words without the form of a thing, with every way to say each.

"Screeningsverordening" and "Verordening over screening" name one law; "CSAM-verordening" and "seksueel kindermisbruik"
one subject, by the themes and the glossary. "Stand van zaken" says nothing of what an item is about.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from briefings.answering.thesaurus import Phrase, same_as
from briefings.comparing.matter import kinship, matter_words
from briefings.enriching.parties import MEMBER_STATES
from briefings.language.compounds import halves
from briefings.language.lemmas import family, is_ordinary, lemma
from briefings.language.tokens import index_words, words
from briefings.themes.catalogue import Catalogue

_LONGEST = 6  #: words of a name: "European Travel Information and Authorisation System"
_SHORTEST = 4  #: letters of a word by which two titles may be on one matter; "ees" is one as an abbreviation
_SHORTEST_HALF = 5  #: letters of either half of a compound: "havenalliantie"
_SHORTEST_STEM = 2  #: letters of what a law is on: "AI-verordening"
#: With one of these before it a word is another one, and no compound: "hervestiging" is not on a "vestiging".
_PREFIXES = ("her", "ver", "ont", "be")
#: What the name of a law ends in.
_LETTER = re.compile(r"\b\w-|-\w\b")  #: a part of one letter
_TWO_SUBJECTS = re.compile(
    r" en "
)  #: in the name of a theme: "corruptie en witwassen"; its names do not all mean the same
_LAWS = ("verordeningen", "verordening", "richtlijnen", "richtlijn", "kaderbesluit", "besluit", "pakket", "wet")
#: Countries that titles name beside what they are about.
_PLACES = frozenset(
    word
    for name in (*MEMBER_STATES, "Oekraïne", "Rusland", "Syrië", "Turkije", "Belarus", "Israël", "China")
    for word in words(name)
)
#: Words of titles that say what form something has, or what is done with it, and not what it is.
_FORMS = (
    "stand staat zaken voortgang voortgangsrapportage verordening verordeningen richtlijn richtlijnen besluit"
    " aanbeveling aanbevelingen mededeling voorstel voorstellen wetsvoorstel pakket conclusies raadsconclusies"
    " beleidsdebat debat gedachtewisseling overige onderwerpen onderwerp diversen europees europese eu raad"
    " lidstaten presentatie toelichting informatie overeenkomst onderhandelingen akkoord evaluatie vaststelling"
    " vastelling herziening wijziging implementatie uitvoering toepassing geleidelijke jaarlijkse dialoog"
    " harmonisatie aspecten bepaalde bepalingen gebied gebieden kader huidige nieuwe nieuw rapport verslag"
    " jaarverslag terugkoppeling anti werklunch lunch ter inzake betreffende bestrijding bescherming aanpak"
    " wetgeving wetgevende dossiers punten any other business planning regels gegevens voorkoming oprichting"
    " uitbreiding"
)
#: Words that count where two titles are alike, and by which alone no two are on one matter.
_WEAK = (
    "toekomst conferentie samenwerking strijd gevolgen online digitale interne externe veiligheid dimensie"
    " derde landen land slachtoffers actieplan strategie comite justitiele internationale prioriteiten"
    " voorzitterschap situatie versterking handel illegale werking verdrag toetreding toegang onderzoek"
)


@dataclass(frozen=True, slots=True)
class Term:
    """A word or phrase of a title that says what it is about."""

    written: Phrase  #: its folded words
    ways: frozenset[Phrase]  #: every way to say it, itself among them
    weak: bool = False  #: it counts beside others, and not by itself
    stem: str | None = None  #: what a law is on, where it is the name of one: "screening" of "screeningsverordening"

    @property
    def text(self) -> str:
        """Its words."""
        return " ".join(self.written)

    @property
    def parts(self) -> tuple[str, ...]:
        """The word that may be a part of a compound, or have one in it; none of a phrase."""
        return ((self.stem or self.written[0]),) if len(self.written) == 1 else ()


class Names:
    """Every way to say a word or phrase, by the themes and the glossary."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._by_theme = {
            theme.slug: frozenset(tuple(words(name)) for name in theme.names)
            for theme in catalogue.themes
            if not _TWO_SUBJECTS.search(theme.nl)
        }
        self._terms: dict[str, tuple[Term, ...]] = {}

    def ways(self, phrase: Phrase) -> frozenset[Phrase]:
        """The other names of what has this one; none where neither knows it."""
        theme = self._catalogue.by_name.get(" ".join(phrase))
        return (self._by_theme.get(theme.slug, frozenset()) if theme else frozenset()) | frozenset(same_as(phrase))

    def terms(self, title: str) -> tuple[Term, ...]:
        """What a title is about, in its order, each once."""
        if title not in self._terms:
            told: list[Term] = []
            for term in self._read(title):
                if not any(term.ways & other.ways for other in told):
                    told.append(term)
            if not all(term.weak or _is_place(term) for term in told):
                told = [replace(term, weak=term.weak or _is_place(term)) for term in told]
            self._terms[title] = tuple(told)
        return self._terms[title]

    def _read(self, title: str) -> Iterator[Term]:
        told, kept = _title_run(title), set(title_words(title))
        at = 0
        while at < len(told):
            length = next(
                (n for n in range(min(_LONGEST, len(told) - at), 1, -1) if self.ways(tuple(told[at : at + n]))), 1
            )
            phrase = tuple(told[at : at + length])
            if length > 1:
                yield Term(
                    phrase,
                    self.ways(phrase) | {phrase},
                    weak=all(_says_little(word) for word in matter_words(" ".join(phrase))),
                )
            elif phrase[0] in kept:
                yield self._term(phrase[0])
            at += length

    def _term(self, word: str) -> Term:
        stem = _stem_of_law(word)
        ways = {(word,), *self.ways((word,)), *self.ways((lemma(word),))}
        if stem:
            ways |= {(stem,), *self.ways((stem,))}
        weak = _is_weak(word) or (stem is not None and _is_weak(stem))
        return Term((word,), frozenset(ways), weak, stem)


@lru_cache(4_096)
def title_words(title: str) -> tuple[str, ...]:
    """The words of a title that say what it is about, each once, folded."""
    abbreviations = {word for part in re.split(r"[\s()-]+", title) if part.isupper() for word in words(part)}
    kept = [word for word in matter_words(title) if not _is_form(word) and not word.isdigit()]
    hyphened = [part for word in kept for part in (_parts(title).get(word) or (word,))]
    return tuple(dict.fromkeys(word for word in hyphened if len(word) >= _SHORTEST or word in abbreviations))


def stands_in(term: Term, there: Sequence[Term]) -> bool:
    """Whether a title has the term, in any of its ways or as a part of a compound."""
    return any(is_kin(term, other) for other in there)


def is_same(one: Term, other: Term) -> bool:
    """One thing under two names, or one word in two forms."""
    if one.ways & other.ways:
        return True
    return any(family(a) == family(b) for a in _single(one) for b in _single(other))


@lru_cache(65_536)
def is_kin(one: Term, other: Term) -> bool:
    """The same, or one is a compound or phrase with the other."""
    if is_same(one, other) or any(_are_kin(a, b) for a in one.parts for b in other.parts):
        return True
    single, phrase = sorted((one, other), key=lambda term: len(term.written))
    return len(single.written) == 1 < len(phrase.written) and not single.weak and single.written[0] in phrase.written


@lru_cache(65_536)
def _are_kin(one: str, other: str) -> bool:
    """One is a compound with the other, in any form; "passagiersgegevens" is not with "gegevens", which may be any."""
    if one == other:
        return True
    if _says_little(min(one, other, key=len)):
        return False
    if any(max(one, other, key=len) == f"{prefix}{min(one, other, key=len)}" for prefix in _PREFIXES):
        return False
    return any(kinship(a, b) == 1.0 for a in {one, lemma(one)} for b in {other, lemma(other)})


@lru_cache(65_536)
def _says_little(word: str) -> bool:
    return _is_form(word) or _is_weak(word)


class Text:
    """The words of a text, to be asked for terms."""

    def __init__(self, text: str) -> None:
        self.words = tuple(index_words(text))
        self._each = frozenset(self.words)
        self._families = {family(word) for word in self.words}
        self._run = f" {' '.join(self.words)} "

    def holds(self, term: Term) -> bool:
        """Whether it has the term: in any of its ways, in another form, in a compound, or as two halves."""
        if any(f" {' '.join(way)} " in self._run for way in term.ways):
            return True
        return any(self._has(word) or self._has_halves(word) for word in term.parts)

    def _has(self, word: str) -> bool:
        return family(word) in self._families or any(_are_kin(word, other) for other in self._each)

    def _has_halves(self, word: str) -> bool:
        return any(
            family(head) in self._families and family(tail) in self._families
            for head, tail in halves(word, _SHORTEST_HALF)
        )


def _single(term: Term) -> Iterable[str]:
    """Its ways of one word."""
    return (way[0] for way in term.ways if len(way) == 1)


def _title_run(title: str) -> list[str]:
    """The words of a title in their order; of a hyphenated one its parts where it is split."""
    parts = _parts(title)
    return [part for word in words(title) for part in (parts.get(word) or (word,))]


def _is_place(term: Term) -> bool:
    """Whether it is a country: beside something else that is only where it is looked at."""
    return len(term.written) == 1 and term.written[0] in _PLACES


def _parts(title: str) -> dict[str, tuple[str, ...]]:
    """The parts of hyphenated words, by the word as it is joined: "EU-actieplan", but not "e-evidence"."""
    told: dict[str, tuple[str, ...]] = {}
    for word in title.split():
        if "-" in word and not _LETTER.search(word):
            joined, *parts = index_words(word) or [""]
            told[joined] = tuple(part for part in parts if not _is_form(part))
    return told


def _stem_of_law(word: str) -> str | None:
    """What a law is on by its name: of "screeningsverordening" "screening"; None of what is no name of a law."""
    for end in _LAWS:
        stem = word.removesuffix(end)
        if stem != word and len(stem) >= _SHORTEST_STEM:
            return stem[:-1] if stem.endswith("s") and is_ordinary(stem[:-1]) else stem
    return None


def _is_form(word: str) -> bool:
    return family(word) in _families(_FORMS)


def _is_weak(word: str) -> bool:
    return family(word) in _families(_WEAK)


@cache
def _families(listed: str) -> frozenset[str]:
    """Of the words of a list; when they are asked for, as they take longer than a question that needs none."""
    return frozenset(map(family, listed.split()))
