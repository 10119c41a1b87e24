"""What people say in several words, in any order and form: "een wolf die wordt afgeschoten" says "wolven afschieten".

A saying is known by what its words have in common with their inflections; the small words between them do not count.
To work that out takes half a second, so `make setup` and the container image keep it beside the packages of Python:

    python -m briefings.answering.sayings

Where it is missing, or the words were changed since, it is worked out at the first question of several words.
"""

import sys
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from itertools import combinations
from pathlib import Path

from briefings.answering.thesaurus import phrases, same_as
from briefings.answering.worth import is_filler, is_side
from briefings.language import lemmas
from briefings.language.beside import place, put
from briefings.language.lemmas import root

_FEWEST, _MOST = 2, 4  #: words that say something, of a saying
_SPAN = 8  #: words from the first of a saying to its last, those between them counted
_APART = "\t"
_MADE_OF = ("everyday.txt", "glossary.txt", "asking.txt", "thesaurus.py", "worth.py", Path(__file__).name)


def put_together(asked: Sequence[str], named: Collection[str]) -> tuple[str, ...]:
    """`asked` with the words of each saying next to each other, as the saying has them; other words keep their order.

    `named`: names of themes, which are left as they stand.
    """
    typed = tuple(asked)
    taken = _phrased(typed, named)
    telling = [at for at, word in enumerate(typed) if at not in taken and not is_filler(word)]
    for size in range(min(_MOST, len(telling)), _FEWEST - 1, -1):
        for places in _near(telling, size):
            said = _sayings().get(_key(typed[at] for at in places))
            if said is not None and (size > _FEWEST or not any(typed[at] in named for at in places)):
                first, *others = places
                rest = [word for at, word in enumerate(typed) if at > first and at not in others]
                return (*put_together(typed[:first], named), *said.split(), *put_together(rest, named))
    return typed


def _phrased(typed: Sequence[str], named: Collection[str]) -> set[int]:
    """The places of the words that stand in a known phrase as they are."""
    return {
        place
        for at in range(len(typed))
        for end in range(at + _FEWEST, min(len(typed), at + _MOST + 1) + 1)
        if same_as(tuple(typed[at:end])) or " ".join(typed[at:end]) in named
        for place in range(at, end)
    }


def _near(places: Sequence[int], size: int) -> list[tuple[int, ...]]:
    """Every choice of so many places that are near each other, the nearest first."""
    chosen = (
        (first, *others)
        for at, first in enumerate(places)
        for others in combinations([place for place in places[at + 1 :] if place - first < _SPAN], size - 1)
    )
    return sorted(chosen, key=lambda some: some[-1] - some[0])


def _key(telling: Iterable[str]) -> str:
    return " ".join(sorted(set(map(root, telling))))


@cache
def _sayings() -> Mapping[str, str]:
    return kept(path_of())


def kept(path: Path) -> Mapping[str, str]:
    """The roots of the telling words of a saying -> the saying; worked out where there is no such file."""
    if not path.exists():
        return dict(_worked_out())
    return dict(line.split(_APART) for line in path.read_text("utf-8").splitlines())


def _worked_out() -> Iterator[tuple[str, str]]:
    """Those of two words or more that say something; one beside sides of a subject is that subject."""
    known: set[str] = set()
    for phrase in phrases():
        telling = [word for word in phrase.split() if not is_filler(word)]
        subjects = {root(word) for word in telling if not is_side(word)}
        key = _key(telling)
        if len(subjects) >= _FEWEST and len(set(telling)) <= _MOST and key not in known:
            known.add(key)
            yield key, phrase


def path_of(prefix: str = sys.prefix) -> Path:
    """Where the sayings of these words are kept; other words, and another simplemma, have another file."""
    made_of = [Path(__file__).with_name(name) for name in _MADE_OF]
    text = b"".join(path.read_bytes() for path in (*made_of, Path(lemmas.__file__)))
    digest = sha256(text + version("simplemma").encode()).hexdigest()[:16]
    return place(f"sayings-{digest}.tsv", prefix)


def write(prefix: str = sys.prefix) -> None:
    """Writes the sayings, and takes away those of former words."""
    path = path_of(prefix)
    put(path, "".join(f"{key}{_APART}{phrase}\n" for key, phrase in _worked_out()).encode())
    for former in path.parent.glob("sayings-*.tsv"):
        if former != path:
            former.unlink(missing_ok=True)


if __name__ == "__main__":
    write()
