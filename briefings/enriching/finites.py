"""The words of a sentence, and which of them are finite verbs."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from briefings.enriching.lexicon import (
    ADVERBS,
    AUXILIARIES,
    CONJUNCTIONS,
    DETERMINERS,
    IS_AUXILIARY,
    PARTICIPLES,
    PLURALS,
    PREPOSITIONS,
    STRONG,
    is_finite,
)
from briefings.enriching.parties import MEMBER_STATES
from briefings.language.fold import fold
from briefings.language.lemmas import is_dutch, lemma

_TOKEN = re.compile(r"\w+(?:[-'’./]\w+)*|[^\w\s]")


_QUOTED = re.compile(r"[“\"«„][^”\"»“]{0,1000}[”\"»]")


_LONG_QUOTE = 4  #: words: a shorter quote is a term, no saying


_BRACKETS = re.compile(r"\([^()]*\)")
_INSERTED = re.compile(
    r", zo (?:is|was|luidt|lijkt|bleek|blijkt) [^,]{0,40},"
)  #: "zullen, zo is de verwachting, wijzen"


#: Forms that are a finite verb only beside their subject: nouns, numbers and adjectives too.
_ALSO_OTHER = frozenset(
    "acht licht hecht wil steun besluiten berichten eisen prijzen plaatsen raden sporen zorgen merken tonen oordelen"
    " gebruiken starten schetsen lijken kanten drukken inzet".split()
)
_STATES = frozenset(map(fold, (*MEMBER_STATES, "Nederland")))
_SUBJECTS = frozenset("ik kabinet minister staatssecretaris lidstaten delegaties landen ministers zij wij".split())


class Token(NamedTuple):
    """A word or sign of a sentence, folded, and where it stands."""

    low: str
    start: int
    end: int
    capital: bool = False


@lru_cache(16_384)
def _low(word: str) -> str:
    return fold(word)


def tokens_of(raw: str) -> tuple[Token, ...]:
    """The words and signs of a sentence. What stands in brackets, or is quoted, is left out."""
    left_out = [match.span() for match in _BRACKETS.finditer(raw)] if "(" in raw else []
    left_out += [match.span() for match in _INSERTED.finditer(raw)] if ", zo " in raw else []
    left_out += [match.span() for match in _QUOTED.finditer(raw) if len(match[0].split()) >= _LONG_QUOTE]
    matches = _TOKEN.finditer(raw)
    if left_out:
        kept = (m for m in matches if not any(start <= m.start() < end for start, end in left_out))
        return tuple(_token(match) for match in kept)
    return tuple(map(_token, matches))


def _token(match: re.Match[str]) -> Token:
    word = match[0]
    return Token(_low(word), match.start(), match.end(), word[0].isupper())


def has_finite(tokens: Sequence[Token]) -> bool:
    """Whether a finite verb stands among these words."""
    return bool(finites(tokens))


def finites(tokens: Sequence[Token]) -> list[int]:
    """Where finite verbs stand; of a form that is an infinitive too only the first counts."""
    found: list[int] = []
    for at, token in enumerate(tokens):
        if not (is_finite(token.low) or _is_done_by_state(tokens, at) or _goes_on(tokens, at)):
            continue
        before = tokens[at - 1].low if at else ""
        if (
            before == "te"
            or (before in DETERMINERS - {"het", "dit", "dat"} and not _follows_pronoun(tokens, at))
            or (before in PREPOSITIONS - {"dan"} and token.low != "is" and not is_past_form(token.low))
        ):
            continue
        if token.low in _ALSO_OTHER and not _beside_subject(tokens, at):
            continue
        if before[:1].isdigit() and _is_plural_now(token.low):
            continue  # "met 25 stemmen voor"
        again = _is_plural_now(token.low) or token.low in PARTICIPLES
        begun = found and not any(other.low in {";", ":"} for other in tokens[found[-1] : at])
        if begun and again and before not in CONJUNCTIONS:
            continue
        if found and _is_plural_now(tokens[found[-1]].low) and not _parted(tokens, found[-1], at):
            found.pop()  # "Met achttien stemmen voor nam de Raad": that was a noun
        found.append(at)
    return found


def _is_done_by_state(tokens: Sequence[Token], at: int) -> bool:
    """ "Duitsland achtte", "Polen gruwde van": a past form right behind a member state, of whatever verb."""
    token, before = tokens[at], tokens[at - 1] if at else None
    if before is None or before.low not in _STATES or not is_past_form(token.low):
        return False
    first = tokens[at - 2].low if at > 1 else ""
    if first in PREPOSITIONS or is_finite(first):  # "de in Polen gevestigde bedrijven", "kaartte Polen elementen aan"
        return False
    return token.low not in ADVERBS | PREPOSITIONS | DETERMINERS


def _goes_on(tokens: Sequence[Token], at: int) -> bool:
    """ "nam de tijd en sneed ook de kosten aan": a form of whatever verb, joined to what goes before."""
    word = tokens[at].low
    if not at or tokens[at - 1].low not in {"en", "maar"} or at + 1 == len(tokens) or word.endswith(("en", "ende")):
        return False
    behind = tokens[at + 1].low
    if behind not in DETERMINERS | ADVERBS | PREPOSITIONS | {"zich"}:
        return False
    verb = lemma(word)
    return verb.endswith("en") and verb != word and word not in PARTICIPLES and is_dutch(word)


def _follows_pronoun(tokens: Sequence[Token], at: int) -> bool:
    """ "Deze werd aangenomen", "Die zal volgen": an auxiliary right behind what stands for something said before."""
    return at == 1 and tokens[0].low in {"deze", "die"} and tokens[at].low in IS_AUXILIARY


def _parted(tokens: Sequence[Token], first: int, second: int) -> bool:
    return any(token.low in CONJUNCTIONS or not token.low[0].isalnum() for token in tokens[first:second])


def is_past_form(word: str) -> bool:
    """A form that can be nothing but the past: it may stand right behind a particle ("stemmen voor nam de Raad")."""
    return word in STRONG or word in AUXILIARIES["was"] or word.endswith(("de", "te", "den", "ten"))


def _is_plural_now(word: str) -> bool:
    """The form that is an infinitive too: "steunen", "worden"."""
    if word == "zijn" or word in PLURALS:
        return True
    if word in AUXILIARIES["was"]:
        return False
    return word.endswith("en") and not word.endswith(("den", "ten")) and word not in STRONG


def _beside_subject(tokens: Sequence[Token], at: int) -> bool:
    before, behind = tokens[at - 1] if at else None, tokens[at + 1] if at + 1 < len(tokens) else None
    named = before is not None and before.capital and not before.low.endswith("se")  # "De Nederlandse zorgen blijven"
    known = named or (before is not None and before.low in _SUBJECTS)
    turned = behind is not None and (behind.capital or behind.low in {"de", "het", "ik"}) and at > 0
    return known or turned
