"""The noun of a Dutch verb and the verb of a noun: "vaccineren" and "vaccinatie"; what is small as it is: "bandje"."""

from collections.abc import Iterator

from briefings.language.lemmas import lemma

_SHORTEST = 4  #: letters that both share
_VERB = "eren"
_NOUNS = ("atie", "ering", "ie")  #: of verbs on -eren
_PLAIN_VERB = "en"
_PLAIN_NOUN = "ing"
_SMALL = "je"  #: "enkelbandje"


def derived(word: str) -> Iterator[str]:
    """The words that a folded word may be derived from, or that may be derived from it; most of them are none."""
    base = lemma(word)
    if base.endswith(_SMALL) and (whole := lemma(base)) != base:
        yield whole
    if base.endswith(_VERB):
        stem = base.removesuffix(_VERB)
        yield from (stem + noun for noun in _NOUNS if len(stem) >= _SHORTEST)
    elif base.endswith(_PLAIN_VERB) and len(base) >= _SHORTEST + len(_PLAIN_VERB):
        yield base.removesuffix(_PLAIN_VERB) + _PLAIN_NOUN
    for noun in _NOUNS:
        if base.endswith(noun) and len(base) >= _SHORTEST + len(noun):
            yield base.removesuffix(noun) + _VERB
    if base.endswith(_PLAIN_NOUN) and len(base) >= _SHORTEST + len(_PLAIN_NOUN):
        yield base.removesuffix(_PLAIN_NOUN) + _PLAIN_VERB
