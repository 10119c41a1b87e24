"""Which items of earlier letters are on the same matter as one of a coming agenda.

A title says it where what it is about is the same, under one of its names. Where titles differ it is sure by a
name that a letter gives, by the one proposal that both are about, or by the title of each in the text of the other. A
paper that both cite, or a title whose words stand in the text, makes it likely, and no more than that.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from briefings.answering.explain import body_text
from briefings.answering.links import own_papers
from briefings.comparing.called import ShortName, short_names
from briefings.comparing.proposals import are_on_one_proposal
from briefings.comparing.titles import Names, Term, Text, is_kin, is_same, stands_in
from briefings.enriching.parties import mentions
from briefings.language.fold import fold
from briefings.language.lemmas import is_ordinary
from briefings.language.sentences import sentence_spans
from briefings.model.briefing import StoredItem

_SAME = 0.6  #: part of the words of either title that must stand in the other
_BESIDE = 2, 1  #: words that the longer of two titles may have beside those of the shorter, and how many strong ones
_IN_TEXT = 2  #: words of a title that must stand in a text, all of them, to be near it
_WHOLE = 3  #: from so many words on a title that stands in one sentence is named there
_LONG = 10  #: letters of a word by which two titles are on one matter where all else in them says little
_LEAD = 2  #: sentences
_SPECIAL = 12  #: letters of a word that by itself says what a title is about
_WORD = re.compile(r"[^\W_]+")
_ON_A_LAW = re.compile(r"\b(?:wetsvoorstel|voorstel|verordening|richtlijn|kaderbesluit|triloog|trilogen)\b")


class SameMatter(StrEnum):
    """How sure it is that two items are on one matter."""

    SURE = "sure"
    PERHAPS = "perhaps"


class Ground(StrEnum):
    """By what two items are on one matter."""

    TITLE = "title"
    PAPER = "paper"
    TEXT = "text"  #: the words of one's title stand in the other's text


@dataclass(frozen=True, slots=True)
class EarlierItem:
    """An item of an earlier letter that is on the same matter, or may be."""

    source: StoredItem
    how: SameMatter
    why: Ground
    shared: str  #: the paper, or the words of the other item, that they share


@dataclass(frozen=True)
class _Side:
    """One of two items that are laid beside each other."""

    source: StoredItem
    names: Names

    @cached_property
    def text(self) -> Text:
        """All that is said in it."""
        return Text(body_text(self.source.item))

    @property
    def council(self) -> str:
        """The formation: another one looks at another side of a subject."""
        return self.source.meeting.council

    @cached_property
    def terms(self) -> tuple[Term, ...]:
        """What its title is about."""
        return self.names.terms(self.source.item.title)

    @property
    def strong(self) -> tuple[Term, ...]:
        """The terms of its title by which it can be on one matter with another."""
        return tuple(one for one in self.terms if not one.weak)

    @cached_property
    def head(self) -> tuple[Term, ...]:
        """What its title names before a colon; nothing where it has none, or names a body: "Europol: jaarverslag"."""
        named, colon, _ = self.source.item.title.partition(":")
        return self.names.terms(named) if colon and not mentions(f"het {named}") else ()

    @cached_property
    def lead(self) -> tuple[Text, ...]:
        """Its first sentences, which say what it is about."""
        told = self.source.item.paragraphs[:_LEAD]
        sentences = [paragraph[start:end] for paragraph in told for start, end in sentence_spans(paragraph)]
        return tuple(Text(one) for one in sentences[:_LEAD])

    @property
    def given(self) -> tuple[ShortName, ...]:
        """The short names that it gives."""
        return short_names(body_text(self.source.item))


class EarlierItems:
    """Lays items of earlier letters beside one of an agenda."""

    def __init__(self, names: Names, planned: StoredItem) -> None:
        self._names = names
        self._planned = planned
        self._ours = _Side(planned, names)

    def compare(self, other: StoredItem) -> EarlierItem | None:
        """How an earlier item is on the matter of ours; None where nothing says that it is."""
        ours = self._planned
        one, two = self._ours, _Side(other, self._names)
        papers, theirs = own_papers(ours), own_papers(other)
        cited = sorted(papers.keys() & theirs.keys())
        shared = [term for term in one.strong if stands_in(term, two.terms)]
        written = _as_there(shared, two.terms, other.item.title)
        if shared and (_titles_are_alike(one, two) or cited or _is_law_by_its_name(one, two)):
            return EarlierItem(other, SameMatter.SURE, Ground.TITLE, written)
        if name := _called(one, two):
            return EarlierItem(other, SameMatter.SURE, Ground.TITLE, name)
        if cited:
            how = SameMatter.SURE if are_on_one_proposal(ours, other) else SameMatter.PERHAPS
            return EarlierItem(other, how, Ground.PAPER, papers[cited[0]])
        if shared:
            if one.council != two.council and all(_may_be_any(term, two.terms) for term in shared):
                return None
            told = one.council == two.council and (_is_told(one, two) or _is_told(two, one))
            return EarlierItem(other, SameMatter.SURE if told else SameMatter.PERHAPS, Ground.TITLE, written)
        return _by_text(one, two)


def _by_text(one: _Side, two: _Side) -> EarlierItem | None:
    """How items whose titles share nothing are on one matter by their texts."""
    there = [term for term in one.strong if two.text.holds(term)]
    here = [term for term in two.strong if one.text.holds(term)]
    whole = max(_in_one_sentence(one, two), _in_one_sentence(two, one))
    both = bool(there and here)
    told = whole >= _WHOLE or (both and (whole or len(there) + len(here) >= _WHOLE))
    sure = one.council == two.council and (told or (_share_theme(one, two) and (both or whole > 0)))
    special = _is_told_enough(one.strong, (two.text,)) or _is_told_enough(two.strong, one.lead)
    if sure or both or whole or special:
        shared = _as_told(there or here, two.source if there else one.source)
        return EarlierItem(two.source, SameMatter.SURE if sure else SameMatter.PERHAPS, Ground.TEXT, shared)
    return None


def _titles_are_alike(one: _Side, two: _Side) -> bool:
    """Whether the titles are; or one is what the other names before a colon: "Schengen: jaarlijkse cyclus"."""
    within = one.council == two.council
    if _are_alike(one.terms, two.terms, within=within):
        return True
    heads = ((one.head, two.terms), (two.head, one.terms))
    return within and any(head and _are_alike(head, terms, within=False) for head, terms in heads)


def _are_alike(one: Sequence[Term], two: Sequence[Term], *, within: bool) -> bool:
    """Whether most words of either stand in the other, or all of the shorter in one that has little beside them.

    One word by itself must then be the same word: "slachtofferrechten" is not "rechten van vliegtuigpassagiers".
    Another formation looks at another side of a subject: of its titles every word must stand in the other.
    """
    ours = sum(stands_in(term, two) for term in one) / len(one)
    theirs = sum(stands_in(term, one) for term in two) / len(two)
    if min(ours, theirs) >= (_SAME if within else 1.0):
        return True
    if not within:
        return False
    if _is_one_special(one, two):
        return True
    longer, shorter, whole = (two, one, ours) if len(one) <= len(two) else (one, two, theirs)
    alone = len(shorter) == 1 and not any(is_same(shorter[0], other) for other in longer)
    beside = [term for term in longer if not stands_in(term, shorter)]
    return (
        whole == 1.0 and not alone and len(beside) <= _BESIDE[0] and sum(not term.weak for term in beside) <= _BESIDE[1]
    )


def _is_one_special(one: Sequence[Term], two: Sequence[Term]) -> bool:
    """Whether both are about one long word and else about what says little: "EU-strategie tegen antisemitisme"."""
    strong = [[term for term in terms if not term.weak] for terms in (one, two)]
    return (
        all(len(terms) == 1 for terms in strong)
        and is_same(strong[0][0], strong[1][0])
        and any(len(terms[0].text) >= _LONG for terms in strong)
    )


def _is_law_by_its_name(one: _Side, two: _Side) -> bool:
    """Whether the title of either is the name of a law, and the other is on a law with what that is on in its title."""
    for named, other in ((one, two), (two, one)):
        if len(named.terms) == 1 and named.terms[0].stem and stands_in(named.terms[0], other.terms[:1]):
            return _ON_A_LAW.search(fold(f"{other.source.item.title}\n{body_text(other.source.item)}")) is not None
    return False


def _called(one: _Side, two: _Side) -> str:
    """The short name by which the title of one goes, and which a text gives to what the other is about; else empty."""
    for giving in (one, two):
        for given in giving.given:
            before = Text(given.before)
            for named, whole in ((one, two), (two, one)):
                beside = [term for term in named.strong if given.name not in term.ways]
                if len(beside) > 1 or len(beside) == len(named.strong) or not whole.strong:
                    continue
                told = [term for term in whole.strong if before.holds(term)]
                names_it = len(giving.given) == 1 and _ON_A_LAW.search(fold(given.before)) is not None
                if (whole is giving and (told or names_it)) or len(told) == len(whole.strong):
                    return " ".join(given.name)
    return ""


def _is_told(one: _Side, two: _Side) -> bool:
    """Whether what the title of one is about stands in the title of the other and in what that says first."""
    if len(one.strong) < _IN_TEXT and (mentions(one.source.item.title) or not _is_phrase(one.strong)):
        return False
    told = [term for term in one.strong if any(text.holds(term) for text in two.lead)]
    known = [term for term in one.strong if term in told or stands_in(term, two.terms)]
    few = len(known) == len(one.strong) or len(told) >= _IN_TEXT
    return bool(told) and few and len(known) >= _SAME * len(one.strong)


def _is_phrase(terms: Sequence[Term]) -> bool:
    return any(len(term.written) > 1 for term in terms)


def _in_one_sentence(one: _Side, two: _Side) -> int:
    """How many words of a title stand together in one of the first sentences of the other; none where one does not."""
    if len(one.strong) < _IN_TEXT:
        return 0
    for terms in (one.terms, one.strong):
        if any(all(text.holds(term) for term in terms) for text in two.lead):
            return len(terms)
    return 0


def _share_theme(one: _Side, two: _Side) -> bool:
    first, second = ({match.slug for match in side.source.item.themes if match.about} for side in (one, two))
    return bool(first & second)


def _is_told_enough(terms: Sequence[Term], texts: Sequence[Text]) -> bool:
    """Whether one of these texts holds all of several words, or the only one where it is special: "drugsstrategie".

    A phrase is told only whole: "rechten van slachtoffers" not by "slachtoffers".
    """
    if len(terms) >= _IN_TEXT:
        return any(all(text.holds(term) for term in terms) for text in texts)
    return any(len(term.text) >= _SPECIAL and _is_told_in(term, text) for term in terms for text in texts)


def _is_told_in(term: Term, text: Text) -> bool:
    return term.written[0] in text.words if len(term.written) == 1 else text.holds(term)


def _may_be_any(term: Term, there: Sequence[Term]) -> bool:
    """Whether what they share is a short everyday word, by which another formation need not mean the same: "grens"."""
    shared = (min(term.text, other.text, key=len) for other in there if is_kin(term, other))
    return all(len(word) < _LONG and is_ordinary(word) for word in shared)


def _as_there(terms: Iterable[Term], there: Sequence[Term], text: str) -> str:
    """Our words as they are written there: of "zeehavens" "havens"."""
    found = dict.fromkeys(next(other for other in there if is_kin(term, other)).text for term in terms)
    written = {fold(word): word for word in _WORD.findall(text)}
    return ", ".join(written.get(word, word) for word in found)


def _as_told(terms: Iterable[Term], other: StoredItem) -> str:
    """Our words as the text of an item has them."""
    written = {fold(word): word for word in _WORD.findall(body_text(other.item))}
    return ", ".join(dict.fromkeys(" ".join(written.get(word, word) for word in term.written) for term in terms))
