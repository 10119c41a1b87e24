"""The words by which sentences are understood: verbs.toml and signs.toml, ready for looking up."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from briefings.model.statement import Act


class WordPatterns:
    """Folded words: whole ones, "*akkoord" for what ends so, "sanctie*" for what begins so."""

    def __init__(self, patterns: Iterable[str]) -> None:
        listed = list(patterns)
        self._whole = frozenset(word for word in listed if "*" not in word)
        self._ends = tuple(word[1:] for word in listed if word.startswith("*"))
        self._begins = tuple(word[:-1] for word in listed if word.endswith("*"))

    def __contains__(self, word: str) -> bool:
        if word in self._whole:
            return True
        return bool(self._ends and word.endswith(self._ends)) or bool(self._begins and word.startswith(self._begins))

    def first(self, words: Iterable[str]) -> str | None:
        """The first of `words` that is one of these."""
        return next((word for word in words if word in self), None)


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb of the genre: "nam … aan", with what it needs beside it to mean what it does."""

    infinitive: str
    act: Act
    particle: str | None  #: "aan" of "nam … aan"
    needs: WordPatterns | None  #: one of these must stand in the clause
    of_council: bool  #: by it the Council decides

    @property
    def nearness(self) -> tuple[bool, bool]:
        """By which of two verbs with one form the nearer is chosen: the one that asks for more."""
        return self.needs is not None, self.particle is not None


Forms = Mapping[str, tuple[Verb, ...]]


def _load(name: str) -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name(name).read_text("utf-8"))


def _needs(text: str, lists: Mapping[str, str]) -> WordPatterns | None:
    words = [word for part in text.split() for word in (lists[part[1:]].split() if part.startswith("@") else [part])]
    return WordPatterns(words) if words else None


def _read_verbs() -> tuple[Forms, Forms, Forms, Forms]:
    """By finite form, by participle, by infinitive, and by the finite form joined to its particle ("aannam")."""
    tables = _load("verbs.toml")
    lists = tables.pop("words")
    forms: tuple[dict[str, list[Verb]], ...] = ({}, {}, {}, {})
    for act, table in tables.items():
        for line in table["verbs"]:
            infinitive, finite, participle, particle, *needs = [*map(str.strip, line.split("|")), "", "", ""][:5]
            verb = Verb(infinitive, Act(act), particle or None, _needs(needs[0], lists), table.get("council", False))
            finites = dict.fromkeys([*finite.split(), *_present_plural(verb)])
            joined = [f"{verb.particle}{form}" for form in finites] if verb.particle else []
            for known, words in zip(forms, (finites, participle.split(), [infinitive], joined), strict=True):
                for word in words:
                    known.setdefault(word, []).append(verb)
    finite_forms, participles, infinitives, joined_forms = (
        {form: tuple(sorted(verbs, key=lambda verb: verb.nearness, reverse=True)) for form, verbs in known.items()}
        for known in forms
    )
    return finite_forms, participles, infinitives, joined_forms


def _present_plural(verb: Verb) -> list[str]:
    """ "steunen", "stemmen" of "instemmen": the infinitive without its particle. None of what is said in more words."""
    if " " in verb.infinitive:
        return []
    return [verb.infinitive.removeprefix(verb.particle or "")]


FINITE, PARTICIPLES, INFINITIVES, JOINED = _read_verbs()
#: Infinitives, also without the particle of a verb ("stemmen" of "instemmen"): they are present plurals too.
PLURALS = frozenset(
    form
    for verbs in INFINITIVES.values()
    for verb in verbs
    for form in (verb.infinitive, verb.infinitive.removeprefix(verb.particle or ""))
)
_SIGNS = _load("signs.toml")


def _set(name: str, table: Mapping[str, Any] = _SIGNS) -> frozenset[str]:
    return frozenset(table[name].split())


SUBORDINATORS, GOING_ON, CONDITIONS = _set("subordinators"), _set("going_on"), _set("conditions")
DETERMINERS, PREPOSITIONS, CONJUNCTIONS = _set("determiners"), _set("prepositions"), _set("conjunctions")
PRONOUNS, NEGATIONS = _set("pronouns"), _set("negations")
ADVERBS = _set("adverbs") - PREPOSITIONS
HEDGES = re.compile(rf"\b(?:{_SIGNS['hedges']})\b")
BEFORE = re.compile(
    rf"(?<!\bde )(?<!\bhet )(?<!\been )(?<!\bvan )\b(?:(?:in|tijdens|op|bij|sinds) (?:de |het )?)?"
    rf"(?:{_SIGNS['before']['words']})\b"
)
PAPERS = WordPatterns(_SIGNS["council"]["papers"].split())
AUXILIARIES = {name: frozenset(forms.split()) for name, forms in _SIGNS["auxiliaries"].items()}
STRONG = AUXILIARIES.pop("strong")  #: the past of strong verbs
IS_AUXILIARY = frozenset().union(*AUXILIARIES.values())
STANCE_WORDS = {name: WordPatterns(words.replace("|", " ").split()) for name, words in _SIGNS["stances"].items()}


@lru_cache(4_096)
def is_finite(word: str) -> bool:
    """Whether a folded word can be the finite verb of a clause."""
    return word in FINITE or word in JOINED or word in IS_AUXILIARY
