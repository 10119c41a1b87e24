"""What a sentence is about: its words without who speaks, what is done, and what is said in every sentence."""

from collections.abc import Iterable
from functools import lru_cache

from briefings.answering.worth import is_filler
from briefings.enriching.lexicon import (
    ADVERBS,
    CONJUNCTIONS,
    DETERMINERS,
    FINITE,
    INFINITIVES,
    IS_AUXILIARY,
    JOINED,
    PARTICIPLES,
    PLURALS,
    PREPOSITIONS,
    PRONOUNS,
    STANCE_WORDS,
    SUBORDINATORS,
)
from briefings.enriching.offices import without_offices
from briefings.language.compounds import begins, ends
from briefings.language.lemmas import family
from briefings.language.tokens import words

_SHORTEST_PART = 6  #: letters of a word that is looked for at either end of a longer one
_SAME_HEAD = 7  #: letters that two long words begin alike with, to be half the same
#: Who speaks in every letter, and how Councils talk of anything.
_NOT_MATTER = frozenset(
    "nederland nederlandse kabinet nederlands voorzitterschap commissie raad lidstaat lidstaten kamer minister"
    " staatssecretaris aandacht belang inzet voornemens noodzaak standpunt opnieuw daarbij waarbij ten hoogste"
    " toe geval voorstander voorwaarde reden"
    " uiterlijk maximale zoals kunnen gaf aan".split()
)


@lru_cache(4_096)
def matter_of(text: str) -> tuple[str, ...]:
    """The families of the words that say what it is about, each once, in order; numbers among them."""
    return tuple(dict.fromkeys(family(word) for word in matter_words(without_offices(text))))


def matter_words(text: str) -> list[str]:
    """The words that say what it is about, folded, as they stand there."""
    told = words(text)
    return [word for before, word in zip(["", *told], told, strict=False) if not _is_empty(word, before)]


def _is_empty(word: str, before: str) -> bool:
    """Whether a word says nothing of the matter. A verb behind an article is a noun: "het besluit"."""
    if word in _NOT_MATTER or is_filler(word) or word in SMALL_WORDS or (len(word) < 3 and not word.isdigit()):  # noqa: PLR2004
        return True
    if before in DETERMINERS:
        return False
    if word in _VERBS:
        return True
    return any(word in listed for listed in STANCE_WORDS.values())


#: Words that stand in any sentence.
SMALL_WORDS = ADVERBS | CONJUNCTIONS | DETERMINERS | PREPOSITIONS | PRONOUNS | SUBORDINATORS | IS_AUXILIARY
_VERBS = frozenset(FINITE) | frozenset(INFINITIVES) | frozenset(PARTICIPLES) | frozenset(JOINED) | PLURALS


@lru_cache(65_536)
def kinship(one: str, other: str) -> float:
    """How far two words are the same: 1 for one family or a compound with the other, a half for a like beginning."""
    if one == other:
        return 1.0
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) >= _SHORTEST_PART and (begins(longer, shorter) or ends(longer, shorter)):
        return 1.0
    if len(shorter) > _SAME_HEAD and longer[:_SAME_HEAD] == shorter[:_SAME_HEAD]:
        return 0.5
    return 0.0


def part_in(ours: Iterable[str], theirs: Iterable[str]) -> float:
    """Which part of our matter stands in theirs, 0 to 1; 0 where we have none."""
    ours, theirs = tuple(ours), tuple(theirs)
    if not ours:
        return 0.0
    return sum(max((kinship(one, other) for other in theirs), default=0.0) for one in ours) / len(ours)


#: Of which every proposal has one: what is said of it is said of that proposal.
_OF_EACH = "algemene gedeeltelijke orientatie benadering compromis mandaat akkoord tekst voorstel verordening richtlijn"


def is_of_each(matter: Iterable[str]) -> bool:
    """Whether every word of a matter names a proposal by what each has: "de algemene oriëntatie", "het compromis"."""
    return all(any(kinship(word, family(one)) == 1.0 for one in _OF_EACH.split()) for word in matter)
