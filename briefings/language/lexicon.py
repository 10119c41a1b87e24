"""The word lists of simplemma as files that are mapped into memory rather than read: they are there at once.

`make setup` and the container image write them, beside the packages of this Python:

    python -m briefings.language.lexicon

Where they are missing simplemma reads its own lists, which takes a third of a second and gives the same.
"""

import sys
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.metadata import version
from mmap import ACCESS_READ, mmap
from pathlib import Path

from briefings.language.beside import place, put

_LANGUAGES = ("nl", "en")
_APART = b"\t"
_BEGINNING = 3  #: letters


class Mapped(Mapping[str, str]):
    """Lines of a word and its dictionary form, in order of the words' bytes."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            self._lines = mmap(file.fileno(), 0, access=ACCESS_READ)
        self._between: dict[bytes, tuple[int, int]] = {}  #: where the words are that begin so

    def __getitem__(self, word: str) -> str:
        wanted = word.encode()
        at = self._first_from(wanted, *self._beginning(wanted[:_BEGINNING]))
        known, _, form = self._lines[at : self._lines.find(b"\n", at)].partition(_APART)
        if known != wanted:
            raise KeyError(word)
        return form.decode()

    def _beginning(self, start: bytes) -> tuple[int, int]:
        """Between which places the words stand that begin so; remembered, as it leaves few to look among."""
        if start not in self._between:
            first = self._first_from(start, 0, len(self._lines))
            self._between[start] = first, self._first_from(start + b"\xff", first, len(self._lines))
        return self._between[start]

    def _first_from(self, wanted: bytes, low: int, high: int) -> int:
        """The place of the first word not before `wanted`; `low` and `high` stand at the beginning of a line."""
        lines = self._lines
        while low < high:
            begin = lines.rfind(b"\n", low, (low + high) // 2) + 1 or low
            end = lines.find(b"\n", begin)
            if lines[begin:end].partition(_APART)[0] < wanted:
                low = end + 1
            else:
                high = begin
        return low

    def __iter__(self) -> Iterator[str]:
        for line in iter(self._lines.readline, b""):
            yield line.partition(_APART)[0].decode()
        self._lines.seek(0)

    def __len__(self) -> int:
        return sum(1 for _ in self)


class Lists:
    """Gives simplemma its lists: mapped where they were written, else its own."""

    def get_dictionary(self, lang: str) -> Mapping[str, str]:
        """The list of a language."""
        return word_list(lang)


@cache
def word_list(lang: str) -> Mapping[str, str]:
    """The list of a language: its words, each with its dictionary form."""
    path = path_of(lang)
    return Mapped(path) if path.exists() else _own(lang)


def _own(lang: str) -> Mapping[str, str]:
    from simplemma.strategies import LOW_MEMORY_DICTIONARY_FACTORY

    return LOW_MEMORY_DICTIONARY_FACTORY.get_dictionary(lang)


def path_of(lang: str, prefix: str = sys.prefix) -> Path:
    """Where the list of a language is mapped from; another release of simplemma has other lists."""
    return place(f"words-{lang}-{version('simplemma')}.tsv", prefix)


def write(prefix: str = sys.prefix) -> None:
    """Writes the lists; one that is there already stays."""
    from simplemma.strategies.dictionaries.dictionary_factory import DefaultDictionaryFactory

    for lang in _LANGUAGES:
        path = path_of(lang, prefix)
        if path.exists():
            continue
        known = DefaultDictionaryFactory().get_dictionary(lang)
        lines = sorted(word.encode() + _APART + form.encode() for word, form in known.items())
        put(path, b"".join(line + b"\n" for line in lines))


if __name__ == "__main__":
    write()
