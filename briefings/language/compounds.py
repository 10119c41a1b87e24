"""Dutch compounds: a longer word is one of its parts only where what stands beside it is a word too.

"kabelbeheer" is about cables and "kabeljauw" is not: "jauw" is no word.
"""

from collections.abc import Iterator
from functools import lru_cache

from briefings.language.lemmas import is_ordinary, lemma

_LINKS = ("", "s", "e", "en", "er", "n")  #: what may stand between two parts
_DERIVED = frozenset({"lijk", "lijke"})  #: "rechterlijke" belongs to "rechter"
_SHORTEST = 3  #: letters of a part
_ENDINGS = frozenset(
    {
        "den",
        "der",
        "ten",
        "ter",
        "ste",
        "ing",
        "ens",
        "end",
        "ers",
        "aar",
        "ure",
        "lijk",
        "baar",
        "heid",
        "zaam",
        "loos",
        "schap",
        "schappen",
    }
)


def begins(longer: str, part: str) -> bool:
    """Whether `longer` is a compound that begins with `part`."""
    rest = longer[len(part) :]
    if rest in _DERIVED:
        return longer.startswith(part)
    return longer.startswith(part) and any(
        rest.startswith(link) and is_made_of_words(rest[len(link) :]) for link in _LINKS
    )


def ends(longer: str, part: str) -> bool:
    """Whether `longer` is a compound that ends with `part`, which is no ending by itself: "voorzitterschap"."""
    if part in _ENDINGS:
        return False
    rest = longer[: len(longer) - len(part)]
    return longer.endswith(part) and any(
        rest.endswith(link) and is_made_of_words(rest.removesuffix(link)) for link in _LINKS
    )


def holds(longer: str, part: str) -> bool:
    """Whether `longer` is a compound with `part` in its middle."""
    at = longer.find(part)
    return at > 0 and ends(longer[: at + len(part)], part) and begins(longer[at:], part)


def halves(word: str, shortest: int) -> Iterator[tuple[str, str]]:
    """The ways to read a word as two, each of at least so many letters, the longest first part first."""
    for at in range(len(word) - shortest, shortest - 1, -1):
        yield word[:at], word[at:]
        for link in _LINKS[1:]:
            if word[:at].endswith(link) and at - len(link) >= shortest:
                yield word[: at - len(link)], word[at:]


def joinings(one: str, other: str) -> Iterator[str]:
    """The compounds that two words may be in either order: of "ronde" and "onderhandelingen" "onderhandelingsronde"."""
    for head, tail in ((one, other), (other, one)):
        for begin in dict.fromkeys((head, lemma(head))):
            yield from (begin + link + tail for link in _LINKS)


@lru_cache(maxsize=65_536)
def is_made_of_words(text: str) -> bool:
    """One word of the dictionary, or several behind each other."""
    if len(text) < _SHORTEST or text in _ENDINGS:
        return False
    if is_ordinary(text) or (text.endswith("s") and len(text) > _SHORTEST and is_ordinary(text[:-1])):
        return True
    return any(
        is_ordinary(text[:at])
        and any(text[at:].startswith(link) and is_made_of_words(text[at + len(link) :]) for link in _LINKS)
        for at in range(len(text) - _SHORTEST, _SHORTEST - 1, -1)
    )
