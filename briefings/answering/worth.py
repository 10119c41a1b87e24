"""What a word is worth in a question: whether it says what is asked, and what becomes of one that no letter has."""

from collections.abc import Sequence
from enum import IntEnum, StrEnum

from briefings.answering.asking import section
from briefings.answering.thesaurus import meant_by, same_as
from briefings.language.lemmas import is_dutch, is_ordinary, lemma

_SHORTEST_TAIL_HEAD = 3  #: letters before the tail of a longer word
_NAME = 10  #: letters of a word of the glossary or the themes that hardly has another meaning
_TERM = 13  #: letters of one that has none
_LONG = 4  #: words of a phrase of every day that says one thing, whatever its words are
_VERB = "en"
_FORMS = ("en", "t", "d", "de", "te")  #: how forms of a verb end that are no nouns: "borrel" is none
_SHORTEST_VERB = 5  #: letters
_ALSO_NEEDED = 2  #: what is known must be worth so much more than the number of words of another world
_OF_SEVERAL = 1  #: the same where it is several things, which must stand in one item together


class Worth(IntEnum):
    """How much a word or phrase that the letters know says of what is asked."""

    SIDE = 0  #: a side of a subject ("kosten"), or a country: nothing by itself
    PLAIN = 1  #: a word of every day
    NAME = 3  #: a name, an abbreviation, a phrase of the field: it means this and nothing else
    TERM = 4  #: a long word of the field, which nobody uses of anything else


class Lacking(StrEnum):
    """What a word is that no letter has."""

    SIDE = "side"  #: asks for a side of the subject
    FIELD = "field"  #: belongs to the field, beside any subject of it
    PLACE = "place"  #: a country, a people or a part of the world
    SUBJECT = "subject"  #: a subject that has a name, and that no letter is about
    COMMON = "common"  #: a word of every day that letters do have, elsewhere
    DOING = "doing"  #: a verb: in a sentence it says what happens to the subject ("worden wolven verplaatst")
    FOREIGN = "foreign"  #: of another world, as far as is known: the question may be about something else
    ELSEWHERE = "elsewhere"  #: of another world for certain


def is_filler(word: str) -> bool:
    """A word that asks, and says nothing of the subject."""
    return word in section("filler")


def is_side(word: str) -> bool:
    """A word for a side of a subject, or for a part of the world."""
    return not {word, lemma(word)}.isdisjoint(section("aspect")) or is_place(word)


def is_place(word: str) -> bool:
    """A country, a people or a part of the world."""
    return word in section("place")


def _says_a_side(phrase: Sequence[str]) -> bool:
    """A phrase for such a thing ("europees parlement"), or what people say for it."""
    meant = meant_by(tuple(phrase))
    return _is_side_phrase(phrase) or (bool(meant) and all(map(_is_side_phrase, meant)))


def _is_side_phrase(phrase: Sequence[str]) -> bool:
    if len(phrase) == 1:
        return is_side(phrase[0]) or phrase[0].isdigit()
    joined = "_".join(phrase)
    return joined in section("aspect") or joined in section("place") or all(map(str.isdigit, phrase))  # "3,5"


def is_everyday(word: str) -> bool:
    """A word that has a meaning at home or in a shop too."""
    return word in section("everyday")


def worth_of(phrase: Sequence[str], *, named: bool = False, termed: bool = False) -> Worth:
    """What known words are worth; `named`: they are an abbreviation; `termed`: the name of a theme."""
    if _says_a_side(phrase):
        return Worth.SIDE
    if len(phrase) == 1:
        word = phrase[0]
        if named:
            return Worth.NAME
        if is_everyday(word):
            return Worth.PLAIN
        known = termed or (bool(same_as((word,))) and not meant_by((word,)))
        if known and len(word) >= _TERM:
            return Worth.TERM
        return Worth.PLAIN if is_ordinary(word) and not (known and len(word) >= _NAME) else Worth.NAME
    if "_".join(phrase) in section("everyday"):
        return Worth.PLAIN
    said = [word for word in phrase if not is_filler(word)]
    if meant_by(tuple(phrase)):
        return Worth.NAME if len(said) > 1 or len(phrase) >= _LONG else Worth.PLAIN
    if len(phrase) > 1 and (termed or same_as(tuple(phrase))):
        return Worth.NAME
    if all(is_side(word) for word in said):
        return Worth.SIDE
    return Worth.NAME if len(said) > 1 else worth_of(said, named=named, termed=termed)


def lacking(word: str, parts: Sequence[str] = ()) -> Lacking:
    """What a word is that no letter has; `parts`: of one with a hyphen, which is what its last part is."""
    if parts and lacking(parts[-1]) is Lacking.FIELD:
        return Lacking.FIELD
    forms = {word, lemma(word)}
    if not forms.isdisjoint(section("elsewhere")):
        return Lacking.ELSEWHERE
    if not forms.isdisjoint(section("aspect")) or word.isdigit():
        return Lacking.SIDE
    if not forms.isdisjoint(section("field")):
        return Lacking.FIELD
    if not forms.isdisjoint(section("place")):
        return Lacking.PLACE
    if any(map(_is_term, forms)):
        return Lacking.SUBJECT
    if heads := _heads(word):
        return _side_of(heads)
    return Lacking.DOING if word in section("doing") or _is_doing(word) else Lacking.FOREIGN


def _heads(word: str) -> list[str]:
    """What stands before the tail of a longer word: "school" in "schoolcijfers"; none where there is none."""
    shortest = _SHORTEST_TAIL_HEAD
    before = [word.removesuffix(tail) for tail in section("tail") if word.endswith(tail)]
    return [way for head in before if len(head) >= shortest for way in (head, head.removesuffix("s"))]


def _side_of(heads: Sequence[str]) -> Lacking:
    """What a side of these is: of "school" in "schoolcijfers" foreign, of "methaan" in "methaanwet" a subject too."""
    known = {lacking(head) for head in heads}
    if Lacking.SUBJECT in known:
        return Lacking.SUBJECT
    return Lacking.FOREIGN if known <= {Lacking.FOREIGN, Lacking.ELSEWHERE} else Lacking.SIDE


def _is_doing(word: str) -> bool:
    """A Dutch verb that is not of the home, the shop or the sports field: it says what happens to the subject."""
    verb = lemma(word)
    is_form = word.endswith(_FORMS) and verb.endswith(_VERB) and len(verb) >= _SHORTEST_VERB
    return is_form and is_dutch(word) and verb not in section("athome")


def _is_term(word: str) -> bool:
    """A word of the glossary; an ordinary word that only people use for one may have been meant otherwise."""
    return bool(same_as((word,))) and not (meant_by((word,)) and is_ordinary(word))


def carries(known: Sequence[Worth], lost: Sequence[Lacking], *, framed: bool = False) -> bool:
    """Whether what is known carries a question of which other words were not found.

    `framed`: the shape of the question says that it is about the Council, so that a word of every day carries it too.
    """
    worth = sum(known)
    foreign = sum(one is Lacking.FOREIGN for one in lost)
    if max(known, default=Worth.SIDE) < Worth.NAME:
        foreign += sum(one is Lacking.COMMON for one in lost)
    several = sum(one > Worth.SIDE for one in known) > 1
    needed = foreign if framed else foreign + (_OF_SEVERAL if several else _ALSO_NEEDED)
    return worth > 0 and Lacking.ELSEWHERE not in lost and (not foreign or worth >= needed)
